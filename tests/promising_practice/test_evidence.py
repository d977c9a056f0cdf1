"""The service's own figures offered where the guide asks, taken once, and kept as they were."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils.translation import override
from tests.followup.releasing import release
from tests.promising_practice.reviewing import judged
from tests.promising_practice.taking import listening, take

from loke.analysis.cost import Cost, Helped
from loke.analysis.participation import asked_during, helped_by_goals
from loke.followup.dataset import clients_of, snapshot_for
from loke.followup.frozen import digest_of
from loke.promising_practice import actions
from loke.promising_practice.content import content_of
from loke.promising_practice.costing import meanings
from loke.promising_practice.evidence import BUILDERS, offer
from loke.promising_practice.forms.kept import Amount
from loke.promising_practice.found import differs, picture_of, text_of
from loke.promising_practice.ground import ground_of, outside
from loke.promising_practice.guide import rows
from loke.promising_practice.models import Evidence
from loke.publishing.numbers import NO_BREAK
from loke.records.models import Episode

pytestmark = pytest.mark.django_db


def said(world, kind: str, period: str = "2025") -> str:
    return text_of(offer(ground_of(world.ungdom, world.day, period), kind)).replace(NO_BREAK, " ")


def test_every_kind_that_the_guide_names_can_be_made():
    assert {row.evidence for row in rows() if row.evidence} == set(BUILDERS)


def test_the_last_whole_year_is_the_usual_period(world):
    assert ground_of(world.ungdom, world.day).reading.period == "2025"
    assert ground_of(world.ungdom, world.day, "2026").reading.period == "2026"
    assert ground_of(world.ungdom, world.day, "1800").reading.period == "2025"


def test_evidence_says_its_period_and_how_many(world):
    closed = Episode.objects.filter(service=world.ungdom, closed__year=2025).count()
    found = offer(ground_of(world.ungdom, world.day, "2025"), "before_during_after")
    assert found["period"] == "2025"
    assert found["n"] == closed
    assert f"av {closed} avslutade har svarat på Min vecka" in text_of(found)
    assert [one["of"] for one in found["figures"]][:3] == [closed] * 3
    assert f"{closed}" in picture_of(found, "sv").description or picture_of(found, "sv").svg


@pytest.mark.parametrize("period", ["2025", "2026"])
def test_the_same_figures_are_no_newer_in_another_language(world, period):
    said = {}
    for language in ("sv", "en"):
        with override(language):
            ground = ground_of(world.ungdom, world.day, period)
            said[language] = {kind: offer(ground, kind) for kind in BUILDERS}
    there = [kind for kind, found in said["sv"].items() if found]
    assert "outcome" in there
    assert [kind for kind in there if differs(said["sv"][kind], said["en"][kind])] == []


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("800000", "800000"),
        ("1 250 000 kr", "1250000"),
        ("1.250.000", "1250000"),
        ("1250,50 kronor", "1250.5"),
        ("12.5", "12.5"),
    ],
)
def test_a_cost_is_read_as_people_write_it(typed, read):
    assert Amount(label="Kronor").clean(typed) == Decimal(read)


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "says"), [("0", "större än noll"), ("-3", "större än noll"), ("tolv", "bara siffror")]
)
def test_a_cost_that_is_refused_says_what_to_write(typed, says):
    with pytest.raises(ValidationError, match=says):
        Amount(label="Kronor").clean(typed)


def test_goals_written_are_those_of_the_adopted_process_description(world):
    assert "version 2" in said(world, "goals_written")
    assert said(world, "goals_written").startswith("Processbeskrivningen")


def test_the_outcome_says_better_same_worse_and_how_far_the_mean_moved(world):
    text = said(world, "outcome")
    assert "blev det bättre" in text
    assert "Medelvärdet var" in text
    assert "osäkerhet" in text


def test_who_takes_part_is_counted_as_the_records_say(world):
    first, last = ground_of(world.ungdom, world.day, "2025").days
    there = Episode.objects.filter(service=world.ungdom, opened__lte=last).exclude(closed__lt=first)
    assert clients_of(world.ungdom, first, last) == len(set(there.values_list("client", flat=True)))
    during = Episode.objects.filter(service=world.ungdom, closed__range=(first, last), measurements__occasion="during")
    assert asked_during(snapshot_for(world.ungdom), "min-vecka", first, last) == during.distinct().count()


def test_helped_by_goals_means_that_every_judged_goal_was_reached(world):
    first, last = ground_of(world.ungdom, world.day, "2025").days
    known = reached = 0
    for episode in Episode.objects.filter(service=world.ungdom, closed__range=(first, last)):
        judged = [goal.attainment for goal in episode.goals.all() if goal.attainment]
        known += bool(judged)
        reached += bool(judged) and set(judged) <= {"fully", "largely"}
    assert helped_by_goals(snapshot_for(world.ungdom), first, last) == Helped(reached, known)


def test_cost_for_each_is_offered_when_somebody_has_said_what_it_costs(world):
    ground = ground_of(world.ungdom, world.day, "2025")
    assert offer(ground, "cost") is None
    row = next(one for one in ground.reading.rows("better") if one.pairs)
    helped = f"better:{row.instrument}:{row.scale}:{row.respondent or ''}"
    actions.write_cost(by=world.maryam, service=world.ungdom, period="2025", kr=800_000, helped=helped)
    assert "800 000 kr" in said(world, "cost")
    assert "för var och en av de" in said(world, "cost_per_participant")
    assert "bättre vid slut än vid start" in said(world, "cost_per_helped")
    assert f"känt för {row.pairs}" in said(world, "cost_per_helped")


def test_being_helped_is_always_said_of_those_who_closed(world):
    ground = ground_of(world.ungdom, world.day, "2025")
    found = meanings(ground)
    assert found
    assert {one.counted()[1] for one in found} == {ground.closed()}


def test_hours_without_a_price_stay_hours(world):
    actions.write_cost(by=world.maryam, service=world.ungdom, period="2025", hours=1600)
    assert "Arbetstiden är 1600 timmar" in said(world, "cost")
    assert ground_of(world.ungdom, world.day, "2025").say.spent(Cost(1600, "hours"))


def test_what_is_taken_stands_in_the_description_and_is_frozen(world):
    review = listening(world)
    actions.answer_row(by=world.aino, review=review, row="10.2", answer="yes", description="Vi frågar alla.")
    taken = take(world, review, "10.2", "before_during_after")
    answer = review.answers.get(row="10.2")
    assert answer.description == f"Vi frågar alla.\n\n{text_of(taken.said)}"
    assert taken.digest == digest_of(taken.content)
    assert content_of(review)["rows"]["10.2"]["evidence"] == [json.loads(taken.content)]


def test_evidence_is_taken_by_whoever_sees_the_figures_and_never_into_an_assessment(world):
    review = listening(world)
    content = offer(ground_of(world.ungdom, world.day, "2025"), "before_during_after")
    assessment = actions.begin_assessment(by=world.aino, review=review)
    for by, into in ((world.coach, review), (world.aino, assessment)):
        with pytest.raises(PermissionDenied):
            actions.take_evidence(by=by, review=into, row="10.2", content=content)


def test_newer_evidence_takes_the_place_of_the_text_and_stands_beside_the_old(world):
    review = listening(world)
    old = take(world, review, "2.2e", "outcome", "2024")
    new = take(world, review, "2.2e", "outcome", "2025")
    assert review.answers.get(row="2.2e").description == text_of(new.said)
    assert list(Evidence.objects.filter(answer__review=review)) == [old, new]


@pytest.mark.parametrize(
    "sql", ["UPDATE promising_practice_evidence SET content = '{}'", "DELETE FROM promising_practice_evidence"]
)
def test_the_database_refuses_to_change_what_was_taken(world, sql):
    take(world, listening(world), "10.2", "before_during_after")
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_revision_takes_the_evidence_along(world):
    review = listening(world)
    taken = take(world, review, "10.2", "before_during_after")
    again = actions.begin_revision(by=world.maryam, review=judged(world.maryam, review))
    assert [one.content for one in Evidence.objects.filter(answer__review=again)] == [taken.content]


def test_outside_nothing_is_said_out_of_what_is_hidden(world):
    release(world)
    shown = outside(ground_of(world.ungdom, world.day, "2025"))
    assert shown.outside
    for kind in ("outcome", "goals_followed", "target_group", "before_during_after", "routines", "compilation"):
        found = offer(shown, kind)
        for one in found["figures"] if found else []:
            n, of = one["n"], one["of"]
            assert n is None or n == 0 or n >= 5
            assert of is None or of - n == 0 or of - n >= 5


def test_outside_a_year_that_is_not_published_says_nothing(world):
    assert outside(ground_of(world.ungdom, world.day, "2025")) is None


def test_the_page_offers_takes_and_says_when_there_is_newer(world, signed_in):
    review, browser = listening(world), signed_in(world.aino)
    page = reverse("guide_row", args=["ungdom", review.pk, "10.2"])
    assert "Infoga i beskrivningen" in browser.get(page).text
    told = {"period": "2024", "submission": "00000000-0000-4000-8000-000000000001"}
    answer = browser.post(reverse("guide_evidence", args=["ungdom", review.pk, "10.2"]), told)
    assert answer.status_code == 303
    assert "Det finns nyare siffror:" not in browser.get(page).text
    text = browser.get(f"{page}?period=2025").text
    assert "Det ändras inte." in text
    assert "Det finns nyare siffror:" in text
    assert "Ta de nya siffrorna" in text


def test_taking_twice_by_a_double_click_takes_once(world, signed_in):
    review, browser = listening(world), signed_in(world.aino)
    told = {"period": "2025", "submission": "00000000-0000-4000-8000-000000000002"}
    for _ in range(2):
        browser.post(reverse("guide_evidence", args=["ungdom", review.pk, "10.2"]), told)
    assert Evidence.objects.filter(answer__review=review).count() == 1


def test_strangers_take_nothing_and_write_no_cost(world, signed_in):
    review = listening(world)
    for person in (world.charlie, world.tove, world.politician):
        assert signed_in(person).post(reverse("guide_evidence", args=["ungdom", review.pk, "10.2"])).status_code == 404
        assert signed_in(person).get(reverse("guide_cost", args=["ungdom"])).status_code == 404


def test_a_cost_is_kronor_or_hours_and_never_both(world, signed_in):
    page = f"{reverse('guide_cost', args=['ungdom'])}?period=2025"
    told = {"submission": "00000000-0000-4000-8000-000000000003", "seen": "0", "kr": "800 000", "hours": "10"}
    answer = signed_in(world.maryam).post(page, told)
    assert answer.status_code == 422
    assert "antingen kronor eller arbetstimmar" in answer.text
    answer = signed_in(world.maryam).post(page, told | {"hours": "", "included": "Löner"})
    assert answer.status_code == 303
    assert "800 000 kr" in signed_in(world.maryam).get(page).text.replace(NO_BREAK, " ")


def test_from_the_cost_one_comes_back_to_the_question_and_reads_what_it_is_the_cost_of(world, signed_in):
    review, maryam = listening(world), signed_in(world.maryam)
    question = reverse("guide_row", args=["ungdom", review.pk, "6.2"])
    page = f"{reverse('guide_cost', args=['ungdom'])}?period=2025&genomgang={review.pk}&fraga=6.2"
    told = {"submission": "00000000-0000-4000-8000-000000000004", "seen": "0", "kr": "800 000"}
    shown = maryam.post(page, told, follow=True).text
    assert "Gäller hela Öppenvård unga." in shown
    assert "Tillbaka till fråga 6.2" in shown
    assert f'href="{question}?period=2025#underlag"' in shown
    assert "Gäller hela Öppenvård unga." in maryam.get(f"{question}?period=2025").text
    assert "Tillbaka till fråga" not in maryam.get(page.replace("6.2", "99")).text
