"""The pages of Beskriv: a heading at a time, saved while it is written, and only for those it concerns."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from tests.description.writing import autosave, begin, heading, sent

from loke.description.actions import add_part, adopt_service_description, begin_service_description, remove_part
from loke.description.headings import headings
from loke.description.models import BaseDocument, Part, Service, Wording
from loke.description.reading import one_told

SERVICE = "oppenvard-beroende"


@pytest.fixture
def tove(world, signed_in):
    """Tove's browser, and a draft in which nothing is written yet."""
    browser = signed_in(world.tove)
    begin(browser, SERVICE)
    draft(world).passages.all().delete()
    return browser


def draft(world):
    return world.beroende.descriptions.open().get()


def text(world, field: str) -> str:
    told = draft(world).passages.filter(field=field, part=None).first()
    return told.text if told else ""


def test_the_eight_headings_are_numbered_and_the_last_two_are_for_analysis():
    assert [one.number for one in headings()] == list(range(1, 9))
    assert [one.number for one in headings() if one.for_analysis] == [7, 8]
    assert all(field.help or field.code == "name" for one in headings() for field in one.fields)


def test_the_hub_lists_the_headings_with_the_next_one_marked(world, tove):
    html = tove.get(reverse("describe", args=[SERVICE])).content.decode()
    for one in headings():
        assert reverse("heading", args=[SERVICE, one.code]) in html
    assert html.count("tag-now") <= 2  # the draft, and the next heading if there is one


def test_a_heading_is_saved_as_a_whole_and_leads_to_the_next(world, tove):
    page = heading(tove, SERVICE, "conditions")
    answer = tove.post(page.request["PATH_INFO"], sent(page, success_factors="Tid för varandra", helping="Chefen"))
    assert answer["Location"] == reverse("describe", args=[SERVICE])
    assert (text(world, "success_factors"), text(world, "helping")) == ("Tid för varandra", "Chefen")
    page = heading(tove, SERVICE, "goals")
    answer = tove.post(page.request["PATH_INFO"], sent(page, next="1"))
    assert answer["Location"] == reverse("heading", args=[SERVICE, "follow_up"])


def test_what_is_wrong_in_one_field_keeps_the_whole_page_from_being_stored(world, tove):
    page = heading(tove, SERVICE, "conditions")
    answer = tove.post(
        page.request["PATH_INFO"], sent(page, success_factors="Ring 070-123 45 67", hindering="Lokalerna")
    )
    assert answer.status_code == 422
    assert "telefonnummer" in answer.content.decode()
    assert "Lokalerna" in answer.content.decode()
    assert text(world, "hindering") == ""


def test_sent_twice_it_is_stored_once(world, tove):
    page = heading(tove, SERVICE, "conditions")
    told = sent(page, hindering="Lokalerna")
    first, second = (tove.post(page.request["PATH_INFO"], told) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert draft(world).passages.get(field="hindering").number == 1


def test_a_field_is_saved_while_it_is_written(world, tove):
    answer = autosave(tove, SERVICE, "conditions", name="hindering", text="Lokalerna", seen=0)
    assert answer.status_code == 200
    assert (answer.json()["seen"], text(world, "hindering")) == (1, "Lokalerna")
    assert autosave(tove, SERVICE, "conditions", name="hindering", text="x@example.org", seen=1).status_code == 422
    assert text(world, "hindering") == "Lokalerna"


@pytest.mark.parametrize(
    "wrong", [{"name": "status"}, {"name": "purpose"}, {"name": "hindering", "seen": "x"}, {"name": "d9-name"}, {}]
)
def test_a_field_that_is_not_on_the_page_does_not_exist(tove, wrong):
    assert autosave(tove, SERVICE, "conditions", **{"text": "x", "seen": 0, **wrong}).status_code == 404


def test_two_who_write_at_once_are_shown_both_texts_and_choose(world, tove, signed_in):
    bengt = signed_in(world.bengt)
    mine, theirs = (heading(one, SERVICE, "conditions") for one in (tove, bengt))
    address = mine.request["PATH_INFO"]
    bengt.post(address, sent(theirs, hindering="Bengts text"))
    answer = tove.post(address, sent(mine, hindering="Toves text"))
    aside = Wording.objects.get(aside="waiting")
    assert answer["Location"] == reverse("choose_wording", args=[SERVICE, aside.pk])
    page = tove.get(answer["Location"])
    assert all(words in page.content.decode() for words in ("Bengts text", "Toves text"))
    assert "Välj vad som ska stå" in heading(tove, SERVICE, "conditions").content.decode()
    assert tove.post(answer["Location"], sent(page)).status_code == 422
    tove.post(answer["Location"], sent(page, choice="join", joined="Bägges text", submission=uuid4()))
    assert text(world, "hindering") == "Bägges text"
    told = tove.get(reverse("history", args=[SERVICE, aside.passage_id])).content.decode()
    assert all(words in told for words in ("Bengts text", "Toves text", "Bägges text"))
    assert tove.get(answer["Location"]).status_code == 302


def test_the_autosave_of_the_second_says_that_both_are_kept(tove, signed_in, world):
    autosave(signed_in(world.bengt), SERVICE, "conditions", name="hindering", text="Bengts text", seen=0)
    answer = autosave(tove, SERVICE, "conditions", name="hindering", text="Toves text", seen=0)
    assert (answer.status_code, "choose" in answer.json()) == (409, True)


def test_phases_are_added_moved_taken_away_and_brought_back_from_the_page(world, tove):
    page = heading(tove, SERVICE, "implementation")
    address = page.request["PATH_INFO"]
    before = draft(world).parts.count()
    tove.post(address, sent(page, add="phase", way_of_working_text="Också det som skrevs är sparat."))
    part = draft(world).parts.last() if not before else Part.objects.latest("pk")
    assert text(world, "way_of_working_text") == "Också det som skrevs är sparat."
    page = heading(tove, SERVICE, "implementation")
    tove.post(address, sent(page, **{f"{part.code}-name": "Eftervård i grupp"}, remove=part.pk))
    assert "Ta tillbaka" in heading(tove, SERVICE, "implementation").content.decode()
    page = heading(tove, SERVICE, "implementation")
    tove.post(address, sent(page, restore=part.pk))
    told = one_told(draft(world), "implementation").parts["phase"]
    assert told[-1].name == "Eftervård i grupp"


def test_what_is_written_in_a_part_that_a_colleague_takes_away_meanwhile_is_kept(world, tove):
    tove.post(heading(tove, SERVICE, "implementation").request["PATH_INFO"], {"add": "phase", "submission": uuid4()})
    part = add_part(by=world.bengt, description=draft(world), kind="phase")
    page = heading(tove, SERVICE, "implementation")
    remove_part(by=world.bengt, part=part)
    tove.post(page.request["PATH_INFO"], sent(page, **{f"{part.code}-aim": "Stå på egna ben"}))
    assert (
        autosave(tove, SERVICE, "implementation", name=f"{part.code}-length", text="En månad", seen=0).status_code
        == 200
    )
    assert set(part.passages.values_list("text", flat=True)) >= {"Stå på egna ben", "En månad"}


def test_what_is_posted_after_the_version_was_adopted_is_shown_again(world, tove):
    page = heading(tove, SERVICE, "conditions")
    draft(world).passages.create(field="purpose", text="Något")
    adopt_service_description(by=world.bengt, description=draft(world), participants="Alla")
    answer = tove.post(page.request["PATH_INFO"], sent(page, hindering="Skrivet för sent"))
    assert answer.status_code == 422
    assert all(words in answer.content.decode() for words in ("Skrivet för sent", "antagen"))


def test_somebody_elses_part_cannot_be_moved(world, tove):
    other = begin_service_description(by=None, service=world.ungdom)
    part = Part.objects.create(description=other, kind="phase", code="d99", order=1)
    page = heading(tove, SERVICE, "implementation")
    assert tove.post(page.request["PATH_INFO"], sent(page, remove=part.pk)).status_code == 404
    part.refresh_from_db()
    assert part.removed is None
    remove_part(by=None, part=part)


def test_the_manager_adopts_with_a_day_and_those_who_took_part(world, tove, signed_in):
    address = reverse("adopt_version", args=[SERVICE])
    assert tove.get(address).status_code == 404
    bengt = signed_in(world.bengt)
    page = bengt.get(address)
    assert bengt.post(address, sent(page)).status_code == 422
    draft(world).passages.create(field="purpose", text="Något")
    bengt.post(address, sent(page, participants="Tove och Bengt"))
    assert not world.beroende.descriptions.open().exists()
    assert "ändras inte längre" in heading(tove, SERVICE, "goals").content.decode()
    assert autosave(tove, SERVICE, "goals", name="other_goals", text="x", seen=0).status_code == 422


PAGES = ["beskriv/", "beskriv/verksamhet/rubrik/goals/", "beskriv/verksamhet/version/1/", "beskriv/dokument/"]
FILES = ["beskriv/verksamhet/version/1.docx", "beskriv/verksamhet/version/1.pdf", "mat/datapaket.zip"]
CHANGES = ["beskriv/verksamhet/ny-version/", "beskriv/verksamhet/kommentarer/", "beskriv/dokument/las-in/"]


@pytest.mark.parametrize("page", [*PAGES, *FILES])
@pytest.mark.parametrize(
    ("who", "status"),
    [("aino", 200), ("maryam", 200), ("coach", 200), ("tove", 404), ("politician", 404), ("charlie", 404)],
)
def test_those_of_the_unit_read_and_to_others_there_is_nothing(world, signed_in, page, who, status):
    assert signed_in(getattr(world, who)).get(f"/v/ungdom/{page}").status_code == status


@pytest.mark.parametrize("page", CHANGES)
@pytest.mark.parametrize("who", ["coach", "tove", "politician", "administrator", "charlie"])
def test_only_those_of_the_unit_change(world, signed_in, page, who):
    before = world.ungdom.descriptions.count()
    assert signed_in(getattr(world, who)).post(f"/v/ungdom/{page}").status_code == 404
    assert world.ungdom.descriptions.count() == before


def test_a_manager_makes_a_service_and_is_led_on(world, signed_in):
    maryam = signed_in(world.maryam)
    page = maryam.get(reverse("new_service"))
    answer = maryam.post(
        reverse("new_service"), sent(page, unit=world.ungdom.unit.pk, name="Ungdomslotsen Åäö 🙂", client_term="ungdom")
    )
    made = Service.objects.get(name="Ungdomslotsen Åäö 🙂")
    assert answer["Location"] == reverse("overview", args=[made.code])
    again = maryam.post(
        reverse("new_service"),
        sent(page, unit=world.ungdom.unit.pk, name="ungdomslotsen åäö 🙂", submission=uuid4(), client_term="ungdom"),
    )
    assert "redan en verksamhet" in again.content.decode()
    assert signed_in(world.aino).get(reverse("new_service")).status_code == 404


def word(paragraphs: list[tuple[str, str]]) -> SimpleUploadedFile:
    document, file = Document(), BytesIO()
    for words, style in paragraphs:
        document.add_paragraph(words, style=style)
    document.save(file)
    return SimpleUploadedFile("beskrivning.docx", file.getvalue())


def test_a_filled_in_word_file_becomes_text_in_the_draft_with_a_report(world, tove):
    page = tove.get(reverse("read_file", args=[SERVICE]))
    file = word(
        [
            ("2. Idé och syfte", "Heading 1"),
            ("Verksamhetens syfte", "Heading 2"),
            ("Ur filen.", "Normal"),
            ("Vårt motto", "Heading 1"),
            ("Alltid glada.", "Normal"),
            ("Organisatoriska förutsättningar", "Heading 1"),
            ("Vad i organisationen försvårar?", "Heading 2"),
            ("Ring 070-123 45 67", "Normal"),
        ]
    )
    answer = tove.post(reverse("read_file", args=[SERVICE]), {**sent(page), "file": file})
    told = tove.get(answer["Location"]).content.decode()
    assert text(world, "purpose") == "Ur filen."
    assert text(world, "hindering") == ""
    assert "Vårt motto" in told
    assert "telefonnummer" in told
    assert "070-123" not in told


@pytest.mark.parametrize("data", [b"", b"hej", b"PK\x03\x04trasig"])
def test_what_is_no_word_file_is_refused_and_nothing_is_changed(world, tove, data):
    page = tove.get(reverse("read_file", args=[SERVICE]))
    file = SimpleUploadedFile("x.docx", data)
    answer = tove.post(reverse("read_file", args=[SERVICE]), {**sent(page), "file": file})
    assert answer.status_code == 422
    assert not draft(world).readings.exists()


def test_the_administrator_keeps_the_base_document_and_nobody_else(world, signed_in, tove):
    assert tove.get(reverse("base_document")).status_code == 404
    browser = signed_in(world.administrator)
    page = browser.get(reverse("base_document"))
    browser.post(reverse("base_document"), {**sent(page), "file": word([("Mall", "Normal")])})
    assert BaseDocument.objects.get().organisation == world.organisation
    made = tove.get(reverse("description_file", args=[SERVICE, 1, "docx"])).content
    assert "Mall" not in "\n".join(one.text for one in Document(BytesIO(made)).paragraphs)
    browser.post(reverse("base_document"), {"drop": "1"})
    assert not BaseDocument.objects.exists()
