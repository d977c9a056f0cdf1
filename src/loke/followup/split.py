"""The chosen split: the same figures for each group side by side, and whether the groups differ."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from loke.analysis.summary import Row
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part
from loke.publishing import shares
from loke.publishing.groups import Group, Pair, differing_in
from loke.publishing.readings import TOO_FEW


@dataclass(frozen=True)
class Shares:
    """A share for each group, before it is known what can be said of the differences."""

    title: str
    groups: list[Group]
    target: float | Fraction | None = None
    several: bool = False  # whether one person may count more than once: no interval of the difference covers that


def split_part(reading: Reading, charts: Iterable[Chart | Shares | None]) -> list[Part]:
    """The charts under the name of what was split by; nothing without a split.

    The more that is looked at, the more differs by chance: all shares of the part are judged together.
    """
    found = [chart for chart in charts if chart is not None] if reading.by else []
    title = _("Uppdelat: %(by)s") % {"by": reading.name("by", reading.by)}
    differ = iter(differing_in([[] if one.several else one.groups for one in found if isinstance(one, Shares)]))
    told = [_chart(reading, one, next(differ)) if isinstance(one, Shares) else one for one in found]
    return [Part(told, title)] if told else []


def share_chart(
    reading: Reading,
    title: str,
    rows: Sequence[Row],
    n: str,
    of: str,
    target: float | Fraction | None = None,
    *,
    several: bool = False,
) -> Shares | None:
    """A share for each group; `n` and `of` are the columns that it is made of."""
    groups = [
        Group(reading.group_name(row), getattr(row, n), getattr(row, of), row.group != "missing")
        for row in rows
        if getattr(row, of)
    ]
    return Shares(title, groups, target, several) if groups else None


def by_definition(title: str) -> Chart:
    """Stands for the groups of a split that are made of the very thing: that they differ is no finding."""
    return Chart(title, note=_("Jämförs inte här: grupperna är gjorda av just detta."))


def not_split(reading: Reading, *, table: bool = False) -> list[str]:
    """The note of a question that is not split when a split is chosen; `table` where its table has the groups."""
    if not reading.by:
        return []
    said = _("Bara tabellen är uppdelad här: %(by)s.") if table else _("Inte uppdelat här: %(by)s.")
    return [said % {"by": reading.name("by", reading.by)}]


def _chart(reading: Reading, of: Shares, differ: Sequence[Pair]) -> Chart:
    """Shares from five people, what can be said of the differences, and the others' counts."""
    shown = [_share(group) for group in of.groups if group.of >= TOO_FEW]
    pictures = [shares.groups(shown, target=of.target, language=reading.language)] if shown else []
    compared = reading.say.results.compared
    said = reading.say.results.not_compared(of.groups) if of.several else compared(of.groups, differ)
    return Chart(of.title, pictures, f"{said} {reading.say.results.FOUND_BY_LOOKING}" if differ else said)


def _share(group: Group) -> shares.Share:
    return shares.Share(group.name, group.share, *group.interval, f"{group.n}/{group.of}")


def by_columns(rows: Iterable[Row], *columns: str) -> Iterator[tuple[tuple, list[Row]]]:
    """The rows by the values of some columns, in the order in which these come first."""
    found: dict[tuple, list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(getattr(row, column) for column in columns), []).append(row)
    yield from found.items()
