"""Over time: which periods a measure has, and what counts as a point."""

from fractions import Fraction

import pytest
from tests.analysis.small import Episode, Measured, on, rows, snapshot

from loke.dataset.definitions import Ending, Instrument, Intervention, Item, Scale, Service

SERVICE = Service(
    "s",
    "S",
    interventions=(Intervention("talk", "Samtal", True),),
    endings=(Ending("done", "Klar", "completed"), Ending("left", "Avbröt", "discontinued")),
)
INSTRUMENT = Instrument(
    "mood",
    (Item("q", Fraction(0), Fraction(9)),),
    (Scale("low", "Låg", "lower", Fraction(2), ("q",), score="sum"), Scale("sum", "Summa", "higher", Fraction(9))),
)


def whole(*episodes, service=SERVICE, last_day="2021-12-31"):
    return snapshot({service: episodes}, [INSTRUMENT], ["client", "parent"], last_day=on(last_day))


def points(data, measure, **options):
    """Period, n and of; of everybody unless groups are asked for."""
    found = [row for row in rows(data, "trend", **options) if row.measure == measure]
    return [(row.period, row.n, row.of, row.value) for row in found if bool(options.get("by")) == bool(row.by)]


def test_each_measure_has_every_month_from_its_first_to_its_last():
    data = whole(Episode(on("2020-02-10")), Episode(on("2020-02-29")), Episode(on("2020-05-01"), on("2020-06-30")))
    assert points(data, "opened") == [
        ("2020-02", 2, None, 2),
        ("2020-03", 0, None, 0),
        ("2020-04", 0, None, 0),
        ("2020-05", 1, None, 1),
    ]
    assert points(data, "closed") == [("2020-06", 1, None, 1)]
    assert points(data, "contacts") == points(data, "missed") == []


def test_a_month_in_which_nobody_closed_is_no_point_of_a_share():
    data = whole(
        Episode(on("2020-01-01"), on("2020-01-31"), "done"),
        Episode(on("2020-01-01"), on("2020-03-31"), "left"),
        Episode(on("2020-01-01"), on("2020-03-31")),
    )
    assert points(data, "completed") == [("2020-01", 1, 1, 1), ("2020-02", 0, 0, None), ("2020-03", 0, 2, 0)]


def test_a_month_without_a_point_does_not_count_among_the_eight():
    months = [*range(1, 5), *range(6, 10)]
    data = whole(*(Episode(on("2020-01-01"), on(f"2020-{month:02}-05"), "done") for month in months))
    found = [row for row in rows(data, "trend") if row.measure == "completed"]
    assert [row.centre for row in found] == [1, 1, 1, 1, None, 1, 1, 1, 1]
    fewer = whole(*(Episode(on("2020-01-01"), on(f"2020-{month:02}-05"), "done") for month in months[1:]))
    assert {row.centre for row in rows(fewer, "trend") if row.measure == "completed"} == {None}


@pytest.mark.parametrize(
    ("as_of", "last"), [("2020-03-30", "2020-02"), ("2020-03-31", "2020-03"), ("2020-04-15", "2020-03")]
)
def test_a_period_that_is_not_over_on_the_as_of_day_is_left_out(as_of, last):
    data = whole(*(Episode(on(day)) for day in ("2020-02-01", "2020-03-01", "2020-04-01")))
    assert points(data, "opened", as_of=on(as_of))[-1][0] == last


@pytest.mark.parametrize(
    ("period", "labels"),
    [
        ("all", ["2020-11", "2020-12", "2021-01"]),
        ("month", ["2020-11", "2020-12", "2021-01"]),
        ("quarter", ["2020-Q4", "2021-Q1"]),
        ("half", ["2020-H2", "2021-H1"]),
        ("year", ["2020", "2021"]),
    ],
)
def test_the_points_are_months_or_the_periods_asked_for(period, labels):
    data = whole(*(Episode(on(day)) for day in ("2020-11-01", "2020-12-01", "2021-01-01")))
    assert [point[0] for point in points(data, "opened", period=period)] == labels


def test_from_and_to_limit_the_days_that_are_counted():
    data = whole(*(Episode(on(day)) for day in ("2020-01-31", "2020-02-01", "2020-02-29", "2020-03-01")))
    asked = {"from_day": on("2020-02-01"), "to_day": on("2020-02-29")}
    assert points(data, "opened", **asked) == [("2020-02", 2, None, 2)]


def test_contacts_are_those_attended_and_the_missed_are_of_those_planned():
    kept = [(on("2020-01-05"), "talk", how) for how in ("attended", "attended", "missed", "cancelled")]
    data = whole(Episode(on("2020-01-01"), contacts=[*kept, (on("2020-02-05"), "talk", "cancelled")]))
    assert points(data, "contacts") == [("2020-01", 2, None, 2)]
    assert points(data, "missed") == [("2020-01", 1, 3, 1 / 3)]


def test_better_is_of_pairs_by_closing_of_all_who_answer():
    def both(start, end, who):
        return [Measured("mood", "start", [start], respondent=who), Measured("mood", "end", [end], respondent=who)]

    answers = [*both(5, 3, "client"), *both(5, 4, "parent")]
    data = whole(
        Episode(on("2020-01-01"), on("2020-05-01"), measured=answers),
        Episode(on("2020-01-01"), on("2020-05-01"), measured=[Measured("mood", "start", [3])]),
        Episode(on("2020-01-01"), measured=both(9, 0, "client")),
    )
    assert points(data, "better:mood/low") == [("2020-05", 1, 2, 0.5)]
    assert points(data, "better:mood/sum") == []


def test_a_service_that_names_no_endings_is_told_nothing_of_completion():
    data = whole(Episode(on("2020-01-01"), on("2020-01-02")), service=Service("s", "S"))
    assert points(data, "completed") == []
    assert points(data, "closed") == [("2020-01", 1, None, 1)]


def test_groups_have_their_own_first_and_last_month():
    data = whole(Episode(on("2020-01-01"), sex="female"), Episode(on("2020-03-01"), sex="male"))
    assert [point[:2] for point in points(data, "opened", by=("sex",))] == [("2020-01", 1), ("2020-03", 1)]
