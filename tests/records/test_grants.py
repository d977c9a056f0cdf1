"""The manager lets a coach read some clients for a time: reading only, for a purpose, and it ends by itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told, typed

from loke.accounts.actions import end_role
from loke.accounts.models import AuditEntry, Grant
from loke.records import actions
from loke.records.models import Episode

PAGE = "/v/ungdom/tillgang/"


@pytest.fixture
def episode(world):
    return world.ongoing(world.aino)


def give(world, **changes):
    told = {"until": timezone.localdate() + timedelta(days=7), "purpose": "Handledning i metoden", "whole": True}
    return actions.give_grant(by=world.maryam, service=world.ungdom, **{"to": world.coach, **told, **changes})


def read(world, verb="read") -> set[int]:
    return set(Episode.objects.for_user(world.coach, verb).values_list("pk", flat=True))


def test_a_coach_without_a_grant_has_no_list_and_no_step_to_one(world, signed_in):
    coach = signed_in(world.coach)
    assert coach.get("/v/ungdom/klienter/").status_code == 404
    assert "Dokumentera</a>" not in told(coach.get("/v/ungdom/beskriv/"))


def test_named_clients_are_read_and_no_others(world, signed_in, episode):
    give(world, whole=False, clients=[episode.client])
    assert read(world) == set(episode.client.episodes.filter(service=world.ungdom).values_list("pk", flat=True))
    coach = signed_in(world.coach)
    assert "<h1>Klienter du får läsa</h1>" in told(coach.get("/v/ungdom/klienter/"))
    page = coach.get(address("client", episode))
    assert page.status_code == 200
    assert "Spara träff" not in told(page)
    assert reverse("change_contact", args=["ungdom", episode.client_id, 1])[:-2] not in told(page)
    assert coach.get(address("client", world.ongoing(world.idris))).status_code == 404
    assert "Dokumentera</a>" in told(coach.get("/v/ungdom/beskriv/"))


def test_the_whole_service_is_read_but_neither_another_nor_anything_written(world, signed_in, episode):
    give(world)
    everyone = set(world.ungdom.episodes.values_list("pk", flat=True))
    assert read(world) == everyone
    assert read(world, "write") == set()
    coach = signed_in(world.coach)
    rows = coach.get("/v/ungdom/klienter/").context["rows"]
    assert rows
    assert not any(row.may_write for row in rows)
    for name in ("register_contact", "enter_phase", "end_episode", "protect"):
        assert coach.post(address(name, episode)).status_code == 404
    assert coach.get("/v/familjehem/klienter/").status_code == 404


@pytest.mark.parametrize(("days", "reads"), [(0, True), (-1, False)])
def test_it_holds_to_the_end_of_its_last_day_and_then_ends_by_itself(world, days, reads):
    grant = give(world)
    Grant.objects.filter(pk=grant.pk).update(until=timezone.localdate() + timedelta(days=days))
    assert bool(read(world)) is reads


@pytest.mark.once
@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (30, True), (31, False)])
def test_it_lasts_thirty_days_at_most(world, days, fits):
    until = timezone.localdate() + timedelta(days=days)
    if fits:
        assert give(world, until=until).until == until
    else:
        with pytest.raises(ValidationError, match="trettio dagar"):
            give(world, until=until)


def test_the_manager_ends_it_at_once(world, signed_in, episode):
    grant, maryam, coach = give(world), signed_in(world.maryam), signed_in(world.coach)
    assert coach.get(address("client", episode)).status_code == 200
    maryam.post(reverse("end_grant", args=["ungdom", grant.pk]))
    assert coach.get(address("client", episode)).status_code == 404
    page = told(maryam.get(PAGE))
    assert f"Tillgången för {world.coach} är avslutad." in page
    assert "upphört" in page
    assert f'data-label="Till och med"><time>{timezone.localdate().isoformat()}<' in page
    assert AuditEntry.objects.filter(what__in=["give_grant", "end_grant"], unit=world.ungdom.unit).count() == 2


def test_a_coach_who_leaves_the_unit_reads_no_more(world):
    give(world)
    end_role(by=None, membership=world.coach.memberships.get(unit=world.ungdom.unit))
    assert read(world) == set()


def test_a_protected_client_is_not_read_by_a_coach(world, episode):
    give(world)
    actions.protect_client(by=world.maryam, episode=episode, protected=True)
    assert episode.pk not in read(world)
    with pytest.raises(ValidationError, match="Skriv koder"):
        give(world, whole=False, clients=[type(episode.client).objects.get(pk=episode.client_id)])


def test_only_the_units_own_coach_can_be_let_in_and_only_by_its_manager(world):
    with pytest.raises(ValidationError, match="LOKE-coach som stödjer enheten"):
        give(world, to=world.idris)
    told = {"until": timezone.localdate(), "purpose": "x", "whole": True}
    for who in (world.aino, world.coach, world.bengt, world.administrator):
        with pytest.raises(PermissionDenied):
            actions.give_grant(by=who, service=world.ungdom, to=world.coach, **told)


def test_the_page_says_that_somebody_protected_is_shown_to_no_coach(world, signed_in, episode):
    actions.protect_client(by=world.maryam, episode=episode, protected=True)
    maryam = signed_in(world.maryam)
    wrong = maryam.post(PAGE, typed(maryam.get(PAGE), codes=episode.client.code, purpose="Handledning"))
    assert wrong.status_code == 422
    assert "Skyddade personuppgifter visas inte för en coach. Ta bort koden på rad 1." in told(wrong)


def test_the_page_takes_codes_as_people_write_them_and_says_which_are_unknown(world, signed_in, episode):
    maryam = signed_in(world.maryam)
    page = maryam.get(PAGE)
    wrong = maryam.post(PAGE, typed(page, codes=f"{episode.client.code.lower()}\nZZZ", purpose="Handledning"))
    assert wrong.status_code == 422
    assert "på rad 2" in told(wrong)
    assert maryam.post(PAGE, typed(page, codes=episode.client.code.lower(), purpose="Handledning")).status_code == 303
    assert [client.pk for client in Grant.objects.get().rows.clients.all()] == [episode.client_id]


def test_it_takes_a_second_factor_shown_lately(world, signed_in):
    maryam = signed_in(world.maryam)
    session = maryam.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    answer = maryam.get(PAGE)
    assert answer["Location"] == f"/bekrafta/?next={PAGE}"
    assert maryam.get(answer["Location"])["Location"].startswith("/konto/2fa/reauthenticate/?next=")


def test_the_coach_is_told_who_lets_them_in_until_when_and_for_what(world, signed_in, episode):
    until = timezone.localdate() + timedelta(days=7)
    give(world, whole=False, clients=[episode.client])
    give(world, purpose="Underlag till kollegiegranskningen")
    page = told(signed_in(world.coach).get("/v/ungdom/klienter/"))
    days = f"till och med <time>{until.isoformat()}</time>."
    assert f"Maryam Demosson låter dig läsa om 1 klient {days} Ändamålet: Handledning i metoden" in page
    assert f"alla klienter i verksamheten {days} Ändamålet: Underlag till kollegiegranskningen" in page
    assert "låter dig läsa" not in told(signed_in(world.aino).get("/v/ungdom/klienter/"))


def test_the_overview_leads_the_coach_to_the_clients_while_it_holds(world, signed_in):
    coach, said = signed_in(world.coach), "Du får läsa om klienter till och med"
    assert said not in told(coach.get("/v/ungdom/"))
    grant = give(world)
    page = told(coach.get("/v/ungdom/"))
    assert said in page
    assert page.count('href="/v/ungdom/klienter/"') == 2
    actions.end_grant(by=world.maryam, grant=grant)
    assert said not in told(coach.get("/v/ungdom/"))


def test_everybody_and_some_codes_at_once_are_refused_with_a_word(world, maryam, episode):
    wrong = maryam.post(PAGE, typed(maryam.get(PAGE), what="whole", codes=episode.client.code, purpose="Handledning"))
    assert wrong.status_code == 422
    assert "Du har valt alla klienter och skrivit koder." in told(wrong)
    assert not Grant.objects.exists()
