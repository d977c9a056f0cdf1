"""A browser used without a mouse: the focus moved by Tab alone until it is where one wants it."""

import re

import pytest
from playwright.sync_api import Locator, Page
from tests.browser import assert_accessible

MOST = 250  # presses; a page that needs more is lost to whoever has no mouse


def go_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _press in range(MOST):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes to {target} on {page.url}")


def press(page: Page, role: str, name: str | re.Pattern, key: str = "Enter") -> None:
    """Press a link or button, and wait for the page it leads to."""
    go_to(page, page.get_by_role(role, name=name).first)
    with page.expect_navigation():
        page.keyboard.press(key)


def write(page: Page, label: str, text: str) -> None:
    go_to(page, page.get_by_label(label).first)
    page.keyboard.type(text)


def choose(page: Page, label: str) -> None:
    """Tick a box, or take a choice: a group of radios is one stop for Tab, and arrows go between them."""
    target = page.get_by_label(label).first
    group = page.locator(f"input[type=radio][name='{target.get_attribute('name')}']")
    if target.get_attribute("type") != "radio":
        go_to(page, target)
        page.keyboard.press("Space")
        return
    stop = group.and_(page.locator(":checked"))
    go_to(page, stop if stop.count() else group.first)
    page.keyboard.press("Space")
    while not target.is_checked():
        page.keyboard.press("ArrowDown")


def look(page: Page) -> None:
    """What holds on every page: axe finds nothing, and nothing stands outside the screen."""
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
