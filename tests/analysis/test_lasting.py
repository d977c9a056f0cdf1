"""Does it last: who could have been reached, who was, and the same persons at each point."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.small import Episode, Measured, on, rows, snapshot

from loke.dataset.definitions import Instrument, Scale, Service

SCALE = Scale("s", "S", "higher", Fraction(3, 2))
OPENED, CLOSED, LAST = "2020-01-01", "2020-06-30", "2021-06-30"


def person(start=None, end=None, after=None, closed=CLOSED, respondent=None, after_day=None):
    given_ = (("start", start), ("end", end))
    measured = [
        Measured("i", at, given={"s": score}, respondent=respondent) for at, score in given_ if score is not None
    ]
    if after is not None:
        day = after_day and on(after_day)
        measured.append(Measured("i", "after", (), day, 6, respondent, {"s": after}))
    return Episode(on(OPENED), closed and on(closed), measured=measured)


def found(*people, scale=SCALE, last=LAST, respondents=(), **options):
    data = snapshot({Service("s", "S"): people}, [Instrument("i", scales=(scale,))], respondents, on(last))
    return rows(data, "lasting", **options)


# closed on 30 June 2020, so that six months later is 30 December and the window opens on 30 November
ELIGIBLE = """
2020-11-29 0
2020-11-30 1
"""


@pytest.mark.parametrize("line", ELIGIBLE.strip().splitlines())
def test_whoever_may_have_been_asked_by_now_is_eligible(line):
    last, eligible = line.split()
    reached = person(1, 2, 3, closed="2020-03-01", after_day="2020-09-01")
    [row] = found(reached, person(1, 2), last=last)
    assert (row.months_after, row.closed, row.eligible, row.reached) == (6, 2, 1 + int(eligible), 1)


# start, end and after, steps of one and a half: better at end, kept
KEPT = """
1 3 3 1 1
1 3 2 1 0
1 2 9 0 0
1 9 0 1 0
"""


@pytest.mark.parametrize("line", KEPT.strip().splitlines())
def test_kept_is_better_at_end_and_still_better_than_at_start(line):
    start, end, after, better, kept = map(int, line.split())
    [row] = found(person(start, end, after))
    assert (row.triples, row.better_at_end, row.kept) == (1, better, kept)
    [turned] = found(person(9 - start, 9 - end, 9 - after), scale=replace(SCALE, better="lower"))
    assert (turned.better_at_end, turned.kept) == (better, kept)


def test_the_three_means_are_of_the_same_persons():
    [row] = found(person(1, 3, 5), person(3, 5, 7), person(9, None, 9), person(9, 9, None))
    assert (row.reached, row.triples) == (3, 2)
    assert (row.mean_start, row.mean_end, row.mean_after) == (2, 4, 6)


def test_those_not_reached_stand_beside_those_who_were():
    reached, lost, without_end = person(2, 3, 6), person(4, 8), person(6, None)
    [row] = found(reached, lost, without_end, person(None, 7, 1))
    assert (row.mean_start_reached, row.mean_start_lost) == (2, 5)
    assert row.carried_forward == pytest.approx((4 + 4 + 0) / 3)
    assert row.no_change == pytest.approx(4 / 3)


def test_nobody_reached_in_a_year_is_said_when_others_have_been():
    first, second = found(person(1, 2, 3), person(1, 2, closed="2021-01-15"), last="2021-12-31", period="year")
    assert (first.period, first.reached, first.triples) == ("2020", 1, 1)
    assert (second.period, second.closed, second.eligible, second.reached) == ("2021", 1, 1, 0)
    assert (second.mean_start, second.mean_after, second.mean_start_lost) == (None, None, 1)


def test_without_a_follow_up_there_is_no_row():
    assert found(person(1, 2)) == []


# the day of the follow-up, due on 30 December, and whether it counts
WINDOW = """
2020-11-29 0
2020-11-30 1
2021-01-29 1
2021-01-30 0
-          1
"""


@pytest.mark.parametrize("line", WINDOW.strip().splitlines())
def test_a_follow_up_counts_within_thirty_days_of_its_day(line):
    day, reached = line.split()
    [row] = found(person(1, 2, 3, after_day=None if day == "-" else day))
    assert row.reached == int(reached)


def test_the_latest_of_two_counts():
    twice = person(1, 2, 3, after_day="2020-12-20")
    twice = replace(twice, measured=[*twice.measured, Measured("i", "after", (), on("2021-01-05"), 6, given={"s": 7})])
    assert [row.mean_after for row in found(twice)] == [7]


def test_each_respondent_has_the_months_it_has_been_asked_at():
    people = person(1, 2, 3, respondent="client"), person(4, 5, respondent="parent")
    [row] = found(*people, respondents=("client", "parent"))
    assert (row.respondent, row.reached) == ("client", 1)


def test_what_happened_after_the_day_is_unseen():
    people = person(1, 2, 3, after_day="2020-12-20"), person(1, 2, 3, closed="2020-03-01", after_day="2020-09-01")
    [row] = found(*people, as_of=on("2020-12-01"))
    assert (row.eligible, row.reached) == (2, 1)


scores = st.one_of(st.none(), st.integers(0, 9))


@given(st.lists(st.tuples(scores, scores, scores), min_size=1, max_size=25))
def test_the_figures_are_those_of_a_plain_loop(people):
    [row] = found(*(person(*each) for each in people), person(0, 0, 0))
    everyone = [*people, (0, 0, 0)]
    triples = [each for each in everyone if None not in each]
    started = [each for each in everyone if each[0] is not None]
    reached = [each for each in started if each[2] is not None]
    lost = [each[0] for each in started if each[2] is None]
    last = [next(score for score in (c, b, a) if score is not None) - a for a, b, c in started]
    assert (row.closed, row.eligible, row.triples) == (len(everyone), len(everyone), len(triples))
    assert row.reached == sum(each[2] is not None for each in everyone)
    means = [sum(column) / len(triples) for column in zip(*triples, strict=True)]
    assert [row.mean_start, row.mean_end, row.mean_after] == pytest.approx(means)
    assert row.mean_start_reached == pytest.approx(sum(each[0] for each in reached) / len(reached))
    assert row.mean_start_lost == (pytest.approx(sum(lost) / len(lost)) if lost else None)
    assert row.carried_forward == pytest.approx(sum(last) / len(last))
    assert row.no_change == pytest.approx(sum(c - a for a, _, c in reached) / len(started))
