"""Everything that is published of one service, by number, and what somebody who has all of it can tell."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import numpy as np
from tests.analysis.disclosure.attacker import Known, breaches, told_by_limits
from tests.analysis.disclosure.averages import few_averages
from tests.analysis.disclosure.drawn import FIRST, drawn

from loke.analysis.disclosure.cube import variables_of
from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.disclosure.publishable import Cubes, PublishableTable
from loke.analysis.disclosure.releases import own
from loke.analysis.disclosure.rounding import rounded
from loke.analysis.disclosure.year import Year
from loke.analysis.options import Options
from loke.dataset.snapshot import Snapshot

Rows = list[tuple[str, dict[str, Any]]]
Tables = list[tuple[str, PublishableTable]]


@dataclass
class Attacked:
    """One service: how many numbers there were to protect, and what could be told; no breach is an empty list."""

    seed: int
    people: int
    protected: int = 0
    looked_for: int = 0  # of these, worlds were looked for with one split
    narrowest: int = 999
    breaches: list[str] = field(default_factory=list)
    split_people: list[str] = field(default_factory=list)

    def line(self) -> dict[str, Any]:
        return asdict(self)


def attacked(seed: int, clients: int | None = None, odd: bool = False) -> Attacked:
    """The limits of all tables together, with every split; then worlds, of everybody's and one of the splits."""
    return attack_of(drawn(seed, clients, odd), seed)


def breached(snapshot: Snapshot) -> list[str]:
    return attack_of(snapshot, 0).breaches


def attack_of(snapshot: Snapshot, seed: int) -> Attacked:
    by = variables_of(snapshot)
    published, real, tables = _rows(snapshot, by)
    one = by[seed % len(by)]
    part = [[(name, row) for name, row in rows if row.get("by") in (None, one)] for rows in (published, real)]
    known = _known(snapshot, published, real)
    return _told(Attacked(seed, len(snapshot.opened)), known, _known(snapshot, *part), published, real, tables)


def released(seed: int, clients: int | None = None, odd: bool = False) -> Attacked:
    """Every year of a service published alone, all of them as of one day, by one of the splits or none."""
    snapshot = drawn(seed, clients, odd)
    as_of = Options().settled(snapshot).as_of
    return release_of(snapshot, as_of, range(FIRST.year, as_of.year), _split(snapshot, seed), seed)


def released_in_time(seed: int, clients: int | None = None, odd: bool = False) -> Attacked:
    """One year alone, as it was known some weeks after its end."""
    snapshot, year = drawn(seed, clients, odd), FIRST.year + seed % 2
    return release_of(snapshot, date(year + 1, 1, 31), [year], _split(snapshot, seed), seed)


def _split(snapshot: Snapshot, seed: int) -> tuple[str, ...]:
    splits = ((), *((one,) for one in variables_of(snapshot)))
    return splits[seed % len(splits)]


def release_of(
    snapshot: Snapshot, as_of: date, years: Iterable[int], by: tuple[str, ...] = (), seed: int = 0
) -> Attacked:
    published, real, tables = Rows(), Rows(), []
    for number in years:
        year = Year(snapshot, as_of, str(number), by)
        for name, table in own(year).items():
            rows = [(name, vars(row)) for row in year.rows[name]]
            published += [(name, one.with_hidden()) for one in table]
            real += rows
            tables.append((name, table))
    known = _known(snapshot, published, real, as_of)
    return _told(Attacked(seed, len(snapshot.opened)), known, known, published, real, tables)


def _told(found: Attacked, everything: Known, part: Known, published: Rows, real: Rows, tables: Tables) -> Attacked:
    """The limits of everything together, worlds of a part of it, averages, what is rounded, and figures."""
    limits, found.protected, found.narrowest = told_by_limits(everything)
    told, found.looked_for, narrowest = breaches(part)
    found.narrowest = min(found.narrowest, narrowest)
    certain = [str(tuple(each)) for each in (*limits, *(each for each in told if not each.split))]
    found.split_people = [str(tuple(each)) for each in told if each.split]
    found.breaches = [*certain, *few_averages(everything, published, real), *_rounded(tables), *_figures(published)]
    return found


def _rows(snapshot: Snapshot, by: tuple[str, ...]) -> tuple[Rows, Rows, Tables]:
    options = Options().settled(snapshot)
    cubes = Cubes(snapshot, options)
    published, real, tables = Rows(), Rows(), []
    for period in ("all", "year"):
        result = cubes.result(Options(as_of=options.as_of, period=period, by=by))
        for name, table in result.tables.items():
            if name != "trend" or period == "year":
                published += [(name, row.with_hidden()) for row in table]
                real += [(name, vars(row)) for row in cubes.results[period].tables[name]]
                tables.append((name, table))
    return published, real, tables


def _known(snapshot: Snapshot, published: Rows, real: Rows, as_of: date | None = None) -> Known:
    stays = [
        snapshot.stay_phase[first:last].tolist()
        for first, last in zip(snapshot.stay_bounds, snapshot.stay_bounds[1:], strict=False)
    ]
    once = all(len({*phases}) == len(phases) for phases in stays)
    as_of = as_of or Options().settled(snapshot).as_of
    closed = np.repeat(snapshot.closed, np.diff(snapshot.stay_bounds))
    known = Known(snapshot.services[0], snapshot.instruments, as_of, once, bool((snapshot.stay_left <= closed).all()))
    known.read(published, real)
    known.learn()
    return known


def _rounded(tables: Tables) -> Iterator[str]:
    """For anybody at all no more is told than for those outside the unit: not a number that is hidden from these."""
    for name, table in tables:
        counts = DECLARED[name].parts
        for row, made in zip(table, rounded(name, table), strict=True):
            for column, value in made.items():
                told = row.columns.get(column)
                if told is None and value is not None and column != "hidden":
                    yield f"rounded {name}.{column} is told though it is hidden outside the unit"
                elif column in counts and value is not None and abs(value - told) > 2:
                    yield f"rounded {name}.{column} is {value} and not near {told}"


# What is worked out from which counts, said once more and apart from what hides them.
WORKED_OUT = {
    "who": {"share": ("n", "of")},
    "endings": {"share": ("n", "of")},
    "goals": {"share": ("n", "of")},
    "completion": {"share": ("completed", "of"), "difference": ("completed", "of", "earlier", "earlier_of")},
    "completeness": {"share": ("done", "due")},
    "interventions": {"share": ("received", "of"), "contacts": ("received",), "median": ("received",)},
    "attendance": {"share": ("missed", "planned")},
    "expectations": {"share": ("within", "assessable"), "difference": ("earlier", "earlier_of"), "low": ("within",)},
    "better": {"share_better": ("better", "pairs"), "share_worse": ("worse", "pairs"), "low": ("better", "pairs")},
    "change": {"mean_start": ("pairs",), "effect": ("pairs",), "change": ("pairs",), "median_change": ("pairs",)},
    "norms": {"mean": ("n",), "difference": ("n",)},
    "yes_no": {"difference": ("pairs", "yes_no", "no_yes"), "p_exact": ("yes_no", "no_yes")},
    "lasting": {"mean_start": ("triples",), "mean_after": ("triples",)},
    "who_numbers": {"mean": ("n",), "sd": ("n",), "median": ("n",)},
    "doses": {"mean": ("n",), "median": ("n",)},
    "phases": {"median": ("left",)},
    "trend": {"value": ("n",), "centre": ("n",)},
    "groups": {"difference": ("n", "against_n"), "g": ("n", "against_n")},
    "retention": {"in_service": ("at_risk",), "completed": ("at_risk",)},
}


def _figures(published: Rows) -> Iterator[str]:
    for name, row in published:
        for figure, counts in WORKED_OUT.get(name, {}).items():
            if row.get(figure) is not None and np.any([column in row["hidden"] for column in counts]):
                yield f"{name}.{figure} is shown beside what it is worked out from, which is hidden"
