"""Who sees which client, and that every page that shows one has written down whom it showed to whom."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told

from loke.accounts import log
from loke.accounts.models import AccessEntry, Membership
from loke.records import actions
from loke.records.models import Client, Episode, held_episode, near_enough, near_of_client

FORMS = ("register_contact", "enter_phase", "end_episode", "fill_in", "measure")
STRANGERS = ("idris", "tove", "bengt", "coach", "politician", "administrator", "charlie")


@pytest.fixture
def episode(world):
    return world.aino.episodes.ongoing().filter(service=world.ungdom).order_by("opened", "pk").first()


@pytest.fixture
def pages(world, episode):
    """Every page about Aino's client, by name."""
    more = {"fill_in": ["opening"], "measure": [world.ungdom.plans.get().instrument_id, "during"]}
    return {name: address(name, episode, *more.get(name, [])) for name in ("client", *FORMS)}


@pytest.mark.parametrize("who", STRANGERS)
def test_another_persons_client_does_not_exist_on_any_page(world, signed_in, pages, who):
    browser = signed_in(getattr(world, who))
    answers = {name: (browser.get(page).status_code, browser.post(page).status_code) for name, page in pages.items()}
    assert {name: both for name, both in answers.items() if both != (404, 404)} == {}


@pytest.mark.parametrize("who", STRANGERS[1:])
def test_the_units_pages_do_not_exist_for_strangers(world, signed_in, who):
    browser = signed_in(getattr(world, who))
    pages = [reverse(name, args=["ungdom"]) for name in ("clients", "open_episode", "group_session", "readings")]
    assert [browser.get(page).status_code for page in pages] == [404] * 4
    assert [browser.post(page).status_code for page in pages] == [404] * 4


@pytest.mark.parametrize("who", ["aino", "maryam"])
def test_ones_own_and_the_units_clients_are_shown(world, signed_in, pages, who):
    browser = signed_in(getattr(world, who))
    seen = {name: browser.get(page).status_code for name, page in pages.items()}
    assert {name for name, status in seen.items() if status == 200} == {"client", "end_episode", "fill_in", "measure"}
    assert {name for name, status in seen.items() if status == 302} == {"register_contact", "enter_phase"}


def test_only_the_manager_sees_who_has_read(world, signed_in):
    page = reverse("readings", args=["ungdom"])
    assert signed_in(world.aino).get(page).status_code == 404
    assert signed_in(world.maryam).get(page).status_code == 200


def test_whoever_loses_the_role_finds_nothing_at_the_next_click(world, signed_in, pages):
    aino = signed_in(world.aino)
    assert aino.get(pages["client"]).status_code == 200
    Membership.objects.filter(user=world.aino).update(until=world.day.replace(year=2025))
    assert [aino.get(pages[name]).status_code for name in ("client", "end_episode")] == [404, 404]
    assert aino.post(pages["register_contact"]).status_code == 404


def test_a_client_who_goes_to_a_colleague_is_no_longer_shown(world, signed_in, episode, pages):
    episode.responsible.set([world.idris])
    assert signed_in(world.aino).get(pages["client"]).status_code == 404
    assert signed_in(world.idris).get(pages["client"]).status_code == 200


def test_a_client_is_not_reached_through_another_service(world, signed_in, episode):
    assert signed_in(world.maryam).get(reverse("client", args=["familjehem", episode.client_id])).status_code == 404
    assert (
        signed_in(world.tove).get(reverse("client", args=["oppenvard-beroende", episode.client_id])).status_code == 404
    )


# The access log


def everywhere(world, episode, pages) -> dict[str, str]:
    units = {name: reverse(name, args=["ungdom"]) for name in ("clients", "group_session", "readings")}
    return {**units, "ended": f"{units['clients']}?visa=avslutade", **pages}


@pytest.mark.parametrize("who", ["aino", "maryam"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_with_a_code_in_it_has_an_entry_that_names_the_client(
    world, signed_in, episode, pages, who, method
):
    user = getattr(world, who)
    codes = dict(Client.objects.values_list("code", "pk"))
    browser, shown = signed_in(user), 0
    for page in everywhere(world, episode, pages).values():
        before = AccessEntry.objects.count()
        answer = getattr(browser, method)(page)
        seen = {number for code, number in codes.items() if code[3:6] + " " + code[6:9] in told(answer)}
        named = AccessEntry.objects.filter(by=user, number__gt=before).values_list("clients__client_number")
        assert seen <= {number for (number,) in named}, page
        shown += len(seen)
    assert shown > 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_log_there_is_no_page(world, signed_in, episode, pages, monkeypatch, method):
    browser, code = signed_in(world.aino), episode.client.code
    monkeypatch.setattr(log, "_append", lambda *args: 1 / 0)
    browser.raise_request_exception = False
    answers = [getattr(browser, method)(page) for page in (reverse("clients", args=["ungdom"]), *pages.values())]
    assert {answer.status_code for answer in answers} <= {500, 302}  # 302: led back from where a form posts to
    assert not any(code[3:6] + " " + code[6:9] in told(answer) for answer in answers)


def test_a_search_leaves_no_code_in_an_address_a_title_or_the_log_lines(world, signed_in, episode, pages, caplog):
    aino, code = signed_in(world.aino), episode.client.code
    found = aino.post(reverse("clients", args=["ungdom"]), {"code": code})
    titles = [told(aino.get(pages[name])).partition("</title>")[0] for name in ("client", "end_episode", "measure")]
    assert all(code not in page and code[3:] not in page for page in pages.values())
    assert not any(code[:3] in title for title in titles)
    assert code not in found.request["PATH_INFO"] + found.request["QUERY_STRING"] + caplog.text


@pytest.fixture
def everybody(world) -> list:
    """Among them one who has opened two clients by saying why, one of them protected since, and one granted three."""
    aino, idris, day = world.aino, world.idris, timezone.localdate()
    opened = aino.episodes.ongoing().exclude(client__episodes__responsible=idris).listed()[:3]
    for episode in opened[:2]:
        actions.open_with_reason(by=idris, service=world.ungdom, client=episode.client, reason="urgent")
    let_in = {"to": world.coach, "until": day, "purpose": "Handledning", "whole": False}
    clients = [episode.client for episode in opened]
    actions.give_grant(by=world.maryam, service=world.ungdom, clients=clients, **let_in)
    Client.objects.filter(pk=opened[1].client_id).update(protected=day)
    return [getattr(world, name) for name in ("aino", "maryam", *STRANGERS)]


def let_in(person, verb: str) -> set[int]:
    return set(Episode.objects.for_user(person, verb).values_list("pk", flat=True))


def test_one_who_holds_an_episode_may_write_in_exactly_what_the_door_lets_them_write_in(world, everybody):
    now, numbers = timezone.now(), Episode.objects.values_list("pk", flat=True)
    for person in everybody:
        held = [held_episode(user=person.pk, now=now, episode=number)[0] for number in numbers]
        assert {one.pk for one in held if near_enough(person, "write", one)} == let_in(person, "write")
    others = let_in(world.idris, "write") - set(world.idris.episodes.values_list("pk", flat=True))
    assert Episode.objects.filter(pk__in=others).count() == 1


def test_one_who_asks_for_a_client_is_told_of_exactly_what_the_door_lets_them_see(everybody):
    clients = set(Episode.objects.exclude(client=None).values_list("service__code", "client"))
    counted_only = set(Episode.objects.filter(client=None).values_list("pk", flat=True))
    for person in everybody:
        asked = {"user": person.pk, "now": timezone.now()}
        near = [one for code, client in clients for one in near_of_client(service=code, client=client, **asked)]
        for verb in ("read", "write", "protect"):
            assert {one.pk for one in near if near_enough(person, verb, one)} == let_in(person, verb) - counted_only
