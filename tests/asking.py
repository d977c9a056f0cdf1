"""Everybody who may ask for a page, from everywhere, and what of their answers gives something away."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone

from loke.accounts.models import Membership, Organisation, Unit, User
from loke.accounts.views import not_found
from loke.description.models import Review
from loke.records.models import Client

OTHER_ROLES = ("leadership", "administrator", "protection_officer")
OUT = ("other unit", "other organisation", "ended")
TAGS = re.compile(r"<[^>]+>")
TRIPLE = re.compile(r"([0-9A-Z]{3})[ \u00a0]([0-9A-Z]{3})[ \u00a0]([0-9A-Z]{3})[ \u00a0]([0-9A-Z])|\b([0-9A-Z]{10})\b")


@dataclass
class Principal:
    """Somebody with a role, and how near they stand to the youth unit."""

    role: str
    relation: str
    browser: object
    codes: set[str]

    @property
    def outside(self) -> bool:
        return self.relation in OUT


def everybody(world, signed_in, client) -> list[Principal]:
    """One for each role and relation; each with one browser."""
    return [
        Principal(role, relation, for_long(signed_in(user)) if user else client, _codes(user))
        for role, relation, user in _people(world)
    ]


def for_long(browser):
    """One who has been seen already, and whose second factor stays just shown, however long a walk puts all back."""
    browser.get("/")
    session = browser.session
    session["account_authentication_methods"][0]["at"] += 24 * 3600
    session.save()
    return browser


def _codes(user: User | None) -> set[str]:
    """The client codes that may stand on a page of theirs."""
    return set(Client.objects.for_user(user).values_list("code", flat=True)) if user else set()


def _people(world) -> Iterator[tuple[str, str, User | None]]:
    """One of each role that has left would say the same; so would more of those in another organisation."""
    yield "visitor", "other organisation", None
    bortby = world.charlie.memberships.get().unit
    own = {"practitioner": world.aino, "manager": world.maryam, "coach": world.coach}
    for role, user in own.items():
        yield role, "own unit", user
        yield role, "other unit", _person(f"{role}-other", role, world.organisation, world.beroende.unit)
    for role in OTHER_ROLES:
        yield role, "own organisation", _person(f"{role}-own", role, world.organisation)
    for role, unit in (("practitioner", bortby), ("manager", bortby), ("administrator", None)):
        yield role, "other organisation", _person(f"{role}-elsewhere", role, bortby.organisation, unit)
    for role, unit in (("manager", world.ungdom.unit), ("administrator", None)):
        yield role, "ended", _person(f"{role}-ended", role, world.organisation, unit, ended=True)
    for relation, service, days in (
        ("invited", world.ungdom, 9),
        ("other unit", world.beroende, 9),
        ("ended", world.ungdom, -1),
    ):
        yield "partner", relation, _partner(world, relation, service, days)


def _person(name: str, role: str, organisation: Organisation, unit: Unit | None = None, *, ended: bool = False) -> User:
    user = User.objects.create_user(email=f"{name.replace(' ', '-')}@example.org", name=f"Test {name}")
    since = timezone.localdate() - timedelta(days=100)
    until = timezone.localdate() if ended else None
    Membership.objects.create(user=user, role=role, organisation=organisation, unit=unit, since=since, until=until)
    _give_factor(user)
    return user


def _give_factor(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})


def _partner(world, relation: str, service, days: int) -> User:
    user = _person(f"partner-{relation}", "practitioner", world.organisation, world.familjehem.unit)
    until = timezone.localdate() + timedelta(days=days)
    since = until - timedelta(days=30)
    Review.objects.create(service=service, partner=user, task=Review.Task.COMMENT, since=since, until=until)
    return user


def make_not_found_once(monkeypatch) -> None:
    """The page of what is not found, made once for each who asks and service.

    It is told the request alone, and most answers of a walk are this one.
    """
    made: dict[tuple, bytes] = {}

    def found_once(request, exception=None):
        about = (request.user.pk, *request.path.split("/")[1:3])
        if about not in made:
            made[about] = not_found(request).content
        return HttpResponse(made[about], status=404)

    for handler in ("handler403", "handler404"):
        monkeypatch.setattr(f"loke.urls.{handler}", found_once)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(browser, method: str, address: str):
    """The answer; whatever it changed is put back."""
    cookies = dict(browser.cookies)
    with undone():
        answer = browser.generic(method, address)
    browser.cookies.clear()
    browser.cookies.update(cookies)
    return answer


def codes_in(answer) -> set[str]:
    """What looks like a client's code in the answer, whatever stands between its parts."""
    if answer.streaming or not answer["Content-Type"].startswith(("text/", "application/json")):
        return set()
    text = TAGS.sub(" ", answer.content.decode())
    text = re.sub(r"\s+", " ", text)
    return {"".join(match) for match in TRIPLE.findall(text)}


def leak(principal: Principal, answer, known: set[str]) -> set[str]:
    return (codes_in(answer) & known) - principal.codes
