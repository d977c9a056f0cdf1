"""Opening a colleague's client by saying why: found by the whole code only, for twelve hours, and seen by others."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told, typed
from tests.world import DAY

from loke.accounts.actions import end_role
from loke.accounts.models import AccessEntry, AuditEntry
from loke.records import actions, lookup
from loke.records.models import OPEN, Client, Episode, OpenedForReason

LIST = "/v/ungdom/klienter/"


@pytest.fixture
def episode(world):
    """One of Aino's, which Idris does not answer for."""
    return of_one_alone(world.aino, world.idris)


def of_one_alone(user, other):
    """An ongoing episode of the one, with a client that the other has never answered for."""
    return user.episodes.ongoing().exclude(client__episodes__responsible=other).listed()[0]


@pytest.fixture
def idris(world, signed_in):
    return signed_in(world.idris)


def search(browser, code: str, **more):
    return browser.post(LIST, {"code": code}, **more)


def open_it(idris, episode, **changes):
    search(idris, episode.client.code)
    page = address("open_with_reason", episode)
    return idris.post(page, typed(idris.get(page), **{"reason": "urgent", **changes}))


def test_the_whole_code_finds_a_colleagues_client_and_part_of_it_does_not(world, idris, episode):
    assert "Koden finns hos en kollega" in told(search(idris, episode.client.code))
    assert "Koden finns hos en kollega" in told(search(idris, episode.client.code.lower()))
    for part in (episode.client.code[:9], episode.client.code[:3], "ZZZZZZZZZZ"):
        assert "Koden finns hos en kollega" not in told(search(idris, part))


def test_whoever_types_asks_only_when_the_code_is_whole(world, idris, episode):
    code, htmx = episode.client.code, {"headers": {"HX-Request": "true"}}
    for letters in range(1, 10):
        search(idris, code[:letters], **htmx)
    assert not AccessEntry.objects.filter(by=world.idris, what=lookup.LOOK_UP).exists()
    assert "Koden finns hos en kollega" in told(search(idris, code, **htmx))


def test_another_units_client_is_not_found_by_its_code(world, signed_in, episode):
    found = signed_in(world.tove).post("/v/oppenvard-beroende/klienter/", {"code": episode.client.code})
    assert "Koden finns hos en kollega" not in told(found)


def test_nobody_goes_through_the_numbers(world, idris, episode):
    page = address("open_with_reason", episode)
    assert idris.get(page).status_code == 404
    assert idris.post(page, {"reason": "urgent"}).status_code == 404
    search(idris, episode.client.code)
    assert idris.get(page).status_code == 200


def test_the_way_from_the_search_closes_after_ten_minutes(world, idris, episode, monkeypatch):
    search(idris, episode.client.code)
    now = lookup.time.time()
    monkeypatch.setattr(lookup.time, "time", lambda: now + 601)
    assert idris.get(address("open_with_reason", episode)).status_code == 404


def test_a_reason_opens_the_client_to_read_and_to_register(world, idris, episode):
    assert idris.get(address("client", episode)).status_code == 404
    assert open_it(idris, episode).status_code == 303
    page = idris.get(address("client", episode))
    assert page.status_code == 200
    assert idris.post(address("register_contact", episode), typed(page)).status_code == 303
    assert Episode.objects.for_user(world.idris, "write").filter(pk=episode.pk).exists()


def test_a_reason_has_to_be_chosen_and_names_nobody(world, idris, episode):
    assert open_it(idris, episode, reason="").status_code == 422
    refused = open_it(idris, episode, words="Ring 070-123 45 67")
    assert refused.status_code == 422
    assert "telefonnummer" in told(refused)
    assert not OpenedForReason.objects.exists()


@pytest.mark.parametrize(("later", "seen"), [(OPEN - timedelta(minutes=1), 200), (OPEN + timedelta(seconds=1), 404)])
def test_it_closes_by_itself_after_twelve_hours(world, idris, episode, later, seen):
    open_it(idris, episode)
    OpenedForReason.objects.update(until=timezone.now() + OPEN - later)
    assert idris.get(address("client", episode)).status_code == seen


def test_it_gives_no_more_than_that_client_and_nothing_in_another_unit(world, idris, episode):
    before = set(Episode.objects.for_user(world.idris).values_list("pk", flat=True))
    open_it(idris, episode)
    after = set(Episode.objects.for_user(world.idris).values_list("pk", flat=True))
    assert after - before == set(episode.client.episodes.values_list("pk", flat=True)) - before
    with pytest.raises(PermissionDenied):
        actions.open_with_reason(by=world.tove, service=world.ungdom, client=episode.client, reason="urgent")
    for who in (world.maryam, world.coach, world.charlie):
        with pytest.raises(PermissionDenied):
            actions.open_with_reason(by=who, service=world.ungdom, client=episode.client, reason="urgent")


def test_whoever_answers_and_the_manager_see_who_and_why(world, signed_in, idris, episode):
    open_it(idris, episode, reason="called", words="Ville byta tid")
    for who in (world.aino, world.maryam):
        browser = signed_in(who)
        for page in (reverse("openings", args=["ungdom"]), address("client", episode)):
            shown = told(browser.get(page))
            assert "Idris Exempelius" in shown
            assert "Klienten hörde av sig till mig – Ville byta tid" in shown
    for page in (LIST, "/v/ungdom/"):
        assert "En av dina klienter har öppnats av en kollega" in told(signed_in(world.aino).get(page))
        assert "har öppnats av en kollega" not in told(idris.get(page))
    assert "Ville byta tid" not in told(signed_in(world.tove).get(reverse("openings", args=["oppenvard-beroende"])))


# A client whom one has had, and who is back with a colleague


@pytest.fixture
def back(world):
    """Ended with Idris, and begun anew with Aino alone."""
    ended = world.idris.episodes.ended().exclude(client__episodes__closed=None).listed()[0]
    actions.open_episode(by=world.aino, service=ended.service, opened=DAY, client=ended.client)
    return ended


def test_a_client_who_is_back_with_a_colleague_is_found_beside_ones_own(world, idris, back):
    found = search(idris, back.client.code)
    assert address("client", back) in found.content.decode()
    assert "Klienten har en pågående kontakt hos en kollega" in told(found)
    assert AccessEntry.objects.filter(by=world.idris, what=lookup.LOOK_UP).count() == 1


def test_so_is_one_with_a_code_of_the_units_own(world, idris, back):
    Client.objects.filter(pk=back.client_id).update(code="öv 17")
    assert "Klienten har en pågående kontakt hos en kollega" in told(search(idris, "öv 17"))


def test_the_ended_episodes_page_leads_to_it_by_a_reason(world, idris, back):
    ongoing = back.client.episodes.get(closed=None)
    page = idris.get(address("client", back))
    assert "Klienten har en pågående kontakt hos en kollega" in told(page)
    reason = address("open_with_reason", back)
    assert reason in page.content.decode()
    assert idris.post(reason, typed(idris.get(reason), reason="called")).status_code == 303
    now = idris.get(address("client", ongoing))
    assert "pågående kontakt hos en kollega" not in told(now)
    assert idris.post(address("register_contact", ongoing), typed(now)).status_code == 303


def test_a_new_contact_for_the_code_says_where_the_client_is(world, idris, back):
    page = reverse("open_episode", args=["ungdom"])
    refused = told(idris.post(page, typed(idris.get(page), code=back.client.code)))
    assert "pågående kontakt hos en kollega. Sök på koden och öppna den med skäl." in refused
    with pytest.raises(ValidationError, match="Avsluta den först"):
        actions.open_episode(by=world.aino, service=world.ungdom, opened=DAY, client=back.client)


def test_to_search_for_ones_own_client_is_no_look_up(world, idris):
    own = world.idris.episodes.ongoing().exclude(client__episodes__responsible=world.aino).listed()[0]
    for code in (own.client.code, own.client.code[:3]):
        assert "hos en kollega" not in told(search(idris, code))
    assert not AccessEntry.objects.filter(by=world.idris, what=lookup.LOOK_UP).exists()


def test_one_who_is_protected_is_not_said_to_be_back(world, idris, back):
    actions.protect_client(by=world.maryam, episode=back.client.episodes.get(closed=None), protected=True)
    assert "hos en kollega" not in told(search(idris, back.client.code))
    assert idris.get(address("open_with_reason", back)).status_code == 404
    page = reverse("open_episode", args=["ungdom"])
    assert "hos en kollega" not in told(idris.post(page, typed(idris.get(page), code=back.client.code)))


def test_the_way_without_a_search_is_there_only_while_somebody_else_has_the_client(world, idris, back):
    own = world.idris.episodes.ongoing().exclude(client__episodes__responsible=world.aino).listed()[0]
    assert idris.get(address("open_with_reason", own)).status_code == 404
    reason = address("open_with_reason", back)
    idris.post(reason, typed(idris.get(reason), reason="called"))
    assert idris.get(reason).status_code == 404


def test_the_opening_stands_in_the_logs(world, idris, episode):
    open_it(idris, episode)
    assert AuditEntry.objects.filter(by=world.idris, what="open_with_reason", unit=world.ungdom.unit).count() == 1
    asked = AccessEntry.objects.filter(by=world.idris, what=lookup.LOOK_UP).first()
    assert [one.client_number for one in asked.clients.all()] == [episode.client_id]


def test_the_thirty_first_search_in_a_minute_is_not_answered_and_no_colleague_is_stopped(
    world, signed_in, idris, episode
):
    for _ in range(lookup.A_MINUTE):
        search(idris, "ZZZZZZZZZZ")
    asked = AccessEntry.objects.filter(what=lookup.LOOK_UP).count()
    assert "många sökningar" in told(search(idris, episode.client.code))
    assert AccessEntry.objects.filter(what=lookup.LOOK_UP).count() == asked
    other = signed_in(world.aino).post(LIST, {"code": of_one_alone(world.idris, world.aino).client.code})
    assert "Koden finns hos en kollega" in told(other)


def test_codes_that_are_tried_for_a_new_contact_are_searches_too(world, idris, episode):
    page = reverse("open_episode", args=["ungdom"])
    sent = typed(idris.get(page), code=episode.client.code)
    idris.post(page, sent)
    asked = AccessEntry.objects.filter(by=world.idris, what=lookup.LOOK_UP)
    assert [one.client_number for one in asked.get().clients.all()] == [episode.client_id]
    for _ in range(lookup.A_MINUTE):
        search(idris, "ZZZZZZZZZZ")
    answers = [told(idris.post(page, {**sent, "code": code})) for code in (episode.client.code, "ZZZZZZZZZZ")]
    assert all("många sökningar" in answer for answer in answers)
    assert asked.count() == lookup.A_MINUTE


def test_the_thirty_first_opening_in_a_minute_is_refused(world, episode):
    told = {"client": episode.client, "by": world.idris, "reason": "urgent", "until": timezone.now() + OPEN}
    OpenedForReason.objects.bulk_create(OpenedForReason(**told) for _ in range(30))
    with pytest.raises(ValidationError, match="Vänta en minut"):
        actions.open_with_reason(by=world.idris, service=world.ungdom, client=episode.client, reason="urgent")


def test_ended_work_ends_what_was_opened(world, idris, episode):
    open_it(idris, episode)
    end_role(by=None, membership=world.idris.memberships.get())
    assert idris.get(address("client", episode)).status_code in (302, 404)


# Protected personal data


@pytest.fixture
def protected(world, episode):
    actions.protect_client(by=world.aino, episode=episode, protected=True)
    return episode


def test_a_protected_client_is_found_by_nobody_but_those_who_answer_and_the_manager(world, signed_in, idris, protected):
    assert "Koden finns hos en kollega" not in told(search(idris, protected.client.code))
    assert idris.get(address("open_with_reason", protected)).status_code == 404
    with pytest.raises(ValidationError, match="bara öppnas av den som ansvarar"):
        actions.open_with_reason(by=world.idris, service=world.ungdom, client=protected.client, reason="urgent")
    for who in (world.aino, world.maryam):
        assert signed_in(who).get(address("client", protected)).status_code == 200


def test_protection_shuts_what_a_colleague_had_opened(world, idris, episode):
    open_it(idris, episode)
    actions.protect_client(by=world.maryam, episode=episode, protected=True)
    assert idris.get(address("client", episode)).status_code == 404


def test_a_protected_code_typed_for_a_new_contact_is_answered_as_an_unknown_one(world, idris, protected):
    page = reverse("open_episode", args=["ungdom"])
    answers = [
        told(idris.post(page, typed(idris.get(page), code=code))).count("Ingen klient i enheten har den koden")
        for code in (protected.client.code, "ZZZZZZZZZZ")
    ]
    assert answers[0] == answers[1] > 0


def test_a_protected_code_is_answered_as_an_unknown_one_also_where_something_else_is_wrong(world, idris, protected):
    page = reverse("open_episode", args=["ungdom"])
    answers = [
        idris.post(page, typed(idris.get(page), code=code, opened="inget datum")).context["form"].errors["code"]
        for code in (protected.client.code, "ZZZZZZZZZZ")
    ]
    assert answers[0] == answers[1]


def test_the_mark_is_set_and_taken_away_on_its_page_and_kept_in_the_history(world, signed_in, episode):
    aino, page = signed_in(world.aino), address("protect", episode)
    assert "Skydda klienten" in told(aino.get(page))
    aino.post(page, {"protected": "1"})
    assert "Skyddade personuppgifter sedan" in told(aino.get(address("client", episode)))
    aino.post(page)
    episode.client.refresh_from_db()
    assert episode.client.protected is None
    assert world.ungdom.registrations.filter(what="protect_client").count() == 2


@pytest.mark.parametrize("who", ["idris", "tove", "coach", "administrator"])
def test_only_those_who_answer_and_the_manager_set_the_mark(world, signed_in, episode, who):
    assert signed_in(getattr(world, who)).post(address("protect", episode), {"protected": "1"}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.protect_client(by=getattr(world, who), episode=episode, protected=True)
