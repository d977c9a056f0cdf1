"""Whoever has lost password, app or key comes in again by a link of their own, from an administrator or the server."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import override_settings

from loke import cli
from loke.accounts import actions
from loke.accounts.actions import end_employment, let_back_in
from loke.accounts.models import AuditEntry, Organisation, SignIn, User, WayBack
from loke.records.events import event

OLD, NEW = "en lång mening om älgar", "en annan mening om ekorrar"
LETTERS = override_settings(EMAIL_HOST="mail.example", EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")


@pytest.fixture
def aino(world) -> User:
    world.aino.set_password(OLD)
    world.aino.save()
    return world.aino


def page_of(user: User) -> str:
    return f"/personer/{user.memberships.get().pk}/in-igen/"


def ask(client, user: User, lost: str):
    shown = client.get(page_of(user)).content.decode()
    submission = re.search(r'name="submission" value="([^"]+)"', shown)[1]
    return client.post(page_of(user), {"submission": submission, "lost": lost})


def link_in(text: str) -> str:
    return re.search(r"/inbjudan/igen/[\w-]{43}/", text)[0]


def factors(user: User) -> int:
    return Authenticator.objects.filter(user=user).count()


def test_an_administrator_hands_over_a_link_for_a_lost_password(signed_in, client, world, aino):
    keeper = signed_in(world.administrator)
    assert ask(keeper, aino, "password").status_code == 303
    assert "/inbjudan/igen/" not in str(dict(keeper.session))  # sealed in the database until it is shown
    link = link_in(keeper.get("/personer/").content.decode())
    assert "/inbjudan/igen/" not in keeper.get("/personer/").content.decode()  # shown once
    assert "Välj ett nytt lösenord." in client.get(link).content.decode()
    answer = client.post(link, {"password": NEW})
    assert (answer.status_code, answer["Location"]) == (303, "/konto/login/")
    aino.refresh_from_db()
    assert (aino.check_password(NEW), factors(aino)) == (True, 1)
    assert "Logga in med det nya." in client.get("/konto/login/").content.decode()


def test_for_a_lost_factor_the_password_is_asked_for_and_the_old_factors_are_gone(signed_in, client, world, aino):
    keeper = signed_in(world.administrator)
    ask(keeper, aino, "factor")
    link = link_in(keeper.get("/personer/").content.decode())
    assert client.post(link, {"password": OLD}).status_code == 303
    aino.refresh_from_db()
    assert (aino.check_password(OLD), factors(aino)) == (True, 0)
    client.post("/konto/login/", {"login": aino.email, "password": OLD})
    assert client.get("/personer/")["Location"] == "/konto/2fa/"  # chooses a new one before anything else


@LETTERS
def test_where_mail_is_sent_the_link_goes_to_the_person_and_to_nobody_else(signed_in, client, world, aino):
    keeper = signed_in(world.administrator)
    ask(keeper, aino, "both")
    page = keeper.get("/personer/").content.decode()
    assert "har fått ett brev med en länk in igen" in page
    assert "/inbjudan/igen/" not in page
    [letter] = mail.outbox
    assert letter.to == [aino.email]
    assert "Frida" in letter.body
    assert client.post(link_in(letter.body), {"password": NEW}).status_code == 303
    aino.refresh_from_db()
    assert (aino.check_password(NEW), factors(aino)) == (True, 0)
    assert mail.outbox[1].to == [aino.email]
    assert "Ditt lösenord till Loke är bytt" in mail.outbox[1].body


@LETTERS
@pytest.mark.parametrize(("lost", "handed_over"), [("both", False), ("password", True)])
def test_a_letter_that_does_not_leave_is_told_of(signed_in, world, aino, monkeypatch, lost, handed_over):
    monkeypatch.setattr("loke.accounts.mail.send_mail", lambda *args: (_ for _ in ()).throw(OSError("away")))
    keeper = signed_in(world.administrator)
    ask(keeper, aino, lost)
    page = keeper.get("/personer/").content.decode()
    assert "gick inte att skicka" in page
    assert ("/inbjudan/igen/" in page) is handed_over
    assert list(WayBack.objects.open().values_list("handed_over", flat=True)) == [True] * handed_over


def test_every_session_ends_at_once_and_again_when_the_link_is_used(signed_in, client, world, aino):
    theirs, keeper = signed_in(aino), signed_in(world.administrator)
    assert theirs.get("/inloggningar/").status_code == 200
    ask(keeper, aino, "password")
    assert theirs.get("/inloggningar/").status_code == 302
    other = signed_in(aino)
    other.get("/inloggningar/")
    client.post(link_in(keeper.get("/personer/").content.decode()), {"password": NEW})
    assert other.get("/inloggningar/").status_code == 302
    assert not SignIn.objects.filter(user=aino).exists()


def test_what_they_sign_in_with_holds_until_the_link_is_used(world, aino):
    let_back_in(by=world.administrator, user=aino, lost="factor", by_mail=True)
    aino.refresh_from_db()
    assert (aino.check_password(OLD), factors(aino)) == (True, 1)


def test_a_password_that_is_not_good_enough_is_refused_and_the_link_still_holds(client, world, aino):
    key = let_back_in(by=None, user=aino, lost="both", by_mail=False).key
    answer = client.post(f"/inbjudan/igen/{key}/", {"password": "kort"})
    assert answer.status_code == 422
    assert "<title>Fel: " in answer.content.decode()
    assert client.post(f"/inbjudan/igen/{key}/", {"password": NEW}).status_code == 303


def test_looking_at_the_link_leaves_it_as_it_was(client, world, aino):
    made = let_back_in(by=None, user=aino, lost="both", by_mail=False)
    before = WayBack.objects.values().get(pk=made.pk)
    for method in (client.get, client.head):
        assert method(f"/inbjudan/igen/{made.key}/").status_code == 200
    assert WayBack.objects.values().get(pk=made.pk) == before
    assert made.key not in str(before)


def test_the_page_says_why_when_an_administrator_cannot_help(signed_in, world, aino):
    keeper = signed_in(world.administrator)
    assert "Frida" in keeper.get(page_of(aino)).content.decode()  # who is signed in, above
    assert "byter du under Min inloggning" in keeper.get(page_of(world.administrator)).content.decode()
    Authenticator.objects.filter(user=world.idris).delete()
    told = keeper.get(page_of(world.idris)).content.decode()
    assert 'value="password"' not in told  # nothing else would be asked for
    assert 'value="factor"' in told
    assert "kan bara den som sköter servern ge ut länken" in told


def test_each_step_is_a_line_that_whoever_oversees_reads_also_what_was_done_at_the_server(signed_in, world, aino):
    key = let_back_in(by=world.administrator, user=aino, lost="password", by_mail=False).key
    actions.come_back(by=None, key=key, password=NEW)
    let_back_in(by=None, user=world.administrator, lost="both", by_mail=False)
    done = list(AuditEntry.objects.values_list("what", flat=True)[:3])
    assert done == ["let_back_in", "come_back", "let_back_in"]
    officer = world.politician
    officer.memberships.create(role="protection_officer", organisation=Organisation.objects.get(code="alvkulla"))
    page = signed_in(officer).get("/tillsyn/").content.decode()
    assert page.count(str(event("let_back_in"))) == 2
    assert str(event("come_back")) in page


@pytest.mark.once
def test_the_only_administrator_is_let_in_again_from_the_server(world, client, capsys, monkeypatch):
    monkeypatch.setattr("loke.serving.prepare", lambda kind: True)  # the world's is a demo
    assert cli.main(["let-in", world.administrator.email.upper()]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("https://localhost/inbjudan/igen/")
    assert "Den gäller ett dygn och en gång. Frida" in told.err
    client.post(link_in(told.out), {"password": NEW})
    world.administrator.refresh_from_db()
    assert world.administrator.check_password(NEW)
    answer = client.post("/konto/login/", {"login": world.administrator.email, "password": NEW})
    assert answer.status_code == 302
    assert client.get("/personer/")["Location"] == "/konto/2fa/"


@pytest.mark.once
@LETTERS
def test_from_the_server_the_person_is_told_by_mail_without_the_link(world, aino, capsys, monkeypatch):
    monkeypatch.setattr("loke.serving.prepare", lambda kind: True)
    assert cli.main(["let-in", aino.email, "--lost", "factor"]) == 0
    assert WayBack.objects.get().lost == "factor"
    [letter] = mail.outbox
    assert "Den som sköter servern har öppnat en väg in i Loke igen" in letter.body
    assert "/inbjudan/igen/" not in letter.body
    assert "också fått ett brev" in capsys.readouterr().err


@pytest.mark.once
def test_from_the_server_nobody_is_let_in_who_is_not_here_or_has_left(world, aino, capsys, monkeypatch):
    monkeypatch.setattr("loke.serving.prepare", lambda kind: True)
    assert cli.main(["let-in", "nobody@example.org"]) == 2
    end_employment(by=None, user=aino, organisation=world.organisation)
    assert cli.main(["let-in", aino.email]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "Ingen här loggar in med nobody@example.org.\nPersonen har slutat. Bjud in igen i stället.\n"
