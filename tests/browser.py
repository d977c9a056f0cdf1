"""A browser before a real server: Chromium, the demo's database and a free port, for tests marked `browser`."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, sync_playwright

SRC = Path(__file__).parents[1] / "src"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = {1280: 900, 390: 844}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(copied: Path) -> Iterator[str]:
    """The address of a server of its own, which shows and changes a copy of the world."""
    with served(copied.parent, free_port()) as address:
        yield address


@contextmanager
def served(home: Path, port: int, **more: str) -> Iterator[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"LOKE_DEMO": "1", "LOKE_HOME": str(home), "PYTHONPATH": str(SRC), **more}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "4"]
    with (home / f"server-{port}.log").open("w") as log:
        server = subprocess.Popen([*command, "loke.wsgi:application"], env=environment, stdout=log, stderr=log)
        try:
            wait_for(port, server)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(60)


def wait_for(port: int, server: subprocess.Popen) -> None:
    """Until the server takes a connection, tried for two minutes: a busy computer is not a fault."""
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        with suppress(subprocess.TimeoutExpired):
            break_off = server.wait(0.2)
            pytest.fail(f"The server stopped with {break_off}.")
    pytest.fail("The server did not start.")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: sudo apt install chromium")
    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps a loop running beside the tests' own queries
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A fresh page in Swedish at the site; leaving out the host in `page.goto` is fine."""
    context = chromium.new_context(base_url=site, locale="sv-SE", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def sign_in(page: Page, name: str) -> None:
    """Become somebody through the demo's own page."""
    page.goto("/demo/")
    page.get_by_role("button", name=re.compile(name)).first.click()
    page.wait_for_load_state()


def go_to_last_link(page: Page, field: Locator, words: str) -> None:
    """Write something, and while it is being saved click on one link and then on another, which is where one comes."""
    held: list[Route] = []
    page.route("**/*", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    field.fill(words)
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("link", name="Mät", exact=True).click()
    page.get_by_role("link", name="Översikt", exact=True).click()
    held[0].continue_()
    page.wait_for_url("**/v/ungdom/")


@pytest.fixture
def shot(page: Page, tmp_path: Path) -> Callable[..., list[Path]]:
    """`shot("overview")` takes the page as it is at 1280 and 390 px; with `folder` it is kept there."""

    def take(name: str, folder: Path = tmp_path) -> list[Path]:
        taken = []
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            taken.append(folder / f"{name}-{width}.png")
            page.screenshot(path=taken[-1], full_page=True)
        page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})
        return taken

    return take


def assert_accessible_in_light_and_dark(page: Page) -> None:
    """No finding of axe in light, and none of what the colours change in dark; those are the same on a telephone."""
    assert_accessible(page)
    if page.viewport_size["width"] < 1280:
        return
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # else the colours are on their way over
    assert_accessible(page, runOnly=["color-contrast"])
    page.emulate_media(color_scheme="light")  # before anything may move again
    page.emulate_media(reduced_motion="no-preference")


def assert_accessible(page: Page, **options: object) -> None:
    """No finding of axe on the page as it stands."""
    if not page.evaluate("'axe' in window"):  # it stays until another page is opened
        page.evaluate(Axe().axe_script)
    # else all that is right is pointed out as well, one by one, and stylesheets are read for rules that are not asked
    asked = {"resultTypes": ["violations"], "preload": False, **options}
    violations = page.evaluate("asked => axe.run(asked).then(found => found.violations)", asked)
    told = [f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}" for one in violations]
    assert told == [], f"{page.url}: {told}"
