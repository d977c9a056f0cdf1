"""Who comes, what they get and how it ends: the rulings, each with a case on its boundary."""

from datetime import timedelta
from fractions import Fraction

import pytest
from tests.analysis.small import Episode, on, rows, snapshot

from loke.analysis.options import Options, WrongOption
from loke.dataset.definitions import (
    Ending,
    Instrument,
    Intervention,
    Item,
    Option,
    PlannedPhase,
    Scale,
    Service,
    Variable,
)

SERVICE = Service(
    "s",
    "S",
    variables=(
        Variable("way", "Väg", "background", "choice", options=(Option("a", "A"), Option("b", "B"))),
        Variable("needs", "Behov", "background", "choices", options=(Option("x", "X"), Option("y", "Y"))),
        Variable("hours", "Timmar", "background", "number"),
        Variable("works", "Arbete", "outcome", "yes_no", ("opening", "closing")),
        Variable("told", "Berättat", "background", "text"),
    ),
    interventions=(Intervention("talk", "Samtal", True), Intervention("visit", "Besök", False)),
    endings=(
        Ending("done", "Klar", "completed"),
        Ending("left", "Avbröt", "discontinued"),
        Ending("moved", "Flytt", "other"),
    ),
    phases=(PlannedPhase("start", "Start", 1), PlannedPhase("work", "Arbete", 2), PlannedPhase("end", "Slut", 3)),
)
DAY = on("2020-03-01")


def whole(*episodes: Episode, **more):
    return snapshot({SERVICE: episodes}, **more)


def found(table, key, *columns, **options):
    def take(data):
        return {
            getattr(row, key): tuple(getattr(row, name) for name in columns) for row in rows(data, table, **options)
        }

    return take


def test_every_declared_category_and_missing_has_a_row():
    data = whole(Episode(DAY, values={"way": "a"}), Episode(DAY), Episode(DAY, sex="female"))
    counted = [
        (row.variable, row.category, row.n, row.of) for row in rows(data, "who") if row.variable in ("sex", "way")
    ]
    assert counted == [
        ("sex", "female", 1, 3),
        ("sex", "male", 0, 3),
        ("sex", "other", 0, 3),
        ("sex", "missing", 2, 3),
        ("way", "a", 1, 3),
        ("way", "b", 0, 3),
        ("way", "missing", 2, 3),
    ]


def test_several_answers_are_counted_in_persons():
    data = whole(Episode(DAY, values={"needs": ("x", "y")}), Episode(DAY, values={"needs": ("y",)}), Episode(DAY))
    counted = {row.category: row.n for row in rows(data, "who") if row.variable == "needs"}
    assert counted == {"x": 1, "y": 2, "missing": 1}


def test_what_is_asked_at_closing_is_counted_over_those_closed_in_the_period():
    data = whole(Episode(DAY, on("2021-02-01"), "done", values={"works:closing": "yes"}), Episode(DAY))
    counted = [
        (row.period, row.category, row.n, row.of)
        for row in rows(data, "who", period="year")
        if row.occasion == "closing"
    ]
    assert counted == [("2021", "yes", 1, 1), ("2021", "no", 0, 1), ("2021", "missing", 0, 1)]


def test_numbers_have_quartiles_and_the_missing_apart():
    data = whole(*(Episode(DAY, values={"hours": hours}) for hours in (1, 2, 3, 4.5, None)))
    [row] = [row for row in rows(data, "who_numbers") if row.variable == "hours"]
    assert (row.n, row.missing, row.mean, row.q1, row.median, row.q3) == (4, 1, 2.625, 1.75, 2.5, 3.375)


LABELS = ["all all", "year 2020", "half 2020-H1", "quarter 2020-Q1", "month 2020-03"]


@pytest.mark.parametrize("line", LABELS)
def test_periods_have_their_labels(line):
    period, label = line.split()
    assert {row.period for row in rows(whole(Episode(on("2020-03-31"))), "who", period=period)} == {label}


def test_from_and_to_are_both_included():
    days = [Episode(DAY + timedelta(number)) for number in range(4)]
    asked = {"from_day": DAY + timedelta(1), "to_day": DAY + timedelta(2)}
    assert rows(whole(*days), "who", **asked)[0].of == 2


def test_what_happened_after_the_as_of_day_is_unseen():
    data = whole(
        Episode(DAY, on("2020-05-02"), "done", contacts=[(on("2020-05-02"), "talk", "attended")]),
        Episode(on("2020-05-02"), contacts=[(DAY, "talk", "missed")]),
    )
    assert rows(data, "who", as_of=on("2020-05-01"))[0].of == 1
    assert rows(data, "endings", as_of=on("2020-05-01")) == []
    assert rows(data, "attendance", as_of=on("2020-05-01")) == []
    assert rows(data, "endings", as_of=on("2020-05-02"))[0].n == 1


def test_groups_come_beside_everybody_one_variable_at_a_time():
    data = whole(Episode(DAY, sex="male", values={"way": "b"}), Episode(DAY, sex="male"))
    groups = [(row.by, row.group, row.of) for row in rows(data, "who", by=("sex", "way")) if row.category == "female"]
    assert groups == [(None, None, 2), ("sex", "male", 2), ("way", "b", 1), ("way", "missing", 1)]


def test_numbers_are_cut_at_the_quartiles_of_all_episodes_and_a_value_on_a_cut_is_below_it():
    ages = [10, 11, 12, 13, 14, None]  # quartiles 11, 12 and 13
    data = whole(*(Episode(DAY + timedelta(366 * (age == 14)), age=age) for age in ages))
    groups = {
        (row.period, row.group): row.of
        for row in rows(data, "who", by=("age",), period="year")
        if row.category == "female"
    }
    assert groups == {
        ("2020", None): 5,
        ("2020", "1"): 2,
        ("2020", "2"): 1,
        ("2020", "3"): 1,
        ("2020", "missing"): 1,
        ("2021", None): 1,
        ("2021", "4"): 1,
    }


def test_by_ending_splits_by_its_kind():
    data = whole(Episode(DAY, DAY, "done"), Episode(DAY, DAY), Episode(DAY))
    groups = {row.group: row.of for row in rows(data, "who", by=("ending",)) if row.category == "female"}
    assert groups == {None: 3, "completed": 1, "missing": 2}


def test_completion_counts_all_closed_and_offers_the_other_base():
    data = whole(*(Episode(DAY, DAY, how) for how in ("done", "left", "moved", None)))
    [row] = rows(data, "completion")
    assert (row.completed, row.of, row.other, row.share, row.share_without_other) == (1, 4, 1, 0.25, 1 / 3)
    assert (row.earlier, row.earlier_of, row.difference) == (0, 0, None)
    assert found("endings", "ending", "kind", "n")(data)["missing"] == (None, 1)


def test_a_service_that_names_no_endings_has_none():
    data = snapshot({Service("s", "S"): [Episode(DAY, DAY)]})
    assert rows(data, "endings") == rows(data, "completion") == []


def test_interventions_count_receivers_and_also_those_never_given():
    contacts = [(DAY, "talk", "attended"), (DAY, "talk", "attended"), (DAY, "visit", "missed")]
    data = whole(Episode(DAY, contacts=contacts), Episode(DAY))
    counted = found("interventions", "intervention", "intended", "received", "of", "contacts", "median")(data)
    assert counted == {"talk": (True, 1, 2, 2, 2), "visit": (False, 0, 2, 0, None)}


def test_data_without_contacts_do_not_say_that_nobody_received_anything():
    assert rows(whole(Episode(DAY)), "interventions") == []


def test_attendance_counts_contacts_on_their_own_day_and_cancelled_are_not_planned():
    contacts = [(DAY, "talk", "attended"), (DAY, "talk", "missed"), (on("2021-01-01"), "visit", "cancelled")]
    data = whole(Episode(DAY, contacts=contacts))
    counted = [
        (row.period, row.intervention, row.planned, row.missed, row.cancelled, row.share)
        for row in rows(data, "attendance", period="year")
    ]
    assert counted == [
        ("2020", "talk", 2, 1, 0, 0.5),
        ("2020", "all", 2, 1, 0, 0.5),
        ("2021", "visit", 0, 0, 1, None),
        ("2021", "all", 0, 0, 1, None),
    ]


def stay(phase: str, day: int, left: int | None = None):
    return phase, DAY + timedelta(day), None if left is None else DAY + timedelta(left)


def test_phases_skipped_and_entered_out_of_order_are_told():
    data = whole(
        Episode(DAY, stays=[stay("start", 0, 10), stay("work", 10, 30), stay("end", 30)]),
        Episode(DAY, stays=[stay("end", 0, 5)]),
        Episode(DAY, stays=[stay("work", 0, 4), stay("start", 4, 9)]),
        Episode(DAY, stays=[stay("start", 0, 2), stay("work", 2, 3), stay("start", 3, 4)]),
    )
    counted = found("phases", "phase", "entered", "left", "ongoing", "median", "skipped", "out_of_order")(data)
    assert counted == {
        "start": (4, 4, 0, 3.5, 1, 0),
        "work": (3, 3, 0, 4, 1, 1),
        "end": (2, 1, 1, 5, 0, 0),
    }


SCALE = Scale("total", "Summa", "lower", Fraction(1), ("q",), score="sum")
INSTRUMENT = Instrument("mood", (Item("q", Fraction(0), Fraction(9)),), (SCALE,))


WRONG = [
    {"period": "week"},
    {"from_day": on("2021-01-02"), "to_day": on("2021-01-01")},
    {"by": ("needs",)},
    {"by": ("nothing",)},
    {"by": ("sex", "sex")},
    {"services": ("t",)},
]


@pytest.mark.parametrize("options", WRONG)
def test_what_cannot_be_asked_for_is_refused_in_words(options):
    with pytest.raises(WrongOption, match=r"\w+.*\."):
        Options(**options).settled(whole(Episode(DAY)))
