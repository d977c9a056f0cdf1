"""Filling in what is missing: the background, and questionnaires keyed from paper."""

from decimal import Decimal

import pytest
from django.urls import reverse
from tests.records.pages import address, told, typed

from loke.measures.actions import add_variable
from loke.measures.models import Option
from loke.records.models import Answer, Value

REFUSED = "Texten innehåller ett personnummer. Ta bort det. Inget är sparat."


def names(page) -> dict[str, str]:
    return {variable.code: name for name, variable in page.context["form"].variables.items()}


def test_what_is_missing_leads_to_the_page_where_it_is_filled_in(world, aino, episode):
    episode.values.all().delete()
    episode.measurements.all().delete()
    instrument = world.ungdom.plans.get().instrument_id
    links = [address("fill_in", episode, "opening"), address("measure", episode, instrument, "start")]
    for page in (aino.get(address("client", episode)), aino.get(reverse("clients", args=["ungdom"]))):
        assert all(f'href="{link}"' in told(page) for link in links)
    assert all(aino.get(link).status_code == 200 for link in links)


def test_the_background_is_stored_with_sex_and_age_and_is_no_longer_missing(aino, episode):
    episode.values.all().delete()
    page = aino.get(address("fill_in", episode, "opening"))
    said = {"problem": "spel", "vag-hit": "annat", "sysselsattning": "arbete", "tidigare": "no"}
    changes = {names(page)[code]: value for code, value in said.items()}
    answer = aino.post(page.request["PATH_INFO"], typed(page, sex="other", age="16", **changes))
    episode.refresh_from_db()
    page = aino.get(answer["Location"])
    assert (episode.client.sex, episode.age) == ("other", 16)
    assert "Uppgifterna är sparade." in told(page)
    assert "Bakgrund vid start" not in [task.words for task in page.context["missing"]]


def test_what_was_answered_before_is_shown_and_can_be_changed_or_taken_back(aino, episode):
    page = aino.get(address("fill_in", episode, "opening"))
    problem, before = names(page)["problem"], names(page)["tidigare"]
    aino.post(page.request["PATH_INFO"], typed(page, **{problem: "spel", before: "yes"}))
    again = aino.get(page.request["PATH_INFO"])
    assert (again.context["form"][problem].value(), again.context["form"][before].value()) == ("spel", "yes")
    aino.post(page.request["PATH_INFO"], typed(again, **{problem: ""}))
    assert not episode.values.filter(variable__code="problem").exists()
    assert episode.values.get(variable__code="tidigare").text == "yes"


def test_an_answer_stored_without_an_occasion_is_the_one_at_the_start(world, aino, episode):
    episode.values.all().delete()
    option = Option.objects.get(variable__service=world.ungdom, code="spel")
    Value.objects.create(episode=episode, variable=option.variable, option=option)
    page = aino.get(address("fill_in", episode, "opening"))
    assert page.context["form"][names(page)["problem"]].value() == "spel"
    aino.post(page.request["PATH_INFO"], typed(page, **{names(page)["problem"]: "alkohol"}))
    assert [value.option.code for value in episode.values.all()] == ["alkohol"]


KINDS = {"text": "text", "tal": "number", "dag": "date", "flera": "choices"}


@pytest.fixture
def kinds(world, aino, episode):
    """The page at the start, with a variable of each kind that the service does not have."""
    for code, kind in KINDS.items():
        options = [("a", "A"), ("b", "B")] if kind == "choices" else ()
        told = {"code": code, "name": code, "role": "background", "type": kind, "options": options, "purpose": "Prov."}
        add_variable(by=None, service=world.ungdom, **told)
    return aino.get(address("fill_in", episode, "opening"))


@pytest.mark.parametrize(
    ("code", "given", "stored"),
    [
        ("text", "Åsa gillar älgar 🦌", "Åsa gillar älgar 🦌"),
        ("text", "=1+1 <b>{{ 7*7 }}</b>", "=1+1 <b>{{ 7*7 }}</b>"),
        ("tal", "3,5", "3.5"),
        ("tal", "0", "0"),
        ("tal", "1e3", "1000"),
        ("tal", "-2.25", "-2.25"),
        ("dag", "2024-02-29", "2024-02-29"),
    ],
)
def test_an_answer_of_any_kind_is_stored_and_shown_again(aino, kinds, episode, code, given, stored):
    answer = aino.post(kinds.request["PATH_INFO"], typed(kinds, **{names(kinds)[code]: given}))
    assert answer.status_code == 303
    assert episode.values.get(variable__code=code).text == stored
    assert aino.get(kinds.request["PATH_INFO"]).status_code == 200


def test_several_options_may_be_chosen(aino, kinds, episode):
    aino.post(kinds.request["PATH_INFO"], typed(kinds, **{names(kinds)["flera"]: ["a", "b"]}))
    again = aino.get(kinds.request["PATH_INFO"])
    assert sorted(again.context["form"][names(again)["flera"]].value()) == ["a", "b"]


@pytest.mark.parametrize(
    ("code", "given", "says"),
    [
        ("text", "å" * 10_000, "Texten är för lång. Högst 2 000 tecken får plats."),
        ("text", "född 19121212-1212", REFUSED),
        ("text", "ring 070-174 06 35", "Texten innehåller ett telefonnummer. Ta bort det. Inget är sparat."),
        ("text", "noll\x00tecken", "Skriv vanlig text."),
        ("tal", "många", "Skriv ett tal med siffror, till exempel 12 eller 3,5."),
        ("tal", "NaN", "Skriv ett tal med siffror, till exempel 12 eller 3,5."),
        ("tal", "1e999", "Skriv ett tal med siffror, till exempel 12 eller 3,5."),
        ("dag", "2023-02-29", "Den dagen finns inte. Skriv år, månad och dag, till exempel 2026-03-01."),
        ("flera", ["c"], "Välj ett av alternativen."),
        ("problem", "c", "Välj ett av alternativen."),
        ("tidigare", "kanske", "Välj ett av alternativen."),
    ],
)
def test_an_answer_that_cannot_be_kept_is_explained_beside_it_and_nothing_is_stored(
    aino, kinds, episode, code, given, says
):
    before = list(episode.values.values_list("pk", flat=True))
    answer = aino.post(kinds.request["PATH_INFO"], typed(kinds, age="99", **{names(kinds)[code]: given}))
    episode.refresh_from_db()
    assert answer.status_code == 422
    assert answer.context["form"].errors[names(kinds)[code]] == [says]
    assert list(episode.values.values_list("pk", flat=True)) == before
    assert episode.age != 99


def test_answers_at_the_end_are_asked_for_when_it_has_ended(world, signed_in, episode):
    maryam = signed_in(world.maryam)
    ended = world.ungdom.episodes.ended().last()
    assert maryam.get(address("fill_in", episode, "closing")).status_code == 404
    assert maryam.get(f"{address('fill_in', ended, 'closing')}?kontakt={ended.pk}").status_code == 200


@pytest.mark.parametrize("occasion", ["closing", "follow_up", "yesterday"])
def test_what_nobody_asks_now_has_no_page(aino, episode, occasion):
    assert aino.get(address("fill_in", episode, occasion)).status_code == 404


# Questionnaires


@pytest.fixture
def asked(world, aino, episode):
    """Min vecka during the time, as it is shown."""
    return aino.get(address("measure", episode, world.ungdom.plans.get().instrument_id, "during"))


def keyed(page, *numbers, **more):
    """The numbers in the paper's order."""
    rows = page.context["form"].rows()
    return typed(page, **{row.number.name: n for row, n in zip(rows, numbers, strict=True)}, **more)


def test_a_questionnaire_is_keyed_in_the_papers_order_and_its_score_is_on_the_curve(aino, asked, episode):
    answer = aino.post(asked.request["PATH_INFO"], keyed(asked, "9,5", "9.5", "10", "9"))
    stored = episode.measurements.order_by("pk").last()
    page = aino.get(answer["Location"])
    numbers = Answer.objects.filter(measurement=stored).order_by("item__order").values_list("value", flat=True)
    assert list(numbers) == [Decimal("9.5"), Decimal("9.5"), 10, 9]
    assert (stored.occasion, stored.mode) == ("during", "paper")
    assert "Svaren på Min vecka är sparade." in told(page)
    assert "Min vecka som helhet: 9,5" in told(page)
    assert ">9,5</text>" in aino.get(address("client", episode)).context["course"].svg


def test_an_item_without_an_answer_keeps_the_reason_and_a_skipped_one_keeps_none(aino, asked, episode):
    reason = asked.context["form"].rows()[0].reason.name
    aino.post(asked.request["PATH_INFO"], keyed(asked, "", "5", "5", "", **{reason: "declined"}))
    answers = Answer.objects.filter(measurement__episode=episode).order_by("-measurement", "item__order")[:4]
    assert [(one.value, one.reason) for one in answers] == [(None, "declined"), (5, ""), (5, ""), (None, "")]


@pytest.mark.parametrize("wrong", ["10,1", "-1", "11", "fem", "5 5", "1e99", "🦊"])
def test_an_answer_outside_its_limits_is_told_beside_the_item(aino, asked, episode, wrong):
    before = episode.measurements.count()
    answer = aino.post(asked.request["PATH_INFO"], keyed(asked, "5", wrong, "5", "5"))
    item = asked.context["form"].rows()[1].number
    assert answer.context["form"].errors == {item.name: ["Skriv ett tal från 0 till 10."]}
    assert f'<div id="{item.auto_id}_error"><p class="error">' in told(answer)
    assert episode.measurements.count() == before


@pytest.mark.parametrize("right", ["0", "10", "10,0"])
def test_the_limits_themselves_are_allowed(aino, asked, right):
    assert aino.post(asked.request["PATH_INFO"], keyed(asked, right, "5", "5", "5")).status_code == 303


def test_an_answer_with_a_reason_beside_it_has_to_be_one_of_them(aino, asked):
    reason = asked.context["form"].rows()[0].reason.name
    answer = aino.post(asked.request["PATH_INFO"], keyed(asked, "5", "5", "5", "5", **{reason: "declined"}))
    assert "Här finns både ett svar och en orsak. Behåll det ena." in told(answer)
    assert "<details open>" in told(answer)


def test_an_empty_questionnaire_is_not_stored_but_a_declined_one_is(aino, asked, episode):
    before = episode.measurements.count()
    empty = aino.post(asked.request["PATH_INFO"], keyed(asked, "", "", "", ""))
    assert "Inget svar är ifyllt." in told(empty)
    assert episode.measurements.count() == before
    declined = {row.reason.name: "declined" for row in asked.context["form"].rows()}
    assert aino.post(asked.request["PATH_INFO"], keyed(asked, "", "", "", "", **declined)).status_code == 303


def test_a_questionnaire_at_the_start_is_stored_once_whoever_is_first(world, aino, signed_in, episode):
    episode.measurements.all().delete()
    at_start = address("measure", episode, world.ungdom.plans.get().instrument_id, "start")
    browsers = [aino, signed_in(world.maryam)]
    pages = [browser.get(at_start) for browser in browsers]
    answers = [b.post(at_start, keyed(page, "5", "5", "5", "5")) for b, page in zip(browsers, pages, strict=True)]
    assert [answer.status_code for answer in answers] == [303, 422]
    assert "Svaren vid start är redan sparade." in told(answers[1])
    assert episode.measurements.count() == 1


def test_a_questionnaire_may_be_older_than_the_start_only_when_it_is_the_first(world, aino, asked, episode):
    day = "2020-01-07"
    late = aino.post(asked.request["PATH_INFO"], keyed(asked, "5", "5", "5", "5", date=day))
    episode.measurements.all().delete()
    at_start = aino.get(address("measure", episode, world.ungdom.plans.get().instrument_id, "start"))
    first = aino.post(at_start.request["PATH_INFO"], keyed(at_start, "5", "5", "5", "5", date=day))
    assert (late.status_code, first.status_code) == (422, 303)


def test_a_questionnaire_later_than_a_dataset_can_hold_is_refused(world, signed_in):
    ended = world.ungdom.episodes.ended().first()
    maryam, plan = signed_in(world.maryam), world.ungdom.plans.get()
    after = f"{address('measure', ended, plan.instrument_id, 'after')}?kontakt={ended.pk}"
    answer = maryam.post(after, keyed(maryam.get(after), "5", "5", "5", "5", months_after="241"))
    assert "Skriv ett helt tal från 0 till 240." in told(answer)


def test_a_questionnaire_after_the_end_asks_how_many_months_after(world, signed_in):
    maryam = signed_in(world.maryam)
    ended = world.ungdom.episodes.ended().order_by("closed").last()
    after = address("measure", ended, world.ungdom.plans.get().instrument_id, "after")
    page = maryam.get(f"{after}?kontakt={ended.pk}")
    sent = keyed(page, "5", "5", "5", "5", months_after="6")
    assert maryam.post(f"{after}?kontakt={ended.pk}", sent).status_code == 303
    assert ended.measurements.get(occasion="after").months_after == 6


def test_who_answered_is_asked_where_somebody_has_been_named_before(world, aino, asked, episode):
    assert "respondent" not in asked.context["form"].fields
    named = world.ungdom.episodes.exclude(measurements=None).first().measurements.first()
    named.respondent = "förälder"
    named.save()
    page = aino.get(asked.request["PATH_INFO"])
    aino.post(asked.request["PATH_INFO"], keyed(page, "5", "5", "5", "5", respondent="förälder"))
    assert episode.measurements.order_by("pk").last().respondent == "förälder"


@pytest.mark.parametrize("occasion", ["after", "opening", "later"])
def test_a_questionnaire_has_no_page_when_its_time_has_not_come(world, aino, episode, occasion):
    instrument = world.ungdom.plans.get().instrument_id
    assert aino.get(address("measure", episode, instrument, occasion)).status_code == 404


def test_an_instrument_of_another_service_has_no_page(world, aino, episode):
    other = world.beroende.plans.exclude(instrument=world.ungdom.plans.get().instrument).first().instrument_id
    assert aino.get(address("measure", episode, other, "during")).status_code == 404
