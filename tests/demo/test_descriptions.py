"""What the demo's services have written of themselves: everything asked, agreeing with the rest of their files."""

from datetime import date

import pytest
from django.utils import timezone
from tests.demo.test_story import PLANS, every_service

from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.description.headings import CHOICE, Field, field_of, headings
from loke.description.models import Comment, Review
from loke.description.reading import told_of
from loke.followup.dataset import snapshot_for

pytestmark = pytest.mark.once  # on PostgreSQL it is the same world, moved there
ASKED = {field.code for heading in headings() for field in heading.fields}
NAMES = {"phases": "phases", "types": "interventions"}
MOST_WORDS = 120


def told(name: str) -> dict:
    return PLANS[name]["description"]


def texts(name: str) -> list[tuple[Field, str]]:
    """Every text of every version with the field it stands in."""
    found = [one for version in (told(name), *told(name)["later"]) for one in version["fields"].items()]
    whole = [(field_of(code), text) for code, text in found]
    parts = [(kind, one) for kind in ("phase", "intervention") for one in told(name).get(f"{kind}s", ())]
    return whole + [(field_of(code, kind), text) for kind, one in parts for code, text in one.items()]


def adopted(process) -> set[str]:
    return set(process.rows.there().values_list("text", flat=True))


@every_service
def test_all_that_is_asked_under_the_eight_headings_is_written(name):
    assert set(told(name)["fields"]) | {"date"} == ASKED


@every_service
def test_what_is_chosen_is_one_of_the_options_and_no_text_is_long(name):
    for field, text in texts(name):
        assert field.kind != CHOICE or text in dict(field.options), field.code
        assert len(text.split()) <= MOST_WORDS, field.code
        assert "!" not in text


@every_service
def test_a_work_address_is_one_that_nobody_can_have(name):
    assert told(name)["fields"]["contact_details"].endswith("@alvkulla.example")


@every_service
def test_phases_and_types_of_intervention_are_called_what_the_records_call_them(name):
    kind = NAMES[told(name)["fields"]["organised_as"]]
    meant = [one["name"] for one in PLANS[name][kind] if one.get("intended", True)]
    assert [one["name"] for one in told(name)[kind]] == meant


@every_service
def test_each_version_names_the_target_groups_and_outcomes_of_the_process_adopted_that_day(name):
    fields = {}
    for version, description in zip(PLANS[name]["versions"], [told(name), *told(name)["later"]], strict=True):
        fields |= description["fields"]
        assert fields["target_group"].split("\n") == [text for text, _ in version["target_groups"]]
        assert fields["end_result"].split("\n") == [text for text, _ in version["outcomes"]]


@every_service
def test_a_later_version_says_why_and_changes_three_to_five_fields(name):
    for version in told(name)["later"]:
        assert version["reason"]
        assert 3 <= len(version["fields"]) <= 5
        assert all(told(name)["fields"][code] != text for code, text in version["fields"].items())


@every_service
def test_both_descriptions_were_adopted_on_the_same_days(world, name):
    service = getattr(world, name)
    days = [
        set(kind.in_force().values_list("adopted", flat=True)) for kind in (service.descriptions, service.processes)
    ]
    assert days[0] == days[1]
    assert len(days[0]) == 2
    for one in service.descriptions.in_force():
        written = {answer.field.code: answer.text for told in told_of(one) for answer in told.answers}
        assert date.fromisoformat(written["date"]) == one.adopted
        assert "" not in written.values()


def test_the_youth_service_is_in_the_middle_of_a_third_version_of_both(world):
    description, process = world.ungdom.descriptions.open().get(), world.ungdom.processes.open().get()
    assert (description.version, process.version) == (3, "3")
    assert {description.status, process.status} == {"comments"}
    writers = set(description.passages.exclude(changed_by=None).values_list("changed_by", flat=True))
    assert writers == {world.aino.pk, world.idris.pk}
    before = adopted(world.ungdom.processes.adopted().get())
    assert adopted(process) - before == {"Unga 14–20 år med alkohol, narkotika eller båda", "Möte i skolan"}


def figures(world) -> dict:
    return analyse(snapshot_for(world.ungdom), Options(as_of=world.day)).tables


def test_not_one_figure_would_be_different_without_what_is_being_written(world):
    before = figures(world)
    world.ungdom.descriptions.open().delete()
    world.ungdom.processes.open().delete()
    world.ungdom.touch()
    assert figures(world) == before
    assert not world.ungdom.interventions.get(code="skolmote").intended


def test_the_coach_has_asked_each_of_the_three_questions_and_got_one_answer(world):
    review = Review.objects.open(max(world.day, timezone.localdate())).get()
    assert (review.service, review.partner) == (world.ungdom, world.coach)
    said = Comment.objects.filter(by=world.coach)
    assert {one.question for one in said} - {""} == set(Comment.Question.values)
    assert said.exclude(answer="").get().answered_by == world.idris


@pytest.mark.parametrize("service", ["beroende", "familjehem", "foraldraskap"])
def test_the_others_have_nothing_open(world, service):
    assert not getattr(world, service).descriptions.open().exists()
    assert not getattr(world, service).processes.open().exists()
