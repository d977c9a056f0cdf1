"""A colleague is invited, comments on each of the three questions, and the group answers: by keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page
from tests.browser import assert_accessible_in_light_and_dark, go_to_last_link, sign_in
from tests.keyboard import go_to, look

pytestmark = pytest.mark.browser
SAID = (
    "Ja, men vad leder till tryggare hemma för den som bor själv?",
    "Jag tror på nätverksmötena. Räcker ett?",
    "Min vecka mäter vardagen. För drogerna ser jag inget.",
)


def press(page: Page, target: Locator) -> None:
    """Enter on a link or a button that leads on to another page."""
    go_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, field: Locator, text: str) -> None:
    go_to(page, field)
    page.keyboard.type(text)


def invite(page: Page, service: str, manager: str, who: str) -> None:
    sign_in(page, manager)
    page.goto(f"/v/{service}/beskriv/lasare/")
    look(page)
    press(page, page.get_by_role("link", name="Bjud in någon"))
    look(page)
    go_to(page, page.get_by_label("Vem vill ni bjuda in?"))
    page.keyboard.type(who)
    write(page, page.get_by_label("Hälsning"), "Titta gärna på målgruppen.")
    press(page, page.get_by_role("button", name="Bjud in"))
    assert page.get_by_role("row", name=re.compile(who)).is_visible()
    look(page)


def comment(page: Page, service: str, who: str) -> None:
    sign_in(page, who)
    page.goto("/byt/")
    look(page)
    press(page, page.locator(f"a[href='/v/{service}/beskriv/lasare/min/']"))
    assert page.get_by_text("Titta gärna på målgruppen.").is_visible()
    look(page)
    press(page, page.get_by_role("link", name="Kommentera processbeskrivning"))
    look(page)
    for number, text in enumerate(SAID):
        section = page.get_by_role("region").filter(has=page.get_by_role("heading", level=3)).nth(number)
        write(page, section.get_by_label("Din kommentar"), text)
        press(page, section.get_by_role("button", name="Spara kommentaren"))
        assert page.get_by_text(text).is_visible()
    look(page)


def answer(page: Page, address: str, colleague: str) -> None:
    sign_in(page, colleague)
    page.goto(address)
    for number, text in enumerate(SAID):
        said = page.get_by_role("article").filter(has_text=text)
        go_to(page, said.locator("summary").first)
        page.keyboard.press("Enter")
        go_to(page, said.get_by_label("Tas in", exact=True))
        page.keyboard.press("ArrowRight" if number == 1 else "Space")
        write(page, said.get_by_label("Varför?"), f"Så tänker vi om {number + 1}.")
        if number == 1:
            look(page)
        press(page, said.get_by_role("button", name="Spara svaret"))
        assert page.get_by_text(f"Så tänker vi om {number + 1}.").first.is_visible()
    assert page.get_by_text("Tas inte in.", exact=True).count() == 1
    look(page)


WALKS = [
    (1280, "foraldraskap", "Anneli", "Petra", "Leila"),
    pytest.param(390, "familjehem", "Gunvor", "Tove", "Elin", marks=pytest.mark.slow),  # the same on a telephone
]


@pytest.mark.parametrize(("width", "service", "manager", "partner", "colleague"), WALKS)
def test_a_partner_comments_on_the_three_questions_and_the_group_answers_each(
    page, width, service, manager, partner, colleague
):
    page.set_viewport_size({"width": width, "height": 900})
    invite(page, service, manager, partner)
    comment(page, service, partner)
    answer(page, page.url.partition("#")[0], colleague)
    assert page.get_by_text("3 kommentarer, alla besvarade.").is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_two_versions_beside_each_other_are_accessible(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, "Aino")
    for kind in ("process", "verksamhet"):
        page.goto(f"/v/ungdom/beskriv/jamfor/{kind}/")
        assert_accessible_in_light_and_dark(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.goto("/v/ungdom/beskriv/jamfor/process/")
    assert page.locator("ins", has_text="tillagt:").count() > 0
    assert page.locator("del", has_text="borttaget:").count() > 0


def test_a_pair_is_asked_for_and_answered(page):
    page.set_viewport_size({"width": 390, "height": 900})
    sign_in(page, "Gunvor")
    page.goto("/v/familjehem/beskriv/lasare/par/")
    look(page)
    page.get_by_label("Vilken verksamhet").select_option("oppenvard-beroende")
    page.get_by_role("button", name="Fortsätt").click()
    look(page)
    page.get_by_role("button", name="Fråga dem").click()
    assert page.get_by_role("alert").get_by_role("link").count() == 2
    look(page)
    page.get_by_label("Vem hos er").select_option(label="Elin Hittepåsdotter")
    page.get_by_label("Vem hos dem").select_option(label="Samir Fantasén")
    page.get_by_role("button", name="Fråga dem").click()
    sign_in(page, "Bengt")
    page.get_by_role("link", name="Svara", exact=True).click()
    look(page)
    page.get_by_role("button", name="Ja, släpp in").click()
    assert page.get_by_role("row", name=re.compile("Elin")).is_visible()


def test_what_is_just_typed_is_saved_before_a_link_is_followed_and_asked_about_where_it_cannot_be(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    sign_in(page, "Aino")
    page.goto("/v/ungdom/beskriv/verksamhet/rubrik/conditions/")
    field = page.locator("textarea[name=hindering]")
    field.fill("Lokalerna är små")
    page.get_by_role("link", name="Översikt").click()
    page.wait_for_url("**/v/ungdom/")
    page.go_back()
    page.reload()
    assert field.input_value() == "Lokalerna är små"
    assert asked == []
    page.route("**/spara/", lambda route: route.abort())
    field.fill("Lokalerna är stora")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Översikt").click()
    assert (asked, field.input_value()) == (["beforeunload"], "Lokalerna är stora")


def test_of_two_links_that_are_clicked_while_something_is_saved_the_last_is_followed(page):
    sign_in(page, "Aino")
    page.goto("/v/ungdom/beskriv/verksamhet/rubrik/conditions/")
    field, words = page.locator("textarea[name=hindering]"), "Lokalerna är trånga"
    go_to_last_link(page, field, words)
    page.goto("/v/ungdom/beskriv/verksamhet/rubrik/conditions/")
    assert field.input_value() == words
