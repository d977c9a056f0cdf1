"""A filling-in from its first answer to its last correction: scores in words, answers to be seen at once, history."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.records.pages import address, follow, told, typed

from loke.accounts.models import AuditEntry
from loke.measures.actions import plan_measurement, use_library_instrument
from loke.records import actions
from loke.records.models import Acknowledgement, Change, Measurement, Registration
from loke.records.undoing import undo


@pytest.fixture
def episode(world):
    return world.aino.episodes.ongoing().filter(service=world.ungdom).order_by("opened", "pk").first()


@pytest.fixture
def phq(world):
    made = use_library_instrument(by=world.maryam, service=world.ungdom, entry="phq-9")
    plan_measurement(by=world.maryam, service=world.ungdom, instrument=made)
    return made


def fill(world, episode, instrument, answers: str, occasion="during", day=None) -> Measurement:
    numbers = {str(n): None if one == "-" else Decimal(one) for n, one in enumerate(answers.split(), 1)}
    told = {"instrument": instrument, "occasion": occasion, "date": day or episode.opened, "answers": numbers}
    return actions.record_measurement(by=world.aino, episode=episode, **told)


def test_the_scores_are_shown_at_once_with_the_limit_and_what_it_does_not_mean(world, aino, episode, phq):
    where = address("measure", episode, phq.pk, "during")
    page = aino.get(where)
    rows = page.context["form"].rows()
    answer = aino.post(where, typed(page, **{row.number.name: "2" for row in rows}))
    shown = aino.get(answer["Location"])
    assert "Nedstämdhet: 18" in told(shown)
    assert "Gränsen är 10. Poängen ligger på den sida där svårigheter är vanligare." in told(shown)


def test_whoever_comes_to_answer_again_is_shown_what_is_saved(world, aino, episode, phq):
    pages = [address(page, episode, phq.pk, "start") for page in ("measure", "measure_together")]
    assert not any("är redan sparade" in told(aino.get(page)) for page in pages)
    filled = fill(world, episode, phq, "1 - - - - - - - -", occasion="start")
    for page in pages:
        assert f"Svar från <time>{filled.date.isoformat()}</time> är redan sparade." in told(aino.get(page))
        assert address("measurement", episode, filled.pk) in told(aino.get(page))
    later = address("measure", episode, phq.pk, "during")
    assert "är redan sparade" not in told(aino.get(later))


def test_nothing_is_taken_away_while_an_answer_in_it_must_be_seen(world, aino, episode, phq):
    filled = fill(world, episode, phq, "0 0 0 0 0 0 0 0 1")
    answer = aino.post(address("remove_episode", episode), typed(aino.get(address("remove_episode", episode))))
    assert answer.status_code == 422
    assert "Här finns ett svar som behöver läsas nu." in told(answer)
    actions.acknowledge_alarms(by=world.aino, measurement=filled)
    actions.remove_episode(by=world.aino, episode=episode)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("2 2 2 2 2 2 2 2 2", "2 2 2 2 2 2 0 0 0", ["6 poäng bättre", "mer än mätfelet"]),
        ("2 2 2 2 2 2 2 2 2", "2 2 2 2 2 2 1 0 0", ["5 poäng bättre", "mindre än 6 poäng"]),
        ("1 1 1 1 1 1 1 1 0", "1 1 1 1 1 1 1 1 1", ["1 poäng sämre", "mindre än 6 poäng"]),
        ("1 1 1 1 1 1 1 1 1", "1 1 1 1 1 1 1 1 1", ["Samma poäng"]),
        ("1 1 1 1 1 1 1 1 1", "1 1 1 1 1 1 1 1 -", ["minst 9 av 9 frågor behöver svar"]),
    ],
)
def test_change_is_held_against_what_is_known_to_be_more_than_chance(world, aino, episode, phq, before, after, says):
    fill(world, episode, phq, before)
    later = fill(world, episode, phq, after, day=episode.opened + timedelta(7))
    [scale] = aino.get(address("measurement", episode, later.pk)).context["scales"]
    assert all(any(words in sentence for sentence in scale.says) for words in says)


def test_an_answer_that_must_be_seen_stays_on_the_page_and_in_the_list_until_it_is_acknowledged(
    world, aino, episode, phq
):
    filled = fill(world, episode, phq, "0 0 0 0 0 0 0 0 1")
    pages = [
        address("client", episode),
        reverse("clients", args=["ungdom"]),
        address("measurement", episode, filled.pk),
    ]
    assert all("behöver läsas nu" in told(aino.get(page)) for page in pages)
    assert "Frågan gäller tankar på att skada sig själv." in told(aino.get(pages[0]))
    alarm = aino.get(pages[0]).context["alarms"][0][1]
    sent = {"submission": alarm["submission"].value()}
    read = aino.post(address("acknowledge_alarms", episode, filled.pk), sent)
    assert read.status_code == 303
    assert "Svaret är läst." in told(follow(aino, read))
    assert not any("behöver läsas nu" in told(aino.get(page)) for page in pages)
    assert Acknowledgement.objects.get(measurement=filled).by == world.aino
    assert AuditEntry.objects.filter(what="acknowledge_alarms", by=world.aino).count() == 1


@pytest.mark.parametrize(
    ("answers", "shown"), [("3 3 3 3 3 3 3 3 0", 0), ("0 0 0 0 0 0 0 0 1", 1), ("- - - - - - - - 3", 1)]
)
def test_the_alarm_begins_at_the_limit_of_its_item(world, aino, episode, phq, answers, shown):
    fill(world, episode, phq, answers)
    assert len(aino.get(address("client", episode)).context["alarms"]) == shown


def test_a_colleague_who_may_not_write_about_the_client_is_not_told(world, signed_in, episode, phq):
    fill(world, episode, phq, "0 0 0 0 0 0 0 0 1")
    assert "behöver läsas nu" not in told(signed_in(world.idris).get(reverse("clients", args=["ungdom"])))
    assert "behöver läsas nu" in told(signed_in(world.maryam).get(reverse("clients", args=["ungdom"])))


def test_an_acknowledged_answer_that_is_changed_is_to_be_seen_anew(world, aino, episode, phq):
    filled = fill(world, episode, phq, "0 0 0 0 0 0 0 0 1")
    actions.acknowledge_alarms(by=world.aino, measurement=filled)
    actions.correct_measurement(by=world.aino, measurement=filled, answers={"9": Decimal(3)})
    assert len(aino.get(address("client", episode)).context["alarms"]) == 1


def test_a_correction_keeps_what_stood_there_and_why_and_says_so_on_the_page(world, aino, episode, phq):
    filled = fill(world, episode, phq, "1 1 1 1 1 1 1 1 0")
    where = address("correct_measurement", episode, filled.pk)
    page = aino.get(where)
    first = page.context["form"].rows()[0]
    assert str(first.number.value()) == "1"
    answer = aino.post(where, typed(page, **{first.number.name: "3"}, why="Läste fel rad"))
    shown = told(aino.get(answer["Location"]))
    assert "Nedstämdhet: 10" in shown
    assert "stod tidigare: 1." in shown
    assert "Läste fel rad" in shown
    kept = Change.objects.filter(kind="answer").latest("pk")
    assert kept.registration.why == "Läste fel rad"


@pytest.mark.parametrize(("typed_score", "kept"), [("11", [11]), ("12", [12]), ("", [])])
def test_a_total_that_came_ready_is_shown_when_it_is_corrected_and_goes_only_when_it_is_emptied(
    world, aino, episode, phq, typed_score, kept
):
    filled = fill(world, episode, phq, "1 1 1 1 1 1 1 1 0")
    scale = phq.scales.get()
    filled.scores.create(scale=scale, value=11)
    where = address("correct_measurement", episode, filled.pk)
    page = aino.get(where)
    aino.post(where, typed(page, mode="", **{f"score-{scale.pk}": typed_score}))
    assert [one.value for one in filled.scores.all()] == kept


def test_a_correction_leaves_a_total_that_it_does_not_name(world, episode, phq):
    filled = fill(world, episode, phq, "1 1 1 1 1 1 1 1 0")
    filled.scores.create(scale=phq.scales.get(), value=11)
    actions.correct_measurement(by=world.aino, measurement=filled, answers={"9": Decimal(3)})
    assert filled.scores.exists()


def test_what_is_not_changed_is_no_registration(world, aino, episode, phq):
    filled = fill(world, episode, phq, "1 1 1 1 1 1 1 1 0")
    before, where = Registration.objects.count(), address("correct_measurement", episode, filled.pk)
    aino.post(where, typed(aino.get(where), mode=""))
    assert Registration.objects.count() == before


def test_of_two_corrections_the_second_is_shown_the_first(world, aino, signed_in, episode, phq):
    filled = fill(world, episode, phq, "1 1 1 1 1 1 1 1 0")
    where, maryam = address("correct_measurement", episode, filled.pk), signed_in(world.maryam)
    hers, mine = (browser.get(where) for browser in (maryam, aino))
    item = mine.context["form"].rows()[0].number.name
    maryam.post(where, typed(hers, **{item: "3"}))
    answer = aino.post(where, typed(mine, **{item: "2"}))
    assert answer.status_code == 409
    assert [(one.now, one.typed) for one in answer.context["form"].clashes] == [("3", "2")]
    assert answer.context["form"].clashes[0].last.startswith(f"{world.maryam}, ")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [("date", "2020-01-07", "Dagen ligger före starten"), ("why", "Ring 070-123 45 67", "telefonnummer")],
)
def test_a_correction_that_cannot_be_is_told(world, aino, episode, phq, field, value, says):
    filled = fill(world, episode, phq, "1 1 1 1 1 1 1 1 0")
    where = address("correct_measurement", episode, filled.pk)
    answer = aino.post(where, typed(aino.get(where), **{field: value}))
    assert answer.status_code == 422
    assert says in told(answer)


def test_a_filling_in_is_taken_away_as_a_whole_and_can_come_back(world, aino, episode, phq):
    filled = fill(world, episode, phq, "0 0 0 0 0 0 0 0 1")
    actions.acknowledge_alarms(by=world.aino, measurement=filled)
    where = address("remove_measurement", episode, filled.pk)
    aino.post(where, typed(aino.get(where), why="Fel klient"))
    assert not Measurement.objects.filter(pk=filled.pk).exists()
    undo(by=world.aino, registration=Registration.objects.latest("pk"))
    assert (filled.answers.count(), filled.acknowledgements.count()) == (9, 1)


def test_together_with_the_client_the_steps_are_chosen_and_a_question_may_be_declined(world, aino, episode, phq):
    where = address("measure_together", episode, phq.pk, "during")
    page = aino.get(where)
    items = [row.number.name for row in page.context["form"].rows()]
    aino.post(where, typed(page, **dict.fromkeys(items[1:], "1"), **{items[0]: "declined"}))
    made = episode.measurements.latest("pk")
    assert made.mode == "with_staff"
    assert [one.reason for one in made.answers.order_by("item__order")] == ["declined", *[""] * 8]


def test_the_pages_of_a_filling_in_do_not_exist_for_strangers(world, signed_in, episode, phq):
    filled = fill(world, episode, phq, "1 1 1 1 1 1 1 1 0")
    pages = ("measurement", "correct_measurement", "remove_measurement", "acknowledge_alarms")
    for who in ("idris", "tove", "bengt", "coach", "politician", "administrator", "charlie"):
        browser = signed_in(getattr(world, who))
        assert {browser.get(address(page, episode, filled.pk)).status_code for page in pages} == {404}
        assert {browser.post(address(page, episode, filled.pk)).status_code for page in pages} == {404}


def test_the_answers_are_in_no_log(world, aino, episode, phq, caplog):
    filled = fill(world, episode, phq, "0 0 0 0 0 0 0 0 3")
    actions.acknowledge_alarms(by=world.aino, measurement=filled)
    entries = AuditEntry.objects.order_by("-number")[:2]
    assert {entry.target for entry in entries} == {f"records.Measurement {filled.pk}"}
    assert caplog.text == ""
