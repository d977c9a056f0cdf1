"""A new service goes from nothing to seven variables and a plan by keyboard; how it follows up prints on one page."""

import io
import re
import sqlite3

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.browser import assert_accessible, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def nystart(page: Page, copied) -> str:
    """A service of the youth unit, new in the copy that the browser's server shows."""
    with sqlite3.connect(copied) as base:
        base.execute(
            "INSERT OR IGNORE INTO description_service (unit_id, code, name, 'group', client_term, change) "
            "SELECT unit_id, 'nystart', 'Nystart', '', 'ungdom', 0 FROM description_service WHERE code = 'ungdom'"
        )
    sign_in(page, "Aino")
    return "/v/nystart/mat/"


def tab_to(page: Page, name: str) -> None:
    """Move the focus by Tab alone until it stands on the link, button or field with the name."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(e => e.getAttribute('aria-label') || (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText))"
            "(document.activeElement)"
        )
        if focused and focused.strip() == name:
            return
    pytest.fail(f"{name} is not reached by Tab on {page.url}")


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_nothing_to_seven_variables_and_a_plan_by_keyboard(page: Page, nystart: str) -> None:
    page.goto(nystart)
    assert_accessible(page)
    press(page, "Börja från en uppsättning")
    assert_accessible(page)
    press(page, "Unga")
    assert_accessible(page)
    tab_to(page, "Har en vuxen att vända sig till")
    page.keyboard.press("Space")
    press(page, "Lägg till de markerade")
    expect(page.get_by_text("6 variabler är tillagda.")).to_be_visible()
    assert_accessible(page)

    press(page, "Lägg till en variabel")
    tab_to(page, "Namn")
    page.keyboard.type("Vägen hit")
    tab_to(page, "Vad ska svaret användas till?")
    page.keyboard.type("Se vilka som hittar hit själva.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # bakgrund
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # fasta alternativ, ett svar
    tab_to(page, "Alternativ, ett på varje rad")
    page.keyboard.type("På eget initiativ\nGenom någon annan")
    press(page, "Lägg till variabeln")
    expect(page.get_by_text("”Vägen hit” är tillagd.")).to_be_visible()
    expect(page.get_by_text("7 variabler", exact=True)).to_be_visible()
    expect(page.get_by_text("Ni har börjat i det lilla.")).to_be_visible()

    press(page, "Ändra Vägen hit")
    press(page, "Ändra alternativen")
    assert_accessible(page)
    press(page, "Flytta ner På eget initiativ")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Genom någon annan")

    page.goto(nystart)
    press(page, "Lägg till ett frågeformulär")
    tab_to(page, "Frågeformulär")
    page.keyboard.type("Min")
    tab_to(page, "Under tiden, var så många veckor")
    page.keyboard.type("8")
    press(page, "Lägg till")
    expect(page.get_by_text("vid start, var 8:e vecka och vid avslut")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("service", ["ungdom", "foraldraskap"])
def test_how_we_follow_up_prints_on_one_page(page: Page, service: str) -> None:
    sign_in(page, "Aino" if service == "ungdom" else "Leila")
    page.goto(f"/v/{service}/mat/sa-har-foljer-vi-upp/")
    assert_accessible(page)
    sheet = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(sheet.pages) == 1
    assert re.search("Så här följer vi upp", sheet.pages[0].extract_text())
