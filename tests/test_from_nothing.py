"""A group goes from nothing to an adopted page with variables and a plan: by keyboard, each in their own role."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser import sign_in
from tests.keyboard import choose, go_to, look, press, write

pytestmark = pytest.mark.browser
TOLD = {
    "Idé och syfte": {"Verksamhetens syfte": "Unga ska orka gå till skolan igen."},
    "Målgrupp": {
        "Vilka är ni till för?": "Unga 13–19 år som har slutat gå till skolan",
        "Vilka problem ska de få hjälp med?": "Frånvaro, dålig sömn och bråk hemma.",
    },
    "Mål och resultat": {"Vad ska de ha uppnått vid avslut?": "Är i skolan de flesta dagar"},
}


def next_step(page: Page, service: str, title: str, button: str) -> None:
    """Översikt names the next step, and its button leads there."""
    page.goto(f"/v/{service}/")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    look(page)
    press(page, "link", button)


def make_service(page: Page, name: str) -> str:
    sign_in(page, "Maryam")
    page.goto("/v/ungdom/beskriv/")
    press(page, "link", "Lägg upp en ny verksamhet")
    look(page)
    write(page, "Verksamhetens namn", name)
    press(page, "button", "Lägg upp verksamheten")
    return re.search(r"/v/([\w-]+)/", page.url)[1]


def tell(page: Page, service: str) -> None:
    """The manager begins, and a practitioner writes on."""
    next_step(page, service, "Berätta vad verksamheten gör", "Börja beskriva")
    press(page, "button", "Börja skriva")
    look(page)
    sign_in(page, "Aino")
    next_step(page, service, "Skriv vidare på beskrivningen", "Skriv vidare")
    for heading, fields in TOLD.items():
        press(page, "link", heading)
        for label, text in fields.items():
            write(page, label, text)
        expect(page.locator(".saved").filter(has_text="Sparat").first).to_be_visible()
        look(page)
        press(page, "button", "Spara och gå till Beskriv")
    press(page, "link", "Genomförande")
    press(page, "button", "Lägg till en typ av insats")
    write(page, "Insatsens namn", "Möte hemma hos familjen")
    press(page, "button", "Spara och gå till Beskriv")


def make_the_page(page: Page, service: str) -> None:
    """Rows taken over with one press each, tied together, with an expectation under one of them."""
    press(page, "link", "Gör sidan")
    press(page, "button", "Börja på processbeskrivningen")
    look(page)
    for text in (
        "Unga 13–19 år som har slutat gå till skolan",
        "Möte hemma hos familjen",
        "Är i skolan de flesta dagar",
    ):
        press(page, "button", f"Ta över: {text}")
        expect(page.locator(".sheet").get_by_text(text, exact=True).first).to_be_visible()
    press(page, "link", re.compile("^Möte hemma"))
    choose(page, "Unga 13–19 år som har slutat gå till skolan")
    choose(page, "Är i skolan de flesta dagar")
    press(page, "button", "Spara raden")
    expect(page.locator(".threads path")).to_have_count(2)
    press(page, "link", "antal träffar")
    look(page)
    write(page, "Lägst", "6")
    write(page, "Högst", "12")
    press(page, "button", "Spara förväntan")
    expect(page.locator(".sheet .exp").first).to_contain_text("6–12")
    expect(page.get_by_text("Det får plats på en sida.")).to_be_visible()
    look(page)


def be_read(page: Page, service: str) -> None:
    """A colleague of another unit reads and asks, and the group answers."""
    sign_in(page, "Maryam")
    page.goto(f"/v/{service}/beskriv/")
    press(page, "link", "Bjud in någon att läsa")
    press(page, "link", "Bjud in någon")
    write(page, "Vem vill ni bjuda in?", "Tove")
    press(page, "button", "Bjud in")
    sign_in(page, "Tove")
    page.goto(f"/v/{service}/beskriv/lasare/min/")
    press(page, "link", "Kommentera processbeskrivning")
    look(page)
    write(page, "Din kommentar", "Vad händer om de inte vill ha besök?")
    press(page, "button", "Spara kommentaren")
    assert page.goto(f"/v/{service}/mat/").status == 404
    sign_in(page, "Aino")
    page.goto(f"/v/{service}/beskriv/processbeskrivning/")
    press(page, "link", "Kommentarer")
    go_to(page, page.locator("article.comment summary").first)
    page.keyboard.press("Enter")
    choose(page, "Tas in")
    press(page, "button", "Spara svaret")
    look(page)


def choose_what_to_follow(page: Page, service: str) -> None:
    next_step(page, service, "Välj vad ni vill följa", "Till Mät")
    press(page, "link", "Börja från en uppsättning")
    press(page, "link", "Unga")
    press(page, "button", "Lägg till de markerade")
    press(page, "link", "Lägg till ett frågeformulär")
    write(page, "Frågeformulär", "Min")
    press(page, "button", "Lägg till")
    expect(page.get_by_text("vid start och vid avslut").first).to_be_visible()
    look(page)


def adopt(page: Page, service: str) -> None:
    sign_in(page, "Maryam")
    next_step(page, service, "Bli överens och anta processbeskrivningen", "Till sidan")
    press(page, "link", "Anta version 1")
    look(page)
    write(page, "Vilka var med?", "Aino och Maryam")
    choose(page, "Vi är överens.")
    press(page, "button", "Anta version 1")


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 390])
def test_a_group_goes_from_nothing_to_an_adopted_page_with_variables_and_a_plan(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    service = make_service(page, f"Tillbaka till skolan {width}")
    tell(page, service)
    make_the_page(page, service)
    be_read(page, service)
    choose_what_to_follow(page, service)
    adopt(page, service)
    next_step(page, service, "Anta verksamhetsbeskrivningen också", "Till Beskriv")
    press(page, "link", "Anta version 1")
    write(page, "Vilka var med?", "Aino och Maryam")
    press(page, "button", "Anta versionen")
    page.goto(f"/v/{service}/")
    expect(page.get_by_role("heading", name="Lägg till den första")).to_be_visible()
    look(page)
