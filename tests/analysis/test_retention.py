"""How long they stay: Kaplan and Meier by hand and by statsmodels, Aalen and Johansen by brute force."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight
from tests.analysis.small import Episode, on, rows, snapshot

from loke.analysis.retention import COMPLETED, DISCONTINUED, OPEN, OTHER, curve_of
from loke.dataset.definitions import Ending, Service

FIRST = on("2020-01-01")
SERVICE = Service(
    "s",
    "S",
    endings=(
        Ending("done", "Klar", "completed"),
        Ending("left", "Avbröt", "discontinued"),
        Ending("moved", "Flytt", "other"),
    ),
)


def after(*stays, as_of=400, **options):
    """The rows for people who all began on one day: (days, ending), no ending for whoever is still there."""
    episodes = [
        Episode(FIRST) if how == "open" else Episode(FIRST, FIRST + timedelta(days), how or None) for days, how in stays
    ]
    return rows(snapshot({SERVICE: episodes}, last_day=FIRST + timedelta(as_of)), "retention", **options)


def test_a_row_for_every_day_an_episode_ended_and_for_the_fixed_days_within_the_longest_time():
    found = after((10, "done"), (20, "left"), (20, "moved"), (0, "open"), as_of=180)
    assert [(row.day, row.at_risk, row.in_service) for row in found] == [
        (0, 4, 1),
        (10, 4, 0.75),
        (20, 3, 0.25),
        (90, 1, 0.25),
        (180, 1, 0.25),
    ]
    assert [(row.completed, row.discontinued) for row in found[2:]] == [(0.25, 0.25)] * 3
    assert [row.day for row in after((10, "done"), (0, "open"), as_of=179)] == [0, 10, 90]


def test_whoever_has_been_here_exactly_so_long_is_at_risk_that_day():
    late = Episode(FIRST + timedelta(30))  # open, 20 days on the last day
    data = snapshot({SERVICE: [Episode(FIRST, FIRST + timedelta(20), "done"), late]}, last_day=FIRST + timedelta(50))
    assert [(row.day, row.at_risk, row.in_service) for row in rows(data, "retention")] == [(0, 2, 1), (20, 2, 0.5)]
    assert rows(data, "retention", as_of=FIRST + timedelta(49))[-1].at_risk == 1


def test_the_interval_is_none_where_all_are_there_and_where_nobody_is():
    found = after((10, "done"), (20, "left"))
    assert [(row.low is None, row.high is None) for row in found] == [(True, True), (False, False), (True, True)]


def test_no_ending_at_all_has_no_rows():
    assert after((0, "open"), (0, "open")) == []


def test_a_closing_without_a_known_ending_ends_the_time_in_service_too():
    found = after((10, ""), (20, "done"))
    assert (found[-1].in_service, found[-1].completed, found[-1].discontinued) == (0, 0.5, 0)


def test_periods_and_groups_are_those_of_the_opening():
    episodes = [
        Episode(on("2020-12-31"), on("2021-01-10"), "done", sex="male"),
        Episode(on("2021-01-01"), on("2021-01-10"), "left", sex="female"),
    ]
    data = snapshot({SERVICE: episodes})
    found = [(row.period, row.group, row.day) for row in rows(data, "retention", period="year", by=("sex",)) if row.day]
    assert found == [("2020", None, 10), ("2021", None, 9), ("2021", "female", 9), ("2020", "male", 10)]


times = st.lists(st.tuples(st.integers(0, 60), st.sampled_from([COMPLETED, DISCONTINUED, OTHER, OPEN])), min_size=1)


def curve(people):
    counted = sorted({one: people.count(one) for one in people}.items())
    return curve_of(*np.array([[day, how, n] for (day, how), n in counted]).T)


@given(times.filter(lambda people: any(how != OPEN for _, how in people)))
def test_time_in_service_is_that_of_statsmodels(people):
    found = curve(people)
    days, ended = np.array([(day + 1, how != OPEN) for day, how in people]).T  # statsmodels wants no time of nought
    oracle = SurvfuncRight(days, ended)
    assert found.day.tolist() == (oracle.surv_times - 1).astype(int).tolist()
    assert found.in_service == pytest.approx(oracle.surv_prob, abs=1e-9)
    inside = (oracle.surv_prob > 0) & (oracle.surv_prob < 1)
    theta = 1.959963984540054 * oracle.surv_prob_se[inside] / oracle.surv_prob[inside]
    log = np.log(oracle.surv_prob[inside])
    assert found.low[inside] == pytest.approx(oracle.surv_prob[inside] ** np.exp(-theta / log), abs=1e-6)
    assert found.high[inside] == pytest.approx(oracle.surv_prob[inside] ** np.exp(theta / log), abs=1e-6)


def incidence(people, how):
    """Day by day: whoever has come so far, times the share of those still there that ended so."""
    share, total, found = 1.0, 0.0, []
    for day in range(max(day for day, _ in people) + 1):
        here = [one for one in people if one[0] >= day]
        today = [one for one in here if one[0] == day and one[1] != OPEN]
        total += share * sum(one[1] == how for one in today) / len(here)
        share *= 1 - len(today) / len(here)
        found.append(total)
    return found


@given(times.filter(lambda people: any(how != OPEN for _, how in people)))
def test_ways_of_ending_are_counted_beside_each_other(people):
    found = curve(people)
    for how, column in ((COMPLETED, found.completed), (DISCONTINUED, found.discontinued)):
        by_hand = incidence(people, how)
        assert column == pytest.approx([by_hand[day] for day in found.day], abs=1e-9)
    rest = 1 - found.in_service - found.completed - found.discontinued
    assert (rest > -1e-9).all()


def test_ways_of_ending_are_those_of_statsmodels():
    random = np.random.default_rng(5)
    people = [(int(day), int(how)) for day, how in random.integers((1, 0), (400, 4), (300, 2))]
    found = curve(people)
    status = [0 if how == OPEN else how + 1 for _, how in people]
    oracle = CumIncidenceRight([day for day, _ in people], status)
    at = np.searchsorted(oracle.times, found.day)
    assert found.completed == pytest.approx(oracle.cinc[0][at], abs=1e-6)
    assert found.discontinued == pytest.approx(oracle.cinc[1][at], abs=1e-6)
