"""One contact from the browser to the figures: through every function that docs/walkthrough.md names, in its order."""

import re
import sys
import threading
from pathlib import Path
from types import FrameType

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.browser import assert_accessible, sign_in

from loke.followup.dataset import snapshot_for
from loke.followup.reading import reading_of

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs/walkthrough.md"
STEP = re.compile(r"^## \d+\. `(?P<file>\S+)` · `(?P<function>\w+)`$", re.MULTILINE)


def steps() -> list[tuple[str, str]]:
    """File below src/loke and function of each step, as the guide numbers them."""
    return [(match["file"], match["function"]) for match in STEP.finditer(GUIDE.read_text())]


def quoted() -> list[tuple[str, str]]:
    """File and quoted code of each step that quotes some."""
    parts = STEP.split(GUIDE.read_text())[1:]
    found = []
    for file, text in zip(parts[::3], parts[2::3], strict=True):
        found += [(file, code) for code in re.findall(r"```(?:python|sql|html)\n(.*?)```", text, re.DOTALL)]
    return found


class Trail:
    """The functions under src/loke that run while it is open, in order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    def __enter__(self) -> "Trail":
        self.before = sys.getprofile()
        sys.setprofile(self._seen)
        threading.setprofile(self._seen)
        return self

    def __exit__(self, *error) -> None:
        sys.setprofile(self.before)
        threading.setprofile(self.before)

    def _seen(self, frame: FrameType, event: str, _arg) -> None:
        _, here, file = frame.f_code.co_filename.partition("/src/loke/")
        if event == "call" and here:
            self.calls.append((file, frame.f_code.co_name))

    def passes(self, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """The wanted steps that are not met in this order."""
        calls = iter(self.calls)
        return [step for step in wanted if step not in calls]


def attended(service) -> int:
    """Attended contacts in the year's figures, as Följ upp shows them."""
    today = timezone.localdate()
    reading = reading_of(service, snapshot_for(service), today, str(today.year), "", "sv")
    return next(row.planned - row.missed for row in reading.rows("attendance") if row.intervention == "all")


def test_a_registered_contact_passes_every_step_of_the_guide_and_is_in_the_figures(world, signed_in):
    browser, episode, before = signed_in(world.aino), world.ongoing(world.aino), attended(world.ungdom)
    page = browser.get(reverse("client", args=["ungdom", episode.client_id]))
    typed = page.context["form"].initial | {
        "submission": page.context["form"]["submission"].value(),
        "date": timezone.localdate().isoformat(),
        "intervention": world.ungdom.interventions.first().pk,
        "attendance": "attended",
        "minutes": 45,
    }
    with Trail() as trail:
        saved = browser.post(reverse("register_contact", args=["ungdom", episode.client_id]), typed)
        figures = browser.get(reverse("follow_up", args=["ungdom"]))
    assert saved.status_code == 303
    assert figures.status_code == 200
    assert trail.passes(steps()) == []
    assert attended(world.ungdom) == before + 1


@pytest.mark.parametrize(("file", "code"), quoted())
def test_the_guide_quotes_the_code_as_it_is(file: str, code: str):
    assert code.strip("\n") in (ROOT / "src/loke" / file).read_text()


def planned(page) -> int:
    """How many planned contacts the page says there were in the period."""
    page.goto("/v/ungdom/folj-upp/")
    words = page.locator("#gor-vi").locator("xpath=..").inner_text()
    return int(re.search(r"Av (\d+) planerade", words).group(1))


@pytest.mark.browser
def test_a_contact_registered_by_keyboard_is_in_the_figures_on_the_next_page(page):
    sign_in(page, "Aino")
    before = planned(page)
    page.goto("/v/ungdom/klienter/")
    page.locator("tbody th a").last.click()
    page.get_by_label("Datum").focus()
    for key in ("Tab", "Tab", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.name") == "minutes":
            break
    page.keyboard.type("45")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert_accessible(page)
    assert planned(page) == before + 1


@pytest.mark.browser
def test_somebody_from_another_unit_finds_nothing(page):
    sign_in(page, "Aino")
    page.goto("/v/ungdom/klienter/")
    address = page.locator("tbody th a").first.get_attribute("href")
    page.get_by_role("button", name="Logga ut").first.click()
    sign_in(page, "Charlie")
    for path in (address, "/v/ungdom/", "/v/ungdom/klienter/", "/v/ungdom/folj-upp/", "/v/ungdom/lasningar/"):
        assert page.goto(path).status == 404
