"""An ending: what is missing before it, the follow-ups after it, its correction, and taking it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told, typed

from loke.records import actions
from loke.records.models import Episode, Registration


@pytest.fixture
def episode(world):
    return world.aino.episodes.ongoing().filter(service=world.ungdom).order_by("opened", "pk").first()


@pytest.fixture
def followed(world):
    plan = world.ungdom.plans.get()
    plan.months_after = "6 12"
    plan.save()


def last_day(episode):
    return max(episode.contacts.first().date, timezone.localdate() - timedelta(7))


@pytest.fixture
def ended(world, episode):
    ending = world.ungdom.endings.first()
    actions.end_episode(by=world.aino, episode=episode, closed=last_day(episode), ending=ending)
    return episode


def chosen(page: str, episode) -> str:
    return f"{address(page, episode)}?kontakt={episode.pk}"


def test_what_is_missing_is_listed_before_the_end_and_does_not_stop_it(world, aino, episode):
    episode.values.all().delete()
    page = aino.get(address("end_episode", episode))
    assert {"Bakgrund vid start", "Min vecka vid avslut"} <= {task.words for task in page.context["missing"]}
    how = {"closed": last_day(episode), "ending": world.ungdom.endings.first().pk}
    assert aino.post(page.request["PATH_INFO"], typed(page, **how)).status_code == 303


def test_a_goal_that_nobody_has_judged_is_listed_with_where_it_is_and_does_not_stop_the_end(world, aino, episode):
    unjudged = actions.set_goal(by=world.aino, episode=episode, code="Sova hela natten")
    judged = actions.set_goal(by=world.aino, episode=episode, code="Gå till skolan")
    actions.change_goal(by=world.aino, goal=judged, attainment="fully", judged_by="client")
    where = address("end_episode", episode)
    page = aino.get(where)
    link = f'<a href="{address("change_goal", episode, unjudged.pk)}">Bedöm målet: Sova hela natten</a>'
    assert link in told(page)
    assert "Bedöm målet: Gå till skolan" not in told(page)
    how = {"closed": last_day(episode), "ending": world.ungdom.endings.first().pk}
    assert aino.post(where, typed(page, **how)).status_code == 303


def test_a_goal_alone_is_what_is_missing_and_gone_from_there_once_it_is_judged(world, aino, episode):
    world.ungdom.plans.update(at_start=False, at_end=False, every_weeks=None)
    world.ungdom.variables.update(retired=episode.opened)
    where, says = address("end_episode", episode), "Det här saknas innan kontakten avslutas"
    assert says not in told(aino.get(where))
    goal = actions.set_goal(by=world.aino, episode=episode, code="Sova hela natten")
    assert says in told(aino.get(where))
    actions.change_goal(by=world.aino, goal=goal, attainment="not_at_all", judged_by="staff")
    assert says not in told(aino.get(where))


def test_the_follow_ups_are_on_the_receipt_and_in_the_list(world, aino, episode, followed):
    page = aino.get(address("end_episode", episode))
    how = {"closed": last_day(episode), "ending": world.ungdom.endings.first().pk}
    answer = aino.post(page.request["PATH_INFO"], typed(page, **how))
    shown = aino.get(answer["Location"])
    days = [f"<time>{due.day}</time>" for due in shown.context["coming"]]
    assert len(days) == 2
    assert f"Uppföljning: {', '.join(days)}." in told(shown)
    assert "Kommande uppföljningar" in told(shown)


def test_where_nothing_is_followed_up_a_link_leads_to_the_plan(aino, ended):
    assert f'href="{reverse("plan", args=["ungdom"])}"' in told(aino.get(chosen("client", ended)))


def test_the_calendar_file_has_the_days_and_nothing_about_the_client(world, aino, ended, followed):
    answer = aino.get(chosen("follow_up_calendar", ended))
    text = told(answer)
    assert answer["Content-Type"].startswith("text/calendar")
    assert text.count("SUMMARY:Uppföljning i Loke") == 2
    code = ended.client.code
    assert not any(
        secret in text for secret in (code, code[:3] + " ", ended.code, "Min vecka", f"klienter/{ended.client_id}")
    )
    assert {line.partition(":")[0].partition(";")[0] for line in text.split("\r\n") if line} == {
        *("BEGIN", "VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL", "TRANSP", "END")
    }


def test_the_ending_is_corrected_with_its_phase_and_what_stood_there_is_kept(world, aino, ended):
    other = world.ungdom.endings.exclude(pk=ended.ending_id).first()
    where, later = chosen("end_episode", ended), ended.closed + timedelta(1)
    stay = ended.phases.last()
    page = aino.get(where)
    assert page.context["form"]["closed"].value() == ended.closed
    aino.post(where, typed(page, closed=later, ending=other.pk, why="Fel dag"))
    ended.refresh_from_db()
    stay.refresh_from_db()
    assert (ended.closed, ended.ending, stay.left) == (later, other, later)
    assert "Fel dag" in told(aino.get(chosen("episode_history", ended)))


def test_an_ending_that_was_a_mistake_is_taken_back_with_a_reason(world, aino, ended):
    Registration.objects.update(at=timezone.now() - timedelta(days=3))
    where = chosen("reopen_episode", ended)
    page = aino.get(where)
    assert aino.post(where, typed(page)).status_code == 422
    assert aino.post(where, typed(page, why="Fel klient avslutades")).status_code == 303
    again = Episode.objects.get(pk=ended.pk)
    assert (again.closed, again.ending, again.phases.last().left) == (None, None, None)
    assert Registration.objects.latest("pk").why == "Fel klient avslutades"


def test_it_is_not_taken_back_while_the_client_has_another_open_one(world, aino, ended):
    actions.open_episode(by=world.aino, service=world.ungdom, opened=timezone.localdate(), client=ended.client)
    where = chosen("reopen_episode", ended)
    answer = aino.post(where, typed(aino.get(where), why="Ångrar mig"))
    assert "Klienten har redan en annan pågående kontakt" in told(answer)


def test_of_an_ending_that_has_changed_nothing_is_taken_back_unseen(world, aino, ended):
    where = chosen("reopen_episode", ended)
    page = aino.get(where)
    actions.end_episode(
        by=world.maryam,
        episode=ended,
        closed=ended.closed + timedelta(1),
        ending=ended.ending,
        seen=page.context["form"]["seen"].value(),
    )
    assert aino.post(where, typed(page, why="Ångrar mig")).status_code == 409
