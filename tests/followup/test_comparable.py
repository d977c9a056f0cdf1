"""What is told of comparable services is kept for the day, and counted again when one of them has changed."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils import timezone
from tests.followup.reading_pages import words

from loke.accounts.actions import give_role
from loke.analysis.calculation import analyse
from loke.analysis.options import PERIODS, Options
from loke.description.models import Service
from loke.followup import comparable, dataset
from loke.followup.comparable import FORM, count_comparable, told_in, told_of

YEAR = "year"


@pytest.fixture
def reads(monkeypatch):
    """The services that are read from their rows, as by a program that has just started."""
    cache.clear()
    dataset._kept.clear()
    found, read = [], comparable.snapshot_for
    monkeypatch.setattr(comparable, "snapshot_for", lambda service: found.append(service) or read(service))
    return found


@pytest.fixture
def same_group(world):
    """Addiction is compared with youth, and Maryam leads both."""
    world.beroende.group = world.ungdom.group
    world.beroende.save()
    give_role(by=None, user=world.maryam, role="manager", organisation=world.organisation, unit=world.beroende.unit)


@pytest.mark.parametrize("kind", PERIODS)
def test_what_is_kept_is_what_the_tables_of_the_service_tell(world, reads, kind):
    services = [world.ungdom, world.beroende]
    first, again = (told_of(services, world.day, kind) for _ in range(2))
    assert first == again
    assert reads == services
    for one in services:
        every = analyse(dataset.snapshot_for(one), Options(as_of=world.day, period=kind, by=("sex",)))
        assert first[one.code] == told_in(every.tables)
        assert first[one.code].shares
        assert any(met.age for met in first[one.code].met)


def test_the_age_of_fewer_than_five_is_not_kept(world):
    tables = analyse(dataset.snapshot_for(world.ungdom), Options(as_of=world.day, period="month")).tables
    told = {met.period: met.age for met in told_in(tables).met}
    counted = {row.period: row.n for row in tables["who_numbers"] if row.variable == "age" and row.by is None}
    assert {period for period, n in counted.items() if n < 5}
    assert {period for period, age in told.items() if age is not None} == {p for p, n in counted.items() if n >= 5}


def test_only_what_has_changed_is_read_again(world, reads, monkeypatch):
    services = [world.ungdom, world.beroende]
    told_of(services, world.day, YEAR)
    world.beroende.change += 1
    told_of(services, world.day, YEAR)
    assert reads == [*services, world.beroende]
    told_of(services, world.day + timedelta(days=1), YEAR)
    told_of(services, world.day, "quarter")
    monkeypatch.setattr(comparable, "FORM", FORM + 1)
    told_of(services, world.day, YEAR)
    assert reads[3:] == services * 3


def test_after_the_night_whoever_opens_the_page_waits_for_their_own_service_alone(same_group, world, reads, signed_in):
    assert count_comparable() == 2
    there = len(reads)
    for period in ("", "?period=2026-Q1", "?period=all"):
        said = words(signed_in(world.maryam).get(f"/v/{world.ungdom.code}/folj-upp/{period}").content.decode())
        assert "Jämfört med liknande verksamheter?" in said
        assert world.beroende.name in said
    assert len(reads) == there


def test_the_night_counts_nobody_who_is_alone_in_the_group(world, reads):
    assert Service.objects.exclude(group="").exists()
    assert count_comparable() == 0
    assert reads == []


def test_whoever_leads_one_of_them_is_not_given_the_page_of_whoever_leads_both(same_group, world, signed_in):
    address = f"/v/{world.ungdom.code}/folj-upp/"
    assert world.beroende.name in words(signed_in(world.maryam).get(address).content.decode())
    assert "liknande verksamheter" not in words(signed_in(world.aino).get(address).content.decode())


def refused(*_, **__):
    """As by a database that cannot write: the statement fails, and so does the rest of its transaction."""
    connection.cursor().execute("SELECT * FROM nowhere")


def test_they_are_told_although_they_cannot_be_kept(world, reads, monkeypatch):
    monkeypatch.setattr(cache, "set_many", refused)
    assert told_of([world.ungdom], world.day, YEAR)[world.ungdom.code].shares
    assert Service.objects.count(), "the transaction goes on"
    told_of([world.ungdom], world.day, YEAR)
    assert reads == [world.ungdom] * 2


def test_the_night_says_what_it_could_not_keep(same_group, world, monkeypatch):
    monkeypatch.setattr(cache, "set_many", lambda *_: [])  # as Django does where the database was locked
    with pytest.raises(ExceptionGroup) as found:
        count_comparable()
    assert {type(one) for one in found.value.exceptions} == {DatabaseError}


def test_a_service_that_cannot_be_counted_stops_no_other(same_group, world, reads, monkeypatch):
    read = comparable.snapshot_for

    def faulty(service):
        if service == world.ungdom:
            raise LookupError("an answer to something that the service does not have")
        return read(service)

    monkeypatch.setattr(comparable, "snapshot_for", faulty)
    with pytest.raises(ExceptionGroup) as found:
        count_comparable()
    assert len(found.value.exceptions) == 1
    there = len(reads)
    assert told_of([world.beroende], timezone.localdate(), YEAR)
    assert len(reads) == there
