"""The way back in is a door: it opens once, within a day, for that person, and never to whoever opened it."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from loke.accounts.actions import (
    accept_invitation,
    come_back,
    end_employment,
    end_role,
    give_role,
    invite,
    let_back_in,
    make_organisation,
)
from loke.accounts.models import SignIn, User, WayBack

OLD, NEW = "en lång mening om älgar", "en annan mening om ekorrar"


@pytest.fixture
def aino(world) -> User:
    world.aino.set_password(OLD)
    world.aino.save()
    return world.aino


def opened(world, user: User, lost: str = "password", **more) -> str:
    """The address of a way that the administrator opened."""
    told = {"by": world.administrator, "by_mail": lost == "both", **more}
    return f"/inbjudan/igen/{let_back_in(user=user, lost=lost, **told).key}/"


def has(user: User, password: str) -> bool:
    user.refresh_from_db()
    return user.check_password(password)


def test_a_link_works_once(world, client, aino):
    link = opened(world, aino)
    assert client.post(link, {"password": NEW}).status_code == 303
    assert client.post(link, {"password": "en tredje mening om grävlingar"}).status_code == 410
    assert client.get(link).status_code == 410
    assert has(aino, NEW)


@pytest.mark.parametrize(("minutes_left", "status"), [(1, 303), (-1, 410)])
def test_a_link_holds_for_a_day(world, client, aino, minutes_left, status):
    link, [way] = opened(world, aino), WayBack.objects.all()
    assert timedelta(hours=23, minutes=59) < way.expires - timezone.now() <= timedelta(days=1)
    WayBack.objects.update(expires=timezone.now() + timedelta(minutes=minutes_left))
    assert client.post(link, {"password": NEW}).status_code == status
    assert has(aino, NEW) is (status == 303)


def test_a_new_link_closes_the_one_before(world, client, aino):
    first, second = opened(world, aino), opened(world, aino)
    assert client.post(first, {"password": NEW}).status_code == 410
    assert client.post(second, {"password": NEW}).status_code == 303


def test_a_link_that_never_was_and_one_that_is_used_are_answered_alike(world, client, aino):
    link = opened(world, aino)
    client.post(link, {"password": NEW})
    client.get(link)  # where it is still said that it was used
    used, never = client.get(link), client.get(f"/inbjudan/igen/{WayBack.new_key()}/")
    assert (used.status_code, never.status_code) == (410, 410)
    assert len(used.content) == len(never.content)


def test_the_key_of_an_invitation_opens_no_way_back_nor_the_other_way_round(world, client, aino):
    told = {"role": "leadership", "organisation": world.organisation}
    invitation = invite(by=world.administrator, email="nova@example.org", name="Nova", **told)
    assert client.get(f"/inbjudan/igen/{invitation.key}/").status_code == 410
    assert client.get(opened(world, aino).replace("igen/", "")).status_code == 410


def test_a_link_is_no_session(world, client, aino):
    """Whoever goes through signs in as always afterwards, with the second factor that was not lost."""
    client.post(opened(world, aino), {"password": NEW})
    assert client.get("/inloggningar/").status_code == 302
    answer = client.post("/konto/login/", {"login": aino.email, "password": NEW})
    assert answer["Location"] == "/konto/2fa/authenticate/"
    assert "Be förvaltaren hjälpa dig in igen" in client.get("/konto/2fa/authenticate/").content.decode()
    assert not SignIn.objects.filter(user=aino).exists()


def test_a_link_is_not_used_by_somebody_who_is_signed_in_as_another(world, signed_in, aino):
    link, keeper = opened(world, aino), signed_in(world.administrator)
    assert "Du är inloggad som" in keeper.post(link, {"password": NEW}).content.decode()
    assert has(aino, OLD)


@pytest.mark.parametrize("lost", ["both", "password"])
def test_an_administrator_is_handed_no_link_that_is_all_it_takes(world, signed_in, aino, lost):
    if lost == "password":
        Authenticator.objects.filter(user=aino).delete()
    with pytest.raises(ValidationError, match="bara den som sköter servern"):
        let_back_in(by=world.administrator, user=aino, lost=lost, by_mail=False)
    page = f"/personer/{aino.memberships.get().pk}/in-igen/"
    keeper = signed_in(world.administrator)
    assert f'value="{lost}"' not in keeper.get(page).content.decode()
    sent = {"submission": "6f1f0d8e-0000-4000-8000-000000000000", "lost": lost}
    assert keeper.post(page, sent).status_code == 422
    assert not WayBack.objects.exists()


def test_two_links_after_each_other_do_not_make_an_administrator_the_person(world, client, aino):
    """First a password of their own choosing, then out with the factor by that password."""
    client.post(opened(world, aino), {"password": NEW})
    with pytest.raises(ValidationError, match="bara den som sköter servern"):
        let_back_in(by=world.administrator, user=aino, lost="factor", by_mail=False)
    let_back_in(by=None, user=aino, lost="factor", by_mail=False)  # at the server it is another matter


def test_a_link_that_was_handed_over_is_void_when_nothing_else_is_left_to_ask_for(world, client, aino):
    """The app goes within the day: then the link alone would make whoever holds it the person."""
    link = opened(world, aino)
    Authenticator.objects.filter(user=aino).delete()
    assert client.post(link, {"password": NEW}).status_code == 410
    assert has(aino, OLD)


@pytest.mark.parametrize("more", [{"by_mail": True}, {"by": None}])
def test_one_that_only_the_person_has_seen_or_that_the_server_gave_out_still_holds(world, client, aino, more):
    link = opened(world, aino, **more)
    Authenticator.objects.filter(user=aino).delete()
    assert client.post(link, {"password": NEW}).status_code == 303


def test_an_earlier_link_for_the_factor_does_not_open_with_a_password_from_a_later_one(world, client, aino):
    first = opened(world, aino, "factor")
    client.post(opened(world, aino), {"password": NEW})
    assert client.post(first, {"password": NEW}).status_code == 410
    assert Authenticator.objects.filter(user=aino).exists()


def test_the_password_is_not_found_by_trying_at_the_link(world, client, aino):
    cache.clear()
    link = opened(world, aino, "factor")
    answers = [client.post(link, {"password": f"gissning nummer {n} av många"}) for n in range(12)]
    assert {answer.status_code for answer in answers} == {422}
    assert "många försök" in answers[-1].content.decode()
    assert "många försök" in client.post(link, {"password": OLD}).content.decode()
    assert Authenticator.objects.filter(user=aino).exists()


def test_the_right_password_at_the_link_is_no_wrong_try(world, client, aino):
    cache.clear()
    for _ in range(12):
        assert client.post(opened(world, aino, "factor"), {"password": OLD}).status_code == 303


@pytest.mark.once
@pytest.mark.parametrize("who", ["idris", "maryam", "coach", "politician", "charlie"])
def test_nobody_but_an_administrator_opens_a_way(world, aino, who):
    with pytest.raises(PermissionDenied):
        let_back_in(by=getattr(world, who), user=aino, lost="password", by_mail=True)


def test_a_person_of_another_organisation_is_not_reached(world, signed_in):
    held = world.charlie.memberships.get()
    with pytest.raises(PermissionDenied):
        let_back_in(by=world.administrator, user=world.charlie, lost="password", by_mail=True)
    page = f"/personer/{held.pk}/in-igen/"
    keeper = signed_in(world.administrator)
    sent = {"submission": "6f1f0d8e-0000-4000-8000-000000000000", "lost": "password"}
    assert [keeper.get(page).status_code, keeper.post(page, sent).status_code] == [404, 404]


def test_nor_is_one_who_works_in_another_organisation_too(world, signed_in, client, aino):
    link = opened(world, aino)
    elsewhere = make_organisation(by=None, code="grannby", name="Grannby")
    give_role(by=None, user=aino, role="leadership", organisation=elsewhere)
    with pytest.raises(PermissionDenied):
        let_back_in(by=world.administrator, user=aino, lost="password", by_mail=True)
    assert client.post(link, {"password": NEW}).status_code == 410  # the one from before neither
    page = f"/personer/{aino.memberships.get(organisation=world.organisation).pk}/in-igen/"
    assert "Be den som sköter servern" in signed_in(world.administrator).get(page).content.decode()


@pytest.mark.parametrize("back", [False, True])
def test_a_link_to_somebody_who_has_left_is_closed_also_when_they_come_back(world, client, aino, back):
    link, unit = opened(world, aino, by=None), world.ungdom.unit
    end_employment(by=world.administrator, user=aino, organisation=world.organisation)
    if back:
        told = {"role": "practitioner", "organisation": world.organisation, "unit": unit}
        accept_invitation(by=None, key=invite(by=world.administrator, email=aino.email, name="Aino", **told).key)
    assert client.post(link, {"password": NEW}).status_code == 410
    assert has(aino, OLD)


def test_none_is_opened_for_somebody_who_has_left(world, aino):
    end_employment(by=world.administrator, user=aino, organisation=world.organisation)
    aino.refresh_from_db()
    for by in (world.administrator, None):
        with pytest.raises(ValidationError, match="Personen har slutat"):
            let_back_in(by=by, user=aino, lost="password", by_mail=True)


def test_a_link_is_void_when_whoever_opened_it_may_no_longer(world, client, aino):
    link = opened(world, aino)
    other = give_role(by=None, user=world.politician, role="administrator", organisation=world.organisation)
    end_role(by=other.user, membership=world.administrator.memberships.get())
    assert client.post(link, {"password": NEW}).status_code == 410
    with pytest.raises(PermissionDenied):
        come_back(by=None, key=link.split("/")[-2], password=NEW)
    assert has(aino, OLD)


def test_nobody_opens_a_way_for_themselves(world):
    with pytest.raises(ValidationError, match="Min inloggning"):
        let_back_in(by=world.administrator, user=world.administrator, lost="password", by_mail=True)


def test_it_takes_a_fresh_second_factor(world, signed_in, aino):
    keeper = signed_in(world.administrator)
    session = keeper.session
    session["account_authentication_methods"][0]["at"] -= 6 * 60
    session.save()
    answer = keeper.get(f"/personer/{aino.memberships.get().pk}/in-igen/")
    assert answer["Location"].startswith("/bekrafta/")


def test_where_everybody_signs_in_by_the_municipality_no_way_leads_around_it(
    world, client, aino, tmp_path, monkeypatch
):
    link = opened(world, aino)
    monkeypatch.setattr("loke.accounts.actions.ways_back.signs_in_elsewhere", lambda email: email == aino.email)
    with pytest.raises(ValidationError, match="genom kommunen"):
        let_back_in(by=None, user=aino, lost="both", by_mail=False)
    assert client.post(link, {"password": NEW}).status_code == 422
    assert has(aino, OLD)


def test_the_same_form_sent_twice_opens_one_way(world, signed_in, aino):
    keeper, page = signed_in(world.administrator), f"/personer/{aino.memberships.get().pk}/in-igen/"
    sent = {"submission": "6f1f0d8e-0000-4000-8000-000000000000", "lost": "password"}
    assert [keeper.post(page, sent).status_code for _ in range(2)] == [303, 303]
    assert WayBack.objects.count() == 1
