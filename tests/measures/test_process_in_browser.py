"""The processbeskrivning in a real browser: written by keys alone, dragged, and printed on exactly one page."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.browser import assert_accessible, assert_accessible_in_light_and_dark, sign_in
from tests.measures.process_pages import draft_of, full, page_of, small_service, told, write

pytestmark = pytest.mark.browser
UP = re.compile("^Upp$")
HERE = "/v/ungdom/beskriv/processbeskrivning/"


@pytest.fixture
def manager(page: Page) -> Page:
    """Maryam on a draft; the same for all tests here, since they share the server's database."""
    sign_in(page, "Maryam")
    page.goto(HERE)
    begin = page.get_by_role("button", name="Börja på en ny version")
    if begin.count():
        begin.click()
        page.wait_for_url(f"**{HERE}")
    return page


def press_on(page: Page, role: str, name: str | re.Pattern) -> None:
    """Go to something by the tab key alone, and press Enter on it."""
    page.keyboard.press("Tab")
    wanted = page.get_by_role(role, name=name).first
    for _ in range(120):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        pytest.fail(f"{name} cannot be reached by keys.")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def column(page: Page, name: str) -> list[str]:
    rows = page.get_by_role("region", name=re.compile(name)).locator(".idea-row")
    return [row.locator("strong").inner_text() if row.locator("strong").count() else "" for row in rows.all()]


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.slow)])
def test_a_row_is_written_moved_given_an_expectation_and_taken_away_by_keys_alone(manager, width):
    manager.set_viewport_size({"width": width, "height": 900})
    press_on(manager, "link", re.compile("^Provtagning"))
    area = manager.get_by_label("Text på raden")
    expect(area).to_be_focused()
    manager.keyboard.press("End")
    manager.keyboard.type(" och svar")
    place = column(manager, "insatser").index("")  # the one that is a text area
    press_on(manager, "button", UP)
    expect(manager.get_by_role("button", name=UP)).to_be_focused()
    assert column(manager, "insatser").index("") == place - 1
    press_on(manager, "link", "Minst en träff")
    expect(manager.get_by_role("form", name="Minst en träff")).to_be_focused()
    assert_accessible(manager)
    press_on(manager, "button", "Spara förväntan")
    expect(manager.get_by_text("Minst en träff av Provtagning").first).to_be_visible()
    press_on(manager, "button", re.compile("^Ta bort Minst en träff"))
    press_on(manager, "button", "Ångra")
    expect(manager.get_by_text("Minst en träff av Provtagning").first).to_be_visible()
    press_on(manager, "button", "Ta bort raden")
    assert not [row for row in column(manager, "insatser") if row.startswith("Provtagning")]
    press_on(manager, "button", "Ångra")
    expect(area).to_have_value(re.compile("^Provtagning och svar"))


def test_a_row_is_dragged_to_another_place_and_moved_back_by_alt_and_an_arrow(manager):
    manager.set_viewport_size({"width": 1280, "height": 1600})  # nothing scrolls while it is dragged
    first, second = (manager.locator("li[data-move]", has_text=name) for name in ("Tryggare hemma", "Något bättre"))
    before = column(manager, "resultat")
    with manager.expect_navigation():
        first.last.drag_to(second.last)
    manager.goto(HERE)
    assert column(manager, "resultat") == [*before[:2], before[3], before[2]]
    manager.locator("li[data-move] a", has_text="Tryggare hemma").last.focus()
    with manager.expect_navigation():
        manager.keyboard.press("Alt+ArrowUp")
    manager.goto(HERE)
    assert column(manager, "resultat") == before


@pytest.mark.parametrize("address", [HERE, f"{HERE}?rad=r3", f"{HERE}?rad=r3&ny=category", f"{HERE}1/", f"{HERE}anta/"])
def test_axe_finds_nothing_in_light_and_dark(manager, address):
    manager.goto(address)
    for width in (1280, 390):
        manager.set_viewport_size({"width": width, "height": 900})
        assert_accessible_in_light_and_dark(manager)
        assert manager.locator("h1").count() == 1


@pytest.mark.parametrize("address", [HERE, f"{HERE}?rad=r3&ny=dose", f"{HERE}anta/"])
def test_nothing_scrolls_sideways_at_320_pixels(manager, address):
    manager.set_viewport_size({"width": 320, "height": 700})
    manager.goto(address)
    assert manager.evaluate("document.documentElement.scrollWidth") == 320


def test_trying_answers_beside_the_form(manager):
    manager.goto(f"{HERE}?rad=r3&ny=dose")
    manager.get_by_label("Lägst").fill("15")
    manager.get_by_role("button", name=re.compile("^Pröva")).click()
    expect(manager.get_by_role("status").filter(has_text="Skulle ha stämt för")).to_be_visible()
    expect(manager.get_by_text("Det blev").first).to_be_visible()


def test_three_times_three_rows_of_120_letters_print_on_exactly_one_page(world, signed_in, page):
    service = small_service(unit=world.ungdom.unit)
    draft = draft_of(service)
    full(draft, 3)
    write(draft, phase=["Inledning", "Arbete", "Avslut"])
    assert pages_of(page, told(signed_in(world.maryam).get(page_of(service)))) == 1
    assert pages_of(page, told(signed_in(world.maryam).get(f"{page_of(service)}?rad=r1"))) == 1


def test_the_demos_own_pages_print_on_one_page(manager):
    for address in (HERE, f"{HERE}?rad=r3", f"{HERE}1/"):
        manager.goto(address)
        assert printed(manager) == 1


def pages_of(page: Page, html: str) -> int:
    page.goto("/demo/")
    page.set_content(html)
    page.wait_for_load_state("networkidle")
    assert page.locator(".sheet").evaluate("one => getComputedStyle(one).display") == "grid"
    return printed(page)


def printed(page: Page) -> int:
    """How many pages come out, all of them lying A4."""
    pages = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in pages} == {(842, 595)}
    return len(pages)
