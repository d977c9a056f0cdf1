"""The logs: chained, so that tampering shows, and guarded by the database, so that it takes more than a slip."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from loke.accounts import log
from loke.accounts.actions import add_person, make_organisation
from loke.accounts.log import broken_links, forget, record_action, record_reading, sealed
from loke.accounts.models import AccessedClient, AccessEntry, AuditEntry, Installation, LogHead
from loke.records import nightly

GUARDS = import_module("loke.accounts.migrations.0003_forgettable_logs").GUARDS
TABLES = ("accounts_auditentry", "accounts_accessentry", "accounts_accessedclient")


@pytest.fixture
def entries(db) -> list[AuditEntry]:
    return [record_action(by=None, unit=None, what=what) for what in ("one", "two", "three", "four")]


@contextmanager
def unguarded(table: str):
    """As somebody who can change the database itself."""
    guards = [guard for guard in GUARDS if guard.table == table]
    with connection.cursor() as cursor:
        for statement in [one for guard in guards for one in guard.drop(connection.vendor)]:
            cursor.execute(statement)
        yield cursor
        for statement in [one for guard in guards for one in guard.create(connection.vendor)]:
            cursor.execute(statement)


def test_a_log_that_nobody_has_touched_is_whole(entries):
    assert broken_links(AuditEntry) == []


def test_what_people_do_while_a_log_is_looked_through_is_no_fault(entries, monkeypatch):
    true = log._tells_the_truth

    def meanwhile(entry):
        if entry.number == 1:
            record_action(by=None, unit=None, what="open_episode", target="x")
            forget(by=None, unit=None, clients=[], targets=["x"])
        return true(entry)

    monkeypatch.setattr(log, "_tells_the_truth", meanwhile)
    assert broken_links(AuditEntry) == []


def test_a_log_that_has_lost_its_head_is_found(entries):
    LogHead.objects.filter(log="audit").delete()
    assert broken_links(AuditEntry) != []


@pytest.mark.parametrize("change", ["what = 'other'", "at = '2020-01-01 00:00:00+00:00'", "content = 'x'"])
def test_a_changed_entry_is_found(entries, change):
    with unguarded("accounts_auditentry") as cursor:
        cursor.execute(f"UPDATE accounts_auditentry SET {change} WHERE number = 2")
    assert broken_links(AuditEntry) == [2]


def test_an_entry_that_is_said_to_be_about_something_else_is_found(entries):
    with unguarded("accounts_auditentry") as cursor:
        cursor.execute("UPDATE accounts_auditentry SET target = 'records.Episode 1' WHERE number = 3")
    assert broken_links(AuditEntry) == [3]


def test_a_client_taken_out_of_a_reading_is_found(world):
    entry = record_reading(by=world.aino, unit=world.ungdom.unit, what="clients", clients=[5, 7])
    with unguarded("accounts_accessedclient") as cursor:
        cursor.execute("DELETE FROM accounts_accessedclient WHERE client_number = 7")
    assert broken_links(AccessEntry) == [entry.number]


def test_a_removed_entry_is_found_at_the_next(entries):
    with unguarded("accounts_auditentry") as cursor:
        cursor.execute("DELETE FROM accounts_auditentry WHERE number = 2")
    assert broken_links(AuditEntry) == [3]


def test_a_log_that_has_lost_its_end_is_found_by_its_head(entries):
    with unguarded("accounts_auditentry") as cursor:
        cursor.execute("DELETE FROM accounts_auditentry WHERE number = 4")
    assert broken_links(AuditEntry) == [4]


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_a_log(world, signed_in, statement, table):
    signed_in(world.aino).get("/v/ungdom/klienter/")
    statement = statement if table == "accounts_accessedclient" else statement.replace("id = id", "number = number")
    refused = pytest.raises(IntegrityError, match=r"only_(grows|forgets)")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_an_action_that_fails_leaves_neither_change_nor_entry(db):
    make_organisation(by=None, code="a", name="A")
    before = list(AuditEntry.objects.values())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(by=None, code="a", name="A igen")
    assert list(AuditEntry.objects.values()) == before


def test_an_action_is_logged_with_who_what_and_to_which(db):
    person = add_person(by=None, email="a@example.org", name="A")
    entry = AuditEntry.objects.first()
    assert (entry.what, entry.by, entry.target) == ("add_person", None, f"accounts.User {person.pk}")


def test_a_reading_names_each_client_once_and_joins_the_chain(world):
    entry = record_reading(by=world.aino, unit=world.ungdom.unit, what="clients", clients=[7, 5, 7])
    assert sorted(AccessedClient.objects.filter(entry=entry).values_list("client_number", flat=True)) == [5, 7]
    assert LogHead.objects.get(log="access").digest == entry.digest
    assert broken_links(AccessEntry) == []


def test_the_worlds_own_log_is_whole(world):
    assert AuditEntry.objects.count() > 1000
    assert broken_links(AuditEntry) == []


# What an erased client leaves


@pytest.fixture
def read(world):
    return record_reading(by=world.aino, unit=world.ungdom.unit, what="clients", clients=[5, 7])


@pytest.fixture
def read_on(world, monkeypatch):
    def read(at: datetime) -> AccessEntry:
        with monkeypatch.context() as then:
            then.setattr(log.timezone, "now", lambda: at)
            return record_reading(by=world.aino, unit=world.ungdom.unit, what="clients", clients=[5, 7])

    return read


def test_an_erased_client_is_forgotten_and_both_chains_hold(world, read):
    entry = record_action(by=world.aino, unit=world.ungdom.unit, what="open_episode", target="records.Client 7")
    forget(by=None, unit=world.ungdom.unit, clients=[7], targets=["records.Client 7"])
    assert set(read.clients.values_list("client_number", flat=True)) == {None, 5}
    assert AuditEntry.objects.get(number=entry.number).target == ""
    assert broken_links(AccessEntry) == broken_links(AuditEntry) == []


def test_what_was_forgotten_cannot_be_found_again_by_trying_all_numbers(world, read):
    forget(by=None, unit=world.ungdom.unit, clients=[7], targets=[])
    left = [value for row in AccessedClient.objects.filter(entry=read).values_list() for value in row]
    assert not {sealed("", number) for number in range(100)} & set(left)
    assert AccessedClient.objects.get(entry=read, client_number=None).salt == ""


def test_one_who_forgets_by_hand_is_found_by_the_count(world, read):
    AccessedClient.objects.filter(client_number=7).update(client_number=None, salt="")
    assert broken_links(AccessEntry) == [LogHead.objects.get(log="access").number]


def test_forgetting_does_not_put_another_client_there(world, read):
    with pytest.raises(IntegrityError, match="only_forgets"), transaction.atomic():
        AccessedClient.objects.filter(client_number=7).update(client_number=8, salt="")
    with pytest.raises(IntegrityError, match="only_forgets"), transaction.atomic():
        AccessedClient.objects.filter(client_number=7).update(client_number=None, salt="", seal="x")


@pytest.mark.parametrize(("day", "left"), [(date(2031, 3, 1), {5, 7}), (date(2031, 3, 2), {None})])
def test_which_clients_were_read_is_forgotten_after_five_years_and_the_chain_holds(world, read_on, day, left):
    entry = read_on(datetime(2026, 3, 1, 22, 59, tzinfo=UTC))
    nightly.forget_readings(day)
    assert set(entry.clients.values_list("client_number", flat=True)) == left
    assert AccessEntry.objects.get(number=entry.number).by == world.aino
    assert broken_links(AccessEntry) == []
    assert nightly.forget_readings(day) == 0


def test_nobody_reads_yesterday_where_real_readings_are_kept(world):
    Installation.objects.update(kind=Installation.Kind.REAL)
    reading = {"by": world.aino, "unit": world.ungdom.unit, "what": "clients", "clients": [5]}
    with pytest.raises(ValueError, match="made now"):
        record_reading(**reading, at=timezone.now() - timedelta(days=1))
    assert record_reading(**reading).pk
