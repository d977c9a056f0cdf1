"""What a page reads: kept while nothing changes, let go when something does, and never ahead of today."""

from dataclasses import replace
from datetime import date, timedelta

from tests.followup.reading_pages import reading

from loke.description.models import Service
from loke.followup import reading as module
from loke.followup.dataset import snapshot_for
from loke.followup.page import shown
from loke.followup.reading import analysed, days_of


def test_the_same_figures_are_not_counted_twice(world):
    snapshot = snapshot_for(world.ungdom)
    assert analysed(snapshot, world.day, "year", "") is analysed(snapshot, world.day, "year", "")


def test_figures_of_a_later_snapshot_take_the_place_of_those_before(world):
    before = analysed(snapshot_for(world.ungdom), world.day, "year", "")
    held = len(module._analysed)
    world.ungdom.touch()
    after = analysed(snapshot_for(world.ungdom), world.day, "year", "")
    assert after is not before
    assert len(module._analysed) == held


def test_a_page_is_made_once_while_all_that_it_tells_of_is_the_same(world):
    before = shown(reading(world.ungdom, world.day))
    assert shown(reading(world.ungdom, world.day)) is before
    assert shown(replace(reading(world.ungdom, world.day), titles={})) is not before
    world.ungdom.touch()
    assert shown(reading(world.ungdom, world.day)) is not before


def test_a_page_is_made_anew_when_another_service_beside_it_is_not_as_it_was(world):
    alone = reading(world.ungdom, world.day)
    beside = replace(alone, others=(world.foraldraskap,))
    before = shown(beside)
    assert shown(replace(alone, others=(Service.objects.get(pk=world.foraldraskap.pk),))) is before
    world.foraldraskap.touch()
    changed = replace(alone, others=(Service.objects.get(pk=world.foraldraskap.pk),))
    assert shown(changed) is not before
    assert shown(alone) is not shown(changed)


def test_days_after_today_do_not_exist_yet(world):
    snapshot = snapshot_for(world.ungdom)
    before = days_of(snapshot, world.day - timedelta(days=400))
    assert before.last <= world.day - timedelta(days=400)
    assert days_of(snapshot, date(2000, 1, 1)) is None


def test_a_row_of_a_scale_names_who_answered_where_several_kinds_do(world):
    read = reading(world.foraldraskap, world.day)
    row = next(iter(read.all_periods("better")))
    assert read.scale_name(row).startswith(read.scale(row).name)


def test_an_instrument_has_its_own_name(world):
    read = reading(world.ungdom, world.day)
    assert read.name("instrument", "min-vecka") == "Min vecka"
    assert read.name("what", "min-vecka", "start") == "Min vecka"
    assert read.name("what", "problem", "opening") == "Vad det gäller"
