"""Do the groups of the chosen split differ: mean changes two by two, all comparisons judged together."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from loke.analysis.change import FEWEST_PAIRS
from loke.analysis.comparisons import Spread, spread_of, welch_p
from loke.analysis.distributions import ScaleDistribution
from loke.analysis.summary import Row
from loke.followup.change import SCALE
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part, Section
from loke.followup.split import by_columns
from loke.publishing import differences
from loke.publishing.groups import surely

UNKNOWN = "missing"  # the group of those whose group is not told


def groups(reading: Reading) -> Section | None:
    """Those whose group is missing are not compared: that they lack an answer is not something they have in common."""
    counted = [row for row in reading.groups("better") if row.pairs] if reading.by else []
    if not counted:
        return None
    rows = [row for row in reading.groups("groups") if UNKNOWN not in (row.group, row.against)]
    differ = dict(zip(rows, surely(list(_ps(reading, rows))), strict=True))
    scales = list(by_columns(counted, *SCALE))
    compared = {tuple(getattr(row, column) for column in SCALE) for row in rows}
    notes = [reading.say.results.LOOKED_FOR] if any(differ.values()) else []
    return Section(
        anchor="grupper",
        question=_("Skiljer det mellan grupper?"),
        says=[reading.say.results.groups(len(compared), len(rows), sum(differ.values()))],
        parts=[Part([_chart(reading, key, found, differ) for key, found in scales], _title(reading))] if rows else [],
        twins=[made] if (made := reading.table("groups", rows, groups=())) else [],
        notes=[*notes, *([_("Till höger: den grupp som nämns först blev mer förbättrad.")] if rows else [])],
    )


def _title(reading: Reading) -> str:
    return _("Uppdelat: %(by)s") % {"by": reading.name("by", reading.by)}


def _ps(reading: Reading, rows: Sequence[Row]) -> Iterator[float]:
    """How far each comparison goes beyond chance, from the changes behind both groups."""
    spreads = {
        (one.group, one.instrument, one.scale, one.respondent): _spread(one)
        for one in reading.result.distributions.scales
        if one.period == reading.period and one.by == reading.by and one.pairs
    }
    for row in rows:
        of = row.instrument, row.scale, row.respondent
        yield welch_p(spreads[(row.group, *of)], spreads[(row.against, *of)])


def _spread(behind: ScaleDistribution) -> Spread:
    changes = [float(end - start) for start, end, _n in behind.pairs]
    return spread_of(changes, [n for _start, _end, n in behind.pairs])


def _chart(reading: Reading, key: tuple, counted: Sequence[Row], differ: dict[Row, bool]) -> Chart:
    rows = [row for row in differ if tuple(getattr(row, column) for column in SCALE) == key]
    pairs = [(reading.group_name(row), reading.name("group", row.against, row.by), differ[row]) for row in rows]
    small = [
        f"{reading.group_name(row)} ({row.pairs})"
        for row in counted
        if row.pairs < FEWEST_PAIRS and row.group != UNKNOWN
    ]
    shown = [
        differences.Difference(
            _("%(one)s mot %(other)s") % {"one": one, "other": other},
            row.difference,
            row.low,
            row.high,
            _("%(n)s och %(m)s par") % {"n": row.n, "m": row.against_n},
        )
        for row, (one, other, _sure) in zip(rows, pairs, strict=True)
    ]
    zero = _("ingen skillnad")
    pictures = [differences.differences(shown, zero=zero, language=reading.language)] if shown else []
    return Chart(reading.scale_name(counted[0]), pictures, reading.say.results.groups_differ(pairs, small))
