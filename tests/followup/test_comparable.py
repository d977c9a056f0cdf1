"""What is told of comparable services is kept between starts, and counted again when it has changed."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone
from tests.followup.reading_pages import words

from loke.accounts.actions import give_role
from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.followup import comparable, dataset
from loke.followup.comparable import TOLD, count_comparable, counts_of
from loke.running import nightly

YEAR = "year"


@pytest.fixture
def reads(monkeypatch):
    """The services that are read from their rows, as by a program that has just started."""
    cache.clear()
    dataset._kept.clear()
    found, read = [], comparable.snapshot_for
    monkeypatch.setattr(comparable, "snapshot_for", lambda service: found.append(service) or read(service))
    return found


def test_they_are_as_in_the_tables_of_the_service_itself(world, reads):
    services = [world.ungdom, world.beroende]
    first, again = (counts_of(services, world.day, YEAR) for _ in range(2))
    assert first == again
    assert reads == services
    for one in services:
        tables = analyse(dataset.snapshot_for(one), Options(as_of=world.day, period=YEAR)).tables
        for name, told in TOLD.items():
            rows = [row for row in tables[name] if told.items() <= vars(row).items()]
            assert rows
            assert first[one.code][name] == rows


def test_only_what_has_changed_is_read_again(world, reads):
    services = [world.ungdom, world.beroende]
    counts_of(services, world.day, YEAR)
    world.beroende.change += 1
    counts_of(services, world.day, YEAR)
    assert reads == [world.ungdom, world.beroende, world.beroende]
    counts_of(services, world.day + timedelta(days=1), YEAR)
    counts_of(services, world.day + timedelta(days=1), "quarter")
    assert reads[3:] == services * 2


def test_after_the_night_whoever_opens_the_page_waits_for_their_own_service_alone(world, reads, signed_in):
    world.beroende.group = world.ungdom.group
    world.beroende.save()
    give_role(by=None, user=world.maryam, role="manager", organisation=world.organisation, unit=world.beroende.unit)
    step = dict(nightly.STEPS)["jämförbara verksamheter"]
    assert step() == str(len(reads)) == str(count_comparable(timezone.localdate()))
    there = len(reads)
    said = words(signed_in(world.maryam).get(f"/v/{world.ungdom.code}/folj-upp/").content.decode())
    assert "Jämfört med liknande verksamheter?" in said
    assert world.beroende.name in said
    assert len(reads) == there


def test_they_are_told_although_they_cannot_be_kept(world, reads, monkeypatch):
    def busy(*_, **__):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(cache, "set_many", busy)
    told = counts_of([world.ungdom], world.day, YEAR)
    assert told[world.ungdom.code]["services"]
    counts_of([world.ungdom], world.day, YEAR)
    assert reads == [world.ungdom] * 2
