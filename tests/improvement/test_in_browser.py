"""One deviation all the way in a real browser: found, improved, kept, described anew, and held against."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser import SRC, assert_accessible, assert_accessible_in_light_and_dark, sign_in
from tests.improvement.improving import today

pytestmark = pytest.mark.browser
ENDED = """
from loke.records.actions import end_episode
completed = service.endings.filter(kind="completed")[0]
for one in list(Episode.objects.filter(service=service).ongoing()[:20]):
    end_episode(by=None, episode=one, closed=date.today(), ending=completed)
"""
BEGUN = """
from loke.records.actions import open_episode
open_episode(by=None, service=service, opened=date.today(), sex="female", birth_year=1990)
"""


def recorded(copied: Path, what: str) -> None:
    """What the unit records meanwhile, in the site's own database."""
    begin = "import django; django.setup()\nfrom datetime import date\nfrom loke.description.models import Service\n"
    begin += "from loke.records.models import Episode\nservice = Service.objects.get(code='foraldraskap')\n"
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told |= {"LOKE_DEMO": "1", "LOKE_HOME": str(copied.parent), "PYTHONPATH": str(SRC)}
    told["DJANGO_SETTINGS_MODULE"] = "loke.settings"
    subprocess.run([sys.executable, "-c", begin + what], env=told, check=True)


def test_axe_finds_nothing_on_the_board_and_in_each_cycle(page):
    here = "/v/ungdom/forbattra/"
    sign_in(page, "Maryam")
    page.goto(here)
    cycles = [str(link.get_attribute("href")) for link in page.locator(".board li > a").all()]
    assert len(cycles) >= 2
    pages = [here, f"{here}ny/", f"{here}historik/", f"{here}ideer/", f"{cycles[0]}planera/", f"{cycles[0]}agera/"]
    for one in (*pages, *cycles):
        page.goto(one)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible_in_light_and_dark(page)
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth") == width, one


def answer_a_deviation(page: Page) -> str:
    """Answer the first that asks for it by a change of practice; what was meant."""
    page.goto("/v/foraldraskap/folj-upp/?period=all&by=")
    form = page.locator(".answer-form").first
    text = form.locator("legend .sr").first.inner_text().removeprefix(": ")
    form.get_by_label("Vi ändrar arbetssättet").check()
    form.get_by_label("Hur tänker ni?").fill("Vi bokar om inom tre dagar")
    form.get_by_label("Vem ser till att det blir av?").fill("Leila")
    form.get_by_label("Senast").fill(str(today(40)))
    form.get_by_role("button", name="Spara svaret").click()
    return text


def plan(page: Page) -> None:
    page.get_by_label("Vad ska ni pröva?").fill("Kvällstider två dagar i veckan")
    page.get_by_label("Vad tror ni händer?").fill("Fler fullföljer")
    page.get_by_label("Mått ur det ni registrerar").select_option("completion/share")
    page.get_by_label("Vad händer med det?").select_option("up")
    page.get_by_label("Minst hur mycket?").fill("1")
    page.get_by_role("button", name="Spara planen").click()


def do(page: Page) -> None:
    page.get_by_role("button", name="Vi börjar göra det").click()
    page.get_by_label("Vad ska göras?").fill("Lägg om schemat")
    page.get_by_role("button", name="Lägg till steg").click()
    page.get_by_role("button", name=re.compile("^Gjort")).click()
    expect(page.locator(".steps-list")).to_contain_text("Gjort")
    page.get_by_role("button", name="Dags att studera").click()


def adopt(page: Page) -> str:
    """The number of the version that was adopted."""
    link = page.get_by_role("link", name=re.compile("^Anta version"))
    number = link.inner_text().rpartition(" ")[2]
    link.click()
    page.get_by_label("Vilka var med?").fill("Alla i enheten")
    page.get_by_label("Vi är överens.").check()
    page.get_by_role("button", name=f"Anta version {number}").click()
    page.wait_for_load_state()
    return number


def test_one_deviation_goes_all_the_way(page, copied):
    sign_in(page, "Anneli")
    text = answer_a_deviation(page)
    page.get_by_role("link", name=re.compile("Börja förbättringen")).first.click()
    expect(page.get_by_text("Vi bokar om inom tre dagar").first).to_be_visible()
    page.get_by_role("button", name="Börja", exact=True).click()
    plan(page)
    expect(page.get_by_role("heading", name=text, level=1)).to_be_visible()
    do(page)
    study = page.locator("#studera")
    expect(study).to_contain_text("Efter start: inget att räkna än.")
    recorded(copied, ENDED)
    page.reload()
    expect(study).to_contain_text(re.compile(r"Efter start: (\d+) av \1 "))
    expect(study).to_contain_text("Det gick åt det håll ni trodde")
    assert_accessible(page)
    page.get_by_role("link", name="Agera", exact=True).click()
    page.get_by_label("Behåll").check()
    page.get_by_label("Varför, och vad har ni lärt er?").fill("Fler hinner komma")
    page.get_by_role("button", name="Avsluta förbättringen").click()
    page.get_by_role("button", name="Skriv in det i processbeskrivningen").click()
    page.wait_for_url("**/beskriv/processbeskrivning/?rad=*")
    expect(page.get_by_text(f"{text}: Fler hinner komma")).to_be_visible()
    number = adopt(page)
    recorded(copied, BEGUN)
    page.goto(f"/v/foraldraskap/folj-upp/?period={today().year}&by=")
    held = page.locator(".reality tr", has_text=text).filter(has_text=f"version {number}")
    expect(held.first).to_be_visible()
    page.goto("/v/foraldraskap/forbattra/historik/")
    expect(page.locator("main")).to_contain_text(f"Behölls, version {number}")
