"""How what has been expected hangs together with everything else that is counted of the same people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from loke.analysis.disclosure.across import CLOSED, FINISHED, OPENED, What
from loke.analysis.held import looked_at, occasion_of
from loke.dataset.definitions import Expectation, Service

if TYPE_CHECKING:
    from loke.analysis.disclosure.knowledge import Key, Knowledge

Groups = frozenset[tuple[str, str]]
Cell = tuple[Groups, str]  # of whom, and in which period
Counts = dict[tuple[Any, ...], list["Key"]]  # by expectation and version
Counted = tuple[What, Groups, int]  # so many times a count, of those of a group where one is named
Elsewhere = tuple[tuple[str, ...], bool, list[Counted]]  # columns, whether over all only, and what counts the same
EITHER_OR = ("received", "category", "completion", "improvement")  # below or within, and never above
JUDGED = ("assessable", "below", "within", "above")


def expected(found: Knowledge, service: Service) -> None:
    counts, named = _counts(found), dict[str, list[Expectation]]()
    for one in service.expectations:
        named.setdefault(one.expectation, []).append(one)
    for versions in named.values():
        _held(found, versions, _cells(counts, versions))
        alike: dict[What, list[Expectation]] = {}
        for one in versions:
            alike.setdefault(looked_at(one), []).append(one)
            for key in counts.get((one.expectation, one.version), ()):
                _by_itself(found, one, key, service)
        for some in alike.values():
            _together(found, some, _cells(counts, some), service)


def _counts(found: Knowledge) -> Counts:
    """What is counted of each version."""
    counts: Counts = {}
    for key in found.shown:
        if key[0][0] == "expectations":
            counts.setdefault(key[0][1:3], []).append(key)
    return counts


def _cells(counts: Counts, versions: Iterable[Expectation]) -> list[Cell]:
    of = (counts.get((one.expectation, one.version), ()) for one in versions)
    return list(dict.fromkeys(key[1:] for keys in of for key in keys))


def _by_itself(found: Knowledge, one: Expectation, key: Key, service: Service) -> None:
    """Of whom there is nobody, by what is expected, and by the group where people are parted by just that."""
    column, group = key[0][3], dict(key[1]).get(_subject(one, service))
    if column in _never(one) or (group and column in _never_in(one, group)):
        found.equations.append({key: 1})
    elif one.kind == "dose" and column == "not_assessable" and key[2] != "all":
        found.nobody.add(key)  # when the first months of all who opened in the year are over


def _never(one: Expectation) -> Iterator[str]:
    if one.kind in EITHER_OR or one.highest is None:
        yield "above"
    if one.kind not in EITHER_OR and one.lowest is None:
        yield "below"
    if one.kind == "received":
        yield "not_assessable"


def _subject(one: Expectation, service: Service) -> str:
    """The variable whose groups are told apart by what is expected."""
    if one.kind in ("completion", "duration"):
        return "ending"
    return one.variable if one.variable and occasion_of(service, one.variable) == "opening" else ""


def _never_in(one: Expectation, group: str) -> Iterator[str]:
    """Whoever lacks what is asked for cannot be judged, and nobody else waits."""
    if group == "missing":
        yield from JUDGED
        return
    yield "not_assessable"
    accepted = {"completion": ("completed",), "category": one.options}.get(one.kind)
    if accepted is not None:
        yield from ("below",) if group in accepted else ("within",)


def _held(found: Knowledge, versions: list[Expectation], cells: list[Cell]) -> None:
    """Those held against any version are all who opened, if there always was one."""
    for cell in cells:
        held = [(("held", one.expectation, one.version), *cell) for one in versions]
        _leave(found, ("versions", versions[0].expectation, "held"), held, {(OPENED, *cell): 1})


def _together(found: Knowledge, versions: list[Expectation], cells: list[Cell], service: Service) -> None:
    """What versions that look at the same leave of what another table counts: nobody if there always was one."""
    one = versions[0]
    for groups, period in cells:
        for columns, over_all, elsewhere in _elsewhere(one, service, period):
            parts: list[Key] = [
                ((_table(column), one.expectation, version.version, column), groups, period)
                for version in versions
                for column in columns
            ]
            whole: dict[Key, int] = {(what, groups | inside, period): times for what, inside, times in elsewhere}
            if elsewhere and (period == "all" or not over_all):
                name = ("versions", one.expectation, one.version, *columns, *(what for what, _, _ in elsewhere))
                _leave(found, name, parts, whole)


def _table(column: str) -> str:
    return "doses" if column == "ended_inside" else "expectations"


def _leave(found: Knowledge, name: What, parts: Iterable[Key], whole: dict[Key, int]) -> None:
    """Where there is no row there is nobody."""
    there = {key: -1 for key in parts if key in found.shown}
    of = {key: times for key, times in whole.items() if key in found.shown}
    if there and of:
        found.leave(name, {**there, **of}, same=True)


def _elsewhere(one: Expectation, service: Service, period: str) -> Iterator[Elsewhere]:
    """Columns with what counts the same or more: sums of counts, or of groups."""
    if one.kind in ("completion", "duration", "improvement"):
        yield ("assessable",), False, [_count(*(CLOSED if period == "all" else FINISHED))]
    if one.kind in ("completion", "duration"):
        yield ("assessable",), True, [_count("closed"), _count("endings", "missing", "n", times=-1)]
    yield from KINDS[one.kind](one, service)
    if one.kind == "dose":
        yield ("ended_inside",), False, [_count(*(CLOSED if period == "all" else FINISHED))]


def _received(one: Expectation, _: Service) -> Iterator[Elsewhere]:
    yield ("within",), False, [_count("interventions", one.intervention, "received")]


def _dose(one: Expectation, service: Service) -> Iterator[Elsewhere]:
    """Whoever came in the first months came at all."""
    received = [one.intervention] if one.intervention else [each.intervention for each in service.interventions]
    if len(received) == 1:
        came = ("within", "above") if one.lowest else ("above",)
        yield came, False, [_count("interventions", received[0], "received")]


def _phase(one: Expectation, _: Service) -> Iterator[Elsewhere]:
    yield ("assessable",), True, [_count("phases", one.phase, "left")]


def _completion(_: Expectation, __: Service) -> Iterator[Elsewhere]:
    yield ("within",), True, [_count("completion", "completed")]
    yield ("within",), False, [_group("ending", "completed")]


def _duration(_: Expectation, service: Service) -> Iterator[Elsewhere]:
    """Whoever has an ending is judged in both."""
    both = [one for one in service.expectations if one.kind == "completion"]
    yield (
        ("assessable",),
        False,
        [_count("expectations", one.expectation, one.version, "assessable") for one in both],
    )


def _improvement(one: Expectation, _: Service) -> Iterator[Elsewhere]:
    scale = (one.instrument, one.scale, None)
    yield ("assessable",), True, [_count("pairs", *scale)]
    yield ("within",), True, [_count("better", *scale, "better")]
    for occasion in ("start", "end"):
        yield ("assessable",), False, [_count("completeness", one.instrument, occasion, "done")]


def _answered(one: Expectation, service: Service) -> Iterator[Elsewhere]:
    """What is asked at closing is listed by the day of closing, and is the same over all."""
    variable, occasion = one.variable, occasion_of(service, one.variable)
    late, several = occasion == "closing", variable in service.several
    yield ("assessable",), False, [_count("completeness", variable, occasion, "done")]
    if one.kind == "range":
        yield ("assessable",), late, [_count("who_numbers", variable, occasion, "n")]
    elif not late and not several:
        yield ("within",), False, [_group(variable, option) for option in one.options]
    elif not several or len(one.options) == 1:
        yield ("within",), late, [_count("who", variable, occasion, option, "n") for option in one.options]
    if not late:
        without = _count("who", variable, occasion, "missing", "n") if several else _group(variable, "missing")
        yield ("not_assessable",), False, [without]


KINDS: dict[str, Callable[[Expectation, Service], Iterator[Elsewhere]]] = {
    "received": _received,
    "dose": _dose,
    "phase": _phase,
    "completion": _completion,
    "duration": _duration,
    "improvement": _improvement,
    "range": _answered,
    "category": _answered,
}


def _count(*what: Any, times: int = 1) -> Counted:
    return what, frozenset(), times


def _group(variable: str, option: str) -> Counted:
    return OPENED, frozenset({(variable, option)}), 1
