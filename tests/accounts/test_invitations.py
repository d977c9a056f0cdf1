"""An invitation is a door for one person: a day, once, and only while whoever invited may still do so."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings
from django.utils import timezone

from loke.accounts.actions import accept_invitation, end_role, give_role, invite, make_organisation
from loke.accounts.models import AuditEntry, Invitation, Membership, User

PASSWORD = "en lång mening om älgar"


@pytest.fixture
def invitation(world) -> Invitation:
    return invite(
        by=world.administrator,
        email="Nova@example.org",
        name="Nova",
        role="practitioner",
        organisation=world.organisation,
        unit=world.ungdom.unit,
    )


def accept(client, invitation, **data):
    return client.post(f"/inbjudan/{invitation.key}/", {"name": "Nova N", "password": PASSWORD, **data})


def test_the_key_is_stored_nowhere(invitation):
    assert len(invitation.key) >= 43
    assert invitation.key not in str(Invitation.objects.values().get(pk=invitation.pk))


def test_looking_at_an_invitation_leaves_it_as_it_was(client, invitation):
    before = Invitation.objects.values().get(pk=invitation.pk)
    for method in (client.get, client.head):
        assert method(f"/inbjudan/{invitation.key}/").status_code == 200
    assert Invitation.objects.values().get(pk=invitation.pk) == before


def test_accepting_makes_a_person_with_the_role_and_signs_them_in(client, invitation, world):
    answer = accept(client, invitation)
    assert (answer.status_code, answer["Location"]) == (303, "/konto/2fa/")
    held = Membership.objects.get(user__email="nova@example.org")
    assert (held.role, held.unit, held.user.name) == ("practitioner", world.ungdom.unit, "Nova N")
    assert "Välkommen, Nova N" in client.get("/konto/2fa/").content.decode()


def test_right_after_accepting_a_key_can_be_added_without_the_password_again(client, invitation):
    accept(client, invitation)
    assert client.get("/konto/2fa/webauthn/add/").status_code == 200


def test_an_invitation_works_once(client, invitation):
    accept(client, invitation)
    client.post("/konto/logout/")
    assert accept(client, invitation).status_code == 410
    assert client.get(f"/inbjudan/{invitation.key}/").status_code == 410
    assert User.objects.filter(email="nova@example.org").count() == 1


@pytest.mark.parametrize(("minutes_left", "status"), [(1, 200), (-1, 410)])
def test_an_invitation_closes_after_a_day(client, invitation, minutes_left, status):
    assert timedelta(hours=23, minutes=59) < invitation.expires - timezone.now() <= timedelta(days=1)
    Invitation.objects.filter(pk=invitation.pk).update(expires=timezone.now() + timedelta(minutes=minutes_left))
    assert client.get(f"/inbjudan/{invitation.key}/").status_code == status


@pytest.mark.parametrize("password", ["fjorton tecken", "nova@example.org", "1q2w3e4r5t6y7u8i9o0p", ""])
def test_a_password_that_is_short_known_or_ones_own_address_is_refused(client, invitation, password):
    answer = accept(client, invitation, password=password)
    assert answer.status_code == 200
    assert "<title>Fel: " in answer.content.decode()
    assert not User.objects.filter(email="nova@example.org").exists()


def test_a_password_of_fifteen_characters_of_any_kind_is_enough(client, invitation):
    assert accept(client, invitation, password="å ä ö 🦌 ok zxcvb").status_code == 303


def test_an_invitation_is_void_when_whoever_invited_may_no_longer_invite(client, invitation, world):
    other = give_role(by=None, user=world.politician, role="administrator", organisation=world.organisation)
    end_role(by=other.user, membership=world.administrator.memberships.get())
    with pytest.raises(PermissionDenied):
        accept_invitation(by=None, key=invitation.key, name="Nova", password=PASSWORD)
    assert accept(client, invitation).status_code == 410
    assert not User.objects.filter(email="nova@example.org").exists()


def test_somebody_who_is_here_already_signs_in_and_gets_the_role(client, signed_in, world):
    made = invite(by=None, email=world.charlie.email, name="C", role="administrator", organisation=world.organisation)
    page = client.get(f"/inbjudan/{made.key}/").content.decode()
    assert 'name="password"' not in page
    assert f"/konto/login/?next=/inbjudan/{made.key}/" in page
    assert signed_in(world.charlie).post(f"/inbjudan/{made.key}/")["Location"] == "/"
    assert world.charlie.memberships.filter(role="administrator").exists()


def test_somebody_elses_invitation_cannot_be_used(signed_in, invitation, world):
    assert accept(signed_in(world.charlie), invitation).status_code == 200
    with pytest.raises(PermissionDenied):
        accept_invitation(by=world.charlie, key=invitation.key)
    assert Invitation.objects.open().filter(pk=invitation.pk).exists()


@pytest.mark.once
@pytest.mark.parametrize("who", ["aino", "maryam", "coach", "politician", "charlie"])
def test_only_an_administrator_of_the_organisation_invites(world, who):
    with pytest.raises(PermissionDenied):
        invite(
            by=getattr(world, who),
            email="x@example.org",
            name="X",
            role="administrator",
            organisation=world.organisation,
        )


@pytest.mark.parametrize(("role", "in_unit"), [("manager", False), ("administrator", True)])
def test_a_role_is_held_in_its_own_kind_of_place(world, role, in_unit):
    unit = world.ungdom.unit if in_unit else None
    with pytest.raises(ValidationError, match="Välj en enhet"):
        invite(by=None, email="x@example.org", name="X", role=role, organisation=world.organisation, unit=unit)


def test_a_role_is_held_in_a_unit_of_the_same_organisation(world):
    elsewhere = make_organisation(by=None, code="grannby", name="Grannby")
    for do, person in ((invite, {"email": "x@example.org", "name": "X"}), (give_role, {"user": world.charlie})):
        with pytest.raises(ValidationError, match="Välj en enhet"):
            do(by=None, **person, role="manager", organisation=elsewhere, unit=world.ungdom.unit)


INVITE = "/personer/bjud-in/"


def test_the_link_is_shown_once_and_a_second_sending_invites_nobody_twice(signed_in, world):
    client = signed_in(world.administrator)
    submission = re.search(r'name="submission" value="([^"]+)"', client.get(INVITE).content.decode())[1]
    form = {"submission": submission, "name": "Nova", "email": "nova@example.org", "role": "manager"}
    form["place"] = f"u{world.ungdom.unit_id}"
    answers = [client.post(INVITE, form) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, "/personer/")] * 2
    assert Invitation.objects.filter(email="nova@example.org").count() == 1
    assert "/inbjudan/" not in str(dict(client.session))  # sealed in the database until it is shown
    assert "/inbjudan/" in client.get("/personer/").content.decode()
    assert "/inbjudan/" not in client.get("/personer/").content.decode()


def test_a_second_invitation_to_the_same_role_closes_the_first_and_says_so(client, signed_in, invitation, world):
    place, elsewhere = {"name": "Nova", "email": invitation.email}, make_organisation(by=None, code="b", name="B")
    other = invite(by=None, role="administrator", organisation=elsewhere, **place)
    beside = invite(
        by=None, role="practitioner", organisation=world.organisation, unit=world.tove.memberships.get().unit, **place
    )
    administrator = signed_in(world.administrator)
    submission = re.search(r'name="submission" value="([^"]+)"', administrator.get(INVITE).content.decode())[1]
    form = {"submission": submission, "name": "Nova", "email": "NOVA@example.org", "role": "practitioner"}
    administrator.post(INVITE, {**form, "place": f"u{world.ungdom.unit_id}"})
    page = administrator.get("/personer/").content.decode()
    second = re.search(r"/inbjudan/[\w-]{43}/", page)[0]
    assert "Den förra inbjudan till samma roll gäller inte längre" in page
    others = [f"/inbjudan/{one.key}/" for one in (invitation, other, beside)]
    assert [client.get(address).status_code for address in (second, *others)] == [200, 410, 200, 200]


def test_two_invitations_to_two_roles_are_both_accepted(client, signed_in, invitation, world):
    told = {"email": invitation.email, "name": "Nova", "role": "leadership", "organisation": world.organisation}
    leads = invite(by=world.administrator, **told)
    assert not leads.closed
    accept(client, invitation)
    nova = User.objects.get(email="nova@example.org")
    assert signed_in(nova).post(f"/inbjudan/{leads.key}/")["Location"] == "/"
    assert set(nova.memberships.values_list("role", flat=True)) == {"practitioner", "leadership"}


@override_settings(EMAIL_HOST="mail.example", EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_where_mail_can_be_sent_the_link_is(signed_in, world):
    client = signed_in(world.administrator)
    submission = re.search(r'name="submission" value="([^"]+)"', client.get(INVITE).content.decode())[1]
    form = {"submission": submission, "name": "N", "email": "nova@example.org", "role": "leadership"}
    client.post(INVITE, {**form, "place": f"o{world.organisation.pk}"})
    assert [letter.to for letter in mail.outbox] == [["nova@example.org"]]
    assert re.search(r"https://testserver/inbjudan/[\w-]{43}/", mail.outbox[0].body)


def test_ending_a_role_asks_first_and_works_at_once(signed_in, world):
    held = world.maryam.memberships.get()
    client = signed_in(world.administrator)
    assert "Maryam" in client.get(f"/personer/{held.pk}/avsluta/").content.decode()
    assert Membership.objects.active().filter(pk=held.pk).exists()
    assert client.post(f"/personer/{held.pk}/avsluta/").status_code == 303
    assert not Membership.objects.active().filter(pk=held.pk).exists()
    assert AuditEntry.objects.first().what == "end_role"


def test_the_last_administrator_stays(signed_in, world):
    held = world.administrator.memberships.get()
    answer = signed_in(world.administrator).post(f"/personer/{held.pk}/avsluta/")
    assert "Någon måste vara förvaltare" in answer.content.decode()
    assert Membership.objects.active().filter(pk=held.pk).exists()


def test_an_administrator_does_not_reach_roles_in_another_municipality(signed_in, world):
    held = world.charlie.memberships.get()
    assert signed_in(world.administrator).post(f"/personer/{held.pk}/avsluta/").status_code == 404
