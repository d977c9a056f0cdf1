"""PDF is tagged, in its language, without surprises in what people have written, and the sheet is one page."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.publishing.documents.office import words_of
from tests.publishing.documents.samples import DESCRIPTION, PLAN, PROSE, SHEET, base_document, full

from loke.publishing.documents.content import Description, Field, Heading, Row, Sheet
from loke.publishing.documents.fit import DoesNotFit
from loke.publishing.documents.fitting import PLAIN, fits
from loke.publishing.documents.pdf import description_pdf, plan_pdf, sheet_pdf
from loke.publishing.documents.typesetting import printable
from loke.publishing.documents.word_base import room_on

MADE = {"description": description_pdf(DESCRIPTION), "sheet": sheet_pdf(SHEET), "plan": plan_pdf(PLAN)}


def reader_of(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def saying(text: str) -> Description:
    return replace(DESCRIPTION, headings=(Heading(1, "Syfte", (Field("purpose", "Vad?", text),)),))


@pytest.mark.parametrize("kind", MADE)
def test_every_pdf_is_tagged_and_says_its_language_its_title_and_its_standards(kind: str) -> None:
    reader = reader_of(MADE[kind])
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"] == {"/Marked": True, "/Suspects": False}  # pdfinfo 22.12 takes any false for an error
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "sv"
    assert "Öppenvård unga" in reader.metadata.title
    said = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    assert "<pdfaid:part>2</pdfaid:part>" in said


def test_the_letters_of_swedish_can_be_copied_out_again() -> None:
    words = words_of(reader_of(MADE["description"]))
    assert "Att unga ska få en vardag – ”nog bra” …" in words
    assert "Älvkulla" in words


def test_the_headings_are_the_outline() -> None:
    titles = [each["/Title"] for each in reader_of(MADE["description"]).outline if not isinstance(each, list)]
    assert titles == ["1. Uppgifter om verksamheten", "2. Idé och syfte", "4. Genomförande", "7. Resurser"]


def test_only_our_font_is_used() -> None:
    fonts = {str(font["/BaseFont"]) for page in reader_of(MADE["sheet"]).pages for font in fonts_of(page)}
    assert {font.partition("+")[2] for font in fonts} == {"SourceSans3-Roman"}


def fonts_of(page: object) -> list[dict]:
    return [each.get_object() for each in page["/Resources"]["/Font"].values()]


def test_the_same_content_gives_the_same_bytes() -> None:
    assert sheet_pdf(SHEET) == MADE["sheet"]


@pytest.mark.parametrize(
    "text",
    ['#read("/etc/passwd")', "*fet* _kursiv_ $x^2$", "= Rubrik", "[a](b) <c> @d", "\\ # \\u{1F600}", '"; #let x = 1'],
)
def test_what_people_write_is_never_markup(text: str) -> None:
    assert text in words_of(reader_of(description_pdf(saying(text))))


def test_a_letter_that_the_font_lacks_is_shown_as_a_box() -> None:
    assert printable("bra 👍🏽 سلام å") == "bra □ □□□□ å"
    assert "bra □" in words_of(reader_of(description_pdf(saying("bra 👩‍👧"))))


def test_controls_and_halves_of_letters_are_left_out() -> None:
    assert "rak text" in words_of(reader_of(description_pdf(saying("rak\x00\ud800\u202e text\x1b"))))


def test_a_plan_shrinks_to_stay_on_one_page_and_then_goes_on_over_two() -> None:
    rows = PLAN.tables[0].rows
    assert [len(reader_of(plan_pdf(with_rows(rows * n))).pages) for n in (1, 3, 6)] == [1, 1, 2]


def with_rows(rows: tuple) -> object:
    return replace(PLAN, tables=(replace(PLAN.tables[0], rows=rows),))


# The sheet


def test_three_by_three_rows_of_120_letters_with_an_expectation_each_are_one_a4_on_its_side() -> None:
    sheet = full(3, 120)
    assert fits(sheet).fits
    pages = reader_of(sheet_pdf(sheet)).pages
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [(842, 595)]


def test_the_threads_are_told_to_those_who_do_not_see_them() -> None:
    told = alternatives(reader_of(MADE["sheet"]).trailer["/Root"]["/StructTreeRoot"])
    assert any("”Som har vuxna omkring sig” leder till ”Föräldrasamtal”." in text for text in told)
    assert len(told) == 2


def alternatives(node: object) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [text for child in node for text in alternatives(child)]
    if not isinstance(node, dict):
        return []
    return ([str(node["/Alt"])] if "/Alt" in node else []) + (alternatives(node["/K"]) if "/K" in node else [])


def test_a_sheet_without_rows_fits() -> None:
    first, second, third = (replace(column, rows=()) for column in SHEET.columns)
    sheet = replace(SHEET, columns=(first, second, third), threads=((), ()), phases=())
    assert fits(sheet).fits
    assert len(reader_of(sheet_pdf(sheet)).pages) == 1


def test_a_column_that_is_too_long_is_named_and_shortened_as_told_it_fits() -> None:
    long = full(6, 180, 2)
    first, _, third = SHEET.columns
    sheet = replace(SHEET, columns=(first, long.columns[1], third), threads=((), ()))
    fit = fits(sheet)
    assert [each.part for each in fit.too_long] == [1]
    with pytest.raises(DoesNotFit):
        sheet_pdf(full(12, 200, 3))
    less = 1 + fit.too_long[0].letters // 6
    rows = tuple(replace(row, text=row.text[:-less]) for row in sheet.columns[1].rows)
    assert fits(replace(sheet, columns=(first, replace(sheet.columns[1], rows=rows), third))).fits


def test_phases_that_take_the_page_are_named() -> None:
    phases = tuple(Row(PROSE, (PROSE,) * 8) for _ in range(4))
    assert [each.part for each in fits(replace(SHEET, phases=phases)).too_long] == [3]


def test_the_header_of_a_base_document_takes_room() -> None:
    assert room_on(None).height >= PLAIN.height > room_on(base_document(60)).height > room_on(base_document(120)).height
    assert room_on(None).width >= PLAIN.width
    assert fits(full(4, 120)).fits
    assert not fits(full(4, 120), base_document(150)).fits


WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzåäöMWÅÄÖ0123456789-–,.%/🙂"), min_size=1, max_size=45)
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(lambda words: " ".join(words)[:200])
ROWS = st.lists(st.builds(Row, TEXTS, st.lists(TEXTS.map(lambda text: text[:90]), max_size=3).map(tuple)), max_size=7)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    columns = tuple(replace(column, rows=tuple(draw(ROWS))) for column in SHEET.columns)
    counts = [len(column.rows) for column in columns]
    threads = tuple(tuple((a, b) for a in range(counts[i]) for b in range(counts[i + 1])) for i in (0, 1))
    return replace(SHEET, columns=columns, threads=threads, phases=tuple(draw(ROWS))[:4])


@given(sheets())
@settings(max_examples=20, deadline=None)
def test_whenever_it_is_said_to_fit_there_is_one_page_with_all_of_it(sheet: Sheet) -> None:
    fit = fits(sheet)
    if not fit.fits:
        assert all(0 <= each.part <= 3 and each.letters > 0 for each in fit.too_long)
        return
    assert fit.size >= 9
    reader = reader_of(sheet_pdf(sheet))
    assert len(reader.pages) == 1
    said = "".join(words_of(reader).split())
    for row in (row for column in sheet.columns for row in column.rows):
        assert bare(row.text) in bare(said)


def bare(text: str) -> str:
    """Only letters and figures: typst may divide a word with a hyphen."""
    return "".join(letter for letter in text if letter.isalnum())
