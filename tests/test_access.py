"""Every page, asked for in every way by everybody from everywhere: nobody gets what is not theirs."""

import time
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import get_resolver, path
from django.utils import timezone
from tests.asking import Principal, ask, codes_in, everybody, leak, make_not_found_once
from tests.routes import NO_SUCH, Route, routes

from loke.accounts.views import not_found
from loke.records.actions import give_grant
from loke.records.models import Client

METHODS = ("GET", "POST")
REFUSED = ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS")
LET_IN = {("practitioner", "own unit"), ("manager", "own unit"), ("coach", "own unit"), ("partner", "invited")}
LOOSE = {"account_logout", "sign_ins"}  # their forms end the very session that asks
ELSEWHERE = {404, 405, 410}
pytestmark = pytest.mark.once


@pytest.fixture
def principals(world, signed_in, client, monkeypatch) -> list[Principal]:
    began = time.time()  # the clock stands: that a page was seen is put back too, and would be noted at every page
    monkeypatch.setattr("loke.accounts.middleware.time", SimpleNamespace(time=lambda: began))
    make_not_found_once(monkeypatch)
    return everybody(world, signed_in, client)


def asked(route: Route, method: str) -> bool:
    return not (route.name in LOOSE and method == "POST")


@pytest.mark.parametrize("methods", [METHODS, pytest.param(("HEAD",), marks=pytest.mark.slow)])
def test_no_page_shows_a_client_of_somebody_elses_and_no_thing_of_another_unit_exists(world, principals, methods):
    known, cases, wrong, read = set(Client.objects.values_list("code", flat=True)), 0, [], set()
    for route in routes():
        address = route.address(world.ungdom)
        for principal in principals:
            for method in methods:
                if not asked(route, method):
                    continue
                answer, cases = ask(principal.browser, method, address), cases + 1
                told = (route.name, method, principal.role, principal.relation, answer.status_code)
                if route.of_a_service and answer.status_code == 200:
                    read.add((principal.role, principal.relation))
                if found := leak(principal, answer, known):
                    wrong.append((*told, found))
                if answer.status_code >= 500 or (principal.outside and route.of_a_service and opened(answer)):
                    wrong.append(told)
    assert wrong == []
    assert read == LET_IN
    assert cases >= 3000


def opened(answer) -> bool:
    """Whether the answer is anything but: no such thing, or sign in first."""
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/konto/login/")
    return not (to_sign_in or answer.status_code in ELSEWHERE)


@pytest.mark.parametrize("relation", ["own unit"])
def test_a_thing_of_another_unit_is_not_reached_under_the_name_of_ones_own_service(world, principals, relation):
    known, wrong = set(Client.objects.values_list("code", flat=True)), []
    mine = [principal for principal in principals if principal.relation == relation]
    for route in routes():
        if not (route.of_a_service and any(before != "instrument" for before in route.numbered)):
            continue
        address = route.address(world.ungdom, things_of=world.beroende)
        for principal in mine:
            for method in METHODS:
                answer = ask(principal.browser, method, address)
                if answer.status_code == 302:  # back to a page of one's own; what is stored answers 303
                    continue
                if opened(answer) or leak(principal, answer, known):
                    wrong.append((route.name, method, principal.role, answer.status_code))
    assert wrong == []


def test_other_ways_of_asking_are_refused_everywhere(world, principals):
    manager = next(one for one in principals if (one.role, one.relation) == ("manager", "own unit"))
    visitor = principals[0]
    addresses = {route.name: route.address(world.ungdom) for route in routes()}
    answers = {
        (name, method, who.role): ask(who.browser, method, address).status_code
        for name, address in addresses.items()
        for method in REFUSED
        for who in (manager, visitor)
    }
    assert {case: status for case, status in answers.items() if status != 405} == {}


def test_a_coach_who_has_been_let_in_reads_those_clients_and_changes_nothing(world, signed_in, principals):
    client = world.ungdom.episodes.ongoing().listed()[0].client
    told = {"until": timezone.localdate(), "purpose": "Handledning", "clients": [client]}
    give_grant(by=world.maryam, service=world.ungdom, to=world.coach, **told)
    coach = Principal("coach", "granted", signed_in(world.coach), {client.code})
    known, wrong, read = set(Client.objects.values_list("code", flat=True)), [], set()
    for route in routes():
        address = route.address(world.ungdom)
        for method in METHODS:
            if not asked(route, method):
                continue
            answer = ask(coach.browser, method, address)
            read |= codes_in(answer) & known
            if answer.status_code >= 500 or leak(coach, answer, known):
                wrong.append((route.name, method, answer.status_code))
    assert wrong == []
    assert read == {client.code}


def test_a_page_without_a_rule_cannot_be_reached_by_anybody(world, principals):
    page = path("glomd/<slug:service>/", lambda request, service: HttpResponse("hemligt"), name="glomd")
    urls = type(
        "urls", (), {"urlpatterns": [page, *get_resolver().url_patterns], "handler404": staticmethod(not_found)}
    )
    with override_settings(ROOT_URLCONF=urls):
        answers = [ask(one.browser, method, "/glomd/ungdom/") for one in principals for method in METHODS]
    assert {answer.status_code for answer in answers} == {404}


def test_a_route_with_something_unknown_in_its_address_says_what_to_add():
    route = Route("nytt", "v/<slug:service>/sak/<int:sort>/", (("v", "service"), ("sak", "sort")))
    with pytest.raises(AssertionError, match=r"tests/routes.py, ARGUMENTS, under 'sak/sort'"):
        list(route.keys())


def test_the_arguments_are_things_of_the_world(world):
    lacking = {
        key
        for route in routes()
        for key, value in zip(route.keys(), route.arguments(world.ungdom), strict=True)
        if value == NO_SUCH
    }
    assert lacking <= {
        "kommentarer/number",
        "reading",
        "pk",
        "grant",
        "aside",
        "lasare/number",
        "planerad/planned",
        "stammer/number",
        "lasa-in/number",
        "gallring/number",
        "klient/number",
        "mal/goal",
        "svar/filled",
        "traff/contact",
        "kolumner/number",
        "svar/number",
        "beslut/number",
        "antagna/number",
        "publicering/number",
        "publicerat/number",
        "lovande-arbetssatt/entry",
    }
