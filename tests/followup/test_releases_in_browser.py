"""What is hidden and what is published, in a real browser: nothing for axe to find and nothing to scroll sideways."""

import re

import pytest
from playwright.sync_api import Page
from tests.browser import assert_accessible, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def looked_at(page: Page):
    """Looks at the page as it stands at both widths."""

    def look() -> None:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth") == width
        page.set_viewport_size({"width": 1280, "height": 900})

    return look


def confirmed(page: Page) -> None:
    """A press where a factor would be asked for."""
    if "/bekrafta/" in page.url:
        page.locator("main form button").first.click()
        page.wait_for_load_state()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()
    confirmed(page)


def test_from_adopted_to_the_page_of_the_committee(page, looked_at):
    sign_in(page, "Maryam")
    page.goto("/v/ungdom/folj-upp/anta/?period=2025")
    page.get_by_label("Vilka var med?").fill("Alla")
    press(page, "Anta uppföljningen")
    looked_at()
    page.get_by_role("link", name="Publicera uppåt").click()
    looked_at()
    press(page, "Visa vad som döljs")
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true }")
    looked_at()
    press(page, "Föreslå att det publiceras")
    sign_in(page, "Frida")
    page.goto("/publicerat/att-godkanna/")
    looked_at()
    page.get_by_role("link", name=re.compile("Öppenvård unga")).click()
    page.wait_for_load_state()
    confirmed(page)
    looked_at()
    press(page, "Godkänn och publicera")
    sign_in(page, "Nils")
    page.goto("/")
    looked_at()
    page.get_by_role("link", name=re.compile("Läs hela uppföljningen")).click()
    looked_at()
    page.get_by_role("link", name="En sida till nämnden", exact=True).click()
    looked_at()
    assert page.get_by_role("heading", name="Det vi inte vet").is_visible()
