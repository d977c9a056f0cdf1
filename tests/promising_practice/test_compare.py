"""Two reviews held against each other: as plain content, as what has moved, and as two who judge for themselves."""

from copy import deepcopy
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.promising_practice.reviewing import answered, begun, elements_judged, judged
from tests.promising_practice.taking import listening, take

from loke.promising_practice import actions
from loke.promising_practice.compare import differences
from loke.promising_practice.compared import judgements_compared, revisions_compared
from loke.promising_practice.content import seal_of
from loke.promising_practice.found import text_of
from loke.promising_practice.guide import elements, rows

pytestmark = pytest.mark.once

CODES = [row.code for row in rows()]
ROW = st.fixed_dictionaries({"answer": st.sampled_from(["", "yes", "no"]), "description": st.text(max_size=9)})
ELEMENT = st.fixed_dictionaries({"status": st.sampled_from(["", "very_good", "needs_work"])})
CONTENT = st.fixed_dictionaries(
    {
        "practice": st.just("Samtal"),
        "about": st.text(max_size=9),
        "rows": st.dictionaries(st.sampled_from(CODES), ROW),
        "elements": st.dictionaries(st.sampled_from([str(one.number) for one in elements()]), ELEMENT),
        "verdict": st.fixed_dictionaries({"verdict": st.sampled_from(["", "mostly"])}),
        "areas": st.lists(st.fixed_dictionaries({"text": st.text(min_size=1, max_size=9)}), max_size=4),
    }
)


@given(CONTENT)
def test_nothing_differs_from_itself(content):
    assert differences(content, deepcopy(content)) == []


@given(CONTENT)
def test_how_lines_and_spaces_are_written_makes_no_difference(content):
    said = "2026: Tolv av 20, 60 %.\r\n\r\nSå gör vi.\r\n"
    one, other = ({**content, "about": text, "areas": [{"text": text}]} for text in (said, " ".join(said.split())))
    assert differences(one, other) == []


@given(CONTENT, CONTENT)
def test_what_differs_one_way_differs_the_other_way_round(one, other):
    there = {(each.part, each.place, each.field, each.one, each.other) for each in differences(one, other)}
    back = {(each.part, each.place, each.field, each.other, each.one) for each in differences(other, one)}
    assert there == back


@given(CONTENT, CONTENT)
def test_every_row_that_is_answered_otherwise_is_named(one, other):
    named = {each.place for each in differences(one, other) if (each.part, each.field) == ("rows", "answer")}
    answer = lambda content, code: content["rows"].get(code, {}).get("answer", "")  # noqa: E731
    assert named == {code for code in CODES if answer(one, code) != answer(other, code)}


def test_a_revision_says_what_has_moved(world):
    first = begun(world.aino, world.ungdom)
    answered(world.aino, first, but=("1.1", "1.2"))
    first = judged(world.maryam, first)
    second = actions.begin_revision(by=world.aino, review=first)
    actions.answer_row(by=world.aino, review=second, row="1.1", answer="no")
    actions.judge_element(by=world.aino, review=second, element=4, status="very_good", summary="Så är det med Mål")
    actions.judge_element(by=world.aino, review=second, element=5, status="needs_work", summary="Ingen har prövat")
    found = revisions_compared(first, second, [])
    assert list(found.says) == [
        "1 fråga har fått svar.",
        "Ett element har gått framåt.",
        "Ett element har gått bakåt.",
    ]
    assert [part.name for part in found.parts] == [
        "1 Teori och kunskap",
        "4 Mål",
        "5 Överförbarhet",
    ]
    assert [(line.label, line.one, line.other) for line in found.parts[2].lines] == [
        ("Status", "På god väg", "Behöver utvecklas vidare"),
        ("Sammanfattning", "Så är det med Överförbarhet", "Ingen har prövat"),
    ]


def test_a_second_assessor_is_held_against_the_group_in_what_is_judged(world):
    review = begun(world.aino, world.ungdom)
    answered(world.aino, review, description="Så gör vi")
    review = judged(world.maryam, review)
    own = actions.begin_assessment(by=world.coach, review=review)
    answered(world.coach, own, but=("1.1",))
    actions.answer_row(by=world.coach, review=own, row="1.1", answer="no", description="Det framgår inte")
    found = judgements_compared(review, judged(world.coach, own, "needs_work"), [])
    assert list(found.says) == ["Ni svarar lika på 49 av 50 frågor och bedömer 11 av 11 element lika."]
    assert [(line.place, line.label, line.one, line.other) for part in found.parts for line in part.lines] == [
        ("1.1", "Svar", "Ja", "Nej"),
        ("1.1", "Beskrivning", "Så gör vi", "Det framgår inte"),
        ("", "Samlad bedömning", "Till största delen", "Behöver utvecklas i flera delar"),
    ]


@pytest.mark.parametrize("name", ["idris", "coach"])
def test_whoever_judges_on_their_own_finishes_it_without_being_invited(world, signed_in, name):
    somebody = getattr(world, name)
    own = actions.begin_assessment(by=somebody, review=begun(world.aino, world.ungdom))
    elements_judged(somebody, own)
    told = {"verdict": "mostly", "verdict_motive": "Det mesta finns på plats", "responsible": somebody.name}
    actions.write_verdict(by=somebody, review=own, **told)
    finish = reverse("guide_judge", args=["ungdom", own.pk])
    own.refresh_from_db()
    sent = {"submission": str(uuid4()), "seen": seal_of(own), "written": str(own.written)}
    sent |= {"judged": timezone.localdate().isoformat()}
    assert signed_in(world.tove).post(finish, sent).status_code == 404
    assert signed_in(somebody).post(finish, sent).status_code == 303
    own.refresh_from_db()
    assert own.judged == timezone.localdate()


def test_what_the_group_answers_is_closed_to_whoever_judges_until_that_is_done(world, signed_in):
    review = begun(world.aino, world.ungdom)
    answered(world.aino, review, description="Så gör vi")
    coach, idris = signed_in(world.coach), signed_in(world.idris)
    at = ["ungdom", review.pk]
    pages = [reverse(name, args=at) for name in ("guide_review", "guide_judgement", "guide_compare")]
    pages += [reverse("guide_row", args=[*at, "1.1"]), reverse("guide_element", args=[*at, 1])]
    assert all(coach.get(one).status_code == 200 for one in pages)
    own = actions.begin_assessment(by=world.coach, review=review)
    actions.begin_assessment(by=world.idris, review=review)
    for one in pages:
        led = coach.get(one, follow=True)
        assert led.redirect_chain == [(reverse("guide_review", args=["ungdom", own.pk]), 302)]
        assert "Du bedömer själv. Gruppens svar visas när din bedömning är klar." in led.text
        assert idris.get(one).status_code == 200  # who writes with the group
    told = [one.get(reverse("guide_assessments", args=["ungdom"])).text for one in (coach, idris)]
    assert ["Vänta med det tills din bedömning är klar." in one for one in told] == [False, True]
    judged(world.coach, own)
    assert all(coach.get(one).status_code == 200 for one in pages)


def test_an_assessors_judgement_is_written_by_nobody_else(world):
    review = begun(world.aino, world.ungdom)
    own = actions.begin_assessment(by=world.coach, review=review)
    assert actions.begin_assessment(by=world.coach, review=review) == own
    for somebody in (world.maryam, world.aino, world.tove):
        with pytest.raises(PermissionDenied):
            actions.answer_row(by=somebody, review=own, row="1.1", answer="yes")
    with pytest.raises(PermissionDenied):
        actions.begin_assessment(by=world.tove, review=review)


def test_what_the_assessor_has_not_answered_is_counted_and_is_no_difference(world):
    review = begun(world.aino, world.ungdom)
    answered(world.aino, review, description="Så gör vi")
    review = judged(world.maryam, review)
    own = actions.begin_assessment(by=world.coach, review=review)
    actions.answer_row(by=world.coach, review=own, row="1.1", answer="yes")
    found = judgements_compared(review, judged(world.coach, own), [])
    assert list(found.says) == [
        "Ni svarar lika på 1 av 1 fråga och bedömer 11 av 11 element lika.",
        "49 frågor är inte besvarade i den egna bedömningen.",
    ]
    assert found.parts == []


def test_whoever_sees_no_figures_reads_no_part_that_tells_them(world, signed_in):
    review = listening(world)
    said = text_of(take(world, review, "2.2e", "outcome").said)
    told = {"about": f"Om oss.\n{said}", "motive": said, "plan": said}
    actions.describe_practice(by=world.maryam, review=review, **told)
    actions.add_development_area(by=world.maryam, review=review, text=f"Att göra.\n{said}")
    actions.comment_on_practice(by=world.maryam, review=review, element=2, row="2.2e", text=said)
    verdict = {"verdict": "mostly", "verdict_motive": said, "responsible": "Maryam"}
    actions.write_verdict(by=world.maryam, review=review, **verdict)
    pages = [reverse(name, args=["ungdom", review.pk]) for name in ("guide_about", "guide_review", "guide_judgement")]
    for page in (*pages, reverse("guide_row", args=["ungdom", review.pk, "2.2e"])):
        assert said not in signed_in(world.coach).get(page).text
    assert said in signed_in(world.maryam).get(pages[0]).text
    review.refresh_from_db()
    assert actions.begin_assessment(by=world.coach, review=review).about == "Om oss."
