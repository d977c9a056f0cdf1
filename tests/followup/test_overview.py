"""Översikt: where the service stands in the method, and the one thing to do next, for each who comes there."""

import re

import pytest
from django.urls import reverse
from tests.followup.reading_pages import reading, words

from loke.accounts.actions import end_employment, give_role
from loke.description.actions import (
    add_row,
    adopt_service_description,
    begin_service_description,
    make_service,
    write_passage,
)
from loke.followup.overview import overview_of
from loke.followup.reality import not_met
from loke.measures.actions import adopt_process_version, begin_process_version, plan_measurement


def steps(html: str) -> dict[str, str]:
    """Each step with its state in words."""
    found = re.findall(
        r'<li class="(?:done|now|ongoing|todo)">.*?class="what"[^>]*>(.*?)<.*?</div>\s*<span[^>]*>(.*?)<', html, re.S
    )
    return dict(found)


def look(browser, service) -> str:
    answer = browser.get(reverse("overview", args=[service.code]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def new_service(world):
    service = make_service(by=None, unit=world.ungdom.unit, code="ny", name="Ny verksamhet")
    return service


def test_a_manager_is_led_to_what_did_not_turn_out_as_intended(world, signed_in):
    html = look(signed_in(world.maryam), world.ungdom)
    found = not_met(reading(world.ungdom, world.day))
    assert found
    assert f"blev {found[0].within} av {found[0].assessable}" in words(html)
    assert html.count('class="deviation') == min(len(found), 2)
    assert steps(html)["Följ upp"] == "Nästa steg"


def test_a_practitioner_is_led_to_what_is_missing_among_their_own(world, signed_in):
    overview = overview_of(world.ungdom, world.aino, world.day, "sv")
    html = look(signed_in(world.aino), world.ungdom)
    assert overview.next.url == reverse("to_do" if overview.lacks else "follow_up", args=[world.ungdom.code])
    assert overview.next.deviations == ()
    assert overview.next.title in words(html)


def test_whoever_shares_out_clients_is_told_of_those_whom_nobody_answers_for(world, signed_in):
    maryam = signed_in(world.maryam)
    assert "saknar ansvarig" not in words(look(maryam, world.ungdom))
    left = world.aino.episodes.ongoing().filter(service=world.ungdom, responsible=world.aino).exclude(client=None)
    left = left.exclude(responsible__in=[world.idris, world.maryam])
    count = left.count()
    end_employment(by=None, user=world.aino, organisation=world.organisation)
    assert count > 1
    assert f"{count} ungdomar saknar ansvarig." in words(look(maryam, world.ungdom))
    assert "saknar ansvarig" not in words(look(signed_in(world.idris), world.ungdom))


def test_exactly_one_step_is_next_for_those_who_have_something_to_do(world, signed_in):
    for user, service in ((world.aino, world.ungdom), (world.maryam, world.ungdom), (world.bengt, world.beroende)):
        assert list(steps(look(signed_in(user), service)).values()).count("Nästa steg") == 1


def test_a_coach_sees_the_method_and_no_figures(world, signed_in):
    html = look(signed_in(world.coach), world.ungdom)
    main = words(html.partition("<main")[2].partition("</main>")[0])
    assert steps(html) == {
        "Beskriv": "Klart",
        "Mät": "Klart",
        "Dokumentera": "Pågår",
        "Följ upp": "Pågår",
        "Förbättra": "Pågår",
        "Lovande arbetssätt": "Pågår",
    }
    assert "av dem" not in main
    assert reverse("follow_up", args=[world.ungdom.code]) not in html
    assert reverse("clients", args=[world.ungdom.code]) not in html
    assert overview_of(world.ungdom, world.coach, world.day, "sv").says == ""


def test_in_a_new_service_the_next_step_is_to_tell_what_it_does(new_service, world, signed_in):
    html = look(signed_in(world.maryam), new_service)
    assert "Berätta vad verksamheten gör" in words(html)
    assert steps(html) == {
        "Beskriv": "Nästa steg",
        "Mät": "Inte påbörjat",
        "Dokumentera": "Inte påbörjat",
        "Följ upp": "Inte påbörjat",
        "Förbättra": "Inte påbörjat",
        "Lovande arbetssätt": "Inte påbörjat",
    }


def test_step_by_step_a_new_service_is_led_to_its_first_client(new_service, world):
    def title() -> str:
        return overview_of(new_service, world.maryam, world.day, "sv").next.title

    description = begin_service_description(by=world.aino, service=new_service)
    assert title() == "Skriv vidare på beskrivningen"
    write_passage(by=world.aino, description=description, field="purpose", text="Tillbaka till skolan.", seen=0)
    adopt_service_description(by=world.maryam, description=description, participants="Alla")
    assert title() == "Koncentrera det till en sida"
    process = begin_process_version(by=world.aino, service=new_service)
    assert title() == "Välj vad ni vill följa"
    instrument = world.ungdom.plans.first().instrument
    plan_measurement(by=world.aino, service=new_service, instrument=instrument)
    assert title() == "Bli överens och anta processbeskrivningen"
    add_row(by=world.aino, process=process, column="target_group", text="Unga som inte går i skolan")
    adopt_process_version(by=world.maryam, process=process, participants="Alla")
    assert title() == "Lägg till den första"


def test_the_follow_up_of_a_new_service_says_what_will_be_there(new_service, world, signed_in):
    answer = signed_in(world.aino).get(reverse("follow_up", args=[new_service.code]))
    assert "Här kommer idé mot verklighet" in answer.content.decode()


def test_a_stranger_is_told_that_the_service_does_not_exist(world, signed_in):
    assert signed_in(world.charlie).get(reverse("overview", args=[world.ungdom.code])).status_code == 404


@pytest.mark.parametrize(("who", "page"), [("administrator", "people"), ("coach", "choose_service")])
def test_home_leads_on_to_the_page_of_ones_own(world, signed_in, who, page):
    answer = signed_in(getattr(world, who)).get(reverse("home"))
    assert answer["Location"] == reverse(page)


def test_home_of_who_works_in_one_service_is_its_overview(world, signed_in):
    assert signed_in(world.aino).get(reverse("home"))["Location"] == reverse("overview", args=[world.ungdom.code])


def test_leadership_comes_to_what_is_published(world, signed_in):
    assert signed_in(world.politician).get(reverse("home"))["Location"] == reverse("published")


def test_the_choice_of_service_holds_only_ones_own(world, signed_in):
    give_role(by=None, user=world.aino, role="practitioner", organisation=world.organisation, unit=world.beroende.unit)
    html = signed_in(world.aino).get(reverse("choose_service")).content.decode()
    assert world.ungdom.name in html
    assert world.beroende.name in html
    assert world.familjehem.name not in html


def test_a_review_of_readings_that_is_overdue_is_told_to_the_manager_and_to_nobody_else(world, signed_in, monkeypatch):
    monkeypatch.setattr(
        "loke.followup.dataset.reviews_overdue", lambda unit, today: [world.day.replace(month=10, day=1)]
    )
    told = "Granskningen av en månads läsningar är försenad."
    assert told in look(signed_in(world.maryam), world.ungdom)
    assert told not in look(signed_in(world.aino), world.ungdom)
