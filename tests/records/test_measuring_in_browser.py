"""Measuring in a real browser: twelve answers by digits and one key each, and what is shown at once afterwards."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser import SRC, WIDTHS, assert_accessible, sign_in
from tests.records.pages import address
from tests.records.twelve import ITEMS

pytestmark = pytest.mark.browser
COUNT = "window.presses = []; document.addEventListener('keydown', e => window.presses.push(e.key), true);"


@pytest.fixture(scope="session")
def twelve(copied: Path) -> int:
    """The number of a questionnaire of twelve questions in the site's database."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"LOKE_DEMO": "1", "LOKE_HOME": str(copied.parent), "PYTHONPATH": f"{SRC}:{SRC.parent}"}
    command = [sys.executable, "-m", "tests.records.twelve"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.fixture
def episode(world):
    return world.aino.episodes.ongoing().filter(service=world.ungdom).order_by("opened", "pk").last()


def at_both_widths(page: Page) -> None:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)
    page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})


def test_twelve_answers_take_one_digit_and_at_most_one_key_each(page, site, twelve, episode):
    sign_in(page, "Aino")
    page.goto(address("measure", episode, twelve, "during"))
    at_both_widths(page)
    page.reload()
    page.evaluate(COUNT)
    for answer in range(ITEMS):
        page.keyboard.press("3" if answer == ITEMS - 1 else "2")
        if answer < ITEMS - 1:
            page.keyboard.press("Tab")
    presses = page.evaluate("window.presses")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert len(presses) + 1 == 2 * ITEMS
    assert set(presses) == {"2", "3", "Tab"}
    assert page.get_by_role("heading", name="Hela: 25").is_visible()


def test_an_answer_to_be_seen_stays_until_it_is_acknowledged_by_keyboard(page, site, twelve, episode):
    sign_in(page, "Aino")
    page.goto(address("client", episode))
    page.get_by_role("heading", name="Ett svar behöver läsas nu").first.wait_for()
    at_both_widths(page)
    while page.get_by_role("button", name="Jag har läst svaret").count():
        page.get_by_role("button", name="Jag har läst svaret").first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.goto(address("client", episode))
    assert page.get_by_text("behöver läsas nu").count() == 0


def test_every_page_about_answers_goals_and_endings_is_accessible(page, site, twelve, episode):
    sign_in(page, "Aino")
    page.goto(address("measure_together", episode, twelve, "during"))
    at_both_widths(page)
    for question in range(ITEMS):
        page.get_by_role("radio").nth(question * 5 + 1).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Spara svaren").click()
    at_both_widths(page)
    for link in ("Rätta svaren", "Ta bort mätningen"):
        where = page.url
        page.get_by_role("link", name=link).click()
        page.wait_for_load_state()
        at_both_widths(page)
        page.goto(where)
    for name in ("goals", "episode_history", "end_episode"):
        page.goto(address(name, episode))
        at_both_widths(page)
    page.goto(address("fill_in", episode, "opening"))
    at_both_widths(page)
