"""All of it or none of it: whichever of its statements fails, what was to be stored leaves no trace."""

import re
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.exchange import files
from tests.records import leaving
from tests.world import without_drafts

from loke.accounts import actions as accounts
from loke.accounts.models import User
from loke.accounts.submissions import once
from loke.description import actions as description
from loke.exchange import actions as exchange
from loke.measures import actions as measures
from loke.records import actions as records
from loke.records.history import version_of
from loke.records.models import Contact, Registration

pytestmark = pytest.mark.once  # what is put back is put back by the same Django on both
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
TOO_MANY = 200


class Torn(Exception):  # noqa: N818 - it is what the test does
    """The statement that fails."""


@contextmanager
def tearing(at: int):
    """The `at`-th statement that writes fails after it was done; gives the tables that were written to."""
    tables: list[str] = []

    def tear(execute, sql, params, many, context):
        found, done = WRITES.match(sql), execute(sql, params, many, context)
        if found:
            tables.append(found[1])
            if len(tables) == at:
                raise Torn
        return done

    with connection.execute_wrapper(tear):
        yield tables


def contents(tables: list[str]) -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = hash(frozenset(map(repr, cursor.fetchall())))
    return found


def whole(make) -> int:
    """How many statements `make` writes with; asserts that each of them can fail without a trace."""
    tables = written_by(make)
    before = contents(tables)
    for at in range(1, TOO_MANY):
        with transaction.atomic():
            with tearing(at) as seen:
                try:
                    make()
                except Torn:
                    transaction.set_rollback(False)
                else:
                    transaction.set_rollback(True)
                    return len(seen)
            assert contents(tables) == before, (at, seen[-1])
    raise AssertionError("it goes on writing")


def written_by(make) -> list[str]:
    with transaction.atomic(), tearing(0) as tables:
        make()
        transaction.set_rollback(True)
    return sorted(set(tables))


def today():
    return timezone.localdate()


def a_contact(world):
    told = {"date": today(), "intervention": world.ungdom.interventions.in_use()[0]}
    return lambda: records.register_contact(by=world.aino, episode=world.ongoing(world.aino), **told)


def a_group(world):
    attendance = dict.fromkeys(world.aino.episodes.ongoing().listed()[:4], "attended")
    told = {"date": today(), "intervention": world.ungdom.interventions.in_use()[0], "minutes": 60}
    return lambda: records.register_group_session(by=world.aino, service=world.ungdom, attendance=attendance, **told)


def a_new_client(world):
    told = {"opened": today(), "sex": "female", "age": 17, "responsible": [world.aino]}
    return lambda: records.open_episode(by=world.aino, service=world.ungdom, **told)


def an_ending(world):
    def end():
        episode = world.ongoing(world.aino)
        records.end_episode(by=world.aino, episode=episode, closed=today(), ending=world.ungdom.endings.first())

    return end


def a_measurement(world):
    plan = world.ungdom.plans.select_related("instrument")[0]
    answers = dict.fromkeys(plan.instrument.items.values_list("code", flat=True), 1)
    told = {"instrument": plan.instrument, "occasion": "during", "date": today(), "answers": answers}
    return lambda: records.record_measurement(by=world.aino, episode=world.ongoing(world.aino), **told)


def planned(world):
    told = {"intervention": world.ungdom.interventions.in_use()[0], "days": [today() + timedelta(n) for n in range(4)]}
    return lambda: records.plan_contacts(by=world.aino, episode=world.ongoing(world.aino), **told)


def a_contact_taken_away(world):
    contact = Contact.objects.filter(episode__in=world.aino.episodes.ongoing()).first()
    return lambda: records.remove_contact(by=world.aino, contact=contact, seen=version_of([contact]))


def a_client_taken_away(world):
    return lambda: records.remove_episode(by=world.aino, episode=world.ongoing(world.aino))


def undone(world):
    a_group(world)()
    made = Registration.objects.latest("pk")
    return lambda: records.undo_registration(by=world.aino, registration=made)


def shared_out(world):
    told = {"episodes": list(world.ungdom.episodes.ongoing().listed()[:5]), "responsible": world.idris}
    return lambda: records.share_out(by=world.maryam, service=world.ungdom, **told)


def a_file(world):
    heads = "Klientkod;Startdatum;Kön"
    book = files.text(heads, "AB1;2026-10-01;Kvinna", "AB2;2026-10-02;Man")
    draft = files.begun(world.maryam, world.ungdom, book, "client")
    made = files.tried(draft)
    return lambda: exchange.run_import(by=world.maryam, draft=draft, made=made, version=made.version)


def quarantine(world):
    erasure = records.approve_erasure(by=world.maryam, erasure=leaving.proposed(world))
    return lambda: records.confirm_erasure(by=world.administrator, erasure=erasure, day=leaving.LATER)


def erasing(world):
    erasure = leaving.quarantined(world)
    return lambda: records.erase(by=None, erasure=erasure, day=leaving.LATER + timedelta(days=30))


def ended_employment(world):
    return lambda: accounts.end_employment(by=world.administrator, user=world.aino, organisation=world.organisation)


def a_description(world):
    without_drafts(world.ungdom)
    return lambda: description.begin_service_description(by=world.maryam, service=world.ungdom, reason="Nytt år")


def a_variable(world):
    told = {"name": "Boende", "role": "background", "type": "choice", "purpose": "Att veta vilka som kommer"}
    options = [("eget", "Eget"), ("annat", "Annat")]
    return lambda: measures.add_variable(by=world.maryam, service=world.ungdom, options=options, **told)


CASES = [
    a_contact,
    a_group,
    a_new_client,
    an_ending,
    a_measurement,
    planned,
    a_contact_taken_away,
    a_client_taken_away,
    undone,
    shared_out,
    a_file,
    pytest.param(quarantine, marks=pytest.mark.slow),
    erasing,
    ended_employment,
    a_description,
    a_variable,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_whichever_statement_fails_nothing_is_half_stored(world, case):
    make = case(world)
    assert whole(lambda: once(by=world.aino, submission=uuid4(), act=lambda: str(bool(make())))) >= 4
    assert written_by(make)


def test_a_change_that_is_stored_in_halves_is_found_out(world):
    def halves():
        User.objects.filter(pk=world.aino.pk).update(name="Halv")
        User.objects.filter(pk=world.idris.pk).update(name="Hel")

    with pytest.raises(AssertionError):
        whole(halves)
