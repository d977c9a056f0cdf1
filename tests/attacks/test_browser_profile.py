"""What is typed about a client is not kept by the browser: its profile is read through, file by file."""

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.attacks.test_canary import NAME, NUMBER
from tests.browser import CHROMIUM, QUIET, sign_in
from tests.records.pages import address

WRITTEN_IN = "input[type=text]:visible, input[type=search]:visible, input:not([type]):visible, textarea:visible"
OPEN_TABS = "Session_"  # a log of the open tabs, in which what was sent may stand until the browser writes it anew


@pytest.fixture
def kept(chromium, site, tmp_path) -> BrowserContext:
    """A browser with a profile of its own."""
    how = {"executable_path": CHROMIUM, "args": QUIET, "base_url": site, "locale": "sv-SE"}
    return chromium.browser_type.launch_persistent_context(tmp_path, **how)


def write_in_every_form(page: Page, place: str, text: str) -> None:
    number = 0
    page.goto(place)
    while number < page.locator("main form").count():  # one may be gone when another has been sent
        form = page.locator("main form").nth(number)
        for field in form.locator(WRITTEN_IN).all():
            field.fill(text)
        with page.expect_navigation():
            form.evaluate("form => form.requestSubmit()")
        number += 1
        page.goto(place)


@pytest.mark.slow
@pytest.mark.browser
def test_what_was_typed_is_nowhere_in_the_profile_of_the_browser(world, kept, tmp_path):
    page, episode = kept.pages[0], world.ongoing(world.aino)
    of_one = ("client", "goals", "end_episode", "correct_episode")
    places = [f"/v/ungdom/{place}" for place in ("klienter/", "klienter/ny/", "klienter/koder/", "utan-identitet/")]
    sign_in(page, "Aino")
    for place in (*places, *(address(name, episode) for name in of_one), address("fill_in", episode, "opening")):
        for canary in (NAME, NUMBER):
            write_in_every_form(page, place, canary)
    page.go_back()
    kept.close()
    code = episode.client.code
    wanted = [form.encode(how) for form in (NAME, "Kanarief", NUMBER, code) for how in ("utf-8", "utf-16-le")]
    files = [file for file in tmp_path.rglob("*") if file.is_file() and not file.name.startswith(OPEN_TABS)]
    assert any(file.name == "Web Data" for file in files)
    assert [file.name for file in files if any(words in file.read_bytes() for words in wanted)] == []
