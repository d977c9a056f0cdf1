"""A workplace meeting in a real browser: answers and notes while they are typed, by keys alone, and then adopted."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser import assert_accessible, assert_accessible_in_light_and_dark, sign_in

pytestmark = pytest.mark.browser
HERE = "/v/ungdom/folj-upp/"
ALL = f"{HERE}?period=all&by="  # a period that no other test of the site writes in
WAYS = ("Vi har en förklaring", "Det är för få för att säga", "Vi ändrar arbetssättet", "Vi ändrar beskrivningen")


@pytest.fixture
def manager(page: Page) -> Page:
    sign_in(page, "Maryam")
    return page


def test_a_deviation_is_answered_in_each_of_the_four_ways(manager):
    manager.goto(f"{HERE}?period=2025&by=")
    for way in (
        "Vi har en förklaring",
        "Det är för få för att säga",
        "Vi ändrar arbetssättet",
        "Vi ändrar beskrivningen",
    ):
        if link := manager.get_by_role("link", name=re.compile("Ändra svaret")).all():
            link[0].click()
        form = manager.locator(".answer-form").first
        form.get_by_label(way).check()
        who = form.get_by_label("Vem ser till att det blir av?")
        expect(who).to_be_visible(visible=way == "Vi ändrar arbetssättet")
        form.get_by_label("Hur tänker ni?").fill("Vi bokar om inom tre dagar")
        if way == "Vi ändrar arbetssättet":
            who.fill("Idris")
            form.get_by_label("Senast").fill(str(date.today() + timedelta(days=40)))
        form.get_by_role("button", name="Spara svaret").click()
        manager.wait_for_load_state()
        if way != "Vi ändrar beskrivningen":
            expect(manager.locator(".ours").filter(has_text=way).first).to_be_visible()
    assert "/beskriv/processbeskrivning/?rad=" in manager.url
    manager.goto(f"{HERE}?period=2025&by=")
    expect(manager.locator(".ours").filter(has_text="Vi ändrar beskrivningen").first).to_be_visible()


def test_a_meeting_is_held_by_keys_and_its_notes_are_saved_while_they_are_typed(manager):
    manager.goto(f"{HERE}mote/?period=2024&by=")
    manager.locator("body").press("ArrowRight")
    manager.wait_for_url("**fraga=vilka")
    manager.get_by_label("Så läser vi det").fill("Fler är yngre än vi hade tänkt")
    expect(manager.get_by_text(re.compile(r"Sparat \d\d\.\d\d"))).to_be_visible()
    manager.get_by_label("Så läser vi det").press("End")
    manager.keyboard.type(", och det är bra")
    manager.get_by_label("Så läser vi det").press("ArrowRight")  # in a field it moves in the text
    with manager.expect_response("**/mote/lasning/**") as answer:
        pass
    assert answer.value.json()["seen"] == "2"
    manager.reload()
    assert manager.get_by_label("Så läser vi det").input_value() == "Fler är yngre än vi hade tänkt, och det är bra"
    manager.get_by_text("Lägg till beslut").first.click()
    manager.get_by_label("Vad bestämmer ni?").fill("Fråga socialkontoret om åldern")
    manager.get_by_role("button", name="Lägg till beslut").click()
    expect(manager.locator(".decision")).to_contain_text("Fråga socialkontoret om åldern")
    manager.goto(f"{HERE}mote/protokoll/?period=2024&by=")
    assert_accessible(manager)
    expect(manager.get_by_text("Fler är yngre än vi hade tänkt, och det är bra")).to_be_visible()


def test_what_is_just_typed_is_saved_before_the_next_question_and_asked_about_where_it_cannot_be(manager):
    asked = []
    manager.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    manager.goto(f"{HERE}mote/?period=2024&by=&fraga=fullfoljer")
    manager.get_by_label("Så läser vi det").press_sequentially("Nytt")
    manager.get_by_role("link", name="Nästa fråga").click()
    manager.wait_for_url(lambda url: "fraga=fullfoljer" not in url)
    manager.get_by_role("link", name="Föregående").click()
    manager.wait_for_url("**fraga=fullfoljer")
    assert manager.get_by_label("Så läser vi det").input_value() == "Nytt"
    assert asked == []
    manager.route("**/mote/lasning/**", lambda route: route.abort())
    manager.get_by_label("Så läser vi det").press("End")
    manager.keyboard.type(" igen")
    with manager.expect_event("dialog"):
        manager.get_by_role("link", name="Nästa fråga").click()
    assert (asked, manager.get_by_label("Så läser vi det").input_value()) == (["beforeunload"], "Nytt igen")
    expect(manager.get_by_text("Inte sparat än. Vi försöker igen.")).to_be_visible()


def test_the_clock_is_optional_and_goes_on_to_the_next_section(manager):
    manager.goto(f"{HERE}mote/?period=2024&by=")
    manager.get_by_label("Minuter").fill("5")
    manager.get_by_role("button", name="Starta klockan").click()
    expect(manager.locator("[data-left]")).to_have_text(re.compile(r"[45]\.\d\d"))
    manager.get_by_role("link", name="Nästa fråga").click()
    expect(manager.get_by_role("button", name="Stoppa klockan")).to_be_visible()
    manager.get_by_role("button", name="Stoppa klockan").click()
    expect(manager.locator("[data-left]")).to_be_empty()


def test_the_words_of_a_picture_are_as_far_apart_in_the_large_as_they_were_drawn(manager):
    manager.goto(f"{HERE}mote/?period=2025&by=&fraga=battre")
    boxes = [one.bounding_box() for one in manager.locator(".pic").first.locator("text").all()]
    lines = sorted({round(box["y"]) for box in boxes})  # the name of the first bar, and the words of its parts
    assert lines[1] - lines[0] > 0.7 * boxes[0]["height"]


def test_without_a_script_the_same_is_done_by_buttons(chromium: Browser, site: str):
    context = chromium.new_context(base_url=site, locale="sv-SE", java_script_enabled=False)
    plain = context.new_page()
    sign_in(plain, "Maryam")
    plain.goto(f"{HERE}mote/?period=2023&by=&fraga=fullfoljer")
    assert plain.get_by_role("button", name="Starta klockan").count() == 0
    plain.get_by_label("Så läser vi det").fill("Vi ringer dagen före")
    plain.get_by_role("button", name="Spara", exact=True).click()
    plain.goto(f"{HERE}mote/?period=2023&by=&fraga=fullfoljer")
    assert plain.get_by_label("Så läser vi det").input_value() == "Vi ringer dagen före"
    context.close()


def test_axe_finds_nothing_in_the_meeting_and_on_the_way_to_adoption(manager):
    pages = ["mote/", "mote/?fraga=fullfoljer", "mote/?fraga=beslut", "mote/protokoll/", "anta/", "antagna/"]
    for one in pages:
        manager.goto(f"{HERE}{one}")
        for width in (1280, 390):
            manager.set_viewport_size({"width": width, "height": 900})
            assert_accessible_in_light_and_dark(manager)
            assert manager.locator("h1").count() == 1
            assert manager.evaluate("document.documentElement.scrollWidth") == width


def frozen(manager: Page) -> str:
    return manager.locator("#frozen").inner_html()


def test_an_adopted_page_has_the_same_bytes_when_a_contact_has_been_registered(manager):
    manager.goto("/bekrafta/?next=/v/ungdom/")  # raw figures as data take a second factor shown just now
    manager.get_by_role("button", name="Ja, det är jag").click()
    manager.wait_for_url("**/v/ungdom/")
    manager.goto(ALL)
    manager.get_by_role("link", name="Anta uppföljningen").click()
    manager.get_by_label("Vilka var med?").fill("Aino, Idris och Maryam")
    manager.get_by_role("button", name="Anta uppföljningen").click()
    manager.wait_for_url(re.compile(r"/antagna/\d+/$"))
    adopted, before = manager.url, frozen(manager)
    stored = manager.request.get(f"{adopted}innehall.json").body()
    assert stored.startswith(b"{")
    assert_accessible(manager)
    manager.goto("/v/ungdom/klienter/")
    manager.locator("main table a").first.click()
    manager.get_by_role("button", name=re.compile("^(Registrera|Spara)")).first.click()
    manager.wait_for_load_state()
    manager.goto(adopted)
    assert frozen(manager) == before
    assert manager.request.get(f"{adopted}innehall.json").body() == stored
    manager.goto("/v/ungdom/")
    assert_accessible(manager)
