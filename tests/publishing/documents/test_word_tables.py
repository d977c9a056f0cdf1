"""Tables and papers in Word where nobody knows which font is there: words stay whole, and one page stays one."""

import re
from io import BytesIO

import docx
import pytest
from tests.publishing.documents.office import as_pdf

from loke.publishing.documents.content import Column, Table
from loke.publishing.documents.letters import width
from loke.publishing.documents.paper import Chapter, Paper, Words, fitted
from loke.publishing.documents.word_look import look_of, looks
from loke.publishing.documents.word_paper import paper_word
from loke.publishing.documents.word_widths import BETWEEN, least_widths, widths

A4 = (481.9, 728.5)  # points between margins of 20 mm
HEADS = ("Det vi tänkte", "Version", "Under", "Som tänkt", "Över", "Andel", "Osäkerhet", "Tänkt minst", "Hur säkert")


def table(rows: int = 3) -> Table:
    """As narrow as a table of the page may be, with heads longer than what stands under them."""
    row = ("Minst ett nätverksmöte", "2", "7", "17", "0", "71 %", "51–85", "80 %", "Kanske färre")
    columns = tuple(Column(f"c{place}", head, 1 < place < 8) for place, head in enumerate(HEADS))
    return fitted(Table("", "Idé mot verklighet", columns, (row,) * rows))


def committee(rows: int) -> Paper:
    """The committee's page with so many expectations."""
    columns = (Column("c0", "Det som var tänkt"), Column("c1", "Det som blev", share=2.5))
    became = (
        "Kanske färre. 20 av 28 ungdomar fick insatsen. 8 fick den inte. 71 %, men osäkerheten går från 53 till 85."
    )
    made = Table("", "Idé mot verklighet", columns, (("Minst ett nätverksmöte", became),) * rows)
    said = tuple(Words("Av 29 avslutade fullföljde 11 (38 %), och 29 började. " * 2) for _ in range(4))
    chapters = (Chapter("Det vi vet", (Words("28 började.", "lead"), *said, made)), Chapter("Det vi inte vet", said))
    return Paper("Till nämnden", "Öppenvård unga", "Älvkulla kommun", "2025", "", chapters, one_page=True)


def test_a_column_asks_for_its_longest_word_and_a_day_is_one():
    assert BETWEEN.split("före- och efter") == ["före-", "och", "efter"]
    assert BETWEEN.split("2026-11-30, 49–84") == ["2026-11-30,", "49–84"]
    (first, second, *_rest) = least_widths(table(), "sv", 9, 480)
    assert first > width("nätverksmöte", 9)
    assert second > width("Version", 9)


@pytest.mark.parametrize(
    ("shares", "least", "found"),
    [
        ((1, 1), (20, 20), [50, 50]),
        ((9, 1), (20, 20), [80, 20]),
        ((8, 1, 1), (20, 30, 5), [62.2, 30, 7.8]),
        ((1, 1), (150, 50), [75, 25]),
    ],
    ids=["by their shares", "the narrow one gets its least", "the others give it", "no room for all"],
)
def test_columns_share_the_room_but_none_is_narrower_than_its_longest_word(shares, least, found):
    assert [round(one, 1) for one in widths(shares, least, 100)] == found


def test_no_heading_is_divided_in_libreoffice(tmp_path):
    paper = Paper("Tabeller", "Unga", "Älvkulla", "2025", "", (Chapter("Rubrik", (table(),)),))
    made = as_pdf({"tables": paper_word(paper)}, tmp_path)["tables"]
    there = set(re.split(r"\s+", " ".join(page.extract_text() for page in made.pages)))
    assert [word for head in HEADS for word in head.split() if word not in there] == []


def test_a_paper_of_one_page_gets_smaller_letters_the_more_it_says():
    found = [look_of(committee(rows), A4).text for rows in (1, 12, 16)]
    assert found[0] == looks("sv")[0].text
    assert found[0] > found[1] > found[2] > looks("sv")[-1].text
    made = docx.Document(BytesIO(paper_word(committee(16))))
    assert made.styles["Normal"].font.size.pt == found[2]


def test_the_committees_page_is_one_page_in_libreoffice_however_many_expectations(tmp_path):
    made = as_pdf({f"rows{rows}": paper_word(committee(rows)) for rows in (1, 4, 7, 9, 12, 14)}, tmp_path)
    assert {name: len(one.pages) for name, one in made.items()} == dict.fromkeys(made, 1)


def test_other_papers_keep_the_size_of_their_letters():
    paper = Paper("Mötesunderlag", "Unga", "Älvkulla", "2025", "", (Chapter("Rubrik", (table(60),)),))
    assert look_of(paper, A4).text == 10.5
