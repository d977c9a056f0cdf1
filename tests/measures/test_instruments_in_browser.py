"""Instruments in a real browser: one taken into use, a questionnaire written and previewed, and printed on paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from tests.browser import WIDTHS, assert_accessible, sign_in

pytestmark = pytest.mark.browser
HERE = "/v/ungdom/mat/instrument/"


def press(page: Page, name: str | re.Pattern, role: str = "button") -> None:
    """Press a button, or follow a link, by keyboard."""
    page.get_by_role(role, name=name, exact=role == "button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def at_both_widths(page: Page) -> None:
    """Accessible and never wider than the window."""
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})


def test_a_licensed_instrument_is_taken_into_use_by_keyboard(page):
    sign_in(page, "Aino")
    page.goto(HERE)
    page.get_by_label("Sök på namn eller vad det mäter").fill("föräldraskap")
    press(page, "Sök")
    at_both_widths(page)
    press(page, re.compile("SPSQ"), "link")
    at_both_widths(page)
    press(page, "Anteckna er licens", "link")
    page.get_by_label("Vem har licensen?").fill("Älvkulla kommun")
    page.get_by_label("Licensens nummer, eller vilket avtal det är").fill("Avtal 7")
    at_both_widths(page)
    press(page, "Spara licensen")
    press(page, "Ta i bruk", "link")
    press(page, "Ta i bruk")
    assert page.get_by_role("alert").get_by_text("Skriv minsta förändring som räknas").is_visible()
    at_both_widths(page)
    page.get_by_label("Totalt").fill("0,3")
    page.get_by_label("Varifrån har ni minsta förändring som räknas?").fill("Bestämt i gruppen")
    press(page, "Ta i bruk")
    assert page.get_by_text("Instrumentet är taget i bruk.").is_visible()
    assert page.get_by_role("cell", name="0,3", exact=True).is_visible()
    at_both_widths(page)


def ask(page: Page, own: str, text: str, kind: str, labels: str, highest: str = "") -> None:
    page.goto(own + "fraga/")
    page.get_by_label("Fråga", exact=True).fill(text)
    page.get_by_label(kind).check()
    page.get_by_label("Högsta svar").fill(highest)
    page.get_by_label("Ord för svaren").fill(labels)
    press(page, "Spara frågan")
    assert page.get_by_text("Frågan är sparad.").is_visible()


@pytest.fixture
def own(page: Page) -> str:
    """The address of a questionnaire that Aino has written, long enough for two sheets."""
    sign_in(page, "Aino")
    page.goto(HERE + "nytt/")
    page.get_by_label("Vad heter formuläret?").fill("Så var min vecka")
    press(page, "Spara")
    address = page.url
    at_both_widths(page)
    ask(page, address, "Hur var det hemma?", "en linje, med en decimal", "Mycket dåligt\nMycket bra")
    ask(page, address, "Hur många dagar var du i skolan?", "ett helt tal", "", "7")
    for number in range(6):
        long = "Det här är en ganska lång fråga om hur veckan har varit, och den tar minst två rader på ett papper."
        ask(
            page,
            address,
            f"{number}. {long}",
            "steg med ord",
            "\n".join(f"Stämmer ungefär så här väl: {n}" for n in range(5)),
        )
    return address


def test_a_questionnaire_is_previewed_as_the_client_will_see_it_and_printed_on_its_sheets(page, own, tmp_path):
    at_both_widths(page)
    for form in ("fraga/", "skala/", "text/ar/", "kopiera/"):
        page.goto(own + form)
        at_both_widths(page)
    page.goto(own)
    press(page, "Se det som klienten", "link")
    at_both_widths(page)
    press(page, "Börja", "link")
    assert page.get_by_role("heading", name="Hur var det hemma?").is_visible()
    assert page.locator("form").count() == 0
    for _ in range(3):
        at_both_widths(page)
        press(page, "Nästa", "link")
    page.goto(own + "papper/")
    assert_accessible(page)
    sheets, file = page.locator(".paper").count(), Path(tmp_path) / "paper.pdf"
    assert sheets >= 2
    page.pdf(path=file, prefer_css_page_size=True)
    printed = PdfReader(file).pages
    assert [round(float(side)) for side in printed[0].mediabox[2:]] == [595, 842]
    assert len(printed) == sheets
    for number, sheet in enumerate(printed, 1):
        assert f"Sida {number} av {sheets}" in re.sub(r"\s+", " ", sheet.extract_text())
    for box in page.locator(".paper").all():
        inside, room = box.evaluate("e => [e.scrollHeight, e.clientHeight]")
        assert inside <= room


def test_arabic_is_read_from_the_right(page, own):
    page.goto(own + "text/ar/")
    page.get_by_label("Titel").fill("أسبوعي")
    page.locator("textarea").nth(1).fill("كيف كانت الأمور في البيت؟")
    page.get_by_label("gjord av en maskin").check()
    press(page, "Spara texterna")
    page.goto(own + "visa/?fraga=1&sprak=ar")
    heading = page.get_by_role("heading", name="كيف كانت الأمور في البيت؟")
    assert heading.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.get_by_text("inte granskad").is_visible()
    at_both_widths(page)
