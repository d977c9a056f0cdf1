"""The logs: chained, so that tampering shows, and guarded by the database, so that it takes more than a slip."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from loke.accounts.actions import add_person, make_organisation
from loke.accounts.guards import append_only
from loke.accounts.log import broken_links, record_action, record_reading
from loke.accounts.models import AccessedClient, AccessEntry, AuditEntry, LogHead

TABLES = ("accounts_auditentry", "accounts_accessentry", "accounts_accessedclient")


@pytest.fixture
def entries(db) -> list[AuditEntry]:
    return [record_action(by=None, unit=None, what=what) for what in ("one", "two", "three", "four")]


@contextmanager
def unguarded(table: str):
    """As somebody who can change the database itself."""
    with connection.cursor() as cursor:
        for statement in append_only(table).drop(connection.vendor):
            cursor.execute(statement)
        yield cursor
        for statement in append_only(table).create(connection.vendor):
            cursor.execute(statement)


def test_a_log_that_nobody_has_touched_is_whole(entries):
    assert broken_links(AuditEntry) == []


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
    with pytest.raises(IntegrityError, match="only_grows"), transaction.atomic(), connection.cursor() as cursor:
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
