"""Undo, the bin, this week's list and the others in a real browser: by keyboard, on two widths, and read by axe."""

import re

import pytest
from tests.browser import assert_accessible, sign_in

pytestmark = pytest.mark.browser
PAGES = ("veckan/", "kvalitet/", "fullstandighet/", "utan-identitet/", "klienter/koder/", "klienter/ta-emot/")
OF_CLIENT = ("ratta/", "ta-bort/", "lamna-over/", "lamna-over/?till=familjehem")


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def the_first_client(page) -> str:
    page.goto("/v/ungdom/klienter/")
    page.locator("tbody th a").first.click()
    page.wait_for_load_state()
    return page.url


def test_every_page_is_accessible_and_fits_a_telephone(page):
    sign_in(page, "Maryam")
    client = the_first_client(page)
    for address in [
        *(f"/v/ungdom/{name}" for name in (*PAGES, "papperskorg/")),
        *(client + name for name in OF_CLIENT),
    ]:
        page.goto(address)
        assert_accessible(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert fits(page), address
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_contact_is_registered_and_undone_by_keyboard_alone(page):
    sign_in(page, "Aino")
    the_first_client(page)
    page.get_by_role("button", name="Spara träff").focus()
    page.keyboard.press("Enter")
    page.locator(".notice").wait_for()
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.className") == "notice row"
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert fits(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ångra"
    page.keyboard.press("Enter")
    page.get_by_text("Ångrat.").wait_for()
    assert page.locator(".notice").first.inner_text() == "Ångrat. Allt står som det stod innan."
    assert_accessible(page)


def test_a_client_registered_by_mistake_is_taken_away_and_put_back(page):
    sign_in(page, "Aino")
    client = the_first_client(page)
    code = page.locator("h1 b").inner_text()
    page.get_by_role("link", name=re.compile("Ta bort en kontakt")).click()
    page.get_by_role("button", name="Ta bort kontakten").click()
    page.goto("/v/ungdom/papperskorg/")
    assert_accessible(page)
    page.get_by_role("button", name=re.compile(f"Lägg tillbaka.*{code}")).click()
    page.wait_for_url(client)
    assert page.locator("h1 b").inner_text() == code


def test_a_handover_shows_its_code_once_and_the_page_is_accessible(page):
    sign_in(page, "Aino")
    client = the_first_client(page)
    page.goto(client + "lamna-over/?till=familjehem")
    page.get_by_role("button", name="Gör en kod").click()
    page.wait_for_load_state()
    assert re.fullmatch(r"(\w{4} ?){7}", page.locator(".says strong").inner_text())
    assert_accessible(page)
    assert page.title().startswith("Koden till mottagaren")
