"""What several tables tell together: each of these told of fewer than five people once, and none may again."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import pytest
from tests.analysis.disclosure.drawn import drawn
from tests.analysis.disclosure.everything import attacked, breached, release_of, released, released_in_time
from tests.analysis.small import Episode, Measured, snapshot

from loke.analysis.disclosure.attack import with_rests
from loke.analysis.disclosure.cube import variables_of
from loke.analysis.disclosure.knowledge import NAMES, known
from loke.analysis.disclosure.proof import truth_of
from loke.analysis.disclosure.publishable import Cubes
from loke.analysis.options import Options
from loke.dataset.definitions import (
    Ending,
    Expectation,
    Instrument,
    Intervention,
    Item,
    Option,
    PlannedPhase,
    Scale,
    Service,
    Variable,
)
from loke.dataset.snapshot import Snapshot

DAY = date(2020, 3, 1)
ENDINGS = (
    Ending("done", "Klar", "completed"),
    Ending("left", "Avbröt", "discontinued"),
    Ending("gone", "Försvann", "discontinued"),
    Ending("else", "Annat", "other"),
)
MOOD = Instrument("mood", (Item("a", Fraction(0), Fraction(4)),), (Scale("sum", "S", "higher", Fraction(1), ("a",)),))


def of(service: Service, **groups: list[Episode]) -> Snapshot:
    return snapshot({service: [one for group in groups.values() for one in group]}, [MOOD], last_day=date(2024, 1, 1))


def so_many(n: int, opened: date = DAY, ending: str | None = "done", **more) -> list[Episode]:
    closed = opened + timedelta(more.pop("days", 100)) if ending else None
    return [Episode(opened, closed, ending, age=20, sex="female", **more) for _ in range(n)]


def _split_by_ending() -> Snapshot:
    """Everybody's `left` is those of the group that discontinued less `gone`."""
    service = Service("a", "A", endings=ENDINGS)
    return of(
        service, a=so_many(20), b=so_many(4, ending="left"), c=so_many(6, ending="gone"), d=so_many(3, ending="else")
    )


def _two_versions() -> Snapshot:
    """Those held against the first version are all with a number less those held against the second."""
    hours = Variable("hours", "Timmar", "background", "number")
    turn = date(2021, 1, 1)
    asked = {"kind": "range", "text": "t", "variable": "hours", "lowest": Fraction(1), "highest": Fraction(9)}
    versions = (
        Expectation("e", "1", date(2020, 1, 1), date(2020, 12, 31), **asked),
        Expectation("e", "2", turn, None, **asked),
    )
    service = Service("a", "A", variables=(hours,), endings=ENDINGS[:1], expectations=versions)
    few, many = so_many(4, values={"hours": 4}), so_many(15, turn, values={"hours": 4})
    return of(service, few=few, none=so_many(8, values={"hours": None}), many=many)


def _ongoing() -> Snapshot:
    """All who opened less all who have closed."""
    return of(Service("a", "A", endings=ENDINGS[:1]), closed=so_many(30), still=so_many(3, ending=None))


def _several_answers() -> Snapshot:
    """Those who answered less those who chose one of the answers."""
    needs = Variable("needs", "Behov", "background", "choices", options=(Option("x", "X"), Option("y", "Y")))
    service = Service("a", "A", variables=(needs,), endings=ENDINGS[:1])
    values = {"x": 25, "y": 4}
    found = {
        answer: so_many(n, values={"needs": (answer,) if answer == "y" else ("x", "y")}) for answer, n in values.items()
    }
    return of(service, **found, none=so_many(9, values={"needs": None}))


def _answers_at_closing() -> Snapshot:
    """Those asked when they closed, less those who did not answer and those who answered otherwise."""
    home = Variable(
        "home", "Boende", "background", "choice", ("closing",), options=(Option("a", "A"), Option("b", "B"))
    )
    service = Service("a", "A", variables=(home,), endings=ENDINGS[:1])
    found = {answer: so_many(n, values={"home:closing": answer}) for answer, n in (("a", 49), ("b", 3), (None, 17))}
    return of(service, **{str(answer): group for answer, group in found.items()})


def _contacts() -> Snapshot:
    """Those planned less those that the receivers had."""
    service = Service("a", "A", interventions=(Intervention("talk", "Samtal", True),), endings=ENDINGS[:1])
    came, missed = ([(DAY, "talk", way)] for way in ("attended", "missed"))
    return of(service, came=so_many(16, contacts=came), missed=so_many(4, contacts=missed + came))


def _never_entered() -> Snapshot:
    """All who opened less those who entered a phase."""
    service = Service("a", "A", phases=(PlannedPhase("one", "Ett", 1),), endings=ENDINGS[:1])
    return of(service, inside=so_many(20, stays=[("one", DAY, DAY + timedelta(9))]), outside=so_many(3))


def _followed_up() -> Snapshot:
    """Those who could be followed up less those who should have been by now."""
    service, last = Service("a", "A", endings=ENDINGS[:1]), date(2024, 1, 1)
    both = [Measured("mood", when, [2], DAY) for when in ("start", "end")]
    closed = {"many": DAY, "few": last - timedelta(183 + 100)}
    found = {}
    for name, n in (("many", 22), ("few", 3)):
        day = closed[name] + timedelta(100 + 183)
        after = Measured("mood", "after", [2], day, months_after=6)
        found[name] = so_many(n, closed[name], measured=[*both, after])
    return of(service, **found)


def _ended_otherwise() -> Snapshot:
    """Those of a curve who had ended, but neither completed nor discontinued."""
    service = Service("a", "A", endings=ENDINGS)
    return of(service, a=so_many(40), b=so_many(3, ending="else"), c=so_many(20, days=800))


TOLD = [
    *(_split_by_ending, _two_versions, _ongoing, _several_answers, _answers_at_closing, _contacts, _never_entered),
    *(_followed_up, _ended_otherwise),
]


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.__name__.strip("_"))
def test_what_tables_told_together_is_told_no_more(case: Callable[[], Snapshot]):
    assert breached(case()) == []


@pytest.mark.parametrize("seed", [8, 13, 43, 183, 360, 609, 860, 5650])
def test_nothing_is_told_of_services_drawn_by_number(seed):
    """The last four told something: by two splits, in a group by the answer before, or of who left on a day."""
    assert attacked(seed).breaches == []


@pytest.mark.parametrize("seed", [2, 3, 11, 25, 28, 32, 34, 38, 39, 47, 59, 164, 733])
def test_nothing_is_told_by_the_years_of_a_service_published_one_by_one(seed):
    """Each has told something, before the engine knew how its tables hang together."""
    assert released(seed).breaches == []


@pytest.mark.parametrize("seed", [1, 4, 24, 33, 53])
def test_nothing_is_told_where_answers_are_expected_and_more_is_asked_at_closing(seed):
    assert released(seed, odd=True).breaches == []


@pytest.mark.parametrize("seed", [2, 30, 242])
def test_nothing_is_told_where_a_service_has_said_when_it_asks(seed):
    service = drawn(seed, odd=True).services[0]
    assert service.plan
    assert service.retired
    assert attacked(seed, odd=True).breaches == released(seed, odd=True).breaches == []


@pytest.mark.parametrize("seed", [19, 31, 213])
def test_nothing_is_told_of_a_year_adopted_some_weeks_after_its_end(seed):
    assert released_in_time(seed, odd=True).breaches == []


def test_whom_an_expectation_parts_as_the_split_does_are_told_by_neither():
    """Nine who completed are their whole group: what they leave of fifteen is three groups of one to four."""
    completion = Expectation("e", "1", date(2020, 1, 1), None, "completion", "t", share=Fraction(1, 2))
    service = Service("a", "A", endings=ENDINGS, expectations=(completion,))
    few = {str(ending): so_many(2, ending=ending) for ending in ("left", "else", None)}
    told = release_of(of(service, many=so_many(9), **few), date(2024, 1, 1), [2020], ("ending",))
    assert told.breaches == []


@pytest.mark.parametrize("odd", [False, True])
@pytest.mark.parametrize("seed", [5, 8, 14, 19])
def test_every_sum_that_the_engine_reckons_with_is_true(seed, odd):
    """One that is not would hide everything and prove nothing."""
    found = drawn(seed, odd=odd)
    cubes = Cubes(found, Options().settled(found))
    real = [
        (name, {**vars(row), "hidden": []})
        for result in cubes.results.values()
        for name in NAMES
        for row in result.tables[name]
    ]
    service = found.services[0]
    reckoned = known(real, service)
    values = truth_of(real, {one.variable for one in service.variables if one.type == "choices"})
    values = with_rests(reckoned, values)
    sums = [equation for equation in reckoned.equations if equation.keys() <= values.keys()]
    assert len(sums) > len(variables_of(found))
    assert [one for one in sums if sum(n * values[key] for key, n in one.items())] == []


@pytest.mark.slow
def test_nothing_is_told_of_very_many_services():
    """LOKE_ATTACKS of them from LOKE_FIRST on, in one process; `python -m benchmarks.attacked` goes on where it was."""
    first = int(os.environ.get("LOKE_FIRST", "0"))
    for seed in range(first, first + int(os.environ.get("LOKE_ATTACKS", "200"))):
        assert attacked(seed).breaches == [], seed
