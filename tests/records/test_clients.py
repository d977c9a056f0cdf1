"""The list of clients: what is missing first, and a search that finds a code in any way it is typed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.records.pages import told

from loke.records.models import Contact, Episode, Measurement
from loke.records.pseudonyms import spaced

LIST = reverse("clients", args=["ungdom"])


def episodes(answer) -> list[Episode]:
    return [row.episode for row in answer.context["rows"]]


def test_the_list_holds_ones_own_ongoing_clients(world, aino):
    mine = world.aino.episodes.ongoing().filter(service=world.ungdom)
    assert set(episodes(aino.get(LIST))) == set(mine)


def test_those_who_lack_something_come_first_over_all_pages(world, signed_in, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: world.day)
    monkeypatch.setattr("loke.records.reading.PAGE", 3)
    Measurement.objects.filter(episode=world.ungdom.episodes.ongoing().order_by("opened").first()).delete()
    maryam, lacks = signed_in(world.maryam), []
    for number in range(1, 1 + maryam.get(LIST).context["page"].paginator.num_pages):
        lacks += [bool(row.missing) for row in maryam.get(LIST, {"sida": number}).context["rows"]]
    assert lacks == sorted(lacks, reverse=True)
    assert any(lacks)
    assert not all(lacks)


def test_what_is_missing_at_the_end_is_missing_only_when_it_has_ended(world, aino):
    answer = aino.get(LIST, {"visa": "avslutade"})
    told_now = {task.words for row in aino.get(LIST).context["rows"] for task in row.missing}
    told_then = {task.words for row in answer.context["rows"] for task in row.missing}
    assert not any("avslut" in words for words in told_now)
    assert "Min vecka vid avslut" in told_then
    assert all(episode.closed for episode in episodes(answer))


def test_the_clients_are_called_what_the_service_calls_them(world, aino, signed_in):
    assert "ungdomar med pågående kontakt" in told(aino.get(LIST))
    assert "<h1>Mina klienter</h1>" in told(aino.get(LIST))
    assert "<h1>Enhetens klienter</h1>" in told(signed_in(world.maryam).get(LIST))


def written(code: str) -> list[str]:
    return [code[:3], code.lower(), spaced(code), code[:4].replace("0", "o").replace("1", "l"), f" {code[:3]}- "]


def test_a_code_is_found_in_every_way_it_is_typed(world, aino):
    wanted = world.ongoing(world.aino)
    for typed in written(wanted.client.code):
        assert wanted in episodes(aino.post(LIST, {"code": typed}))


@pytest.mark.parametrize("typed", ["-", "   ", "", "\u00a0"])
def test_a_search_for_no_character_at_all_is_no_search(aino, typed):
    assert episodes(aino.post(LIST, {"code": typed})) == episodes(aino.get(LIST))


@pytest.mark.parametrize("typed", ["ÅÄÖ", "%", "_", "' OR 1=1", "🦊", "A" * 61, "\x00"])
def test_a_search_for_what_is_no_code_finds_nobody_else(world, aino, typed):
    answer = aino.post(LIST, {"code": typed})
    assert answer.status_code == 200
    assert set(episodes(answer)) <= set(world.aino.episodes.all())


def test_a_colleagues_client_is_not_found_by_a_part_of_the_code(world, aino):
    theirs = world.idris.episodes.ongoing().filter(service=world.ungdom).exclude(responsible=world.aino).first()
    answer = aino.post(LIST, {"code": theirs.client.code[:6]})
    assert episodes(answer) == []
    assert "En kollegas klient hittas på hela koden." in told(answer)


def test_a_search_as_you_type_brings_the_rows_and_the_count_only(world, aino):
    code = world.ongoing(world.aino).client.code
    answer = aino.post(LIST, {"code": code}, headers={"HX-Request": "true"})
    assert '<p id="count" hx-swap-oob="innerHTML">1 kod börjar så.' in told(answer)
    assert "<html" not in told(answer)


def test_a_page_number_that_is_none_shows_a_page(aino):
    assert [aino.get(LIST, {"sida": n}).status_code for n in ("0", "-1", "tio", "999", "🦊")] == [200] * 5


def test_a_new_service_says_what_will_be_here_and_gives_the_first_step(world, aino):
    world.aino.episodes.clear()
    assert "Du har ingen pågående klient" in told(aino.get(LIST))
    assert f'href="{reverse("open_episode", args=["ungdom"])}"' in told(aino.get(LIST))


def test_the_latest_contact_that_is_told_is_one_to_which_the_client_came(world, aino):
    first = world.ongoing(world.aino)
    Contact.objects.filter(episode=first).delete()
    intervention = world.ungdom.interventions.first()
    later = first.opened + timedelta(days=1)
    Contact.objects.create(episode=first, date=first.opened, intervention=intervention, attendance="attended")
    Contact.objects.create(episode=first, date=later, intervention=intervention, attendance="missed")
    (row,) = [row for row in aino.get(LIST).context["rows"] if row.episode == first]
    assert row.last == first.opened
