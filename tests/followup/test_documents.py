"""Följ upp taken away as Word, tagged PDF and Excel: the words and figures of the page, opened again as readers do."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import docx
import pytest
from django.urls import reverse
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.followup.conversing import PERIOD
from tests.followup.reading_pages import reading
from tests.followup.releasing import release
from tests.publishing.documents.office import as_pdf, words_of

from loke.accounts.models import AuditEntry
from loke.followup.actions import adopt_follow_up
from loke.followup.chapters import MOST_ROWS
from loke.followup.discussion import questions_for
from loke.followup.downloads import ENDINGS, documents_now, file_of, offered
from loke.followup.papers import Said
from loke.followup.published.papers import FILES
from loke.publishing.documents.paper import Figure, Words

pytestmark = pytest.mark.once


@pytest.fixture
def documents(world):
    return documents_now(world.ungdom, reading(world.ungdom, date.today()))


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def told_by(paper) -> list[str]:
    blocks = [block for chapter in paper.chapters for block in chapter.blocks]
    return [picture.description for block in blocks if isinstance(block, Figure) for picture in block.pictures]


def texts_of(document) -> str:
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return plain(" ".join([*(each.text for each in document.paragraphs), *tables]))


def alternatives(reader: PdfReader) -> list[str]:
    """The alternative texts of a tagged PDF, in the order of its structure."""
    found: list[str] = []

    def walk(node) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif hasattr(node, "get"):
            found.extend([str(node["/Alt"])] if "/Alt" in node else [])
            if "/K" in node and not isinstance(node["/K"], int):
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_the_word_file_says_what_the_page_says_with_headings_marks_and_pictures_in_words(documents):
    data = file_of(documents, "motesunderlag", "docx", None)
    document, page = docx.Document(BytesIO(data)), documents.page
    said = texts_of(document)
    for sentence in (page.says, *(text for section in page.sections for text in section.says)):
        assert plain(sentence) in said
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert [section.question for section in page.sections] == headings[2:-3]
    assert headings[-3:] == ["Det vi kommer fram till", "Tabeller", "Om siffrorna"]
    shown = [each.get("descr") for each in document.element.iter(qn("wp:docPr"))]
    assert shown == told_by(documents.meeting_paper)
    assert "Internt" in document.sections[0].header.paragraphs[0].text
    assert all(table._tbl.find(f".//{qn('w:tblHeader')}") is not None for table in document.tables)
    assert document.core_properties.author == documents.cover.municipality
    assert document.core_properties.language == "sv-SE"


def test_the_meeting_paper_of_the_demos_service_has_at_most_twelve_pages(world):
    then = documents_now(world.ungdom, reading(world.ungdom, world.day))
    assert len(PdfReader(BytesIO(file_of(then, "motesunderlag", "pdf", None))).pages) <= 12


def test_the_meeting_paper_asks_what_the_group_may_talk_about_until_it_has_said_how_it_reads_it(documents):
    def said(made) -> str:
        blocks = [block for chapter in made.meeting_paper.chapters for block in chapter.blocks]
        return " ".join(block.text for block in blocks if isinstance(block, Words))

    asked = " ".join(map(str, questions_for("fullfoljer")))
    assert f"Att prata om: {asked}" in said(documents)
    read = replace(documents, said=Said(readings={"fullfoljer": "Fler kom av sig själva."}, adopted=False))
    assert asked not in said(read)
    assert "Att prata om" in said(read)
    assert "Att prata om" not in said(replace(documents, said=Said()))


def test_every_figure_of_the_pages_tables_stands_in_the_word_file(documents):
    document = docx.Document(BytesIO(file_of(documents, "motesunderlag", "docx", None)))
    there = {plain(cell.text) for table in document.tables for row in table.rows for cell in row.cells}
    tables = [documents.page.reality.table, *(one for section in documents.page.sections for one in section.twins)]
    short = [table for table in tables if len(table.rows) <= MOST_ROWS]
    assert {plain(cell.text) for table in short for row in table.rows for cell in row.cells} <= there
    paragraphs = " ".join(each.text for each in document.paragraphs)
    long = [table.caption for table in tables if table not in short]
    assert long == ["Över tid"]
    assert all(f"Tabellen ”{caption}” har" in paragraphs for caption in long)


def test_the_pdf_is_tagged_swedish_and_says_its_pictures_and_internt_on_every_page(documents):
    reader = PdfReader(BytesIO(file_of(documents, "motesunderlag", "pdf", None)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == f"Mötesunderlag, {documents.cover.service}"
    assert alternatives(reader) == told_by(documents.meeting_paper)
    assert all("Internt" in page.extract_text() for page in reader.pages)


def test_libreoffice_shows_internt_on_every_page_of_the_word_file(documents, tmp_path):
    made = as_pdf({"moten": file_of(documents, "motesunderlag", "docx", None)}, tmp_path)["moten"]
    assert all("Internt" in page.extract_text() for page in made.pages)
    assert plain(documents.page.says) in plain(words_of(made))


def test_the_quality_report_has_the_headings_of_the_management_system_in_their_order(documents):
    titles = [chapter.title for chapter in documents.quality_report.chapters if chapter.level == 1]
    assert titles[2:8] == [
        "Riskanalys",
        "Egenkontroll",
        "Utredning av avvikelser",
        "Förbättrande åtgärder i verksamheten",
        "Förbättring av processerna och rutinerna",
        "Personalens medverkan i kvalitetsarbetet",
    ]


def test_the_appendix_defines_every_variable_scale_and_expectation_and_names_the_program(world, documents):
    words = words_of(PdfReader(BytesIO(file_of(documents, "metodbilaga", "pdf", None)))).replace("\u00a0", " ")
    read = reading(world.ungdom, date.today())
    names = [one.name for one in read.service.variables]
    names += [scale.name for one in read.instruments for scale in one.scales]
    names += [one.text for one in read.service.expectations]
    assert [name for name in names if plain(name).partition(" ")[0] not in words] == []
    assert documents.cover.software in words


def test_excel_holds_numbers_as_numbers_text_as_text_and_hides_nothing(documents):
    book = load_workbook(BytesIO(file_of(documents, "tabeller", "xlsx", None)))
    assert book.sheetnames[0] == "Om siffrorna"
    assert all(sheet.sheet_state == "visible" for sheet in book)
    for sheet in book:
        hidden = [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()]
        assert not any(each.hidden for each in hidden)
        assert {cell.data_type for row in sheet for cell in row if cell.value is not None} <= {"s", "n"}


def test_the_numbers_in_excel_are_those_of_the_page(documents):
    book = load_workbook(BytesIO(file_of(documents, "tabeller", "xlsx", None)))
    shown = next(one for section in documents.page.sections for one in section.twins if one.caption.startswith("Vilka"))
    sheet = book[shown.caption.replace("?", "")]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:4] == ["Uppgift", "Svar", "Antal", "Av"]
    assert heads[4:] == ["Andel, procent", "Osäkerhet, från, procent", "Osäkerhet, till, procent"]
    for row, cells in zip(shown.rows, sheet.iter_rows(2, 1 + len(shown.rows), values_only=True), strict=True):
        assert [str(value) for value in cells[2:4]] == [cell.text for cell in row.cells[2:4]]


TYPES = {
    "docx": lambda data: docx.Document(BytesIO(data)).core_properties.created.date(),
    "xlsx": lambda data: load_workbook(BytesIO(data)).properties.created.date(),
    "pdf": lambda data: PdfReader(BytesIO(data)).metadata.creation_date.date(),
}


def test_what_is_adopted_or_published_is_the_same_file_whenever_it_is_fetched(world, signed_in, monkeypatch):
    """Of the day that it was adopted or published, also when the clock that packs files has moved."""
    browser, day = signed_in(world.maryam), date.today() - timedelta(days=1)
    told = {"by": world.maryam, "met": day, "participants": "Aino", "reading": reading(world.ungdom, day, PERIOD)}
    adopted, published = adopt_follow_up(service=world.ungdom, **told), release(world)

    def fetched(name, *of, papers) -> dict[tuple[str, str], bytes]:
        return {one: browser.get(reverse(name, args=[*of, *one])).content for one in papers}

    def all_of_them():
        papers = [("motesunderlag", "docx"), ("motesunderlag", "pdf"), ("tabeller", "xlsx")]
        own = fetched("adopted_file", "ungdom", adopted.pk, papers=papers)
        return own, fetched("release_file", published.pk, papers=FILES)

    own, others = all_of_them()
    later = SimpleNamespace(time=lambda: 0, localtime=lambda _seconds: (2041, 3, 1, 12, 30, 0))
    monkeypatch.setattr("zipfile.time", later)
    assert (own, others) == all_of_them()
    assert {TYPES[ending](data) for (_paper, ending), data in own.items()} == {day}
    assert {TYPES[ending](data) for (_paper, ending), data in others.items()} == {date.today()}


def test_a_file_is_an_attachment_that_nobody_keeps_and_the_log_says_who_took_it(world, signed_in):
    browser = signed_in(world.maryam)
    address = reverse("follow_up_file", args=["ungdom", "tabeller", "xlsx"])
    answer = browser.get(address, {"period": "2025", "by": "sex"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert "2025" in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(what="fetch_follow_up", by=world.maryam, unit=world.ungdom.unit).exists()
    said = {row[0].value: row[1].value for row in load_workbook(BytesIO(answer.content))["Om siffrorna"]}
    assert said["Uppdelning"] == "Kön"


def test_whoever_may_not_see_the_figures_gets_no_file(world, signed_in):
    address = reverse("follow_up_file", args=["ungdom", "motesunderlag", "pdf"])
    assert signed_in(world.charlie).get(address).status_code == 404


def test_a_document_that_there_is_not_cannot_be_fetched(world, signed_in):
    for paper, ending in (("namnden", "pdf"), ("tabeller", "pdf"), ("motesunderlag", "xlsx")):
        address = reverse("follow_up_file", args=["ungdom", paper, ending])
        assert signed_in(world.maryam).get(address).status_code == 404


def test_the_page_offers_each_document_but_not_the_committees(world, signed_in):
    html = signed_in(world.maryam).get(reverse("follow_up", args=["ungdom"])).content.decode()
    assert html.count("/folj-upp/") >= sum(len(one) for one in ENDINGS.values())
    assert [code for code, _name, _endings in offered()] == list(ENDINGS)
    assert "nämnden" not in html
