"""Signing in as people do it, in a real browser: with a key, without scripts, on a small screen."""

import pytest
from tests.browser import assert_accessible, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]  # by itself, too, the file needs a database to copy
BEFORE_SIGN_IN = ("/demo/", "/konto/login/", "/konto/password/reset/", "/finns-inte/", "/inbjudan/gammal/")
ABOUT_PEOPLE = ("/personer/", "/personer/bjud-in/", "/konto/2fa/", "/konto/reauthenticate/")
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def invited(page, email: str) -> str:
    """The link that an administrator gets for a new administrator."""
    sign_in(page, "Frida")
    page.goto("/personer/bjud-in/")
    page.click("main form button")  # in the demo a press stands for the second factor
    assert_accessible(page)
    page.fill("[name=name]", "Nova Nykomling")
    page.fill("[name=email]", email)
    page.select_option("[name=role]", "administrator")
    page.click("main form button")
    assert_accessible(page)
    link = page.inner_text("#invitation")
    page.context.clear_cookies()
    return link


def test_an_invited_person_chooses_a_password_adds_a_key_and_signs_in_with_it(page):
    stopped = []
    page.on("console", lambda message: "Content Security Policy" in message.text and stopped.append(message.text))
    page.goto(invited(page, "nova@example.org"))
    assert_accessible(page)
    page.fill("[name=password]", "en lång mening om älgar")
    page.click("main button.btn")
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.get_by_role("link", name="Lägg till en nyckel").click()
    assert_accessible(page)
    page.check("[name=passwordless]")
    page.get_by_role("button", name="Lägg till nyckeln").click()
    page.wait_for_url("**/recovery-codes/**")
    page.get_by_role("button", name="Logga ut").first.click()
    page.goto("/konto/login/")
    page.get_by_role("button", name="Logga in med nyckel").click()
    page.wait_for_url(lambda address: "login" not in address)
    page.goto("/konto/2fa/")
    assert page.get_by_text("Du har 1 nyckel.").is_visible()
    page.get_by_role("link", name="Byt lösenord").click()
    page.get_by_role("heading", name="Byt lösenord").wait_for()
    assert_accessible(page)
    assert stopped == []


def assert_fits(page) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_pages_before_sign_in_are_accessible_and_never_scroll_sideways(page):
    for address in BEFORE_SIGN_IN:
        page.goto(address)
        assert_fits(page)


def test_pages_about_people_are_accessible_and_never_scroll_sideways(page):
    sign_in(page, "Frida")
    for address in ABOUT_PEOPLE:
        assert page.goto(address).status == 200
        assert_fits(page)


def test_the_menu_opens_on_a_phone_without_scripts_and_holds_the_way_out(site, chromium):
    context = chromium.new_context(base_url=site, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, "Aino")
    page.goto("/v/ungdom/")
    page.get_by_role("button", name="Meny").click()
    menu = page.get_by_role("navigation", name="Metoden")
    assert menu.get_by_role("link", name="Dokumentera").is_visible()
    menu.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/demo/**")
    assert page.get_by_role("heading", name="Vem vill du vara?").is_visible()
    context.close()
