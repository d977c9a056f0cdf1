"""Evidence taken out of live figures in a real browser, taken along as Word, and read in again as the same."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser import assert_accessible, sign_in

pytestmark = pytest.mark.browser
HERE = "/v/oppenvard-beroende/lovande-arbetssatt/"


def test_evidence_is_taken_and_comes_back_equal_through_word(page: Page, tmp_path):
    sign_in(page, "Bengt")
    page.goto(f"{HERE}nytt/")
    page.get_by_label("Vilket arbetssätt?").fill("Råd & stöd 🌱")
    page.get_by_role("button", name="Börja").click()
    page.wait_for_url(re.compile(r"/\d+/om/$"))
    review = page.url.split("/")[-3]
    page.goto(f"{HERE}{review}/fraga/10.2/")
    expect(page.locator(".offer svg")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Infoga i beskrivningen").click()
    page.wait_for_url("**#underlag")
    taken = page.get_by_label("Beskrivning").input_value()
    assert "både vid start och slut" in taken
    expect(page.get_by_text("Det ändras inte.")).to_be_visible()
    assert_accessible(page)
    write_the_cost(page, review)
    page.goto(f"{HERE}{review}/")
    page.get_by_role("link", name="Word, att fylla i och läsa in igen").click()
    with page.expect_download() as fetching:
        page.get_by_role("button", name="Ja, det är jag").click()
    file = tmp_path / "beskrivning.docx"
    fetching.value.save_as(file)
    page.goto(f"{HERE}las-in/")
    assert_accessible(page)
    page.get_by_label("Word-fil").set_input_files(file)
    page.get_by_label("Vad ska arbetssättet heta här?").fill("Inläst")
    page.get_by_role("button", name="Läs in").click()
    expect(page.get_by_text("Allt i filen gick att läsa in.")).to_be_visible()
    page.get_by_role("link", name="Gå till genomgången").click()
    page.goto(f"{page.url}fraga/10.2/")
    assert page.get_by_label("Beskrivning").input_value() == taken
    expect(page.get_by_text("Det ändras inte.")).to_be_visible()


def write_the_cost(page: Page, review: str) -> None:
    page.goto(f"{HERE}{review}/fraga/6.3/")
    page.get_by_role("link", name="Skriv kostnaden").click()
    page.get_by_label("Kronor under perioden").fill("1 200 000")
    page.get_by_label("Vad räknar ni som att någon blev hjälpt?").select_option(index=1)
    page.get_by_role("button", name="Spara kostnaden").click()
    expect(page.get_by_text("för varje hjälpt")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{HERE}{review}/fraga/6.3/")
    page.get_by_role("button", name="Infoga i beskrivningen").click()
    page.wait_for_url("**#underlag")
    assert "Som hjälpt räknas" in page.get_by_label("Beskrivning").input_value()
