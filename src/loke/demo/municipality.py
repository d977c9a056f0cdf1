"""Builds the whole demo: organisations, units, people, services and everything that happened in them."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from importlib.resources import files

from django.db import transaction

from loke.accounts.actions import add_person, give_role, make_installation, make_organisation, make_unit
from loke.accounts.models import Organisation, Unit, User
from loke.accounts.roles import UNIT_ROLES
from loke.demo import description, drafts, improvements, practice, records, story, waiting
from loke.demo.calendar import beginning, moment
from loke.records.history import registered_at
from loke.records.pseudonyms import repeatable


def build(day: date, progress: Callable[[str], object] = print) -> None:
    """Fill an empty database with the municipality as it looks on `day`; the same day gives the same, codes and all.

    Raises IntegrityError, and stores nothing, where the database already has a purpose.
    """
    plan = _read("municipality")
    yesterday = moment(day - timedelta(days=1), 17)
    with transaction.atomic(), repeatable(f"{plan['code']} {day}"), registered_at(yesterday):
        make_installation(by=None, kind="demo")
        organisation = make_organisation(by=None, code=plan["code"], name=plan["name"])
        services = [_read(name) for name in plan["services"]]
        units = {one["unit"]: _unit(organisation, one) for one in services}
        people = [_person(organisation, units, one, beginning(day)) for one in plan["people"]]
        _elsewhere(plan["elsewhere"], beginning(day))
        instruments = {one["code"]: one for one in plan["instruments"]}
        made = {code: description.instrument(organisation, one) for code, one in instruments.items()}
        for one in services:
            written = description.write(units[one["unit"]], one, made, day)
            lives = story.lives(one, instruments, day)
            staff = [
                person for person, plan in people if plan["role"] == "practitioner" and one["unit"] in plan["units"]
            ]
            records.register(written, lives, staff, one["story"]["pair"])
            progress(f"{one['name']}: {len(lives)} påhittade klienter, {sum(len(x.contacts) for x in lives)} träffar")
        named = {one["email"].partition("@")[0]: user for user, one in people}
        drafts.begin(_read("drafts"), named, day)
        improvements.begin(_read("improvements"), named, day)
        practice.begin(_read("practice"), named)
        waiting.begin(_read("waiting"), named, day)


def _read(name: str) -> dict:
    return tomllib.loads((files("loke.demo") / f"{name}.toml").read_text("utf-8"))


def _unit(organisation: Organisation, plan: Mapping) -> Unit:
    return make_unit(by=None, organisation=organisation, code=plan["unit"], name=plan["unit_name"])


def _person(organisation: Organisation, units: Mapping[str, Unit], plan: Mapping, since: date) -> tuple[User, Mapping]:
    user = add_person(by=None, email=plan["email"], name=plan["name"], title=plan["title"])
    places = [units[code] for code in plan.get("units", ())] if plan["role"] in UNIT_ROLES else [None]
    for unit in places:
        give_role(by=None, user=user, role=plan["role"], organisation=organisation, unit=unit, since=since)
    return user, plan


def _elsewhere(plan: Mapping, since: date) -> None:
    """Another municipality, where somebody works who must see nothing of this one."""
    organisation = make_organisation(by=None, code=plan["code"], name=plan["name"])
    unit = _unit(organisation, plan)
    _person(organisation, {plan["unit"]: unit}, {**plan["person"], "units": [plan["unit"]]}, since)
