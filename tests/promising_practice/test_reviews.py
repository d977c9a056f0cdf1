"""A review from empty to judged: who may do what, what is refused, and what a new revision takes over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from tests.promising_practice.reviewing import answered, begun, elements_judged, judged

from loke.accounts.submissions import Stale
from loke.promising_practice import actions
from loke.promising_practice.content import content_of, seal_of
from loke.promising_practice.guide import rows
from loke.promising_practice.models import PracticeReview, RowAnswer
from loke.promising_practice.progress import standing_of, standings


@pytest.fixture
def review(world):
    return begun(world.aino, world.ungdom)


def test_several_ways_of_working_stand_side_by_side_and_none_twice(world, review):
    begun(world.idris, world.ungdom, "Föräldrasamtal")
    with pytest.raises(ValidationError, match="redan börjat"):
        begun(world.idris, world.ungdom, " nätverksmöten ")


def test_rows_are_answered_in_any_order_and_counted(world, review):
    for row, answer in (("10.2", "yes"), ("1.1", "no"), ("2.2c", "yes")):
        actions.answer_row(by=world.aino, review=review, row=row, answer=answer)
    actions.answer_row(by=world.idris, review=review, row="3.1", answer="", description="Vi letar efter den")
    standing = standing_of(review)
    assert (standing.count, standing.of) == (3, len(rows()))
    assert {one.element.number: one.count for one in standing.elements if one.count} == {1: 1, 2: 1, 10: 1}


def test_the_next_step_goes_on_where_somebody_last_wrote(world, review):
    assert standing_of(review).next.text == "Börja med Teori och kunskap"
    actions.answer_row(by=world.aino, review=review, row="10.2", answer="yes")
    assert standing_of(review).next.text == "Fortsätt med Uppföljning"
    answered(world.aino, review)
    elements_judged(world.aino, review)
    assert standing_of(review).next.text == "Gör den samlade bedömningen"


def test_what_is_not_relevant_takes_a_reason(world, review):
    with pytest.raises(ValidationError, match="inte är relevant"):
        actions.answer_row(by=world.aino, review=review, row="9.3", answer="not_relevant", reason=" ")
    told = {"answer": "not_relevant", "reason": "Vi har inga grupper"}
    assert actions.answer_row(by=world.aino, review=review, row="9.3", **told).reason == "Vi har inga grupper"


def test_who_writes_on_what_somebody_has_changed_is_told(world, review):
    first = actions.answer_row(by=world.aino, review=review, row="1.1", answer="yes", seen="0")
    with pytest.raises(Stale):
        actions.answer_row(by=world.idris, review=review, row="1.1", answer="no", seen="0")
    actions.answer_row(by=world.idris, review=review, row="1.1", answer="no", seen=str(first.number))
    one = actions.judge_element(by=world.aino, review=review, element=1, status="very_good")
    with pytest.raises(Stale):
        actions.judge_element(by=world.idris, review=review, element=1, status="needs_work", seen=str(one.number - 1))


def test_no_text_holds_a_telephone_number(world, review):
    with pytest.raises(ValidationError, match="telefonnummer"):
        actions.answer_row(by=world.aino, review=review, row="1.1", description="Ring 070-174 06 05")


@pytest.mark.once
@pytest.mark.parametrize("name", ["coach", "tove", "charlie", "politician", "administrator"])
def test_only_the_units_own_people_write(world, review, name):
    somebody = getattr(world, name)
    for act in (
        lambda: begun(somebody, world.ungdom, "Något annat"),
        lambda: actions.answer_row(by=somebody, review=review, row="1.1", answer="yes"),
        lambda: actions.judge_element(by=somebody, review=review, element=1, status="very_good"),
        lambda: actions.judge_practice(by=somebody, review=review, judged=timezone.localdate()),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_coach_comments_and_anybody_in_the_group_puts_it_aside(world, review):
    one = actions.comment_on_practice(by=world.coach, review=review, element=4, row="4.2", text="Hur vet ni det?")
    assert standing_of(review).comments == 1
    actions.settle_practice_comment(by=world.aino, comment=one)
    assert standing_of(review).comments == 0
    actions.settle_practice_comment(by=world.aino, comment=one, undo=True)
    assert standing_of(review).comments == 1
    with pytest.raises(ValidationError, match="annat element"):
        actions.comment_on_practice(by=world.coach, review=review, element=4, row="5.1", text="Hör det hit?")


def test_the_judgement_says_what_is_left_to_do(world, review):
    finish = {"by": world.maryam, "review": review, "judged": timezone.localdate()}
    with pytest.raises(ValidationError, match="Bedöm först element 1, 2"):
        actions.judge_practice(**finish)
    elements_judged(world.aino, review)
    with pytest.raises(ValidationError, match="samlad bedömning"):
        actions.judge_practice(**finish)
    told = {"verdict": "mostly", "verdict_motive": "Det mesta finns", "responsible": "Maryam"}
    actions.write_verdict(by=world.aino, review=review, **told)
    with pytest.raises(ValidationError, match="varit med och bedömt"):
        actions.judge_practice(**finish)
    actions.add_practice_participant(by=world.aino, review=review, name="Maryam", assessor=True)
    with pytest.raises(ValidationError, match="inte kommit än"):
        actions.judge_practice(**finish | {"judged": timezone.localdate() + timedelta(days=1)})
    with pytest.raises(PermissionDenied):
        actions.judge_practice(**finish | {"by": world.aino})
    assert actions.judge_practice(**finish).judged == timezone.localdate()


def test_nothing_is_written_in_what_is_judged(world, review):
    area = actions.add_development_area(by=world.aino, review=review, text="Fråga fler")
    judged(world.maryam, review)
    before = content_of(review)
    for act in (
        lambda: actions.answer_row(by=world.aino, review=review, row="1.1", answer="no"),
        lambda: actions.judge_element(by=world.aino, review=review, element=1, status="needs_work"),
        lambda: actions.describe_practice(by=world.aino, review=review, about="", motive="", plan=""),
        lambda: actions.remove_development_area(by=world.aino, area=area),
        lambda: actions.comment_on_practice(by=world.aino, review=review, element=1, text="För sent"),
        lambda: actions.judge_practice(by=world.maryam, review=review, judged=timezone.localdate()),
    ):
        with pytest.raises(ValidationError, match="ändras inte"):
            act()
    assert content_of(review) == before


def test_a_new_revision_takes_over_answers_and_elements_and_leaves_the_verdict(world, review):
    answered(world.aino, review, "yes", description="Så gör vi")
    review = judged(world.maryam, review)
    new = actions.begin_revision(by=world.idris, review=review)
    old, copy = content_of(review), content_of(new)
    assert (new.number, new.before) == (2, review)
    assert [copy[part] for part in ("rows", "elements", "participants")] == [
        old[part] for part in ("rows", "elements", "participants")
    ]
    assert copy["verdict"] == {"verdict": "", "motive": "", "judged": None, "responsible": ""}
    assert actions.begin_revision(by=world.idris, review=review) == new
    actions.answer_row(by=world.idris, review=new, row="1.1", answer="no")
    assert content_of(review) == old


def test_what_is_to_be_developed_stands_in_order_and_comes_back_when_one_regrets(world, review):
    first = actions.add_development_area(by=world.aino, review=review, text="Mål som går att följa", element=4)
    actions.add_development_area(by=world.aino, review=review, text="Fråga dem som slutar")
    actions.add_development_area(by=world.aino, review=review, text="Det viktigaste", priority=1)
    assert [one.priority for one in review.areas.there()] == [1, 1, 2]
    actions.remove_development_area(by=world.aino, area=first)
    assert [one["text"] for one in content_of(review)["areas"]] == ["Det viktigaste", "Fråga dem som slutar"]
    actions.remove_development_area(by=world.aino, area=first, undo=True)
    assert review.areas.there().count() == 3


def test_many_reviews_are_read_with_as_many_queries_as_one(world, review, django_assert_num_queries):
    others = [begun(world.aino, world.ungdom, f"Arbetssätt {n}") for n in range(5)]
    with django_assert_num_queries(3):
        assert len(standings([review])) == 1
    with django_assert_num_queries(3):
        assert len(standings([review, *others])) == 6


def test_the_demos_review_is_half_way(world):
    standing = standing_of(world.ungdom.practice_reviews.get(practice="Öppenvård unga"))
    assert (standing.count, len(standing.judged), standing.comments) == (29, 5, 2)
    assert [(level.name, n) for level, n in standing.levels] == [("Mycket bra", 2), ("På god väg", 3)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE promising_practice_rowanswer SET description = 'Annat'",
        "UPDATE promising_practice_elementjudgement SET status = 'very_good'",
        "UPDATE promising_practice_participant SET name = 'Annan'",
        "UPDATE promising_practice_developmentarea SET text = 'Annat'",
        "UPDATE promising_practice_developmentarea SET element = NULL",
        "UPDATE promising_practice_practicereview SET verdict_motive = 'Annat' WHERE judged IS NOT NULL",
        "UPDATE promising_practice_practicereview SET judged = NULL WHERE judged IS NOT NULL",
        "UPDATE promising_practice_practicereview SET changed_by_id = NULL WHERE judged IS NOT NULL",
    ],
)
def test_the_database_refuses_to_change_what_is_judged(world, sql):
    review = begun(world.aino, world.ungdom)
    actions.answer_row(by=world.aino, review=review, row="1.1", answer="yes")
    actions.add_development_area(by=world.aino, review=review, text="Fråga alla", element=1)
    judged(world.maryam, review)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_refuses_a_new_answer_in_what_is_judged(world):
    review = judged(world.maryam, begun(world.aino, world.ungdom))
    with pytest.raises(IntegrityError), transaction.atomic():
        RowAnswer.objects.create(review=review, row="1.1", answer="yes")


def test_what_is_judged_may_still_be_improved_and_revised(world):
    review = begun(world.aino, world.ungdom)
    area = actions.add_development_area(by=world.aino, review=review, text="Fråga alla")
    judged(world.maryam, review)
    assert actions.improve_area(by=world.maryam, area=area).cycle_id
    again = judged(world.maryam, actions.begin_revision(by=world.maryam, review=review))
    assert again.before == review


def test_what_is_judged_is_not_deleted_nor_anything_in_it_and_what_is_open_may_be(world):
    review = begun(world.aino, world.ungdom)
    area = actions.add_development_area(by=world.aino, review=review, text="Fråga alla")
    answer = actions.answer_row(by=world.aino, review=review, row="1.1", answer="yes")
    judged(world.maryam, review)
    for row in (review, area, answer, review.judgements.first(), review.participants.first()):
        with pytest.raises(IntegrityError, match="stays_there"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    open_one = actions.begin_revision(by=world.maryam, review=review)
    PracticeReview.objects.filter(pk=open_one.pk).delete()
    assert not RowAnswer.objects.filter(review=open_one.pk).exists()


def test_what_one_saves_oneself_while_writing_does_not_stop_the_judgement(world, signed_in):
    review = begun(world.aino, world.ungdom)
    elements_judged(world.aino, review)
    actions.add_practice_participant(by=world.maryam, review=review, function="enhetschef", assessor=True)
    maryam, seen = signed_in(world.maryam), seal_of(review)
    whole = reverse("guide_judgement", args=["ungdom", review.pk])
    told = {"verdict": "mostly", "verdict_motive": "Det mesta finns", "responsible": "Maryam", "seen": "0"}
    quietly = maryam.post(whole, told | {"submission": str(uuid4())}, headers={"accept": "application/json"}).json()
    finish = {"judged": timezone.localdate().isoformat(), "seen": seen}
    opened = maryam.post(f"{whole}klar/", finish | {"submission": str(uuid4()), "written": "0"})
    assert opened.status_code == 409
    done = maryam.post(f"{whole}klar/", finish | {"submission": str(uuid4()), "written": quietly["seen"]})
    assert done.status_code == 303


def test_whatever_changed_after_the_page_was_opened_is_not_judged_unseen(world):
    review = begun(world.aino, world.ungdom)
    elements_judged(world.aino, review)
    seen = seal_of(review)
    actions.answer_row(by=world.aino, review=review, row="1.1", answer="no")
    with pytest.raises(Stale):
        actions.judge_practice(by=world.maryam, review=review, judged=timezone.localdate(), seen=seen)
