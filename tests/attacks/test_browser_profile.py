"""What is typed about a client is not kept by the browser: its profile is read through, file by file."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from tests.attacks.test_canary import NAME, NUMBER
from tests.browser import CHROMIUM, QUIET, sign_in
from tests.records.pages import address

REMEMBERED = "Det här får minnas"  # typed where the browser is let to remember, to know that it would
WRITTEN_IN = "input[type=text]:visible, input[type=search]:visible, input:not([type]):visible, textarea:visible"
OPEN_TABS = "Session_"  # a log of the open tabs, in which what was sent may stand until the browser writes it anew
KIND = "form => [form.action, ...[...form.elements].map(one => one.name)].join(' ').replace(/\\d+/g, '0')"
SEND = "form => form.requestSubmit(form.querySelector('[type=submit], button:not([type])'))"
LET = "form => form.querySelectorAll('input').forEach(one => one.autocomplete = form.autocomplete = 'on')"


@pytest.fixture
def kept(chromium, site, tmp_path) -> BrowserContext:
    """A browser with a profile of its own."""
    how = {"executable_path": CHROMIUM, "args": QUIET, "base_url": site, "locale": "sv-SE"}
    return chromium.browser_type.launch_persistent_context(tmp_path, **how)


def write_in_every_form(page: Page, place: str, text: str, first: str = "() => null") -> int:
    """One form of every kind, since what is sent may bring more of a kind; gives how many were written in."""
    kinds, number = set(), 0
    page.goto(place)
    while waiting := [one for one in page.locator("main form").all() if one.evaluate(KIND) not in kinds]:
        form = waiting[0]
        kinds.add(form.evaluate(KIND))
        page.locator("details:not([open])").evaluate_all("all => all.forEach(one => one.open = true)")
        fields = form.locator(WRITTEN_IN).all()
        if not fields:
            continue
        form.evaluate(first)
        for field in fields:
            field.fill(text)
        with page.expect_navigation():
            form.evaluate(SEND)
        assert page.reload().request.method == "GET", f"what was sent from {place} is kept, to be sent again"
        number += 1
        page.goto(place)
    return number


def holding(profile: Path, *texts: str) -> list[str]:
    """The files in which one of the texts stands."""
    wanted = [text.encode(how) for text in texts for how in ("utf-8", "utf-16-le")]
    files = [file for file in profile.rglob("*") if file.is_file() and not file.name.startswith(OPEN_TABS)]
    return [file.name for file in files if any(words in file.read_bytes() for words in wanted)]


@pytest.mark.slow
@pytest.mark.browser
def test_what_was_typed_is_nowhere_in_the_profile_of_the_browser(world, kept, tmp_path):
    page, episode = kept.pages[0], world.ongoing(world.aino)
    of_one = ("client", "goals", "correct_episode")
    of_all = ("klienter/", "klienter/ny/", "klienter/koder/", "klienter/ta-emot/", "utan-identitet/")
    places = [f"/v/ungdom/{place}" for place in of_all] + [address(name, episode) for name in of_one]
    places.append(address("fill_in", episode, "opening"))
    sign_in(page, "Aino")
    for place in places:
        for canary in (NAME, NUMBER):
            assert write_in_every_form(page, place, canary), f"nothing could be written at {place}"
    write_in_every_form(page, "/v/ungdom/klienter/ny/", REMEMBERED, LET)
    page.go_back()
    kept.close()
    assert "Web Data" in holding(tmp_path, REMEMBERED)
    assert holding(tmp_path, NAME, "Kanarief", NUMBER, episode.client.code) == []
