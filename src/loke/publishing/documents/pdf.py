"""Descriptions, sheets and plans as tagged PDF."""

from dataclasses import asdict
from typing import Any

from loke.publishing.documents import typesetting
from loke.publishing.documents.content import WORDS, Cell, Description, Plan, Sheet, Table, mapped, tidied, told
from loke.publishing.documents.fit import DoesNotFit, Fit, TooLong
from loke.publishing.documents.typesetting import printable
from loke.publishing.numbers import shortest


def description_pdf(description: Description) -> bytes:
    """The description on as many pages as it needs."""
    content = asdict(mapped(tidied(description), printable))
    for part, heading in zip(content["headings"], description.headings, strict=True):
        part["numbered"] = printable(heading.numbered)
        part["tables"] = [_written(table, description.language) for table in heading.tables]
    return typesetting.pdf("description.typ", content | _page(description.language))


def sheet_pdf(sheet: Sheet) -> bytes:
    """The sheet on exactly one A4. Raises DoesNotFit."""
    fit = fits_pdf(sheet)
    if not fit.fits:
        raise DoesNotFit(fit)
    return typesetting.pdf("sheet.typ", _sheet_as_data(sheet))


def _sheet_as_data(sheet: Sheet) -> dict[str, Any]:
    """The sheet as its template takes it."""
    clean = mapped(tidied(sheet), printable)
    said = {"told": [told(clean, 0), told(clean, 1)], "page": WORDS[sheet.language]["page"].replace("{}", "1")}
    return asdict(clean) | said


def fits_pdf(sheet: Sheet) -> Fit:
    """Asks the template itself, which measures with the same lines of code that set the page."""
    found = typesetting.said("sheet.typ", _sheet_as_data(sheet), "fit")
    if found["fits"]:
        return Fit((), found["size"])
    lines = [*found["lines"], found["around"]]
    return Fit(tuple(TooLong(part, n * found["letters"]) for part, n in enumerate(lines) if n), 0)


def plan_pdf(plan: Plan) -> bytes:
    """The plan, on one page if it can be read there."""
    content = asdict(mapped(tidied(plan), printable))
    content["tables"] = [_written(table, plan.language) for table in plan.tables]
    return typesetting.pdf("plan.typ", content | _page(plan.language))


def _page(language: str) -> dict[str, str]:
    return {"page": WORDS[language]["page"]}


def _written(table: Table, language: str) -> dict[str, Any]:
    clean = mapped(tidied(table), printable)
    return asdict(clean) | {"rows": [[written(cell, language) for cell in row] for row in clean.rows]}


def written(cell: Cell, language: str) -> str:
    """A cell of a table as a reader sees it: figures with their decimal mark, nothing for nothing."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else shortest(cell, language)
