"""The plan of a cycle and its prediction: what it must hold, and what stands once it has started."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.followup.conversing import answer, deviations
from tests.followup.reading_pages import words
from tests.improvement.improving import begun, sent, started, today

from loke.improvement import actions
from loke.improvement.beginning import from_answer
from loke.improvement.study import followable


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


def test_a_plan_is_written_and_what_another_has_written_meanwhile_is_not_lost(world, aino):
    cycle = begun(world.aino, world.ungdom)
    address = reverse("plan_cycle", args=["ungdom", cycle.pk])
    actions.write_plan(by=world.idris, cycle=cycle, causes="Telefonen är avstängd")
    told = {"title": cycle.title, "kind": "adaptive", "causes": "De glömmer", "seen": str(cycle.number)}
    clash = aino.post(address, sent(**told))
    assert clash.status_code == 409
    assert "Telefonen är avstängd" in words(clash.content.decode())
    cycle.refresh_from_db()
    assert cycle.causes == "Telefonen är avstängd"
    assert aino.post(address, sent(**told | {"seen": str(cycle.number)})).status_code == 303
    cycle.refresh_from_db()
    assert cycle.causes == "De glömmer"


@pytest.mark.once
@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"measure": "completion/share", "up": None}, "up"),
        ({"measure": "completion/share", "up": True, "size": 0}, "size"),
        ({"measure": "completion/share", "up": True, "size": 101}, "size"),
        ({"up": True}, "measure"),
        ({"size": 5}, "measure"),
        ({"begins": date(2026, 3, 1), "seen_by": date(2026, 3, 1)}, "seen_by"),
        ({"title": ""}, "title"),
        ({"problem": "Ring 070-123 45 67"}, "problem"),
    ],
)
def test_a_plan_that_cannot_be_is_told_of_by_field(world, told, field):
    with pytest.raises(ValidationError) as fault:
        actions.write_plan(by=world.aino, cycle=begun(world.aino, world.ungdom), **told)
    assert field in fault.value.message_dict


@pytest.mark.parametrize(("measure", "size"), [("completion/share", 100), ("doses/traffar/mean", 101)])
def test_only_a_share_ends_at_a_hundred(world, measure, size):
    told = {"measure": measure, "up": True, "size": size}
    assert actions.write_plan(by=world.aino, cycle=begun(world.aino, world.ungdom), **told).size == size


LATER = {
    "measure": "goals/attained/share",
    "up": False,
    "size": 3,
    "seen_by": None,
    "begins": None,
    "prediction": "Nej",
}


def test_what_did_not_turn_out_as_meant_is_the_measure_where_it_is_offered(world):
    asked = {one.code: one for one in deviations(world.ungdom)}
    offered = {one.key for one in followable(world.ungdom, today(), "sv")}
    for code, one in asked.items():
        start = from_answer(answer(world.aino, world.ungdom, one, "practice", words="Vi bokar om")).start
        key = f"expectations/{code}/share"
        assert start.measure == (key if key in offered else "")


def test_it_does_not_start_before_the_way_of_the_measure_is_predicted(world):
    cycle = begun(world.aino, world.ungdom)
    cycle.trying, cycle.measure = "Vi ringer", "completion/share"
    cycle.save()
    with pytest.raises(ValidationError, match="ökar eller minskar"):
        actions.move_cycle(by=world.aino, cycle=cycle, phase="do")


@pytest.mark.parametrize("days", [-1, 0])
def test_it_does_not_start_when_it_should_have_been_seen_already(world, days):
    cycle = begun(world.aino, world.ungdom, seen_by=today(days))
    cycle.trying = "Vi ringer"
    cycle.save()
    with pytest.raises(ValidationError, match="måste ligga efter starten"):
        actions.move_cycle(by=world.aino, cycle=cycle, phase="do")


def test_a_day_that_has_been_is_refused_in_the_plan_unless_it_stood_there(world, aino):
    cycle = begun(world.aino, world.ungdom, seen_by=today(-9))
    address = reverse("plan_cycle", args=["ungdom", cycle.pk])
    told = {"title": cycle.title, "kind": "adaptive", "seen": str(cycle.number)}
    refused = aino.post(address, sent(**told, seen_by=str(today(-1))))
    assert "Dagen har redan varit." in refused.content.decode()
    assert aino.post(address, sent(**told, seen_by=str(cycle.seen_by))).status_code == 303


@pytest.mark.parametrize("name", LATER)
def test_what_was_predicted_stands_from_the_start_on(world, name):
    cycle = started(world.aino, world.ungdom)
    with pytest.raises(ValidationError, match="Ni har börjat"):
        actions.write_plan(by=world.aino, cycle=cycle, **{name: LATER[name]})
    told = {"causes": "De glömmer", "measure": cycle.measure, "begins": cycle.begins}
    assert actions.write_plan(by=world.aino, cycle=cycle, **told).causes == "De glömmer"


def test_the_rest_of_the_plan_is_written_after_the_start(world, aino):
    cycle = started(world.aino, world.ungdom)
    address = reverse("plan_cycle", args=["ungdom", cycle.pk])
    form = aino.get(address).content.decode()
    assert "Ni har börjat." in words(form)
    assert 'name="measure"' not in form
    told = {"title": cycle.title, "kind": "adaptive", "causes": "De glömmer", "seen": str(cycle.number)}
    assert aino.post(address, sent(**told, up="down", begins="")).status_code == 303
    cycle.refresh_from_db()
    assert (cycle.causes, cycle.up, cycle.started) == ("De glömmer", True, today(-300))
