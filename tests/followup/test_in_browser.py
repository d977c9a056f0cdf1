"""Översikt and Följ upp in a real browser: nothing for axe to find, nothing to scroll sideways, and keys are enough."""

import pytest
from playwright.sync_api import Page
from tests.browser import assert_accessible_in_light_and_dark, sign_in

pytestmark = pytest.mark.browser
PAGES = [
    "/v/ungdom/",
    pytest.param("/v/ungdom/folj-upp/", marks=pytest.mark.slow),  # all of it stands on the next one too
    "/v/ungdom/folj-upp/?by=sysselsattning",
]


@pytest.fixture
def manager(page: Page) -> Page:
    sign_in(page, "Maryam")
    return page


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_in_light_and_dark(manager, address):
    manager.goto(address)
    for width in (1280, 390):
        manager.set_viewport_size({"width": width, "height": 900})
        assert_accessible_in_light_and_dark(manager)
        assert manager.locator("h1").count() == 1


@pytest.mark.parametrize("address", PAGES)
def test_only_tables_scroll_sideways_at_320_pixels(manager, address):
    manager.set_viewport_size({"width": 320, "height": 700})
    manager.goto(address)
    for details in manager.locator("details").all():
        details.evaluate("one => { one.open = true }")
    assert manager.evaluate("document.documentElement.scrollWidth") == 320


def test_the_period_is_chosen_by_keys_alone(manager):
    manager.goto("/v/ungdom/folj-upp/")
    manager.get_by_label("Period", exact=True).focus()
    manager.keyboard.press("End")
    manager.keyboard.press("Tab")
    manager.keyboard.press("Tab")
    manager.keyboard.press("Enter")
    manager.wait_for_url("**/folj-upp/?period=all&by=")
    assert manager.locator("h1").inner_text().endswith("hela tiden")


def test_what_is_only_for_choosing_is_not_printed(manager):
    manager.goto("/v/ungdom/folj-upp/")
    manager.emulate_media(media="print")
    assert manager.get_by_role("button", name="Visa", exact=True).is_hidden()
    assert manager.get_by_role("navigation", name="Frågorna på sidan").is_hidden()
    assert manager.get_by_role("table", name="Idé mot verklighet").first.is_visible()
