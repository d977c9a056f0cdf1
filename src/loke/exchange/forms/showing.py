"""What the pages show of a file: where in the steps it is, how a sheet begins, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.dataset.grid import Grid, column_name
from loke.exchange.files.fields import CLIENT, CONTACT, GOAL, INSTRUMENT
from loke.exchange.files.identify import STRUCK
from loke.exchange.files.plan import plan_of
from loke.exchange.models import FileImport

MOST_COLUMNS = 12  # of the preview
LONGEST = 24


@dataclass(frozen=True)
class Step:
    """One of the pages; `url` when one may go there now."""

    name: str
    url: str
    here: bool


def steps(draft: FileImport, here: int) -> list[Step]:
    """The way through; our own template has neither sheet, columns nor words to ask about."""
    plan = plan_of(draft.plan)
    asked = len(plan.parts) < 2 and not (plan.ready and draft.counts)
    names = (
        (_("Fil"), "", True),
        (_("Blad"), "import_sheet", asked),
        (_("Kolumner"), "import_columns", asked and bool(plan.parts)),
        (_("Värden"), "import_values", asked and plan.ready),
        (_("Provkörning"), "import_trial", plan.ready),
    )
    places = [draft.service.code, draft.pk]
    return [
        Step(name, reverse(page, args=places) if page and may and number != here else "", number == here)
        for number, (name, page, may) in enumerate(names)
    ]


def summary(counts: Sequence[Mapping]) -> str:
    """What was taken in, for whoever looks for it: neither the file's name nor the sheet's, which may name somebody."""
    return ", ".join(words for count in counts for words in _told(count))


def _told(count: Mapping) -> Iterator[str]:
    kind, new, changed = count.get("kind", "").partition(":")[0], count["new"], count["changed"]
    names = {
        CLIENT: ngettext("%(n)s ny klient", "%(n)s nya klienter", new),
        CONTACT: ngettext("%(n)s ny träff", "%(n)s nya träffar", new),
        INSTRUMENT: ngettext("%(n)s ny mätning", "%(n)s nya mätningar", new),
        GOAL: ngettext("%(n)s nytt mål", "%(n)s nya mål", new),
    }
    if new:
        yield names.get(kind, ngettext("%(n)s ny rad", "%(n)s nya rader", new)) % {"n": new}
    if changed:
        yield ngettext("%(n)s ändrad rad", "%(n)s ändrade rader", changed) % {"n": changed}


@dataclass(frozen=True)
class Line:
    """A row of the preview with the radio button by which it becomes that of the headings."""

    number: int
    cells: list[str]
    radio: object


def preview(grid: Grid, form, most: int) -> tuple[list[str], list[Line]]:
    """The letters of the columns, and the first rows that are not empty; identifiers never show."""
    radios = {int(radio.data["value"]): radio for radio in form["header"]}
    rows = {number: row for number, row in enumerate(grid.rows[:most]) if row}
    width = min(max(map(len, rows.values()), default=0), MOST_COLUMNS)
    lines = [
        Line(number + 1, [_shown(row[place] if place < len(row) else "") for place in range(width)], radios[number])
        for number, row in rows.items()
    ]
    return [column_name(place) for place in range(width)], lines


def _shown(cell: str) -> str:
    if cell.startswith(STRUCK):
        return "▒▒▒▒"
    return cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…"
