"""Whatever a release is written as, no byte of it holds a number that is hidden, and no sheet is out of sight."""

import json
import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.analysis.small import Episode, snapshot

from loke.analysis.disclosure.releases import propose
from loke.analysis.disclosure.rounding import rounded
from loke.analysis.disclosure.year import Year
from loke.dataset.definitions import Ending, Service
from loke.followup.frozen import Head, made, written
from loke.followup.published.content import Published, published
from loke.followup.published.disclosed import Disclosed, told
from loke.followup.published.papers import file_of

# So many of so many that neither share nor count comes about in another way.
DONE, LEFT, ELSE = 1013, 3, 989
ALL = DONE + LEFT + ELSE
HIDDEN = (str(ELSE), str(DONE + LEFT), f"{LEFT} av", f"{LEFT}/{ALL}", str(LEFT / ALL), str(ELSE / ALL))
ENDINGS = (
    Ending("done", "Klar", "completed"),
    Ending("left", "Avbröt", "discontinued"),
    Ending("else", "Annat", "other"),
)


def said(level: str, counts: tuple[int, int, int] = (DONE, LEFT, ELSE)) -> Published:
    episodes = [
        Episode(date(2020, 1, 3), date(2020, 5, 17), ending, age=20, sex="female")
        for ending, n in zip(("done", "left", "else"), counts, strict=True)
        for _ in range(n)
    ]
    service = Service("a", "A", endings=ENDINGS)
    proposal = propose(Year(snapshot({service: episodes}), date(2021, 1, 31), "2020"), [])
    tables = {name: [row.with_hidden() for row in table] for name, table in proposal.tables.items()}
    if level == "public":
        tables = {name: [dict(row) for row in rounded(name, table)] for name, table in proposal.tables.items()}
    about = (service, (), {}, None, None, date(2021, 1, 31), "2020", "", "sv")
    head = dict.fromkeys(Head.__annotations__, "") | {"service": "A", "organisation": "Älvkulla", "language": "sv"}
    return published(Disclosed(*about, published=told(tables)), Head(**head), "Vi hjälper.", level, tables)


@pytest.fixture(scope="module", params=["outside", "public"])
def release(request) -> Published:
    return said(request.param)


def unpacked(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


FORMS = {
    "json": written,
    "page": lambda one: render_to_string("followup/published/_published.html", {"published": one}),
    "word": lambda one: unpacked(file_of(one, "docx", None)),
    "pdf": lambda one: " ".join(page.extract_text() for page in PdfReader(BytesIO(file_of(one, "pdf", None))).pages),
    "excel": lambda one: unpacked(file_of(one, "xlsx", None)),
}


@pytest.mark.parametrize("form", FORMS)
def test_no_hidden_number_is_in_the_bytes(release, form):
    text = plain(FORMS[form](release))
    assert "Klar" in text or form in ("word", "pdf")
    assert [one for one in HIDDEN if one in re.sub(r"(\d) (\d{3})", r"\1\2", text)] == []


def test_it_is_read_back_as_it_was_written(release):
    assert written(made(Published, json.loads(written(release)))) == written(release)


def test_the_workbook_has_no_sheet_row_or_column_out_of_sight_and_says_what_is_hidden(release):
    book = load_workbook(BytesIO(file_of(release, "xlsx", None)))
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    for sheet in book:
        assert not any(one.hidden for one in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
    values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "dolt" in values
    assert not any(isinstance(value, str) and value.startswith("=") for value in values)


def test_what_is_hidden_is_said_and_only_what_is_shown_is_told_of(release):
    endings = {row["ending"]: row for row in release.tables["endings"]}
    assert endings["left"]["n"] is None
    assert endings["done"]["n"] in (DONE, 1015)
    (completion,) = [one for one in release.sections if one.anchor == "fullfoljer"]
    told = f"Av {ALL} avslutade fullföljde {DONE} (51 %), osäkerhet 48 till 53."
    says = [] if release.head.level == "public" else [told]
    assert [plain(one) for one in completion.says] == says
    assert "olt" in " ".join(release.notes)
