"""The way out and back in a real browser: asked for, approved by the second one, in quarantine and put back."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible, sign_in

pytestmark = pytest.mark.browser


def follow(page: Page, link: str) -> None:
    """Go where the link leads, and show that it is oneself where that is asked."""
    page.get_by_role("link", name=link).click()
    page.wait_for_load_state()
    if page.get_by_role("heading", name="Är det du?").count():
        page.get_by_role("button", name="Ja, det är jag").click()


def test_a_client_goes_into_quarantine_and_comes_back_and_every_page_on_the_way_is_accessible(page: Page, shot):
    sign_in(page, "Maryam")
    page.goto("/v/ungdom/klienter/")
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    code = page.locator("h1 .code").inner_text()
    address = page.url
    follow(page, "Ta ut allt om klienten")
    expect(page.get_by_role("heading", name="Utdrag om")).to_be_visible()
    assert_accessible(page)
    shot("extract")
    page.goto("/v/ungdom/gallring/")
    assert_accessible(page)
    shot("retention")
    follow(page, "Radera en klient på begäran")
    page.keyboard.press("Tab")
    page.get_by_label("Klientens kod").type(code)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Begäran kom i dag")
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Godkänn att klienten raderas").click()
    expect(page.get_by_text("Nu behöver någon annan godkänna det.")).to_be_visible()
    shot("half-way")
    sign_in(page, "Frida")
    page.goto("/gallring/")
    assert_accessible(page)
    shot("erasures")
    follow(page, "Enheten för unga: 1 klient")
    assert code not in page.content()
    assert_accessible(page)
    shot("confirm")
    page.get_by_role("button", name="Godkänn").click()
    expect(page.get_by_text("Det går att lägga tillbaka till")).to_be_visible()
    sign_in(page, "Maryam")
    assert page.goto(address).status == 404
    page.goto("/v/ungdom/gallring/")
    follow(page, "1 klient")
    expect(page.get_by_text(code)).to_be_visible()
    assert_accessible(page)
    shot("quarantine")
    follow(page, "Lägg tillbaka")
    page.get_by_label("Varför ska uppgifterna vara kvar?").fill("Ett ärende är öppet")
    assert_accessible(page)
    shot("spare")
    page.get_by_role("button", name="Lägg tillbaka").click()
    expect(page.get_by_text("Uppgifterna är kvar, undantagna från gallring till och med")).to_be_visible()
    assert page.goto(address).status == 200
