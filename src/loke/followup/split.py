"""The chosen split: the same figures for each group side by side, and whether the groups differ."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from loke.analysis.summary import Row
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part
from loke.publishing import shares
from loke.publishing.groups import Group
from loke.publishing.readings import TOO_FEW


def split_part(reading: Reading, charts: Iterable[Chart | None]) -> list[Part]:
    """The charts under the name of what was split by; nothing without a split."""
    found = [chart for chart in charts if chart is not None] if reading.by else []
    title = _("Uppdelat: %(by)s") % {"by": reading.name("by", reading.by)}
    return [Part(found, title)] if found else []


def share_chart(
    reading: Reading, title: str, rows: Sequence[Row], n: str, of: str, target: float | Fraction | None = None
) -> Chart | None:
    """A share for each group of at least five, what can be said of the difference, and the others' counts.

    `n` and `of` are the columns that the share is made of.
    """
    groups = [
        Group(reading.group_name(row), getattr(row, n), getattr(row, of), row.group != "missing")
        for row in rows
        if getattr(row, of)
    ]
    if not groups:
        return None
    shown = [_share(group) for group in groups if group.of >= TOO_FEW]
    pictures = [shares.groups(shown, target=target, language=reading.language)] if shown else []
    return Chart(title, pictures, reading.say.compared(groups))


def _share(group: Group) -> shares.Share:
    return shares.Share(group.name, group.share, *group.interval, f"{group.n}/{group.of}")


def by_columns(rows: Iterable[Row], *columns: str) -> Iterator[tuple[tuple, list[Row]]]:
    """The rows by the values of some columns, in the order in which these come first."""
    found: dict[tuple, list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(getattr(row, column) for column in columns), []).append(row)
    yield from found.items()
