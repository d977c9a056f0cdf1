"""The session ends in the middle of a form, in a real browser without scripts: back by password and code, and sent."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.browser import assert_accessible, free_port, served, sign_in
from tests.running.homes import python

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD, SECRET = "en lång mening om älgar", "JBSWY3DPEHPK3PXP"
KNOWN = f"""
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from loke.accounts.models import User
for user in User.objects.filter(name__startswith="Aino") | User.objects.filter(name__startswith="Idris"):
    user.set_password({PASSWORD!r})
    user.save()
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, {SECRET!r})
"""
AWAY = """
from django.contrib.sessions.models import Session
from loke.accounts.sessions import SessionStore
for one in Session.objects.all():
    session = SessionStore(one.session_key)
    if "seen" in session:
        session["seen"] -= 21 * 60
        session.save()
"""


@pytest.fixture
def context(world, copied, tmp_path, chromium):
    (tmp_path / "loke.sqlite3").write_bytes(copied.read_bytes())
    for kept in copied.parent.glob("keys.json"):
        (tmp_path / "keys.json").write_bytes(kept.read_bytes())
    python(tmp_path, KNOWN, LOKE_DEMO="1")
    with served(tmp_path, free_port()) as address:
        context = chromium.new_context(base_url=address, locale="sv-SE", java_script_enabled=False)
        yield context
        context.close()


def come_back(page, email: str) -> None:
    """By password, and the code that the app shows now."""
    page.goto("/konto/login/?next=/inloggningar/klart/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    for _ in range(3):  # the half-minute of a code may end before a busy computer takes it
        page.fill("[name=code]", format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
        page.get_by_role("button", name="Logga in", exact=True).click()
        page.wait_for_load_state()
        if page.get_by_role("heading", name="Klart").is_visible():
            break
    page.wait_for_url("**/inloggningar/klart/")


def test_what_was_typed_is_there_after_signing_in_again_and_for_nobody_else(context, world, tmp_path):
    page, words = context.new_page(), "Tre av tio kom inte till den andra träffen"
    sign_in(page, "Aino")
    page.goto("/v/ungdom/forbattra/ny/")
    page.fill("[name=title]", "Ring dagen före")
    page.fill("[name=problem]", words)
    python(tmp_path, AWAY, LOKE_DEMO="1")
    page.locator("main form button.btn").first.click()
    page.get_by_role("heading", name="Det du skrev finns kvar").wait_for()
    assert words not in page.content()
    beside = context.new_page()
    come_back(beside, world.idris.email)
    page.get_by_role("button", name="Skicka igen").click()
    page.get_by_role("heading", name="Det går inte att öppna här").wait_for()
    assert words not in page.content()
    beside.get_by_role("button", name="Logga ut").first.click()
    come_back(beside, world.aino.email)
    page.get_by_role("button", name="Skicka igen").click()
    page.get_by_text(words).first.wait_for()


def send_sealed(page) -> None:
    """Send the form as one that waited, sealed by nobody."""
    field = '<input type="hidden" name="unsent" value="x">'
    page.locator("main form").first.evaluate("(form, field) => form.insertAdjacentHTML('beforeend', field)", field)
    page.fill("[name=title]", "Ring dagen före")
    page.locator("main form button.btn").first.click()


def test_the_pages_that_hold_it_are_accessible_and_never_scroll_sideways(page):
    page.set_viewport_size({"width": 320, "height": 800})
    sign_in(page, "Aino")
    for heading in ("Det går inte att öppna här", "Det du skrev finns kvar"):
        page.goto("/v/ungdom/forbattra/ny/")
        if heading.startswith("Det du"):
            page.context.clear_cookies()
        send_sealed(page)
        page.get_by_role("heading", name=heading).wait_for()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
