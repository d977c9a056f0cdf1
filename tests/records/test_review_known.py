"""What is known beside the log when readings are judged: whose a client was then, who managed, what was taken out."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.records.test_review import NOON

import loke
from loke.records import actions
from loke.records.events import EVENTS
from loke.records.oddness import POINTS, Judged, Known, Reading, judge
from loke.records.review import _known


@pytest.mark.parametrize(("began", "ended", "other"), [
    (None, None, False), (0, None, False), (1, None, True), (1, -1, True), (1, 1, False),
])  # fmt: skip
def test_whose_a_client_was_is_judged_as_at_the_reading(began, ended, other):
    known, pair = Known(own={(1, 7)}), (1, 7)
    if began is not None:
        known.began[pair] = (NOON + timedelta(days=began)).date()
    if ended is not None:
        known.ended[pair] = NOON + timedelta(days=ended)
    (judged,) = judge([Reading(1, NOON, 1, "client", (7,))], known)
    assert ("not_own" in judged.rules) is other


@pytest.mark.parametrize(
    ("since", "until", "manager"), [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False)]
)
def test_who_managed_is_judged_as_at_the_reading(since, until, manager):
    day = NOON.date()
    period = day + timedelta(days=since), None if until is None else day + timedelta(days=until)
    (judged,) = judge([Reading(1, NOON, 1, "client", (7,))], Known(managers={1: [period]}))
    assert ("not_own" not in judged.rules) is manager


@pytest.mark.parametrize(
    ("page", "taken_out"),
    [("extract", True), ("extract_file", True), ("log_extract", True), ("log_extract_file", True), ("client", False)],
)
def test_everything_about_a_client_that_is_taken_out_is_told(page, taken_out):
    (judged,) = judge([Reading(1, NOON, 1, page, (7,))], Known(own={(1, 7)}))
    assert ("extract" in judged.rules) is taken_out


def test_who_answers_for_a_client_since_when_is_read_off_the_history(world):
    episode, today = world.ongoing(world.aino), timezone.localdate()
    told = {"service": world.ungdom, "client": None, "opened": today}
    made = actions.open_episode(by=world.aino, **told)
    known = _known(world.ungdom.unit, today.replace(day=1))
    assert known.began[world.aino.pk, made.client_id] == today
    assert known.began[world.aino.pk, episode.client_id] <= today


def test_whatever_can_be_done_is_told_in_words_to_whoever_oversees():
    places = (Path(loke.__file__).parent).rglob("*.py")
    named = {name for place in places for name in re.findall(r'^@action\("(\w+)"\)', place.read_text(), re.MULTILINE)}
    assert named - EVENTS.keys() == set()


def test_what_says_a_part_of_the_same_is_not_said_twice():
    every = Judged(Reading(1, NOON, 1, "client", (7,)), 20, tuple(POINTS))
    said = every.words.split(", ")
    assert len(said) == len(set(said))
    assert "utanför arbetstid" not in said
    assert "skyddade personuppgifter" in said
