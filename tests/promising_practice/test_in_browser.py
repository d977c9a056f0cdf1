"""A way of working from empty to judged in a real browser, a few rows by hand and the rest by actions."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import assert_accessible, assert_accessible_in_light_and_dark, go_to_last_link, sign_in

pytestmark = pytest.mark.browser
HERE = "/v/familjehem/lovande-arbetssatt/"
DEMO = "/v/ungdom/lovande-arbetssatt/"


@pytest.fixture
def manager(page: Page) -> Page:
    sign_in(page, "Gunvor")
    return page


def saved(page: Page, form: str) -> None:
    expect(page.locator(f"{form} .saved").first).to_have_text(re.compile(r"Sparat \d\d\.\d\d"))


def judge_element(page: Page, number: int, status: str) -> None:
    page.goto(f"{page.url.split('/lovande-arbetssatt/')[0]}/lovande-arbetssatt/{review_of(page)}/element/{number}/")
    page.get_by_label("Sammanfattning").fill(f"Så är det med element {number}")
    page.get_by_label(status).check()
    page.get_by_role("button", name="Spara elementet").click()
    page.wait_for_url("**#hela")


def review_of(page: Page) -> str:
    return re.search(r"/lovande-arbetssatt/(\d+)/", page.url)[1]


def test_a_review_from_empty_to_judged(manager):
    manager.goto(HERE)
    assert_accessible(manager)
    manager.get_by_role("link", name="Välj ett arbetssätt").click()
    assert_accessible(manager)
    manager.get_by_label("Vilket arbetssätt?").fill("Återfallsprevention")
    manager.get_by_role("button", name="Börja").click()
    manager.wait_for_url(re.compile(r"/\d+/om/$"))
    manager.get_by_label("Varför väljer ni just det?").fill("Nämnden har frågat efter det")
    saved(manager, ".described")
    for name, function in (("Bengt Sagolund", "enhetschef"), ("Tove Låtsberg", "behandlare")):
        if manager.locator("details:not([open])", has_text="Lägg till någon").count():
            manager.get_by_text("Lägg till någon").click()
        manager.get_by_label("Namn").fill(name)
        manager.get_by_label("Funktion").fill(function)
        manager.get_by_label("Är med och bedömer").check()
        manager.get_by_role("button", name="Lägg till", exact=True).click()
        expect(manager.locator(".decision", has_text=name)).to_be_visible()
    assert_accessible(manager)
    manager.get_by_role("link", name="Vidare till elementen").click()
    manager.get_by_role("link", name="Börja med Teori och kunskap").click()
    answer_by_hand(manager)
    for number in range(1, 12):
        judge_element(manager, number, "Mycket bra" if number == 1 else "På god väg")
    finish(manager)
    revise(manager)


def answer_by_hand(page: Page) -> None:
    """Two rows by their own buttons, one of them not relevant, and one that is only saved while it is written."""
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Beskrivning").fill("Kognitiv beteendeterapi, i grupp")
    expect(page.get_by_label("Varför är frågan inte relevant?")).to_be_hidden()
    page.get_by_role("button", name="Spara och gå till 1.2").click()
    page.wait_for_url("**/fraga/1.2/")
    page.get_by_label("Ej relevant, vi skriver varför").check()
    page.get_by_role("button", name="Spara och gå till 1.3").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv varför frågan inte är relevant för er.")
    assert_accessible(page)
    page.get_by_label("Varför är frågan inte relevant?").fill("Manualen säger det redan")
    page.get_by_role("button", name="Spara och gå till 1.3").click()
    page.wait_for_url("**/fraga/1.3/")
    page.get_by_label("Nej", exact=True).check()
    page.get_by_label("Beskrivning").fill("Ingen utanför kommunen")
    saved(page, ".card")
    page.get_by_text("Skriv en kommentar till frågan").click()
    page.locator("#kommentarer").get_by_label("Skriv till de andra").fill("Fråga FoU")
    page.get_by_role("button", name="Kommentera").click()
    expect(page.locator("#kommentarer .decision")).to_contain_text("Fråga FoU")
    assert page.get_by_label("Nej", exact=True).is_checked()
    assert page.get_by_label("Beskrivning").input_value() == "Ingen utanför kommunen"
    page.get_by_text("Skriv en kommentar till elementet").click()
    page.locator("#om-hela").get_by_label("Skriv till de andra").fill("Läs hela elementet en gång till")
    page.get_by_role("button", name="Kommentera").click()
    expect(page.locator("#om-hela .decision")).to_contain_text("Läs hela elementet en gång till")
    assert_accessible(page)


def finish(page: Page) -> None:
    page.goto(f"{HERE}{review_of(page)}/")
    expect(page.get_by_text("11 av 11 element är bedömda. Ett är mycket bra och tio på god väg.")).to_be_visible()
    page.goto(f"{HERE}{review_of(page)}/bedomning/")
    page.get_by_label("Till största delen").check()
    page.get_by_label("Varför?").fill("Det mesta finns på plats")
    page.get_by_label("Ansvarig för bedömningen").fill("Bengt Sagolund")
    saved(page, "#bedomning")
    page.get_by_text("Lägg till något att utveckla").click()
    page.get_by_label("Vad ska utvecklas?").fill("Fråga dem som har slutat")
    page.get_by_label("Vem ser till att det blir av?").fill("Tove")
    page.get_by_role("button", name="Lägg till", exact=True).click()
    expect(page.locator("#utveckla .decision")).to_contain_text("Fråga dem som har slutat")
    assert_accessible(page)
    page.locator("#utveckla").get_by_role("link", name=re.compile("^Ändra")).click()
    assert_accessible(page)
    page.get_by_label("Hör till").select_option(label="4 Mål")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.locator("#utveckla .decision")).to_contain_text("4 Mål")
    page.get_by_role("button", name="Bedömningen är klar").click()
    page.wait_for_url(re.compile(r"/lovande-arbetssatt/\d+/$"))
    expect(page.get_by_text("Till största delen").first).to_be_visible()
    assert_accessible(page)
    page.goto(f"{HERE}{review_of(page)}/bedomning/")
    page.get_by_role("button", name=re.compile("Gör en förbättring av det")).click()
    page.wait_for_url(re.compile(r"/forbattra/\d+/"))
    expect(page.get_by_role("heading", name="Fråga dem som har slutat").first).to_be_visible()


def revise(manager: Page) -> None:
    """A new revision, held against the one before."""
    manager.goto(HERE)
    manager.get_by_role("button", name="Börja på en ny revidering").click()
    manager.wait_for_url(re.compile(r"/\d+/$"))
    manager.goto(f"{HERE}{review_of(manager)}/bedomning/")
    expect(manager.locator("#utveckla .decision")).to_contain_text("från revidering 1")
    assert_accessible(manager)
    judge_element(manager, 1, "Behöver utvecklas vidare")
    manager.goto(f"{HERE}{review_of(manager)}/jamfor/")
    expect(manager.get_by_text("Ett element har gått bakåt.")).to_be_visible()
    expect(manager.get_by_text("Kvar att göra, som en förbättring")).to_be_visible()
    assert_accessible(manager)


def test_what_stands_in_one_form_is_saved_before_another_is_sent(page: Page):
    sign_in(page, "Maryam")
    page.goto(DEMO)
    page.goto(f"{page.url}fraga/7.1/")
    page.get_by_label("Sammanfattning").fill("Vi vet vad vi gör")
    with page.expect_navigation():
        page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_label("Sammanfattning")).to_have_value("Vi vet vad vi gör")
    page.get_by_label("Beskrivning").fill("Varje tisdag")
    with page.expect_navigation():
        page.get_by_role("button", name="Spara elementet").click()
    page.goto(page.url.split("/element/")[0] + "/fraga/7.1/")
    expect(page.get_by_label("Beskrivning")).to_have_value("Varje tisdag")
    page.get_by_label("Beskrivning").fill("Varje onsdag")
    page.get_by_text("Skriv en kommentar till frågan").click()
    page.locator("#kommentarer").get_by_label("Skriv till de andra").fill("Stämmer det?")
    page.locator("#kommentarer").get_by_role("button", name="Kommentera").click()
    expect(page.locator("#kommentarer .decision")).to_contain_text("Stämmer det?")
    expect(page.get_by_label("Beskrivning")).to_have_value("Varje onsdag")


def test_of_two_links_that_are_clicked_while_an_answer_is_saved_the_last_is_followed(page: Page):
    sign_in(page, "Maryam")
    page.goto(DEMO)
    row = f"{page.url}fraga/7.3/"
    page.goto(row)
    go_to_last_link(page, page.get_by_label("Beskrivning"), "Varje månad")
    page.goto(row)
    expect(page.get_by_label("Beskrivning")).to_have_value("Varje månad")


def test_what_cannot_be_saved_is_shown_before_anything_is_sent(page: Page):
    sign_in(page, "Maryam")
    page.goto(DEMO)
    page.goto(f"{page.url}fraga/7.2/")
    page.get_by_label("Ej relevant, vi skriver varför").check()
    page.get_by_role("button", name="Spara elementet").click()
    expect(page.locator("#q .saved")).to_contain_text("Inte sparat än.")
    expect(page).to_have_url(re.compile("/fraga/7.2/$"))


def test_axe_finds_nothing_and_nothing_runs_over(page: Page):
    sign_in(page, "Maryam")
    page.goto(DEMO)
    one = page.url
    pages = [one, *(f"{one}{rest}" for rest in ("om/", "fraga/4.2/", "fraga/10.2/", "bedomning/", "jamfor/"))]
    for address in [*pages, f"{DEMO}nytt/", f"{DEMO}bedom/", "/arbetssatt/"]:
        page.goto(address)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible_in_light_and_dark(page)
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_a_script_a_row_is_saved_by_its_button(chromium: Browser, site: str):
    context = chromium.new_context(base_url=site, locale="sv-SE", java_script_enabled=False)
    plain = context.new_page()
    sign_in(plain, "Maryam")
    plain.goto(DEMO)
    plain.goto(f"{plain.url}fraga/8.1/")
    plain.get_by_label("Ja", exact=True).check()
    plain.get_by_label("Beskrivning").fill("Alla har gått kommunens utbildning i bemötande")
    plain.get_by_role("button", name="Spara och gå till 8.2").click()
    plain.wait_for_url("**/fraga/8.2/")
    expect(plain.locator(".qlist li").first).to_contain_text("Ja")
    context.close()


LINES = """cells => cells.map(cell => {
  const range = document.createRange(); range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(one => Math.round(one.top))).size; })"""


def test_words_and_days_of_a_table_are_not_broken_on_a_telephone(page: Page):
    sign_in(page, "Maryam")
    page.goto(DEMO)
    here = page.url
    page.goto(f"{here}bedomning/")
    page.get_by_text("Lägg till något att utveckla").click()
    page.get_by_label("Vad ska utvecklas?").fill("Fråga dem som har slutat hur det har gått sedan dess")
    page.get_by_label("Senast").fill("2040-03-01")
    page.get_by_role("button", name="Lägg till", exact=True).click()
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{here}publicera/?names=0")
    assert_accessible(page)
    table = page.locator(".scroll", has=page.get_by_role("columnheader", name="Prioritet"))
    assert set(table.locator("th").evaluate_all(LINES)) == {1}
    assert table.get_by_role("cell", name="2040-03-01").evaluate_all(LINES) == [1]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
