"""A paper on few pages: pictures two a row or beside their words, short tables whole, and days that are not divided."""

from io import BytesIO
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from loke.publishing.documents.content import Column, Table
from loke.publishing.documents.paper import Beside, Chapter, Figure, Paper, Words, arranged, folded
from loke.publishing.documents.paper_pdf import paper_pdf
from loke.publishing.documents.word_paper import paper_word
from loke.publishing.marks import Picture, picture, text

ROWS = 16


def drawn(words: str, height: int = 60) -> Picture:
    return picture(height, [text(0, 20, words)], words)


def figure(title: str, note: str = "", height: int = 60) -> Figure:
    return Figure(title, (drawn(title, height),), note)


def table(rows: int = ROWS) -> Table:
    columns = (Column("c0", "Vad"), Column("c1", "Antal", figure=True))
    return Table("", "Hur många", columns, tuple((f"rad {place}.", place) for place in range(rows)))


def paper(*blocks) -> Paper:
    return Paper("Mötesunderlag", "Unga", "Älvkulla", "2026", "", (Chapter("Rubrik", blocks),))


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


def test_figures_that_follow_each_other_stand_two_by_two_and_the_last_of_three_alone():
    one, two, three, said = figure("Ett"), figure("Två"), figure("Tre"), Words("Sagt", "lead")
    assert list(arranged([said, one, two, three])) == [said, Beside((one,), (two,)), Beside((three,))]


def test_one_figure_stands_beside_what_is_said_of_it():
    one, said, note = figure("Ett"), Words("Sagt", "lead"), Words("Internt", "quiet")
    assert list(arranged([said, one, note, table()])) == [Beside((said, note), (one,)), table()]
    assert list(arranged([one, note])) == [Beside((one,), (note,))]


def test_what_is_left_to_write_has_lines_that_stay_apart():
    one = paper(Words("Risker", "blank"))
    written = docx.Document(BytesIO(paper_word(one)))
    lines = [each._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}") for each in written.paragraphs[-3:]]
    spaces = [line.get(qn("w:space")) for line in lines]
    assert all(apart != next_to for apart, next_to in pairwise(spaces))


def test_words_too_many_for_half_a_page_stand_above_their_figure_and_go_on_over_pages():
    said, one = Words("Sagt. " * 200), figure("Ett")
    assert list(arranged([said, one])) == [said, one]


def test_a_table_too_wide_for_a_page_is_parted_evenly_and_names_its_rows_in_each_part():
    columns = (
        Column("c0", "Skala", share=20),
        *(Column(f"c{place}", f"Tal {place}", True, 12) for place in range(1, 10)),
    )
    parts = folded(Table("", "Bred", columns, (("Ork", *range(1, 10)),)), room=120)
    assert [len(part.columns) for part in parts] == [6, 5]
    assert [part.rows[0][0] for part in parts] == ["Ork", "Ork"]
    assert [cell for part in parts for cell in part.rows[0][1:]] == list(range(1, 10))
    assert folded(Table("", "Smal", columns[:3], (("Ork", 1, 2),)), room=120)[0].caption == "Smal"


def test_several_pictures_under_one_caption_keep_the_whole_width():
    several = Figure("Par", (drawn("Ett"), drawn("Två")))
    assert list(arranged([Words("Sagt"), several])) == [Words("Sagt"), several]


def test_two_figures_begin_at_the_same_height_of_the_page():
    found: dict[str, float] = {}

    def visit(words, _matrix, place, _font, _size):
        found.update({words.strip(): round(place[5])} if words.strip() in ("Ett", "Två") else {})

    PdfReader(BytesIO(paper_pdf(paper(figure("Ett"), figure("Två", height=200))))).pages[0].extract_text(
        visitor_text=visit
    )
    assert len(found) == 2
    assert len(set(found.values())) == 1


@pytest.mark.parametrize("lines", [20, 24, 28, 32, 36])
def test_a_short_table_is_never_divided_between_pages_of_the_pdf(lines):
    found = pages(paper_pdf(paper(*(Words(f"Stycke {place}") for place in range(lines)), table())))
    assert [sum(f"rad {place}." in page for place in range(ROWS)) for page in found].count(ROWS) == 1


def test_a_long_table_goes_on_with_its_head_repeated():
    found = pages(paper_pdf(paper(table(90))))
    assert len(found) > 1
    assert all("Antal" in page for page in found)


@pytest.mark.parametrize(("rows", "kept"), [(ROWS, True), (ROWS + 1, False)])
def test_the_rows_of_a_short_table_follow_each_other_in_word(rows, kept):
    (made,) = docx.Document(BytesIO(paper_word(paper(table(rows))))).tables
    told = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in made.rows]
    assert told == [kept or None] * rows + [None]


def test_in_word_two_figures_have_one_line_of_captions_and_one_of_pictures_as_high_as_each_other():
    made = docx.Document(BytesIO(paper_word(paper(figure("Ett", "Om ett"), figure("Två", "Om två", height=200)))))
    told = [each.text for each in made.paragraphs]
    assert told[told.index("Ett\tTvå") + 2 :] == ["Ett: Om ett", "Två: Om två"]
    assert len({shape.height for shape in made.inline_shapes}) == 1


def test_in_word_a_caption_too_long_for_half_the_page_has_a_line_of_its_own():
    long = "Så länge det är sedan någon i familjen hade kontakt med socialtjänsten"
    made = docx.Document(BytesIO(paper_word(paper(figure(long), figure("Två")))))
    assert [each.text for each in made.paragraphs if each.style.name == "Caption"] == [long, "Två"]


@pytest.mark.parametrize("kept", ["2026-11-29", "6,5–11,5"])
def test_a_day_and_a_span_stay_on_one_line(kept):
    several = [Words(f"{'i ' * words}{kept} och så vidare") for words in range(80, 104)]  # past the end of a line
    lines = "\n".join(pages(paper_pdf(paper(*several)))).split("\n")
    assert sum(kept in line for line in lines) == len(several)
