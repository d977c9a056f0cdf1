"""How complete it is: what was due of whom, on the day when it begins and ends to be so."""

from dataclasses import replace

import pytest
from tests.analysis.small import Episode, Measured, on, rows, snapshot
from tests.analysis.test_counted_tables import DAY, INSTRUMENT, SERVICE, whole

from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.dataset.definitions import PlannedInstrument, Retired


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
