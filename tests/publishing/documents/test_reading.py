"""A Word file that people have filled in, changed and saved in other programs is understood, and the rest reported."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publishing.documents.office import resaved
from tests.publishing.documents.samples import DESCRIPTION, SHEET, base_document

from loke.publishing.documents.blocks import Grid, Paragraph, Story, read
from loke.publishing.documents.content import Heading, tidied
from loke.publishing.documents.reading import FINDINGS, Reading, read_description, understood
from loke.publishing.documents.reading_sheet import read_sheet, understood_sheet
from loke.publishing.documents.word import description_word
from loke.publishing.documents.word_sheet import sheet_word

FIELDS = {field.code: field.text for heading in DESCRIPTION.headings for field in heading.fields}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def edited(change: Callable[[docx.document.Document], object], data: bytes | None = None) -> bytes:
    document = docx.Document(BytesIO(data or description_word(DESCRIPTION)))
    change(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(each.code, each.text) for each in reading.findings]


def line(document: docx.document.Document, text: str) -> object:
    return next(each for each in document.paragraphs if each.text == text)


def reading_of(*blocks: Paragraph | Grid) -> Reading:
    return understood(Story([Paragraph("1. Uppgifter om verksamheten", 1), *blocks]), DESCRIPTION)


def grid(*rows: str) -> Grid:
    """A table drawn with bars."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return Grid(tuple(tuple((Paragraph(cell),) if cell else () for cell in row) for row in cells))


# What we wrote


def test_what_was_written_is_read_back() -> None:
    reading = read_description(description_word(DESCRIPTION), DESCRIPTION)
    assert reading.fields == FIELDS
    assert [row["content"] for row in reading.tables["phases"]] == ["Samtal, kartläggning", "Samtal\nNätverksmöten"]
    assert reading.tables["phases"][1]["length"] == "120,5"
    assert reading.findings == []


def test_a_form_that_nobody_filled_in_says_nothing() -> None:
    def emptied(heading: Heading) -> Heading:
        fields = tuple(replace(field, text="") for field in heading.fields)
        return replace(heading, fields=fields, tables=tuple(replace(table, rows=()) for table in heading.tables))

    form = replace(DESCRIPTION, headings=tuple(map(emptied, DESCRIPTION.headings)))
    reading = read_description(description_word(form), form)
    assert set(reading.fields.values()) == {""}
    assert reading.tables == {"phases": []}
    assert reading.findings == []


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
LINES = st.lists(TEXT, max_size=3).map("\n".join)


@given(LINES)
@settings(max_examples=15, deadline=None)
def test_any_text_comes_back_but_for_spaces_and_what_no_document_holds(text: str) -> None:
    heading = DESCRIPTION.headings[1]
    like = replace(DESCRIPTION, headings=(replace(heading, fields=(replace(heading.fields[0], text=text),)),))
    back = understood(read(description_word(like)), like).fields["purpose"]
    lines = [" ".join(line.split()) for line in tidied(like).headings[0].fields[0].text.split("\n")]
    wanted = [line for line in lines if any(letter.isalnum() for letter in line)]
    assert [each for each in back.split("\n") if each] == wanted


# What others have done to it


def test_names_of_styles_numbers_case_and_spaces_may_differ() -> None:
    def change(document: docx.document.Document) -> None:
        document.styles["Heading 1"].element.find(f".//{{{W[9:-1]}}}name").set(f"{{{W[9:-1]}}}val", "Rubrik 1")
        line(document, "2. Idé och syfte").text = "B)  IDÉ OCH\u00a0SYFTE:"
        line(document, "Vad är syftet?").text = "Vad är  syftet"
        line(document, "Tjänster").style = "Normal"

    reading = read_description(edited(change), DESCRIPTION)
    assert reading.fields == FIELDS
    assert reading.findings == []


@pytest.mark.parametrize(
    ("blocks", "fields"),
    [
        ([Paragraph("Datum: 2026-03-01")], {"date": "2026-03-01"}),
        ([Paragraph("Datum", 2), Paragraph("igår\neller i förrgår")], {"date": "igår\neller i förrgår"}),
        ([Paragraph("Datum", 2), Paragraph("i", item=True), Paragraph("dag", item=True)], {"date": "- i\n- dag"}),
        ([Paragraph("Datum", 2), Paragraph("När beskrivningen skrevs.")], {"date": ""}),
        ([Paragraph("Datum", 2), Paragraph("–")], {"date": ""}),
        ([Paragraph("Tjänster", 2), Paragraph("tre")], {"posts": "tre"}),
        ([Paragraph("Öppenvård eller heldygnsvård", 3), Paragraph("HELDYGNSVÅRD.")], {"care": "Heldygnsvård"}),
    ],
)
def test_an_answer_is_found_by_its_label(blocks: list[Paragraph], fields: dict[str, str]) -> None:
    assert reading_of(*blocks).fields == fields


@pytest.mark.parametrize(
    ("blocks", "finding"),
    [
        ([Paragraph("9. Något annat", 1), Paragraph("text")], ("unknown_heading", "9. Något annat")),
        ([Paragraph("En lös tanke")], ("outside", "En lös tanke")),
        ([grid("Vem|När", "jag|nu")], ("unknown_table", "Vem | När")),
        ([grid("Namn|Innehåll|Mål|Färg", "a|b|c|d")], ("unknown_column", "Färg")),
        ([Paragraph("Öppenvård eller heldygnsvård", 2), Paragraph("Båda")], ("not_an_alternative", "Båda")),
        ([Paragraph("Datum", 2), Paragraph("nu"), Paragraph("Datum", 2)], ("twice", "Datum")),
        ([], ("missing", "Resurser")),
    ],
)
def test_what_is_not_understood_is_reported(blocks: list[Paragraph | Grid], finding: tuple[str, str]) -> None:
    assert finding in told(reading_of(*blocks))


def test_the_columns_of_a_table_may_stand_in_another_order_and_some_be_gone() -> None:
    reading = reading_of(grid("Mål|Namn|Innehåll", "lugn|Inledning|samtal", "||"))
    filled = {"aim": "lugn", "name": "Inledning", "content": "samtal", "intensity": "", "length": "", "sign": ""}
    assert reading.tables == {"phases": [filled]}


def test_changes_are_read_as_accepted_and_comments_pictures_and_notes_are_left() -> None:
    def change(document: docx.document.Document) -> None:
        paragraph = line(document, "3,5 tjänster")._p
        paragraph.append(parse_xml(f"<w:ins {W} w:id='1' w:author='x'><w:r><w:t> och en till</w:t></w:r></w:ins>"))
        deleted = f"<w:del {W} w:id='2' w:author='x'><w:r><w:delText>bort</w:delText></w:r></w:del>"
        paragraph.append(parse_xml(deleted))
        paragraph.append(parse_xml(f"<w:r {W}><w:commentReference w:id='0'/></w:r>"))
        paragraph.append(parse_xml(f"<w:r {W}><w:instrText>DATE</w:instrText><w:drawing/></w:r>"))

    reading = read_description(edited(change), DESCRIPTION)
    assert reading.fields["posts"] == "3,5 tjänster och en till"
    assert told(reading) == [("changes", "2"), ("comments", "1"), ("pictures", "1")]
    assert str(reading.findings[0]) == "Filen har 2 spårade ändringar. De är lästa som om de vore godkända."


def test_somebody_elses_document_is_read_without_harm() -> None:
    reading = read_description(base_document(), DESCRIPTION)
    assert reading.fields == {}
    assert ("unknown_heading", "Gammal rubrik") in told(reading)
    assert {each.code for each in reading.findings} <= set(FINDINGS)


# The sheet


def test_a_sheet_is_read_back_with_its_threads_and_phases() -> None:
    reading = read_sheet(sheet_word(SHEET), SHEET)
    assert reading.columns == tuple(column.rows for column in SHEET.columns)
    assert tuple(map(sorted, reading.threads)) == tuple(map(sorted, SHEET.threads))
    assert reading.phases == SHEET.phases
    assert [(each.code, each.text) for each in reading.findings] == [("expectations", "9")]


def sheet_of(*rows: str) -> Story:
    return Story([grid("Målgrupp|Insatser|Resultat", *rows)])


def test_a_table_of_three_titled_columns_is_taken_for_the_sheet() -> None:
    reading = understood_sheet(sheet_of("Unga|2. Samtal|Lugn", "|Möten|"), SHEET)
    assert [[row.text for row in column] for column in reading.columns] == [["Unga"], ["Samtal", "Möten"], ["Lugn"]]
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("said", "threads", "findings"),
    [
        ("Tråd till: 1, 2", ((0, 0), (0, 1)), []),
        ("TRÅD TILL 2 och 1", ((0, 1), (0, 0)), []),
        ("Tråd till: Möten", ((0, 1),), []),
        ("Thread to: 1", ((0, 0),), []),
        ("Tråd till: 3; 1", ((0, 0),), ["unknown_thread"]),
        ("Tråd till: Yoga", (), ["unknown_thread"]),
    ],
)
def test_a_thread_is_told_by_number_or_by_name(said: str, threads: tuple, findings: list[str]) -> None:
    story = sheet_of("Unga|Samtal|Lugn", "|Möten|")
    rows = story.blocks[0].rows
    first = ((Paragraph("Unga"), Paragraph(said)), *rows[1][1:])
    reading = understood_sheet(Story([Grid((rows[0], first, rows[2]))]), SHEET)
    assert reading.threads[0] == threads
    assert [each.code for each in reading.findings] == findings


def test_a_file_without_the_table_says_so() -> None:
    reading = read_sheet(base_document(), SHEET)
    assert reading.columns == ((), (), ())
    assert "no_columns" in [each.code for each in reading.findings]


# Saved in LibreOffice


def test_files_that_libreoffice_has_saved_are_read_as_well(tmp_path: Path) -> None:
    made = resaved({"description": description_word(DESCRIPTION), "sheet": sheet_word(SHEET)}, tmp_path)
    assert read_description(made["description"], DESCRIPTION).fields == FIELDS
    reading = read_sheet(made["sheet"], SHEET)
    assert reading.columns == tuple(column.rows for column in SHEET.columns)
    assert tuple(map(sorted, reading.threads)) == tuple(map(sorted, SHEET.threads))
