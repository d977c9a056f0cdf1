"""Word files have real headings, lists, tables and alternative texts, and open in LibreOffice as they should."""

from bisect import bisect_left
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from tests.publishing.documents.office import as_pdf, words_of
from tests.publishing.documents.samples import DESCRIPTION, SHEET, base_document, full

from loke.publishing.documents.base import cleaned
from loke.publishing.documents.content import Row, Sheet
from loke.publishing.documents.fit import DoesNotFit
from loke.publishing.documents.fitting import fits
from loke.publishing.documents.word import description_word
from loke.publishing.documents.word_sheet import sheet_word

BASE = cleaned(base_document())


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(BytesIO(data))


def fullest(rows: int, expectations: int, base: bytes | None = None) -> Sheet:
    """A sheet with as many letters in every row as there is room for."""
    most = bisect_left(range(1, 200), True, key=lambda n: not fits(full(rows, n, expectations), base).fits)
    return full(rows, max(1, most), expectations)


@cache
def sheets() -> dict[str, Sheet]:
    """Sheets that fit, some of them only just."""
    uneven = replace(full(3, 120), columns=(full(1, 40).columns[0], full(5, 60).columns[1], full(2, 80).columns[2]))
    uneven = replace(uneven, threads=(((0, 0), (0, 4)), ((4, 1), (2, 0))))
    edges = {f"edge {rows} {said}": fullest(rows, said) for rows, said in ((2, 3), (4, 1), (5, 1), (7, 0))}
    return {"sheet": SHEET, "three": full(3, 120), "uneven": uneven, **edges}


@cache
def on_base() -> dict[str, Sheet]:
    """Sheets on the municipality's document, whose header takes some of the room."""
    return {"based": full(3, 120), "based edge": fullest(4, 1, BASE)}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PdfReader]:
    """All our Word files as LibreOffice shows them."""
    files = {name: sheet_word(sheet) for name, sheet in sheets().items()}
    files |= {name: sheet_word(sheet, BASE) for name, sheet in on_base().items()}
    files |= {"description": description_word(DESCRIPTION), "based-description": description_word(DESCRIPTION, BASE)}
    return as_pdf(files, Path(tmp_path_factory.mktemp("office")))


# The description


def test_the_headings_and_labels_are_headings() -> None:
    found = [(each.style.name, each.text) for each in opened(description_word(DESCRIPTION)).paragraphs]
    assert found[0] == ("Title", "Verksamhetsbeskrivning")
    assert [text for style, text in found if style == "Heading 1"] == [each.numbered for each in DESCRIPTION.headings]
    assert ("Heading 2", "Vad är syftet?") in found
    assert [text for style, text in found if style == "List Bullet"] == ["först", "sedan"]
    assert ("Normal", "Används vid analys") in found


def test_a_table_has_a_row_of_headings_that_is_repeated_and_an_alternative_text() -> None:
    (table,) = opened(description_word(DESCRIPTION)).tables
    assert [cell.text for cell in table.rows[0].cells][:2] == ["Namn", "Innehåll"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Faser"
    assert table.rows[2].cells[3].text == "120,5"


def test_the_document_says_its_language_and_title() -> None:
    document = opened(description_word(DESCRIPTION))
    assert [each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))] == ["sv-SE"]
    assert document.core_properties.title == "Verksamhetsbeskrivning, Öppenvård unga"
    assert document.core_properties.author == "Älvkulla kommun"


def test_an_empty_description_is_a_form_with_hints_and_rows_to_fill_in() -> None:
    headings = [
        replace(
            each,
            fields=tuple(replace(field, text="") for field in each.fields),
            tables=tuple(replace(table, rows=()) for table in each.tables),
        )
        for each in DESCRIPTION.headings
    ]
    document = opened(description_word(replace(DESCRIPTION, headings=tuple(headings))))
    texts = [each.text for each in document.paragraphs]
    assert "När beskrivningen skrevs." in texts
    assert "Välj: Öppenvård / Heldygnsvård" in texts
    assert len(document.tables[0].rows) == 4


# The base document


def test_of_the_base_document_the_styles_the_header_and_the_page_are_kept_and_nothing_else() -> None:
    data = description_word(DESCRIPTION, BASE)
    document = opened(data)
    assert str(document.styles["Heading 1"].font.color.rgb) == "006633"
    assert document.styles["Normal"].font.name == "Arial"
    assert document.sections[0].header.paragraphs[0]._p.xpath(".//pic:pic")
    assert document.sections[0].footer.paragraphs[0].text.startswith("Älvkulla kommun")
    assert "Hemlig" not in "".join(each.text for each in document.paragraphs)
    assert document.core_properties.author == "Älvkulla kommun"


def test_a_base_without_heading_styles_gets_ours() -> None:
    document = docx.Document()
    for name in ("Heading 1", "Heading 2", "Title", "List Bullet"):
        element = document.styles[name].element
        element.getparent().remove(element)
    file = BytesIO()
    document.save(file)
    found = opened(description_word(DESCRIPTION, cleaned(file.getvalue()))).paragraphs
    assert {each.style.name for each in found} >= {"Title", "Heading 1", "Heading 2", "List Bullet"}
    assert found[3].style.element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == "0"


def test_headings_that_the_base_numbers_are_not_numbered_twice() -> None:
    heading = opened(description_word(DESCRIPTION)).paragraphs[3]
    assert heading.text == "1. Uppgifter om verksamheten"
    assert heading._p.pPr.numPr.numId.val == 0


# The sheet


def test_the_rows_of_the_sheet_are_text_in_a_table() -> None:
    table = opened(sheet_word(SHEET)).tables[0]
    head = [cell.text for cell in table.rows[0].cells]
    assert head == ["Tänkt målgrupp: vilka vi är till för", "", "Tänkta insatser: vad vi gör", "", head[4]]
    first = [each.text for each in table.cell(1, 2).paragraphs]
    assert first[0] == "1. Enskilda samtal"
    assert first[1].strip() == "15–48 träffar de första tre månaderna"
    assert first[-1] == "Tråd till: 1, 2"


def test_every_picture_has_an_alternative_text_and_tells_the_threads() -> None:
    found = list(opened(sheet_word(SHEET)).element.iter(qn("wp:docPr")))
    assert [each.get("title") for each in found] == [
        "Trådar från målgrupper till insatser",
        "Trådar från insatser till resultat",
    ]
    assert "”Föräldrasamtal” leder till ”Bättre vardag”." in found[1].get("descr")
    assert len({each.get("id") for each in found}) == 2


def test_a_sheet_that_does_not_fit_is_not_written() -> None:
    with pytest.raises(DoesNotFit) as refused:
        sheet_word(full(9, 200, 2))
    assert [each.part for each in refused.value.fit.too_long] == [0, 1, 2]


# In LibreOffice


def test_sheets_that_fit_are_one_a4_on_its_side_with_all_of_their_text(shown: dict[str, PdfReader]) -> None:
    for name, sheet in (sheets() | on_base()).items():
        pages = [(round(page.mediabox.width), round(page.mediabox.height)) for page in shown[name].pages]
        assert pages == [(842, 595)], name
        words = "".join(words_of(shown[name]).split())
        for column in sheet.columns:
            cut_off = [row for row in column.rows if words.count(squeezed(row)) < column.rows.count(row)]
            assert cut_off == [], name


def squeezed(row: Row) -> str:
    """The row as it is found when a cell is not cut off: its text and what is expected."""
    return "".join("".join([row.text, *row.expectations]).split())


def test_libreoffice_finds_the_headings_and_the_table(shown: dict[str, PdfReader]) -> None:
    for name in ("description", "based-description"):
        kinds = structure(shown[name].trailer["/Root"]["/StructTreeRoot"])
        assert kinds.count("/H1") == len(DESCRIPTION.headings)
        assert "/TH" in kinds or "/Table" in kinds
        assert "Att unga ska få en vardag" in words_of(shown[name])
        assert "Hemlig" not in words_of(shown[name])


def structure(node: object) -> list[str]:
    """The kinds of a tagged PDF's parts."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [kind for child in node for kind in structure(child)]
    if not isinstance(node, dict):
        return []
    return [str(node.get("/S", ""))] + (structure(node["/K"]) if "/K" in node else [])
