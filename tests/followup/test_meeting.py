"""Mötesläge: a section at a time, with questions to talk about, the group's notes and decisions, and a record."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.followup.conversing import PERIOD, adopt, answer, deviations
from tests.followup.reading_pages import words

from loke.followup.actions import decide, write_reading
from loke.followup.discussion import ALWAYS, questions_for
from loke.followup.models import Decision, SectionReading

QUESTION = "Har ni arbetat annorlunda, eller är det en annan målgrupp?"


def section_of_page(browser) -> str:
    """How many complete, as the long page shows it."""
    live = browser.get(reverse("follow_up", args=["ungdom"]), {"period": PERIOD}).content.decode()
    return live.partition('id="fullfoljer"')[2].partition("</section>")[0]


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


def address(page: str, section: str = "", *numbers: int) -> str:
    return reverse(page, args=["ungdom", *numbers], query={"period": PERIOD, "fraga": section})


def send(browser, page: str, section: str, *numbers: int, **told):
    return browser.post(address(page, section, *numbers), {"submission": str(uuid.uuid4()), **told})


def test_the_meeting_goes_through_every_section_and_ends_in_what_was_decided(world, aino):
    seen, here = [], address("meeting")
    while here:
        html = aino.get(here).content.decode()
        seen.append(re.search(r'<h1 id="m">(.*?)</h1>', html)[1])
        found = re.search(r'rel="next" href="([^"]*)"', html)
        here = found and found[1].replace("&amp;", "&")
    live = aino.get(reverse("follow_up", args=["ungdom"]), {"period": PERIOD}).content.decode()
    *asked, _documents = [words(one) for one in re.findall(r"<h2 id=[^>]*>(.*?)</h2>", live)]
    assert seen == [*asked, "Vad har ni bestämt?"]


def test_each_section_has_questions_to_talk_about(world, aino):
    html = words(aino.get(address("meeting", "fullfoljer")).content.decode())
    assert QUESTION in html
    assert questions_for("nytt-avsnitt") == ALWAYS
    assert QUESTION in section_of_page(aino)


def test_what_the_group_reads_out_of_a_section_is_shown_with_it(world, aino):
    done = send(aino, "write_reading", "fullfoljer", seen="0", text="Fler kom av sig själva")
    assert done["Location"] == address("meeting", "fullfoljer").replace(f"period={PERIOD}&", f"period={PERIOD}&by=&")
    section = section_of_page(aino)
    assert "Fler kom av sig själva" in section
    assert QUESTION not in section, "what there is to talk about stands there until the group has said it"


def test_two_who_take_notes_at_once_see_both_texts(world, aino):
    told = {"service": world.ungdom, "period": PERIOD, "section": "vilka"}
    write_reading(by=world.idris, text="Idris ord", seen="0", **told)
    answered = send(aino, "write_reading", "vilka", seen="0", text="Ainos ord")
    html = words(answered.content.decode())
    assert answered.status_code == 409
    assert "Idris ord (Idris" in html
    assert "Ainos ord" in html
    assert SectionReading.objects.get().text == "Idris ord"


def test_notes_are_about_the_work(world, aino):
    answered = send(aino, "write_reading", "vilka", seen="0", text="19121212-1212 kom sent")
    assert answered.status_code == 422
    assert not SectionReading.objects.exists()


def test_a_decision_is_noted_taken_away_and_brought_back(world, aino):
    assert send(aino, "decide", "fullfoljer", text="").status_code == 422
    been, day = date.today() - timedelta(days=1), date.today() + timedelta(days=70)
    refused = send(aino, "decide", "fullfoljer", text="Ring dagen före", until=str(been))
    assert "Dagen har redan varit. Välj i dag eller senare." in words(refused.content.decode())
    send(aino, "decide", "fullfoljer", text="Ring dagen före", who="Idris", until=str(day))
    one = Decision.objects.get()
    assert (one.text, one.who, one.until, one.made_by) == ("Ring dagen före", "Idris", day, world.aino)
    gone = send(aino, "remove_decision", "fullfoljer", one.pk)
    assert "Beslutet är borttaget. Ångra" in words(aino.get(gone["Location"]).content.decode())
    assert not Decision.objects.there().exists()
    send(aino, "remove_decision", "fullfoljer", one.pk, undo="1")
    assert Decision.objects.there().get() == one


def test_the_record_has_decisions_answers_and_readings_on_one_page(world, aino):
    told = {"by": world.aino, "service": world.ungdom, "period": PERIOD}
    answer(world.aino, world.ungdom, deviations(world.ungdom)[0], words="Sommaren var lång")
    write_reading(**told, section="fullfoljer", text="Fler kom av sig själva")
    decide(**told, section="fullfoljer", text="Ring dagen före", who="Idris")
    html = words(aino.get(address("meeting_record")).content.decode())
    for said in ("Ring dagen före Idris", "Vi har en förklaring. Sommaren var lång", "Fler kom av sig själva"):
        assert said in html


def test_after_the_adoption_the_meeting_is_read_only_until_a_new_one_is_begun(world, aino):
    adopt(world.maryam, world.ungdom)
    html = aino.get(address("meeting", "vilka")).content.decode()
    assert 'name="text"' not in html
    assert "Börja på en ny för samma period" in html
    aino.post(address("begin_follow_up"))
    assert 'name="text"' in aino.get(address("meeting", "vilka")).content.decode()


def test_those_outside_the_unit_neither_read_nor_write(world, signed_in):
    for who in (world.tove, world.coach, world.charlie, world.administrator):
        browser = signed_in(who)
        for page in ("meeting", "meeting_record"):
            assert browser.get(address(page)).status_code == 404
        assert send(browser, "write_reading", "vilka", seen="0", text="Hej").status_code == 404
        with pytest.raises(PermissionDenied):
            write_reading(by=who, service=world.ungdom, period=PERIOD, section="vilka", text="Hej")
        with pytest.raises(PermissionDenied):
            decide(by=who, service=world.ungdom, period=PERIOD, section="vilka", text="Hej")


def test_an_address_that_only_takes_what_is_sent_leads_to_the_page_that_it_is_sent_from(world, aino, signed_in):
    first, one = deviations(world.ungdom)[0], decide(**decision(world))
    said = answer(world.aino, world.ungdom, first)
    asked = {"period": PERIOD, "om": first.code, "version": first.version}
    for page, shown in (
        (address("decide", "fullfoljer"), "/mote/"),
        (address("remove_decision", "fullfoljer", one.pk), "/mote/"),
        (address("begin_follow_up"), "/mote/"),
        (reverse("take_back_answer", args=["ungdom", said.pk]), reverse("answer_deviation", args=["ungdom"])),
        (
            reverse("change_description", args=["ungdom"], query=asked),
            reverse("answer_deviation", args=["ungdom"]),
        ),
    ):
        answered = aino.get(page)
        assert answered.status_code == 302
        assert shown in answered["Location"]
        assert aino.get(answered["Location"]).status_code == 200
        assert signed_in(world.tove).get(page).status_code == 404


def decision(world) -> dict:
    return {
        "by": world.aino,
        "service": world.ungdom,
        "period": PERIOD,
        "section": "fullfoljer",
        "text": "Ring dagen före",
    }
