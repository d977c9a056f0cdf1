"""The second factor in a real installation: chosen before anything else, shown again for what matters."""

import re
import time
from pathlib import Path

import pytest
from allauth import mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import get_resolver
from tests.routes import routes

from loke.accounts.factors import FRESH
from loke.accounts.models import User
from loke.accounts.pages import fresh, needs

PASSWORD = "en lång mening om älgar"
LEFT_OPEN = ("/konto/2fa/", "/konto/2fa/totp/activate/", "/konto/2fa/webauthn/add/")


@pytest.fixture
def ny(world) -> User:
    """Somebody who works in the youth unit, has just been invited and has only a password."""
    Authenticator.objects.filter(user=world.aino).delete()
    world.aino.set_password(PASSWORD)
    world.aino.save()
    return world.aino


def sign_in(client, user) -> None:
    client.post("/konto/login/", {"login": user.email, "password": PASSWORD})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_with_a_password_alone_every_page_leads_to_choosing_a_second_factor(world, client, ny):
    sign_in(client, ny)
    for page in ("/", "/v/ungdom/klienter/", "/rattigheter/", "/inloggningar/"):
        assert client.get(page)["Location"] == "/konto/2fa/"
        assert client.post(page)["Location"] == "/konto/2fa/"
    assert [client.get(page).status_code for page in LEFT_OPEN] == [200, 200, 200]
    assert "behöver du en nyckel eller en kod ur en app" in client.get("/konto/2fa/").content.decode()


def test_no_page_of_ours_is_reached_without_it(world, client, ny):
    sign_in(client, ny)
    for route in routes():
        if not route.pattern.startswith("konto/") and route.name not in ("set_language", "invitation", "demo"):
            answer = client.get(route.address(world.ungdom))
            assert (route.name, answer.status_code, answer.get("Location")) == (route.name, 302, "/konto/2fa/")


def test_with_an_app_one_is_let_in_and_the_recovery_codes_are_shown_once(world, client, ny):
    sign_in(client, ny)
    secret = client.get("/konto/2fa/totp/activate/").context["form"].secret
    answer = client.post("/konto/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/konto/2fa/recovery-codes/"
    codes = Authenticator.objects.get(user=ny, type="recovery_codes").wrap().get_unused_codes()
    first, second = (client.get("/konto/2fa/recovery-codes/").content.decode() for _ in range(2))
    assert all(code in first for code in codes)
    assert not any(code in second for code in codes)
    assert client.get("/konto/2fa/recovery-codes/download/").status_code == 404
    assert client.get("/v/ungdom/klienter/").status_code == 200


@pytest.mark.parametrize("message", sorted((Path(mfa.__file__).parents[1] / "templates/mfa/messages").iterdir()))
def test_app_codes_and_keys_are_called_in_messages_what_the_pages_call_them(message):
    said = render_to_string(f"mfa/messages/{message.name}").strip().lower()
    assert re.search(r"reservkod|app|nyckel", said), said
    assert not re.search(r"återställning|autentisering|authenticator", said), said


@override_settings(SECOND_FACTOR=False)
def test_the_demo_asks_for_none(client, ny):
    sign_in(client, ny)
    assert client.get("/v/ungdom/klienter/").status_code == 200


def test_whoever_takes_the_last_factor_away_is_led_to_choose_another(world, signed_in):
    aino = signed_in(world.aino)
    assert aino.get("/v/ungdom/klienter/").status_code == 200
    Authenticator.objects.filter(user=world.aino).delete()
    assert aino.get("/v/ungdom/klienter/")["Location"] == "/konto/2fa/"


def test_a_password_is_changed_by_whoever_has_one(world, client, ny, signed_in):
    link = 'href="/konto/password/change/"'
    assert link not in signed_in(world.idris).get("/konto/2fa/").content.decode(), "he signs in another way"
    sign_in(client, ny)
    assert link in client.get("/konto/2fa/").content.decode()
    assert client.get("/konto/password/change/").status_code == 200


# What takes a factor shown within five minutes


@pytest.mark.parametrize(("seconds", "fresh_enough"), [(FRESH - 5, True), (FRESH + 1, False)])
def test_ending_a_role_takes_a_factor_shown_within_five_minutes(world, signed_in, seconds, fresh_enough):
    frida, held = signed_in(world.administrator), world.aino.memberships.get()
    session = frida.session
    session["account_authentication_methods"][0]["at"] -= seconds
    session.save()
    for method in (frida.get, frida.post):
        answer = method(f"/personer/{held.pk}/avsluta/")
        assert (answer.get("Location", "").startswith("/bekrafta/")) is not fresh_enough
    held.refresh_from_db()
    assert (held.until is not None) is fresh_enough


def test_a_factor_shown_again_leads_back(world, client, ny):
    secret = generate_totp_secret()
    TOTP.activate(ny, secret)
    sign_in(client, ny)
    client.post("/konto/2fa/authenticate/", {"code": code_of(secret)})
    answer = client.get("/bekrafta/?next=/rattigheter/")
    assert answer["Location"] == "/konto/2fa/reauthenticate/?next=%2Frattigheter%2F"


@pytest.mark.parametrize(("page", "is_file"), [("/", False), ("/v/ungdom/klienter/1/utdrag/loke-utdrag.pdf", True)])
def test_in_the_demo_a_file_is_spoken_of_only_where_one_is_fetched(world, signed_in, settings, page, is_file):
    settings.DEMO = True
    shown = signed_in(world.maryam).get("/bekrafta/", {"next": page})
    assert ("Filen hämtas" in shown.content.decode()) is is_file


@pytest.mark.parametrize(
    ("wanted", "back"),
    [
        ("/v/ungdom/tillgang/", "/v/ungdom/"),
        ("/v/ungdom/klienter/1/utdrag/loke-utdrag.pdf", "/v/ungdom/klienter/1/"),
        ("/v/ungdom/klienter/1/lasningar.pdf", "/v/ungdom/klienter/1/"),
        ("/v/ungdom/gallring/begaran/?sida=2", "/v/ungdom/gallring/"),
        ("/", "/"),
    ],
)
def test_whoever_does_not_go_on_is_led_to_the_page_above(world, signed_in, settings, wanted, back):
    settings.DEMO = True
    shown = signed_in(world.maryam).get("/bekrafta/", {"next": wanted}).content.decode()
    assert f'<a href="{back}">Avbryt</a>' in shown


@pytest.mark.parametrize("must", [True, False])
def test_whoever_gets_no_further_without_a_factor_is_told_so_and_nobody_else(client, ny, settings, must):
    settings.SECOND_FACTOR = must
    sign_in(client, ny)
    assert ("Innan du kan fortsätta" in client.get("/konto/2fa/").content.decode()) is must


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", r"/\evil.example", "javascript:x"])
def test_showing_a_factor_never_leads_to_another_host(world, signed_in, elsewhere):
    answer = signed_in(world.aino).get("/bekrafta/", {"next": elsewhere})
    assert answer["Location"].endswith("?next=%2F")


def test_only_the_way_to_a_file_speaks_of_a_file(world, signed_in, settings):
    settings.DEMO = True
    browser, files = signed_in(world.maryam), "Filen hämtas, och du blir kvar på den här sidan."
    pages = {"/v/ungdom/folj-upp/publicering/1/": False, "/v/ungdom/folj-upp/tabeller.xlsx?period=2025&by=": True}
    for page, is_file in pages.items():
        assert (files in browser.get("/bekrafta/", {"next": page}).content.decode()) is is_file


HANDS_OUT = {("client", "extract"), ("access_log", "extract"), ("people", "change"), ("grant", "give")}
ERASES = {
    "approve_erasure",
    "spare_client",
    "request_erasure",
    "confirm_erasure",
    "withdraw_erasure",
    "decide_retention",
}
WITHOUT_CLIENTS = {  # an empty form, what was wrong in one's own file, and days alone
    "import_template",
    "import_problems",
    "import_left_out",
    "follow_up_calendar",
}


def test_what_hands_out_clients_erases_them_or_changes_who_may_do_what_takes_a_fresh_factor():
    asked = {name: view for name, view in views(get_resolver().url_patterns) if hasattr(view, "rule")}
    wanted = {name for name, view in asked.items() if getattr(view.rule, "needs", None) in HANDS_OUT} | ERASES
    files = {route.name for route in routes() if "/klienter/" in route.pattern and "." in route.pattern}
    wanted |= files - WITHOUT_CLIENTS
    assert {"extract", "extract_file", "log_extract_file", "invite", "end_role", "grants"} <= wanted
    assert {name for name in wanted if not getattr(asked[name], "fresh", False)} == set()


def views(patterns):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from views(one.url_patterns)
        else:
            yield one.name, one.callback


# Nothing that changes how one signs in is reached by a password alone


CHANGES = (
    "/konto/2fa/recovery-codes/generate/",
    "/konto/2fa/totp/activate/",
    "/konto/2fa/totp/deactivate/",
    "/konto/2fa/webauthn/add/",
)


@pytest.fixture
def older(client, ny):
    """A session of somebody with an app, who showed it more than five minutes ago."""
    secret = generate_totp_secret()
    TOTP.activate(ny, secret)
    sign_in(client, ny)
    client.post("/konto/2fa/authenticate/", {"code": code_of(secret)})
    session = client.session
    for one in session["account_authentication_methods"]:
        one["at"] -= FRESH + 1
    session.save()
    return client


@pytest.mark.parametrize("page", CHANGES)
def test_a_session_and_the_password_do_not_change_how_one_signs_in(older, page):
    answer = older.post("/konto/reauthenticate/", {"password": PASSWORD})
    assert answer["Location"].startswith("/konto/2fa/reauthenticate/")
    for ask in (older.get, older.post):
        assert ask(page)["Location"] == f"/bekrafta/?next={page}"
    assert "lösenord" not in older.get("/konto/2fa/reauthenticate/").content.decode()


def test_a_password_just_shown_does_not_stand_for_the_factor(older):
    session = older.session
    session["account_authentication_methods"] += [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()
    assert older.post(CHANGES[0])["Location"] == f"/bekrafta/?next={CHANGES[0]}"


def test_the_rule_of_a_page_is_asked_before_the_factor():
    page = needs("client", "read")(fresh(lambda request: None))
    assert page.fresh
    assert page.rule
