"""The shell: everybody sees their own way through the method and nothing of anybody else's."""

import re

import pytest


def menu(client, page: str) -> list[str]:
    nav = re.search(r"<nav.*?</nav>", client.get(page).content.decode(), re.DOTALL)
    return re.findall(r'<li><a href="[^"]+"[^>]*>([^<]+)</a>', nav[0])


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("aino", ["Översikt", "Beskriv", "Mät", "Dokumentera", "Följ upp", "Förbättra", "Lovande arbetssätt"]),
        ("maryam", ["Översikt", "Beskriv", "Mät", "Dokumentera", "Följ upp", "Förbättra", "Lovande arbetssätt"]),
        ("coach", ["Översikt", "Beskriv", "Mät", "Förbättra", "Lovande arbetssätt"]),
    ],
)
def test_the_menu_holds_the_steps_that_the_person_may_take(world, signed_in, who, steps):
    assert menu(signed_in(getattr(world, who)), "/v/ungdom/") == steps


def test_an_administrator_finds_the_people(world, signed_in):
    assert menu(signed_in(world.administrator), "/personer/") == [
        "Arbetssätt",
        "Att publicera",
        "Personer",
        "Gallring",
        "Dokumentmall",
    ]


def test_the_page_one_is_on_is_marked_and_so_is_the_step_it_belongs_to(world, signed_in):
    client = signed_in(world.aino)
    assert 'aria-current="page">Dokumentera<' in client.get("/v/ungdom/klienter/").content.decode()
    assert 'aria-current="true">Dokumentera<' in client.get("/v/ungdom/klienter/ny/").content.decode()


def test_changing_service_is_offered_to_whoever_has_several(world, signed_in):
    assert "Byt verksamhet" in signed_in(world.coach).get("/v/ungdom/").content.decode()
    assert "Byt verksamhet" not in signed_in(world.aino).get("/v/ungdom/").content.decode()


def test_the_page_where_one_changes_service_does_not_lead_to_itself(world, signed_in):
    assert "Byt verksamhet" not in signed_in(world.coach).get("/byt/").content.decode()


@pytest.mark.parametrize("who", ["charlie", "tove", "politician", "administrator"])
@pytest.mark.parametrize("page", ["", "klienter/", "folj-upp/", "klienter/ny/", "grupptraff/", "lasningar/"])
def test_a_service_does_not_exist_for_strangers(world, signed_in, who, page):
    assert signed_in(getattr(world, who)).get(f"/v/ungdom/{page}").status_code == 404


def test_the_shell_names_the_person_their_role_and_the_municipality(world, signed_in):
    html = signed_in(world.maryam).get("/v/ungdom/").content.decode()
    assert f"{world.maryam.name}, enhetschef" in html
    assert f"Loke, {world.organisation.name}." in html
