"""Idé mot verklighet as a conversation: a deviation is answered in one of four ways, and the answer kept beside it."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests.followup.conversing import PERIOD, answer, deviations, read, talk
from tests.followup.reading_pages import words
from tests.world import without_drafts

from loke.accounts.models import AuditEntry
from loke.accounts.submissions import Stale
from loke.followup.actions import restore_answer, withdraw_answer, write_reading
from loke.followup.deviations import is_later
from loke.followup.downloads import documents_now
from loke.followup.models import DeviationAnswer

TRIED = {"answer": "practice", "words": "Vi bokar om inom tre dagar", "who": "Idris", "until": "2040-03-01"}


@pytest.fixture
def deviation(world):
    return deviations(world.ungdom)[0]


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


def address(service, deviation, **more) -> str:
    query = {"period": PERIOD, "om": deviation.code, "version": deviation.version, **more}
    return reverse("answer_deviation", args=[service.code], query=query)


def post(browser, service, deviation, told, *, seen: str = "0", submission=None, **more):
    sent = {"submission": str(submission or uuid.uuid4()), "seen": seen, **told}
    return browser.post(address(service, deviation, **more), sent)


def test_following_up_asks_for_an_answer_to_what_surely_did_not_hold(world, aino, deviation):
    html = aino.get(reverse("follow_up", args=["ungdom"]), {"period": PERIOD}).content.decode()
    assert html.count('class="answer-form') == len(deviations(world.ungdom))
    for way in (
        "Vi ändrar arbetssättet",
        "Vi ändrar beskrivningen",
        "Vi har en förklaring",
        "Det är för få för att säga",
    ):
        assert way in html


def test_a_change_of_practice_keeps_what_is_tried_by_whom_and_until_when(world, aino, deviation):
    answered = post(aino, world.ungdom, deviation, TRIED)
    assert answered.status_code == 303
    one = DeviationAnswer.objects.get()
    assert (one.answer, one.words, one.who, one.until) == ("practice", TRIED["words"], "Idris", date(2040, 3, 1))
    assert (one.text, one.changed_by, one.late) == (deviation.text, world.aino, False)
    html = words(aino.get(answered["Location"]).content.decode())
    assert "Vi ändrar arbetssättet Vi bokar om inom tre dagar Idris, senast 2040-03-01" in html
    assert AuditEntry.objects.filter(what="answer_deviation", by=world.aino, unit=world.ungdom.unit).count() == 1


@pytest.mark.parametrize("lacking", ["words", "who", "until"])
def test_a_change_of_practice_says_what_who_and_when(world, aino, deviation, lacking):
    answered = post(aino, world.ungdom, deviation, {**TRIED, lacking: ""})
    assert answered.status_code == 422
    assert f'href="#{deviation.anchor}-{lacking}"' in answered.content.decode()
    assert not DeviationAnswer.objects.exists()


def test_a_change_of_the_description_leads_to_the_row_in_the_next_version(world, aino, deviation):
    without_drafts(world.ungdom)
    answered = post(aino, world.ungdom, deviation, {"answer": "description", "words": "Vi tar emot yngre"})
    draft = world.ungdom.processes.open().get()
    row = draft.expectations.filter(code=deviation.code).first().row
    assert draft.reason == "Vi tar emot yngre"
    assert answered["Location"] == f"{reverse('process', args=['ungdom'])}?rad={row.code}"
    again = post(aino, world.ungdom, deviation, {"answer": "description", "words": "Vi tar emot yngre"}, seen="1")
    assert again["Location"] == answered["Location"]
    assert world.ungdom.processes.open().count() == 1


def test_an_explanation_is_shown_beside_the_same_expectation_the_next_time(world, aino, deviation):
    answer(world.aino, world.ungdom, deviation, words="En av oss var sjuk i tre månader")
    later = next(turn for turn in talk(world.ungdom, "2026").turns if turn.deviation.code == deviation.code)
    assert later.answer is None
    assert later.before.words == "En av oss var sjuk i tre månader"
    html = words(aino.get(reverse("follow_up", args=["ungdom"]), {"period": "2026"}).content.decode())
    assert "Förra gången, " in html
    assert "Vi har en förklaring. En av oss var sjuk i tre månader" in html


def test_an_explanation_is_not_shown_beside_an_earlier_period(world, deviation):
    answer(world.aino, world.ungdom, deviation, words="En av oss var sjuk i tre månader")
    same = [turn for turn in talk(world.ungdom, "2024").turns if turn.deviation.code == deviation.code]
    assert [turn.before for turn in same] == [None] * len(same)


LATER = """
2026    | 2025    | yes
2025    | 2026    | no
2026    | 2026    | no
2026-H2 | 2026-H1 | yes
2026-H1 | 2026    | no
2026    | 2026-H1 | no
2026-H1 | 2025    | yes
2026-03 | 2026-04 | no
2026-H2 | 2026-Q1 | yes
2026-Q1 | 2026-H2 | no
2026-Q1 | 2026-12 | no
2026-04 | 2026-Q1 | yes
2026-03 | 2026-Q1 | no
all     | 2025    | no
2025    | all     | no
"""


@pytest.mark.parametrize("line", LATER.strip().splitlines())
def test_which_period_is_later(line):
    one, other, later = (part.strip() for part in line.split("|"))
    assert is_later(one, other) is (later == "yes")


def test_the_meeting_paper_says_what_has_been_answered_and_leaves_room_for_more(world, deviation):
    answer(world.aino, world.ungdom, deviation, words="En av oss var sjuk i tre månader")
    paper = documents_now(world.ungdom, read(world.ungdom)).meeting_paper
    titles = [chapter.title for chapter in paper.chapters]
    assert titles[titles.index("Våra svar") :] == ["Våra svar", "Det vi kommer fram till", "Tabeller", "Om siffrorna"]


def test_the_meeting_paper_does_not_say_that_nothing_needs_an_answer_while_it_may(world, deviation):
    write_reading(
        by=world.aino, service=world.ungdom, period=PERIOD, section="fullfoljer", text="Fler kom av sig själva"
    )
    titles = [chapter.title for chapter in documents_now(world.ungdom, read(world.ungdom)).meeting_paper.chapters]
    assert "Så läser vi det" in titles
    assert {"Våra svar", "Beslut"}.isdisjoint(titles)


def test_too_few_to_say_needs_no_more(world, aino, deviation):
    assert post(aino, world.ungdom, deviation, {"answer": "too_few"}).status_code == 303
    assert DeviationAnswer.objects.get().answer == "too_few"


def test_what_did_hold_may_be_answered_too(world, aino):
    other = next(turn.deviation for turn in talk(world.ungdom).turns if not turn.deviation.asks)
    assert (
        post(aino, world.ungdom, other, {"answer": "explanation", "words": "Vi ringer dagen före"}).status_code == 303
    )


def test_an_answer_that_somebody_else_has_changed_is_shown_beside_ones_own(world, signed_in, deviation):
    answer(world.idris, world.ungdom, deviation, words="Idris ord")
    answered = post(signed_in(world.aino), world.ungdom, deviation, {"answer": "explanation", "words": "Ainos ord"})
    assert answered.status_code == 409
    html = words(answered.content.decode())
    assert "Idris ord (Idris" in html
    assert "Ainos ord" in html
    assert DeviationAnswer.objects.get().words == "Idris ord"
    with pytest.raises(Stale):
        answer(world.aino, world.ungdom, deviation, seen="0")


def test_an_answer_is_taken_back_and_brought_back_as_it_was(world, aino, deviation):
    one = answer(world.aino, world.ungdom, deviation)
    back = reverse("take_back_answer", args=["ungdom", one.pk])
    page = words(aino.post(back, follow=True).content.decode())
    assert "Svaret är taget tillbaka. Ångra" in page
    assert deviation in [turn.deviation for turn in talk(world.ungdom).waiting]
    aino.post(back, {"undo": "1"})
    assert DeviationAnswer.objects.given().get().words == one.words


def test_those_of_the_unit_answer_and_nobody_else(world, deviation):
    for who in (world.aino, world.maryam):
        answer(who, world.ungdom, deviation)
    one = DeviationAnswer.objects.get()
    for who in (world.tove, world.bengt, world.coach, world.charlie, world.politician, world.administrator):
        with pytest.raises(PermissionDenied):
            answer(who, world.ungdom, deviation)
        for act in (withdraw_answer, restore_answer):
            with pytest.raises(PermissionDenied):
                act(by=who, answer=one)


def test_an_answer_is_about_the_work_and_holds_no_identifier(world, aino, deviation):
    told = {"answer": "explanation", "words": "Ring 070-123 45 67 om hen"}
    answered = post(aino, world.ungdom, deviation, told)
    assert answered.status_code == 422
    with pytest.raises(ValidationError):
        answer(world.aino, world.ungdom, deviation, words="19121212-1212")
    assert not DeviationAnswer.objects.exists()


def test_what_is_saved_while_somebody_writes_says_so_in_a_few_words(world, aino, deviation):
    told = {"submission": str(uuid.uuid4()), "seen": "0", "answer": "explanation", "words": "En"}
    where, asked = address(world.ungdom, deviation, mote="1"), {"headers": {"accept": "application/json"}}
    first = aino.post(where, told, **asked).json()
    assert set(first) == {"saved", "seen", "submission"}
    told |= {"submission": first["submission"], "seen": first["seen"], "words": "En av oss var sjuk"}
    assert aino.post(where, told, **asked).json()["seen"] == "2"
    assert DeviationAnswer.objects.get().words == "En av oss var sjuk"
    stale = aino.post(where, {**told, "submission": str(uuid.uuid4()), "seen": "1"}, **asked)
    assert (stale.status_code, "Någon annan" in stale.json()["error"]) == (409, True)
    lacking = aino.post(where, {**told, "submission": str(uuid.uuid4()), "words": ""}, **asked)
    assert lacking.status_code == 422


def test_interventions_that_are_given_or_described_but_not_both_are_found(world):
    rows = {row.intervention: row for row in read(world.ungdom).rows("interventions")}
    given = {code for code, row in rows.items() if row.received and not row.intended}
    unused = {code for code, row in rows.items() if row.intended and not row.received and row.of >= 5}
    found = {turn.deviation.code.removeprefix("insats:") for turn in talk(world.ungdom).apart}
    assert found == given | unused
