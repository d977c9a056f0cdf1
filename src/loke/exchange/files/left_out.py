"""The rows of a file that were left out: which and why, and nothing of what stood in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loke.dataset.grid import cell_name
from loke.description.models import Service
from loke.exchange.files.rows import Problem, Reading
from loke.publishing.documents.content import Column, Table
from loke.publishing.documents.excel import workbook


@dataclass(frozen=True)
class LeftOut:
    """A row as Excel counts, what it would have been, the cells that it was left out for, and why."""

    kind: str
    line: int
    cells: str
    why: str


def left_out(readings: Iterable[Reading]) -> list[LeftOut]:
    """Each row once, in the order of the file."""
    found: dict[tuple[int, int], LeftOut] = {}
    for reading in readings:
        for line, said in _said(reading).items():
            cells, reasons = (dict.fromkeys(words) for words in zip(*said, strict=True))
            told = reading.kind.name, line + 1, ", ".join(cells), " ".join(reasons)
            found[reading.part.sheet, line] = LeftOut(*told)
    return [found[place] for place in sorted(found)]


def _said(reading: Reading) -> dict[int, list[tuple[str, str]]]:
    """By row: each cell that it was left out for, and why."""
    said: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for problem in reading.problems:
        if problem.skips:
            said[problem.place[1]].append((problem.cell, _why(problem)))
    for line, place in reading.unwanted:
        said[line].append((cell_name(line, place), _("Raden valdes bort i steget Värden.")))
    return said


def _why(problem: Problem) -> str:
    """What is to be done; what a client's records say of it is shown at the dry run alone."""
    if problem.client is None:
        return problem.todo
    return _("Det går inte ihop med något som redan är registrerat. Läs filen igen, så visar provkörningen vad.")


def left_out_workbook(service: Service, rows: Sequence[LeftOut]) -> bytes:
    """All of them as Excel."""
    heads = (_("Raden är"), _("Rad"), _("Cell"), _("Varför"))
    columns = tuple(Column(str(place), head) for place, head in enumerate(heads))
    told = tuple((one.kind, one.line, one.cells, one.why) for one in rows)
    words = _("Rader som hoppades över")
    return workbook(words, service.name, [Table("left_out", words, columns, told)])
