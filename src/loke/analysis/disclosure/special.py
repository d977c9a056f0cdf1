"""The tables with rules of their own: trend, retention, groups and services."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.disclosure.columns import Columns, large_everywhere
from loke.analysis.disclosure.cube import Place
from loke.analysis.disclosure.questions import Where
from loke.analysis.disclosure.rectangles import THRESHOLD, is_small
from loke.analysis.retention import FIXED
from loke.analysis.summary import Row

LIMITS = ("centre", "lower", "upper", "signal")
FUNNEL = ("centre", "lower95", "upper95", "lower998", "upper998", "outside")
RETAINED = ("at_risk", "in_service", "low", "high", "completed", "discontinued")
COUNTS = {"trend": ("n", "of"), "groups": ("n",), "retention": ("at_risk",), "services": ("n", "of")}
COMPARED = ("difference", "low", "high", "g", "delta")


def measure_hidden(columns: Columns, measure: str) -> tuple[Array, Array]:
    """Where the count and the base of a measure are hidden; equal counts of the other tables decide."""
    hidden = columns.hidden
    if measure in ("opened", "closed"):
        return hidden.whole[measure], np.zeros_like(hidden.whole[measure])
    if measure in ("missed", "contacts"):
        planned, missed = (hidden.of(Where("attendance", (), "all", one)) for one in ("planned", "missed"))
        return (planned | missed, np.zeros_like(planned)) if measure == "contacts" else (missed, planned)
    if measure == "completed":
        return hidden.of(Where("completion", (), None, measure)), hidden.whole["closed"]
    instrument, _, scale = measure.partition(":")[2].partition("/")
    names = [name for name in columns.cube.rows.get("better", {}) if name[:2] == (instrument, scale)]
    found = [[hidden.of(Where("better", name, None, one)) for name in names] for one in ("better", "pairs")]
    nowhere = np.ones_like(hidden.whole["opened"])
    return tuple(np.logical_or.reduce(each) if each else nowhere for each in found)  # type: ignore[return-value]


def trend(columns: Columns, row: Row, place: Place) -> list[str]:
    """A chart's centre and limits come from all its points, and are shown only where every point is."""
    n, of = measure_hidden(columns, row.measure)  # type: ignore[attr-defined]
    gone = [one for one, hidden in (("n", n[place]), ("of", of[place])) if hidden]
    gone += ["value"] if gone else []
    return gone + (list(LIMITS) if n[place[0], 1:].any() or of[place[0], 1:].any() else [])


def groups(columns: Columns, row: Row, place: Place) -> list[str]:
    """Two groups are compared only where the changes of both are shown; that they are tells that neither is small."""
    name = (row.instrument, row.scale, row.respondent)  # type: ignore[attr-defined]
    other = columns.cube.groups.index((str(row.by), row.against))  # type: ignore[attr-defined]
    both = place, (other, place[1])
    pairs = columns.hidden.of(Where("change", name, None, "pairs"))
    gone = ["n", "against_n"] if any(pairs[at] for at in both) else []
    change = next(iter(columns.cube.rows["change"][name].values()))[0]
    means = columns.average("change", change, "pairs")
    return gone + (list(COMPARED) if gone or any(means[at] for at in both) else [])


def retention(columns: Columns, row: Row, place: Place) -> list[str]:
    """The curve is cut where few are left, and where few had ended in one way or another between two fixed days."""
    return list(RETAINED) if _cut(columns, row.day)[place] else []  # type: ignore[attr-defined]


@lru_cache(maxsize=len(FIXED))  # of one service at a time
def _cut(columns: Columns, day: int) -> Array:
    rows = columns.cube.rows["retention"]
    small = columns.hidden.whole["opened"].copy()
    for group, period in {at for placed in rows.values() for at in placed}:
        days = [each for each in FIXED if (group, period) in rows.get((each,), {})]
        curve = [rows[each,][group, period][0] for each in days]
        small[group, period] |= _few(one for one in curve if one.day <= day)  # type: ignore[attr-defined]
    return large_everywhere(small, columns.cube)


def _few(curve: Iterable[Row]) -> bool:
    """Whether one to four were left, had left that day or since the day before, or had ended in some way by then."""
    days = _with_first(list(curve))
    told = [(one.at_risk, *(round(first * share) for share in _ended(one))) for one, first in days]  # type: ignore[attr-defined]
    that_day = np.array([one.at_risk - round(first * one.in_service) for one, first in days])  # type: ignore[attr-defined]
    steps = np.diff(np.array(told, float).reshape(-1, 5), axis=0, prepend=0) if told else np.zeros((0, 5))
    left = np.array([each[0] for each in told])
    return bool((left < THRESHOLD).any() or is_small(that_day).any() or is_small(np.abs(steps)).any())


def _ended(one: Row) -> tuple[float, ...]:
    """The shares who have ended by the day in each way, the last those of neither, and all together."""
    gone = 1 - one.in_service  # type: ignore[attr-defined]
    return one.completed, one.discontinued, gone - one.completed - one.discontinued, gone  # type: ignore[attr-defined]


def _with_first(curve: list[Row]) -> list[tuple[Row, int]]:
    return [(one, curve[0].at_risk) for one in curve]  # type: ignore[attr-defined]


def services(everyone: Mapping[str, Columns], rows: Iterable[Row], row: Row, period: str) -> list[str]:
    """The limits come from all services of the group, and are shown only where every one of them is."""
    gone = _measured(everyone, row, period)
    others = [one for one in rows if (one.group, one.measure, one.period) == (row.group, row.measure, row.period)]  # type: ignore[attr-defined]
    return gone + (list(FUNNEL) if any(_measured(everyone, one, period) for one in others) else [])


def _measured(everyone: Mapping[str, Columns], row: Row, period: str) -> list[str]:
    columns = everyone[row.service]
    n, of = measure_hidden(columns, row.measure)  # type: ignore[attr-defined]
    at = 0, columns.cube.periods.index(period)
    gone = [one for one, hidden in (("n", n[at]), ("of", of[at])) if hidden]
    return [*gone, "value"] if gone else []
