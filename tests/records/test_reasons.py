"""Why there is no answer: kept with the variable, counted as answered unless nobody asked, and missing in figures."""

import re

import pytest
from django.urls import reverse
from tests.records.pages import address, told, typed

from loke.followup.dataset import snapshot_for
from loke.records import actions
from loke.records.missing import lacking, lacking_first, missing, plan_of
from loke.records.models import Episode, Reason, Value


@pytest.fixture
def episode(world):
    return world.aino.episodes.ongoing().filter(service=world.ungdom).order_by("opened", "pk").first()


def names(page) -> dict[str, str]:
    return {variable.code: name for name, variable in page.context["form"].variables.items()}


def reason_of(name: str) -> str:
    return name.replace("variable", "reason")


def test_a_reason_is_stored_shown_again_and_takes_the_place_of_the_answer(aino, episode):
    where = address("fill_in", episode, "opening")
    page = aino.get(where)
    problem = names(page)["problem"]
    aino.post(where, typed(page, **{problem: "", reason_of(problem): "declined"}))
    row = episode.values.get(variable__code="problem")
    assert (row.option, row.text, row.reason) == (None, "", "declined")
    again = aino.get(where)
    assert again.context["form"][reason_of(problem)].value() == "declined"
    assert "stod tidigare:" in told(again)


def test_an_answer_and_a_reason_cannot_both_stand(aino, episode):
    where = address("fill_in", episode, "opening")
    page = aino.get(where)
    problem = names(page)["problem"]
    answer = aino.post(where, typed(page, **{problem: "spel", reason_of(problem): "declined"}))
    assert "Här finns både ett svar och en orsak. Behåll det ena." in told(answer)


@pytest.mark.parametrize(
    ("reason", "lacks"), [("not_asked", True), ("declined", False), ("do_not_know", False), ("not_applicable", False)]
)
def test_every_reason_but_not_asked_ends_the_asking(world, episode, reason, lacks):
    plan = plan_of(world.ungdom)
    variables = [one for one in world.ungdom.variables.in_use() if "opening" in one.occasions]
    mine = Episode.objects.filter(pk=episode.pk)
    actions.record_values(
        by=world.aino, episode=episode, occasion="opening", values=dict.fromkeys(variables, Reason(reason))
    )
    told_so = "Bakgrund vid start" in [task.words for task in missing(plan, [episode])[episode.pk]]
    counted = "Bakgrund vid start" in [lack.task.words for lack in lacking(world.ungdom, mine)]
    assert (told_so, counted) == (lacks, lacks)
    assert lacking_first(plan, mine).count() == 1


def test_figures_count_a_reason_as_missing(world, episode):
    problem = world.ungdom.variables.get(code="problem")
    actions.record_values(by=world.aino, episode=episode, occasion="opening", values={problem: None})
    world.ungdom.refresh_from_db()
    without = {key: array.tolist() for key, array in snapshot_for(world.ungdom).values.items()}
    actions.record_values(by=world.aino, episode=episode, occasion="opening", values={problem: Reason.DECLINED})
    with_reason = {key: array.tolist() for key, array in snapshot_for(world.ungdom).values.items()}
    assert str(with_reason) == str(without)


def test_the_reason_is_offered_where_a_client_is_opened(aino, world):
    page = aino.get(reverse("open_episode", args=["ungdom"]))
    problem = names(page)["problem"]
    aino.post(page.request["PATH_INFO"], typed(page, **{reason_of(problem): "do_not_know"}))
    assert Value.objects.latest("pk").reason == "do_not_know"


def test_why_there_is_no_answer_is_asked_beside_each_question_and_stands_open_where_it_is_said(aino, episode):
    where = address("fill_in", episode, "opening")
    page = aino.get(where)
    problem = names(page)["problem"]
    aino.post(where, typed(page, **{problem: "", reason_of(problem): "not_asked"}))
    folded = re.findall(
        r"<details class=\"small\"( open)?><summary>[^<]*<span[^>]*>, ([^<]*)</span>", told(aino.get(where))
    )
    asked = [variable.name for variable in page.context["form"].variables.values()]
    assert [name for _open, name in folded] == asked
    assert [name for is_open, name in folded if is_open] == ["Vad det gäller"]
