"""Who comes, what they get, how it ends and how complete it is: the rulings, each with a case on its boundary."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from tests.analysis.small import Episode, Measured, on, rows, snapshot

from loke.analysis.calculation import analyse
from loke.analysis.options import Options, WrongOption
from loke.dataset.definitions import (
    Ending,
    Instrument,
    Intervention,
    Item,
    Option,
    PlannedInstrument,
    PlannedPhase,
    Retired,
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


def test_an_instrument_is_due_where_it_has_been_used():
    closed = on("2020-06-01")  # six months and thirty days later is 2020-12-31
    done = [Measured("mood", "start", [3]), Measured("mood", "end", [None])]
    after = [Measured("mood", "after", [1], on("2020-12-31"), 6)]
    episodes = [Episode(DAY, closed, "done", measured=[*done, *after]), Episode(DAY, measured=done), Episode(DAY)]

    def counted(last_day):
        data = snapshot({SERVICE: episodes}, [INSTRUMENT], last_day=on(last_day))
        return {row.occasion: (row.due, row.done) for row in rows(data, "completeness") if row.what == "mood"}

    assert counted("2020-12-31") == {"start": (3, 2), "end": (1, 0), "after_6": (1, 1)}
    early = snapshot({SERVICE: episodes}, [INSTRUMENT], last_day=on("2020-12-31"))
    found_early = [row for row in rows(early, "completeness", as_of=on("2020-12-30")) if row.what == "mood"]
    assert [row.occasion for row in found_early] == ["start", "end"]


PLANNED = [
    (PlannedInstrument("other", False, 12, False), {"start", "end", "after_6"}),  # nothing is said of this one
    (PlannedInstrument("mood", False, 12, False), set()),
    (PlannedInstrument("mood", True, None, False), {"start"}),
    (PlannedInstrument("mood", False, None, True), {"end"}),
    (PlannedInstrument("mood", True, None, True, (12,)), {"start", "end"}),  # nobody has been asked after twelve
    (PlannedInstrument("mood", True, 12, True, (12, 6)), {"start", "end", "after_6"}),
]


@pytest.mark.parametrize(("plan", "occasions"), PLANNED)
def test_where_a_service_says_when_it_asks_nothing_else_is_due_and_every_answer_counts(plan, occasions):
    closed = on("2020-06-01")
    sides = [Measured("mood", name, [n], DAY) for n, name in enumerate(("start", "during", "end"), 1)]
    episode = Episode(DAY, closed, "done", measured=[*sides, Measured("mood", "after", [1], on("2020-12-01"), 6)])

    def counted(service):
        data = snapshot({service: [episode]}, [INSTRUMENT], last_day=on("2021-12-31"))
        found = dict(analyse(data, Options()).tables)
        due = {row.occasion: row for row in found.pop("completeness") if row.what == "mood"}
        return due, found

    (asked, others), (always, as_ever) = counted(replace(SERVICE, plan=(plan,))), counted(SERVICE)
    assert asked == {name: row for name, row in always.items() if name in occasions}
    assert others == as_ever
    assert [(row.started, row.ended, row.pairs) for row in others["change"]] == [(1, 1, 1)]
    assert [row.reached for row in others["lasting"]] == [1]


def test_a_variable_is_due_at_opening_for_all_and_at_closing_for_the_closed():
    data = whole(Episode(DAY, DAY, values={"works:closing": "no", "told": "x"}), Episode(DAY, values={"works": "yes"}))
    counted = {(row.what, row.occasion): (row.due, row.done) for row in rows(data, "completeness")}
    assert counted["works", "opening"] == (2, 1)
    assert counted["works", "closing"] == (1, 1)
    assert counted["told", "opening"] == (2, 1)
    assert counted["needs", "opening"] == (2, 0)


def test_what_is_no_longer_asked_is_not_due_and_every_answer_counts():
    """Beside a service of which the same is asked, which is counted in the same go."""
    episode = Episode(DAY, DAY, values={"works": "yes", "works:closing": "no", "told": "x"})
    fewer, other = replace(SERVICE, retired=(Retired("works", DAY),)), replace(SERVICE, service="other")

    def counted(*services):
        found = dict(analyse(snapshot({one: [episode] for one in services}), Options()).tables)
        return {(row.service, row.what) for row in found.pop("completeness")}, found

    (due, others), (always, as_ever) = counted(fewer, other), counted(SERVICE, other)
    assert always - due == {(SERVICE.service, "works")}
    assert due < always
    assert others == as_ever


@pytest.mark.parametrize(
    ("retired", "asked"),
    [("2020-01-01", []), ("2020-12-31", []), ("2021-01-01", ["2020"]), ("2022-01-01", ["2020", "2021"])],
)
def test_a_period_that_was_over_when_it_was_still_asked_keeps_its_row(retired, asked):
    service = replace(SERVICE, retired=(Retired("hours", on(retired)),))
    data = snapshot({service: [Episode(on("2020-03-01"), values={"hours": "3"}), Episode(on("2021-03-01"))]})
    assert [row.period for row in rows(data, "completeness", period="year") if row.what == "hours"] == asked
    assert [row.period for row in rows(data, "completeness") if row.what == "hours"] == []
    until = rows(data, "completeness", to_day=on("2020-12-30"))
    assert [row.due for row in until if row.what == "hours"] == ([1] if retired >= "2020-12-31" else [])


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
