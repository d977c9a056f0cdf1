"""The processbeskrivning as the one page it is printed on, in plain values, and whether it fits there."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from loke.description.models import BaseDocument, Service
from loke.measures.printing import print_size
from loke.measures.process import HEADINGS, Column, Process
from loke.publishing.documents.content import Row, Sheet, SheetColumn
from loke.publishing.documents.fit import PHASES as BELOW
from loke.publishing.documents.fit import Fit
from loke.publishing.documents.fitting import fits

*MAIN, PHASES = HEADINGS

FOOT = gettext_lazy("Raderna med tonad ruta räknas i uppföljningen.")
LARGEST = 12  # points: the letters of a page with room to spare, in Word


@dataclass(frozen=True)
class TooLong:
    """A column, by the word for its rows, that needs about so many letters fewer."""

    column: str
    letters: int


@dataclass(frozen=True)
class PageFit:
    """Whether everything gets room on one A4, in Word and PDF alike; `size` is the browser's, in per cent."""

    too_long: tuple[TooLong, ...]
    smaller: bool
    size: int

    @property
    def fits(self) -> bool:
        return not self.too_long


def sheet_of(process: Process) -> Sheet:
    version = process.version
    first, second, third = (_column(process.columns[kind]) for kind in MAIN)
    return Sheet(
        title=_("Processbeskrivning"),
        service=version.service.name,
        municipality=version.service.organisation.name,
        version=version_line(version),
        columns=(first, second, third),
        threads=(_threads(process, MAIN[0]), _threads(process, MAIN[1])),
        phases_title=str(HEADINGS[PHASES][0]),
        phases=_rows(process.columns[PHASES]),
        foot=str(FOOT),
        language=get_language() or "sv",
    )


def form_of(service: Service) -> Sheet:
    """The page with nothing on it: what a file that is read back is held against."""
    first, second, third = (SheetColumn(f"{HEADINGS[k][0]}: {HEADINGS[k][1]}", str(HEADINGS[k][2])) for k in MAIN)
    return Sheet(
        title=_("Processbeskrivning"),
        service=service.name,
        municipality=service.organisation.name,
        version="",
        columns=(first, second, third),
        phases_title=str(HEADINGS[PHASES][0]),
        foot=str(FOOT),
        language=get_language() or "sv",
    )


def version_line(version) -> str:
    """ "Utkast till version 4 · 4 februari 2027"; the day it was adopted, or was last written in."""
    day = version.adopted or timezone.localdate(version.changed or version.begun or timezone.now())
    words = f"{version.label} · {date_format(day, 'j F Y')}"
    return words[:1].upper() + words[1:]


def _column(column: Column) -> SheetColumn:
    return SheetColumn(f"{column.heading}: {column.about}", str(column.rows_are_called), _rows(column))


def _rows(column: Column) -> tuple[Row, ...]:
    return tuple(Row(line.row.text, tuple(one.words for one in line.expectations)) for line in column.lines)


def _threads(process: Process, start: str) -> tuple[tuple[int, int], ...]:
    places = {line.row.code: line.place - 1 for line in process}
    return tuple(
        (places[line.row.code], places[end.code]) for line in process.columns[start].lines for end in line.leads_to
    )


def fit_of(process: Process) -> PageFit:
    """Whether it fits, measured as it is set for PDF and for Word on the organisation's own base document."""
    base = BaseDocument.objects.filter(organisation=process.version.service.organisation)
    sheet = sheet_of(process)
    found = _measured(sheet, base.values_list("pk", "at").first())
    names = {place: str(HEADINGS[kind][2]) for place, kind in (*enumerate(MAIN), (BELOW, PHASES))}
    too_long = tuple(TooLong(names[one.part], one.letters) for one in found.too_long)
    return PageFit(too_long, found.size < LARGEST, print_size(sheet))


@lru_cache(maxsize=200)  # the same page is shown many times between two changes
def _measured(sheet: Sheet, base: tuple[int, datetime] | None) -> Fit:
    return fits(sheet, bytes(BaseDocument.objects.get(pk=base[0]).content) if base else None)
