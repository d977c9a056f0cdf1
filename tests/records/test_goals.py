"""Goals of the care plan: set, changed, judged by somebody, and taken away."""

import pytest
from tests.records.pages import address, told, typed

from loke.records import actions
from loke.records.models import CarePlanGoal, Registration


@pytest.fixture
def episode(world):
    return world.aino.episodes.ongoing().filter(service=world.ungdom).order_by("opened", "pk").first()


@pytest.fixture
def goal(world, episode):
    return actions.set_goal(by=world.aino, episode=episode, code="Sova hela natten", set_on=episode.opened)


def test_a_goal_is_set_and_stands_on_the_clients_page(aino, episode):
    where = address("goals", episode)
    aino.post(where, typed(aino.get(where), code="Gå till skolan tre dagar i veckan"))
    assert "Gå till skolan tre dagar i veckan" in told(aino.get(address("client", episode)))


def test_a_goal_is_judged_by_somebody_and_its_history_is_told(world, aino, episode, goal):
    where = address("change_goal", episode, goal.pk)
    page = aino.get(where)
    aino.post(where, typed(page, attainment="largely", judged_by="together", why="Avstämning"))
    goal.refresh_from_db()
    assert (goal.attainment, goal.judged_by) == ("largely", "together")
    aino.post(where, typed(aino.get(where), attainment="fully"))
    assert "stod tidigare: i stor utsträckning" in told(aino.get(where))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": ""}, "Skriv målet."),
        ({"code": "x" * 201}, "högst 200 tecken"),
        ({"code": "Ring 070-123 45 67"}, "telefonnummer"),
        ({"attainment": "fully"}, "Välj vem som bedömde."),
        ({"attainment": "fully", "judged_by": "staff", "judged_on": "2020-01-07"}, "Målet sattes"),
    ],
)
def test_a_goal_that_cannot_be_stored_is_told(aino, episode, goal, changes, says):
    where = address("change_goal", episode, goal.pk)
    answer = aino.post(where, typed(aino.get(where), **changes))
    assert answer.status_code == 422
    assert says in told(answer)


def test_who_judged_a_goal_stays_when_it_is_judged_anew_without_saying(world, episode, goal):
    CarePlanGoal.objects.filter(pk=goal.pk).update(judged_by="together")
    actions.judge_goals(by=world.aino, episode=episode, goals=[(goal.code, "fully", goal.set_on, None)])
    goal.refresh_from_db()
    assert (goal.attainment, goal.judged_by) == ("fully", "together")


def test_the_same_goal_stands_once(aino, episode, goal):
    where = address("goals", episode)
    answer = aino.post(where, typed(aino.get(where), code=goal.code))
    assert "Målet finns redan." in told(answer)


def test_of_two_who_change_a_goal_the_second_is_shown_the_first(world, aino, signed_in, episode, goal):
    where, maryam = address("change_goal", episode, goal.pk), signed_in(world.maryam)
    hers, mine = (browser.get(where) for browser in (maryam, aino))
    maryam.post(where, typed(hers, code="Sova sex timmar"))
    answer = aino.post(where, typed(mine, code="Sova åtta timmar"))
    assert answer.status_code == 409
    assert ("Sova sex timmar", "Sova åtta timmar") in [(one.now, one.typed) for one in answer.context["form"].clashes]


def test_a_goal_is_taken_away_and_kept_in_the_history(aino, episode, goal):
    where = address("remove_goal", episode, goal.pk)
    aino.post(where, typed(aino.get(where), why="Dubblett"))
    assert not CarePlanGoal.objects.filter(pk=goal.pk).exists()
    shown = told(aino.get(address("episode_history", episode)))
    assert "Sova hela natten" in shown
    assert "Dubblett" in shown
    assert Registration.objects.latest("pk").what == "remove_goal"


def test_goals_and_history_do_not_exist_for_strangers(world, signed_in, episode, goal):
    pages = [address("goals", episode), address("change_goal", episode, goal.pk), address("episode_history", episode)]
    for who in ("idris", "tove", "bengt", "coach", "politician", "administrator", "charlie"):
        browser = signed_in(getattr(world, who))
        assert {browser.get(page).status_code for page in pages} == {404}
