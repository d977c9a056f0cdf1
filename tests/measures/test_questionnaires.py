"""Questionnaires of one's own: questions, scales, texts, what changes after the first answer, and how they are met."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st
from tests.measures.week import DAYS, HOME, STEPS

from loke.accounts.models import Organisation
from loke.measures.actions import (
    Scoring,
    add_questionnaire,
    copy_questionnaire,
    keep_question,
    keep_scale,
    keep_wording,
    move_question,
    plan_measurement,
    remove_instrument,
    remove_question,
    remove_scale,
    use_library_instrument,
)
from loke.measures.faces import SHEET, Face, Questionnaire, questionnaire
from loke.measures.models import Instrument, Item, Translation
from loke.records.actions import record_measurement

WEEK = Scoring("Veckan", ("1", "3"), ("1",), "mean", 1, "higher", Decimal("1.5"), "bestämt i gruppen")
ARABIC = {"language": "ar", "provenance": "machine", "title": "أسبوعي", "instruction": ""}


@pytest.fixture
def here(world):
    return {"by": world.aino, "service": world.ungdom}


@pytest.fixture
def week(here) -> Instrument:
    """A questionnaire with three questions and a scale."""
    made = add_questionnaire(**here, name="Så var min vecka")
    for asked in (STEPS, DAYS, HOME):
        keep_question(**here, instrument=made, question=asked)
    keep_scale(**here, instrument=made, scoring=WEEK)
    return made


def answer(world, instrument: Instrument, **answers: Decimal) -> None:
    told = {"episode": world.ongoing(world.aino), "occasion": "during", "date": world.day}
    answers = {code.removeprefix("q"): value for code, value in answers.items()}
    record_measurement(by=world.aino, instrument=instrument, answers=answers, **told)


def test_questions_get_codes_of_their_own_in_order(week):
    assert [(item.code, item.kind, item.allowed) for item in week.items.all()] == [
        ("1", Item.Kind.STEPS, "0 1 2 3"),
        ("2", Item.Kind.NUMBER, ""),
        ("3", Item.Kind.LINE, ""),
    ]
    assert week.code == "sa-var-min-vecka"


def test_two_questionnaires_of_one_name_have_codes_of_their_own(here, week):
    assert add_questionnaire(**here, name="Så var min vecka").code == "sa-var-min-vecka-2"


@pytest.mark.once
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (replace(DAYS, highest=Decimal(0)), "större än"),
        (replace(STEPS, labels="Dåligt\nBra"), "ett för varje steg"),
        (replace(HOME, labels="Dåligt"), "två rader"),
        (replace(DAYS, text="x" * 301), "300 tecken"),
        (replace(DAYS, text="Ring 070-174 06 35"), "telefonnummer"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(here, week, asked, says):
    with pytest.raises(ValidationError, match=says):
        keep_question(**here, instrument=week, question=asked)


@pytest.mark.once
@pytest.mark.parametrize(
    ("scoring", "says"),
    [
        (replace(WEEK, reversed=("2",)), "hör till skalan"),
        (replace(WEEK, need=3), "från 1 till 2"),
        (replace(WEEK, step=Decimal(0)), "step_is_positive|större|positive|överträds"),
    ],
)
def test_a_scale_that_cannot_be_scored_is_refused(here, week, scoring, says):
    with pytest.raises(ValidationError, match=says):
        keep_scale(**here, instrument=week, scoring=scoring)


@pytest.mark.once
@pytest.mark.parametrize("row", ["q1 4", "q1 1.5", "q2 8", "q2 0.5", "q3 10.1", "q3 5.25"])
def test_an_answer_outside_what_the_question_allows_is_refused(world, week, row):
    code, value = row.split()
    with pytest.raises(ValidationError, match="utanför"):
        answer(world, week, **{code: Decimal(value)})


def test_once_somebody_has_answered_only_the_words_change(here, world, week):
    answer(world, week, q1=Decimal(2), q3=Decimal("5.2"))
    first, scale = week.items.first(), week.scales.get()
    keep_question(**here, instrument=week, item=first, question=replace(STEPS, text="Hur har du sovit i veckan?"))
    assert week.items.first().name == "Hur har du sovit i veckan?"
    wider = replace(STEPS, highest=Decimal(4), labels=STEPS.labels + "\nPerfekt")
    for refused in (
        lambda: keep_question(**here, instrument=week, item=first, question=wider),
        lambda: keep_question(**here, instrument=week, question=DAYS),
        lambda: move_question(**here, instrument=week, item=first, up=False),
        lambda: remove_question(**here, instrument=week, item=week.items.get(code="2")),
        lambda: keep_scale(**here, instrument=week, scoring=replace(WEEK, score="sum"), scale=scale),
        lambda: remove_scale(**here, instrument=week, scale=scale),
    ):
        with pytest.raises(ValidationError, match="redan svarat"):
            refused()
    assert week.items.first().allowed == "0 1 2 3"


def test_a_copy_has_all_of_it_and_can_be_changed_while_the_first_stands(here, world, week):
    keep_wording(**here, instrument=week, **ARABIC, items={week.items.first(): ("كيف نمت؟", "")})
    answer(world, week, q1=Decimal(2))
    copy = copy_questionnaire(**here, instrument=week, name="Så var min vecka, ny version")
    assert [item.name for item in copy.items.all()] == [item.name for item in week.items.all()]
    assert questionnaire(copy, "ar").questions[0].text == "كيف نمت؟"
    keep_scale(**here, instrument=copy, scale=copy.scales.get(), scoring=replace(WEEK, score="sum"))
    assert (copy.scales.get().score, week.scales.get().score) == ("sum", "mean")


def test_what_another_unit_uses_is_left_alone_but_a_language_may_be_added(here, world, week):
    plan_measurement(by=None, service=world.beroende, instrument=week)
    told = {"instrument": week, "items": {}}
    keep_wording(**here, **told, **ARABIC)
    for refused in (
        lambda: keep_question(**here, instrument=week, question=DAYS),
        lambda: keep_wording(**here, **told, **ARABIC),
        lambda: keep_wording(**here, **told, **{**ARABIC, "language": "sv"}),
    ):
        with pytest.raises(ValidationError, match="annan enhet"):
            refused()


def test_questions_are_moved_and_taken_away_but_not_those_of_a_scale(here, week):
    first, second = week.items.all()[:2]
    move_question(**here, instrument=week, item=first, up=True)
    move_question(**here, instrument=week, item=first, up=False)
    assert [item.code for item in week.items.all()] == ["2", "1", "3"]
    remove_question(**here, instrument=week, item=second)
    with pytest.raises(ValidationError, match="räknas i skalan"):
        remove_question(**here, instrument=week, item=first)
    assert keep_question(**here, instrument=week, question=DAYS).code == "4"


def test_an_instrument_of_the_library_is_scored_as_there_but_takes_texts(here, week):
    phq = use_library_instrument(**here, entry="phq-9")
    with pytest.raises(ValidationError, match="ur biblioteket"):
        keep_question(**here, instrument=phq, question=DAYS)
    with pytest.raises(ValidationError, match="ur biblioteket"):
        copy_questionnaire(**here, instrument=phq, name="Min egen")
    told = {"language": "sv", "provenance": "own", "title": "PHQ-9", "instruction": "Sätt ett kryss."}
    labels = "Inget\nLite\nMer\nMest"
    keep_wording(**here, instrument=phq, **told, items={phq.items.first(): ("Första frågan", labels)})
    face = questionnaire(phq, "sv").questions[0]
    assert (face.text, face.steps[3]) == ("Första frågan", ("3", "Mest"))


def test_what_a_machine_has_translated_is_said_to_be_so(here, week):
    for provenance in Translation.Provenance.values:
        keep_wording(**here, instrument=week, **{**ARABIC, "provenance": provenance}, items={})
        assert questionnaire(week, "ar").machine == (provenance == "machine")


@pytest.mark.once
@pytest.mark.parametrize("language", Translation.Language.values)
def test_a_text_that_is_not_translated_is_shown_in_swedish_and_arabic_and_persian_run_from_the_right(
    here, week, language
):
    keep_wording(**here, instrument=week, **{**ARABIC, "language": language, "title": ""}, items={})
    face = questionnaire(week, language)
    assert [question.text for question in face.questions] == [STEPS.text, DAYS.text, HOME.text]
    assert face.questions[2].ends == ("Mycket dåligt", "Mycket bra")
    assert face.direction == ("rtl" if language in ("ar", "fa") else "ltr")


def test_labels_of_a_translation_must_be_as_many_as_the_steps(here, week):
    with pytest.raises(ValidationError, match="4 rader"):
        keep_wording(**here, instrument=week, **ARABIC, items={week.items.first(): ("", "سيئة\nجيدة")})


faces = st.builds(
    Face,
    number=st.just(1),
    code=st.just("1"),
    text=st.text("abc ", max_size=300),
    kind=st.sampled_from(Item.Kind),
    steps=st.lists(st.tuples(st.just("0"), st.text("abc", max_size=40)), max_size=8).map(tuple),
)


@given(st.lists(faces, max_size=40), st.text("abc \n", max_size=400))
def test_every_question_is_on_one_sheet_in_order_and_no_sheet_is_overfull(questions, instruction):
    told = {"title": "", "code": "", "language": "sv", "direction": "ltr", "machine": False}
    sheets = Questionnaire(instruction=instruction, questions=tuple(questions), **told).sheets()
    assert [question for sheet in sheets for question in sheet] == questions
    assert all(len(sheet) == 1 or sum(question.height for question in sheet) <= SHEET for sheet in sheets if sheet)


@pytest.mark.once
@pytest.mark.parametrize("who", ["coach", "administrator", "politician", "charlie", "bengt"])
def test_only_those_of_the_unit_who_choose_what_is_followed_up_may(world, week, who):
    told = {"by": getattr(world, who), "service": world.ungdom}
    for refused in (
        lambda: add_questionnaire(**told, name="x"),
        lambda: keep_question(**told, instrument=week, question=DAYS),
        lambda: keep_scale(**told, instrument=week, scoring=WEEK),
        lambda: keep_wording(**told, instrument=week, **ARABIC, items={}),
        lambda: copy_questionnaire(**told, instrument=week, name="x"),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_questionnaire_of_another_organisation_is_out_of_reach(here, world):
    other = Organisation.objects.exclude(pk=world.organisation.pk).first()
    theirs = Instrument.objects.create(organisation=other, code="deras")
    with pytest.raises(ValidationError, match="annan organisation"):
        keep_question(**here, instrument=theirs, question=DAYS)


def test_a_questionnaire_that_nobody_has_planned_yet_is_still_its_makers(here, world, week):
    elsewhere = world.familjehem
    assert elsewhere.unit != world.ungdom.unit
    with pytest.raises(ValidationError, match="En annan enhet har gjort formuläret"):
        keep_question(by=None, service=elsewhere, instrument=week, question=DAYS)
    with pytest.raises(ValidationError, match="Be dem ta bort det"):
        remove_instrument(by=None, service=elsewhere, instrument=week)
    keep_question(**here, instrument=week, question=DAYS)
