"""The period and the split: what is offered, what is usual and what a period is called."""

from datetime import date

import pytest

from loke.dataset.definitions import Service, Variable
from loke.followup.choices import ChoiceForm, Days, granularity, is_over, months_of, periods, splits

TODAY = date(2026, 11, 15)
DAYS = Days(date(2024, 8, 1), date(2026, 11, 3), date(2026, 10, 2))
SERVICE = Service(
    "x",
    "X",
    variables=(
        Variable("way", "Vägen hit", "background", "choice"),
        Variable("school", "Skola vid avslut", "outcome", "yes_no", ("closing",)),
        Variable("story", "Berättelse", "background", "text"),
    ),
)


def test_years_to_months_and_all_time_are_offered_and_what_goes_on_says_so():
    assert periods(DAYS, TODAY) == [
        ("2026", "2026, januari–december hittills"),
        ("2025", "2025, januari–december"),
        ("2024", "2024, januari–december"),
        ("2026-H2", "2026, juli–december hittills"),
        ("2026-H1", "2026, januari–juni"),
        ("2025-H2", "2025, juli–december"),
        ("2025-H1", "2025, januari–juni"),
        ("2026-Q4", "Kvartal 4 2026 hittills"),
        ("2026-Q3", "Kvartal 3 2026"),
        ("2026-Q2", "Kvartal 2 2026"),
        ("2026-Q1", "Kvartal 1 2026"),
        ("2026-11", "November 2026 hittills"),
        ("2026-10", "Oktober 2026"),
        ("2026-09", "September 2026"),
        ("2026-08", "Augusti 2026"),
        ("2026-07", "Juli 2026"),
        ("2026-06", "Juni 2026"),
        ("all", "Hela tiden"),
    ]


@pytest.mark.parametrize(
    ("code", "today", "over"),
    [
        ("2026", date(2026, 12, 31), False),
        ("2026", date(2027, 1, 1), True),
        ("2026-H1", date(2026, 6, 30), False),
        ("2026-H1", date(2026, 7, 1), True),
        ("2026-H2", date(2026, 12, 31), False),
        ("2026-Q1", date(2026, 3, 31), False),
        ("2026-Q1", date(2026, 4, 1), True),
        ("2024-02", date(2024, 2, 29), False),
        ("2024-02", date(2024, 3, 1), True),
        ("all", date(2020, 1, 1), True),
    ],
)
def test_a_period_is_over_the_day_after_its_last(code, today, over):
    assert is_over(code, today) == over


def test_only_what_was_asked_at_the_start_and_has_groups_can_be_split_by():
    assert [code for code, _ in splits(SERVICE)] == ["", "sex", "age", "ending", "way"]


@pytest.mark.parametrize(
    ("asked", "closed", "chosen"),
    [
        ({}, date(2025, 12, 31), {"period": "2025", "by": ""}),
        ({}, None, {"period": "2026", "by": ""}),
        ({"period": "2026-H1", "by": "way"}, None, {"period": "2026-H1", "by": "way"}),
        ({"period": "1066", "by": "story"}, date(2026, 1, 1), {"period": "2026", "by": ""}),
    ],
)
def test_the_usual_period_is_the_latest_year_in_which_somebody_closed(asked, closed, chosen):
    days = Days(DAYS.first, DAYS.last, closed)
    assert ChoiceForm(asked, service=SERVICE, days=days, today=TODAY).chosen == chosen


@pytest.mark.parametrize("code", ["2024", "2024-H2", "2024-Q3", "2024-08", "2026-05", "2026-11", "all"])
def test_every_period_with_somebody_in_it_may_be_asked_for(code):
    form = ChoiceForm({"period": code}, service=SERVICE, days=DAYS, today=TODAY)
    assert (form.chosen["period"], form.is_elsewhere, form.is_valid()) == (code, False, True)


@pytest.mark.parametrize("code", ["2023", "2024-H1", "2024-Q2", "2024-07", "2026-12", "2027", "2026-13", "0000", "x"])
def test_what_is_before_or_after_is_elsewhere(code):
    form = ChoiceForm({"period": code}, service=SERVICE, days=DAYS, today=TODAY)
    assert (form.chosen["period"], form.is_elsewhere) == ("2026", True)


@pytest.mark.parametrize(("period", "kind"), [("2026", "year"), ("2026-H2", "half"), ("all", "all")])
def test_a_period_is_counted_beside_the_others_of_its_kind(period, kind):
    assert granularity(period) == kind


@pytest.mark.parametrize(
    ("inner", "outer", "inside"),
    [
        ("2026-07", "2026-Q3", True),
        ("2026-06", "2026-Q3", False),
        ("2026-Q3", "2026-H2", True),
        ("2026-H2", "2026", True),
        ("2026-Q3", "2026-07", False),
        ("2025-12", "2026", False),
    ],
)
def test_a_period_lies_in_one_that_has_all_its_months(inner, outer, inside):
    assert (set(months_of(inner)) <= set(months_of(outer))) == inside
