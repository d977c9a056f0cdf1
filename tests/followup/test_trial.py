"""An expectation that is being written is tried against those who have been here, with the analysis's own count."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.urls import reverse
from tests.measures.process_pages import draft_of, post, words

from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.description.actions import add_row
from loke.followup.dataset import snapshot_for
from loke.followup.trial import trial_of
from loke.records.models import Client, Episode


@pytest.fixture
def draft(world):
    return draft_of(world.ungdom)


def said(world, code: str):
    """The latest version of an expectation, as the snapshot has it."""
    found = snapshot_for(world.ungdom).services[0].expectations
    return [one for one in found if one.expectation == code][-1]


def test_the_count_is_that_of_the_records(world):
    """By hand: everybody with an age, and those of them who were 16 to 20."""
    known = Episode.objects.filter(service=world.ungdom, opened__lte=world.day, age__isnull=False)
    within = known.filter(age__gte=16, age__lte=20)
    trial = trial_of(world.ungdom, said(world, "alder"), world.day, "sv")
    assert trial.says == f"Skulle ha stämt för {within.count()} av {known.count()}."


@pytest.mark.parametrize("code", ["traffar", "problem", "inledning", "fullfoljer", "min-vecka"])
def test_what_two_versions_say_alike_is_tried_against_the_clients_of_both(world, code):
    rows = analyse(snapshot_for(world.ungdom), Options(as_of=world.day)).tables["expectations"]
    rows = [row for row in rows if row.expectation == code]
    within, of = sum(row.within for row in rows), sum(row.assessable for row in rows)
    assert len(rows) == 2
    assert trial_of(world.ungdom, said(world, code), world.day, "sv").says == f"Skulle ha stämt för {within} av {of}."


def test_how_sure_it_is_stands_in_words(world):
    tried = replace(said(world, "traffar"), share=Fraction(8, 10))
    trial = trial_of(world.ungdom, tried, world.day, "sv")
    assert "Osäkerheten går från" in trial.certainty
    assert "når inte 80" in trial.certainty


def test_below_five_it_is_too_few_to_say(world):
    episodes = Episode.objects.filter(service=world.ungdom)
    kept = list(episodes.values_list("pk", flat=True)[:4])
    episodes.exclude(pk__in=kept).update(age=None)
    episodes.filter(pk__in=kept).update(age=17)
    Client.objects.filter(episodes__service=world.ungdom).update(birth_year=None)
    world.ungdom.touch()
    trial = trial_of(world.ungdom, said(world, "alder"), world.day, "sv")
    assert (trial.says, trial.certainty) == ("För få för att säga: 4 kan bedömas.", "")
    episodes.filter(pk=episodes.exclude(pk__in=kept).first().pk).update(age=17)
    world.ungdom.touch()
    assert trial_of(world.ungdom, said(world, "alder"), world.day, "sv").says == "Skulle ha stämt för 5 av 5."


def test_what_only_the_draft_has_brought_up_has_nothing_to_be_tried_against(world, signed_in, draft):
    row = add_row(by=world.aino, process=draft, column="intervention", text="Ridning")
    fields = {"kind": "received", "intervention": row.intervention_id, "of": "10"}
    answer = post(signed_in(world.aino), "try_expectation", row, **fields)
    assert "Det finns inget registrerat att pröva mot än." in words(answer)


def test_trying_shows_the_page_again_with_what_was_typed_and_stores_nothing(world, signed_in, draft):
    row = draft.rows.get(text="Provtagning")
    fields = {
        "kind": "dose",
        "intervention": row.intervention_id,
        "lowest": "4",
        "months": "3",
        "share": "8",
        "of": "10",
    }
    answer = post(signed_in(world.aino), "try_expectation", row, **fields)
    assert "Skulle ha stämt för" in words(answer)
    assert answer.context["expectation_form"]["lowest"].value() == "4"
    assert not row.expectations.exists()


def test_with_htmx_only_the_answer_comes(world, signed_in, draft):
    row = draft.rows.get(text="Provtagning")
    address = reverse("try_expectation", args=["ungdom", row.pk])
    fields = {"kind": "received", "intervention": row.intervention_id, "of": "10"}
    submission = {"submission": "6a0d9c50-0f3c-4f49-8f0a-5f4a3f5dd0aa"}
    answer = signed_in(world.aino).post(address, {**fields, **submission}, headers={"hx-request": "true"})
    assert "Skulle ha stämt för" in words(answer)
    assert "<html" not in answer.content.decode()
    wrong = signed_in(world.aino).post(address, {"kind": "received", **submission}, headers={"hx-request": "true"})
    assert "Välj ett av alternativen." in words(wrong)


def test_how_it_went_last_stands_beside_the_row(world, signed_in, draft):
    row = draft.rows.get(text="Enskilt samtal")
    answer = signed_in(world.aino).get(reverse("held_so_far", args=["ungdom", row.pk]))
    assert "15–48 träffar de första tre månaderna: Det blev" in words(answer)
    other = draft.rows.get(text="Provtagning")
    empty = signed_in(world.aino).get(reverse("held_so_far", args=["ungdom", other.pk]))
    assert "Ingen har bedömts" in words(empty)
