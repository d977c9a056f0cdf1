"""The description as Word, PDF and a web page; and the Word file read back as the very same content."""

import re
from io import BytesIO

import docx
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.promising_practice.reviewing import judged
from tests.promising_practice.taking import PRACTICE, listening, take
from tests.publishing.documents.office import resaved

from loke.followup.frozen import digest_of, written
from loke.promising_practice import actions
from loke.promising_practice.content import blank, content_of
from loke.promising_practice.documents import MADE
from loke.promising_practice.found import text_of
from loke.promising_practice.guide import elements, rows
from loke.promising_practice.models import PracticeReview
from loke.promising_practice.papers import form_paper, reading_paper
from loke.promising_practice.reading import FileReading, read_review, understood
from loke.publishing.documents.blocks import Grid, Paragraph, Story, read
from loke.publishing.documents.content import tidy
from loke.publishing.documents.package import Unreadable
from loke.publishing.documents.word_paper import paper_word

pytestmark = pytest.mark.once

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
LINES = st.lists(st.one_of(TEXT, st.sampled_from(["", "Å ä ö 👩‍👧 é", "10.2", "- punkt", "ja"])), max_size=4)
WORDS = LINES.map("\n".join).map(tidy)
LINE = TEXT.map(lambda text: tidy(text).replace("\n", " "))
CODES, NUMBERS = [row.code for row in rows()], [str(one.number) for one in elements()]


@st.composite
def contents(draw) -> dict:
    told = blank() | {"practice": draw(LINE), "service": "Åsa", "organisation": "Ö", "number": 1}
    told |= {name: draw(WORDS) for name in ("about", "motive", "plan")}
    for code in draw(st.lists(st.sampled_from(CODES), max_size=4, unique=True)):
        told["rows"][code] |= {
            "answer": draw(st.sampled_from(["", "yes", "no", "not_relevant"])),
            "status": draw(st.sampled_from(["", "done", "under_way", "planned", "not_planned"])),
            **{name: draw(WORDS) for name in ("reason", "status_text", "description")},
        }
    for number in draw(st.lists(st.sampled_from(NUMBERS), max_size=2, unique=True)):
        status = draw(st.sampled_from(["", "very_good", "on_the_way", "needs_work"]))
        told["elements"][number] |= {"summary": draw(WORDS), "comment": draw(WORDS), "status": status}
    told["verdict"] |= {
        "verdict": draw(st.sampled_from(["", "very_good", "mostly", "needs_work"])),
        "motive": draw(WORDS),
        "judged": draw(st.sampled_from([None, "2026-03-01"])),
        "responsible": draw(LINE),
    }
    named = LINE.map(lambda text: f"x{text}")
    told["participants"] = [
        {"name": draw(named), "function": draw(LINE), "organisation": draw(LINE)}
        | {"external": draw(st.booleans()), "assessor": draw(st.booleans())}
        for _ in range(draw(st.integers(0, 2)))
    ]
    told["areas"] = [
        {"element": draw(st.sampled_from([None, 1, 11])), "text": draw(named), "priority": draw(st.integers(1, 99))}
        | {"responsible": draw(LINE), "until": draw(st.sampled_from([None, "2026-12-31"]))}
        for _ in range(draw(st.integers(0, 2)))
    ]
    return told


def there_and_back(content: dict) -> FileReading:
    return understood(read(paper_word(form_paper(content, "")), exact=True))


def as_read(content: dict) -> dict:
    """What of it a file holds."""
    return content | {"service": "", "organisation": "", "number": 1}


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(contents())
def test_what_is_written_to_word_is_read_back_to_the_letter(content):
    reading = there_and_back(content)
    assert reading.content == as_read(content)
    assert reading.findings == []


def test_every_row_has_a_place_in_the_form():
    text = "\n".join(table.rows[0].cells[0].text for table in docx.Document(BytesIO(word(blank()))).tables)
    assert all(code in text.splitlines() for code in CODES)


def word(content: dict) -> bytes:
    return paper_word(form_paper(content, "Internt"))


def edited(change) -> FileReading:
    document = docx.Document(BytesIO(word(blank() | {"practice": "Samtal"})))
    change({table.rows[0].cells[0].text: table for table in document.tables}, document)
    file = BytesIO()
    document.save(file)
    return understood(read(file.getvalue(), exact=True))


def test_an_answer_that_is_none_of_the_three_is_told():
    def change(tables, document):
        tables["4.2"].rows[1].cells[1].text = "kanske"

    assert edited(change).findings == ["4.2: ”kanske” är inget av svaren Ja, Nej, Ej relevant."]


def test_an_answer_in_another_case_is_understood():
    def change(tables, document):
        tables["4.2"].rows[1].cells[1].text = " EJ RELEVANT "

    assert edited(change).content["rows"]["4.2"]["answer"] == "not_relevant"


def test_a_row_and_a_table_of_ones_own_are_told():
    def change(tables, document):
        tables["4.2"].add_row().cells[0].text = "Eget"
        document.add_table(1, 2).rows[0].cells[0].text = "Budget"

    found = edited(change).findings
    assert "4.2: raden ”Eget” finns inte i formuläret." in found
    assert any("”Budget | ” är ingen av formulärets" in one for one in found)


def test_a_row_merged_into_one_cell_and_an_area_without_text_stop_nothing():
    def change(tables, document):
        cells = tables["4.2"].rows[1].cells
        cells[0].merge(cells[1])
        row = next(table for head, table in tables.items() if head == "Element").add_row()
        row.cells[3].text = "Aino"

    reading = edited(change)
    assert reading.content["areas"] == []
    assert "Att utveckla: raden om element –, ansvarig Aino, har ingen text." in reading.findings


@pytest.mark.parametrize("head", ["4.2", "Underlag till 4.2", "Vår bedömning"])
def test_a_row_of_a_single_cell_is_read(head):
    one = (Paragraph("Eget"),)
    table = Grid((((Paragraph(head),), (Paragraph(""),)), (one,), ()))
    assert understood(Story([table])).tables == 1


def test_a_day_that_is_none_and_a_question_that_is_gone_are_told():
    def change(tables, document):
        tables["Vår bedömning"].rows[3].cells[1].text = "i våras"
        tables["1.1"]._tbl.getparent().remove(tables["1.1"]._tbl)

    found = edited(change).findings
    assert "Vår bedömning: ”i våras” är ingen dag. Skriv som 2026-03-01." in found
    assert "Frågor som saknas i filen: 1.1." in found


def test_a_hostile_file_is_refused_before_it_is_understood():
    with pytest.raises(Unreadable):
        read_review(b"PK\x03\x04 not a zip")
    with pytest.raises(Unreadable):
        read_review(b"\xd0\xcf\x11\xe0 an old file")


# The world's own


@pytest.fixture
def review(world) -> PracticeReview:
    found = listening(world)
    description = "Klienten skattar själv.\n\nVi tittar  på kurvan 🌱 tillsammans."
    actions.answer_row(by=world.aino, review=found, row="10.2", answer="yes", status="done", description=description)
    actions.answer_row(by=world.aino, review=found, row="6.4", answer="not_relevant", reason="Inget att jämföra med.")
    take(world, found, "10.2", "before_during_after")
    actions.add_development_area(by=world.aino, review=found, text="Fråga efteråt", element=10, until=world.day)
    return judged(world.maryam, found)


def test_libreoffice_opens_it_and_gives_it_back_unchanged(review, tmp_path):
    content = content_of(review)
    reading = understood(read(resaved({"d": word(content)}, tmp_path)["d"], exact=True))
    assert reading.content["rows"]["10.2"]["description"] == content["rows"]["10.2"]["description"]
    assert reading.evidence["10.2"] == [digest_of(written(content["rows"]["10.2"]["evidence"][0]))]


def test_the_pdf_is_tagged_and_holds_the_guides_order(review):
    pdf = pypdf.PdfReader(BytesIO(MADE["pdf"](content_of(review), "Internt", None)))
    text = re.sub(r"\s+", " ", "".join(page.extract_text() for page in pdf.pages))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    places = [text.index(words) for words in ("Vårt valda arbetssätt", "Vår samlade beskrivning", "Vår bedömning")]
    assert places == sorted(places)
    assert "10.2 Följer vi samma person över tid" in text
    assert "artikelnr 2026-5-10232" in text
    assert "s. 40" in text


def test_the_web_page_stands_by_itself(review):
    page = MADE["html"](content_of(review), "Internt", None).decode()
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert '<html lang="sv">' in page
    assert page.count("<h1>") == 1


def test_what_people_wrote_stays_words_on_the_web_page(world):
    review = listening(world)
    actions.answer_row(by=world.aino, review=review, row="1.1", answer="yes", description="<script>alert(1)</script>")
    assert "<script" not in MADE["html"](content_of(review), "", None).decode()


def test_an_exported_review_comes_back_equal(world, review):
    content = content_of(review)
    reading = read_review(word(content))
    told = {"by": world.aino, "service": world.ungdom, "name": "fil.docx", "reading": reading}
    taken = actions.take_in_practice(**told, practice=reading.content["practice"])
    assert taken.findings == ""
    again = content_of(taken.review)
    assert again == content | {"number": 2, "verdict": content["verdict"] | {"judged": None}}
    assert taken.review.before == review


def test_evidence_that_was_never_taken_here_does_not_come_in(world, review):
    content = content_of(review)
    content["rows"]["10.2"]["evidence"][0]["says"] = ["Alla blev hjälpta."]
    told = {"by": world.aino, "service": world.ungdom, "name": "fil.docx", "reading": read_review(word(content))}
    taken = actions.take_in_practice(**told, practice="Ett annat")
    assert taken.findings == "Ett underlag till 10.2 är inte taget ur verksamhetens egna siffror och är inte inläst."
    assert content_of(taken.review)["rows"]["10.2"]["evidence"] == []


def test_the_file_is_taken_in_through_the_page_once(world, signed_in, review):
    page = reverse("guide_import", args=["ungdom"])
    told = {"submission": "00000000-0000-4000-8000-000000000009", "practice": "Inläst"}
    data = word(content_of(review))
    for _ in range(2):
        answer = signed_in(world.aino).post(page, told | {"file": SimpleUploadedFile("a.docx", data)})
        assert answer.status_code == 303
    assert PracticeReview.objects.filter(practice="Inläst").count() == 1
    assert "Allt i filen gick att läsa in." in signed_in(world.aino).get(answer["Location"]).text


def test_a_way_of_working_that_is_open_is_not_written_over(world, signed_in):
    listening(world)
    told = {"submission": "00000000-0000-4000-8000-000000000010", "practice": PRACTICE}
    file = SimpleUploadedFile("a.docx", word(blank()))
    answer = signed_in(world.aino).post(reverse("guide_import", args=["ungdom"]), told | {"file": file})
    assert answer.status_code == 422
    assert "redan påbörjat" in answer.text


@pytest.mark.parametrize("ending", ["docx", "pdf", "html"])
def test_the_unit_fetches_its_files_and_strangers_do_not(world, signed_in, review, ending):
    page = reverse("guide_document", args=["ungdom", review.pk, ending])
    assert signed_in(world.aino).get(page).status_code in (200, 302)
    assert signed_in(world.charlie).get(page).status_code == 404
    assert signed_in(world.tove).get(page).status_code == 404


def test_the_text_taken_is_not_said_twice(review):
    page = MADE["html"](content_of(review), "", None).decode()
    said = text_of(content_of(review)["rows"]["10.2"]["evidence"][0])
    assert page.count(said[:40]) <= 2


def test_a_file_that_cannot_be_read_is_to_be_chosen_once_more(world, signed_in):
    told = {"submission": "00000000-0000-4000-8000-000000000011", "practice": "Inläst"}
    file = SimpleUploadedFile("a.docx", b"inget")
    answer = signed_in(world.aino).post(reverse("guide_import", args=["ungdom"]), told | {"file": file})
    assert answer.status_code == 422
    assert "Välj filen en gång till." in answer.text
    assert "Inget är förlorat" not in answer.text


def test_nobody_responsible_is_no_column(review):
    content = content_of(review)
    content["areas"] = [{"element": 1, "text": "Fråga alla", "priority": 1, "responsible": "Idris", "until": None}]
    assert "responsible" in [one.code for one in _areas_of(content).columns]
    content["areas"][0]["responsible"] = ""
    table = _areas_of(content)
    assert [one.code for one in table.columns] == ["element", "text", "priority", "until"]
    assert len(table.rows[0]) == len(table.columns)


def _areas_of(content):
    blocks = (each for chapter in reading_paper(content).chapters for each in chapter.blocks)
    return next(one for one in blocks if getattr(one, "code", "") == "areas")
