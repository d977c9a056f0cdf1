"""By keyboard alone: a contact in at most three steps, a week, and a planned meeting with one press."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser import sign_in
from tests.keyboard import go_to, look, press

pytestmark = pytest.mark.browser

LATEST = ".events > li >> nth=0"
HOW_IT_WENT = {"kom": ["Enter"], "uteblev": ["ArrowRight", "Enter"], "avbokat": ["ArrowRight", "ArrowRight", "Enter"]}


def first_client(page: Page) -> None:
    page.goto("/v/ungdom/klienter/")
    press(page, "link", "Registrera träff för")


@pytest.fixture
def aino(page: Page) -> Page:
    sign_in(page, "Aino")
    return page


@pytest.mark.parametrize("how", HOW_IT_WENT)
@pytest.mark.parametrize("way", ["by the link of the list", "by opening the page"])
def test_a_contact_is_registered_in_at_most_three_steps_after_the_page_is_open(aino: Page, how: str, way: str) -> None:
    first_client(aino)
    if way == "by opening the page":
        aino.goto(aino.url.partition("#")[0])
    expect(aino.get_by_label("kom", exact=True).first).to_be_focused()
    steps = HOW_IT_WENT[how]
    for key in steps[:-1]:
        aino.keyboard.press(key)
    with aino.expect_navigation():
        aino.keyboard.press(steps[-1])
    assert len(steps) <= 3
    expect(aino.get_by_role("status").first).to_contain_text("är sparad.")
    expect(aino.locator(LATEST)).to_contain_text(how)


def test_a_week_is_filled_in_by_keyboard_and_on_a_phone_a_day_at_a_time(aino: Page) -> None:
    aino.goto("/v/ungdom/klienter/")
    press(aino, "link", "Veckans träffar")
    press(aino, "link", re.compile(r"^Vecka \d"))
    look(aino)
    cells = aino.locator("td select")
    for cell, letter in ((cells.nth(0), "k"), (cells.nth(1), "u")):
        go_to(aino, cell)
        aino.keyboard.press(letter)
    press(aino, "button", "Spara veckan")
    expect(aino.get_by_role("status").first).to_contain_text("2 träffar är sparade.")
    aino.set_viewport_size({"width": 390, "height": 844})
    look(aino)
    shown = [cell.is_visible() for cell in aino.locator("tbody tr").first.locator("td").all()]
    assert shown.count(True) == 1
    aino.get_by_label(re.compile("^fre ")).check()
    assert [cell.is_visible() for cell in aino.locator("tbody tr").first.locator("td").all()].index(True) == 4


def test_a_series_is_planned_and_answered_with_one_press(aino: Page) -> None:
    first_client(aino)
    press(aino, "link", "Planera träffar")
    look(aino)
    go_to(aino, aino.get_by_label("Antal träffar"))
    aino.keyboard.type("3")
    press(aino, "button", "Planera")
    expect(aino.get_by_role("status").first).to_contain_text("3 träffar är planerade")
    look(aino)
    press(aino, "button", "Uteblev")
    expect(aino.get_by_role("status").first).to_contain_text("är sparad: uteblev.")
    press(aino, "link", "Flytta eller ta bort")
    look(aino)
    press(aino, "button", "Ta bort den och 1 senare i serien")
    expect(aino.get_by_role("status").first).to_contain_text("resten av serien är borttagna")


def test_a_contact_is_changed_and_taken_away_by_keyboard(aino: Page) -> None:
    first_client(aino)
    with aino.expect_navigation():
        aino.keyboard.press("Enter")
    press(aino, "link", "Ändra")
    look(aino)
    aino.set_viewport_size({"width": 390, "height": 844})
    look(aino)
    press(aino, "button", "Ta bort träffen")
    expect(aino.get_by_role("status").first).to_contain_text("är borttagen.")


def test_a_day_that_does_not_exist_stays_as_it_was_typed_with_what_to_do_beside_it(aino: Page) -> None:
    first_client(aino)
    day = aino.get_by_label("Datum", exact=True)
    day.focus()
    aino.keyboard.type("02312026")  # as the browser's own control takes it, in the language of the test's browser
    aino.keyboard.press("Enter")
    expect(day).to_have_accessible_description(re.compile("Den dagen finns inte"))
    expect(day).to_be_focused()
    assert day.evaluate("one => one.validity.badInput")
    day.fill("2026-01-15")
    with aino.expect_navigation():
        aino.keyboard.press("Enter")


def leave(page: Page) -> None:
    page.get_by_role("link", name="Följ upp", exact=True).first.click()


def test_whoever_leaves_what_is_filled_in_and_not_sent_is_asked_first(aino: Page) -> None:
    asked: list[str] = []
    first_client(aino)
    client = aino.url.partition("#")[0]
    aino.on("dialog", lambda dialog: asked.append(dialog.type) or dialog.dismiss())
    with aino.expect_navigation():
        leave(aino)
    assert asked == [], "nothing was filled in"
    aino.goto(client)
    aino.get_by_label("uteblev", exact=True).first.check()
    with aino.expect_event("dialog"):
        leave(aino)
    assert asked == ["beforeunload"]
    expect(aino.get_by_label("uteblev", exact=True).first).to_be_checked()
    aino.get_by_label("kom", exact=True).first.check()
    with aino.expect_navigation():
        leave(aino)
    assert asked == ["beforeunload"], "it was as it came"


def test_nobody_is_asked_who_sends_or_presses_the_link_beside_the_button(aino: Page) -> None:
    asked: list[str] = []
    first_client(aino)
    aino.on("dialog", lambda dialog: asked.append(dialog.type) or dialog.accept())
    aino.get_by_label("uteblev", exact=True).first.check()
    with aino.expect_navigation():
        aino.keyboard.press("Enter")
    expect(aino.get_by_role("status").first).to_contain_text("är sparad.")
    press(aino, "link", "Avsluta kontakten")
    aino.locator("main input[type=date]").first.fill("2026-11-10")
    with aino.expect_navigation():
        aino.get_by_role("link", name="Avbryt").click()
    assert asked == []


def test_nobody_is_asked_who_has_searched(aino: Page) -> None:
    asked: list[str] = []
    aino.on("dialog", lambda dialog: asked.append(dialog.type) or dialog.dismiss())
    aino.goto("/v/ungdom/klienter/")
    aino.get_by_label("Sök på kod").fill("abc")
    with aino.expect_navigation():
        leave(aino)
    assert asked == []
