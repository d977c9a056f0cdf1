"""Every page, asked for in every way by everybody from everywhere: nobody gets what is not theirs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import get_resolver, path
from django.utils import timezone
from tests.routes import NO_SUCH, Route, routes

from loke.accounts.models import Membership, Organisation, Unit, User
from loke.accounts.views import not_found
from loke.description.models import Review
from loke.records.actions import give_grant
from loke.records.models import Client

METHODS = ("GET", "HEAD", "POST")
REFUSED = ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS")
UNIT_ROLES = ("practitioner", "manager", "coach")
OTHER_ROLES = ("leadership", "administrator", "protection_officer")
OUT = ("other unit", "other organisation", "ended")
LOOSE = {"account_logout", "sign_ins"}  # their forms end the very session that asks
TAGS = re.compile(r"<[^>]+>")
TRIPLE = re.compile(r"([0-9A-Z]{3})[ \u00a0]([0-9A-Z]{3})[ \u00a0]([0-9A-Z]{3})[ \u00a0]([0-9A-Z])|\b([0-9A-Z]{10})\b")
ELSEWHERE = {404, 405, 410}


@dataclass
class Principal:
    """Somebody with a role, and how near they stand to the youth unit."""

    role: str
    relation: str
    browser: object
    codes: set[str]

    @property
    def outside(self) -> bool:
        return self.relation in OUT


@pytest.fixture
def principals(world, signed_in, client) -> list[Principal]:
    """One for each role and relation; each with one browser."""
    return [
        Principal(role, relation, signed_in(user) if user else client, _codes(user))
        for role, relation, user in _people(world)
    ]


def _codes(user: User | None) -> set[str]:
    """The client codes that may stand on a page of theirs."""
    return set(Client.objects.for_user(user).values_list("code", flat=True)) if user else set()


def _people(world) -> Iterator[tuple[str, str, User | None]]:
    yield "visitor", "other organisation", None
    bortby = world.charlie.memberships.get().unit
    places = {"own unit": world.ungdom.unit, "other unit": world.beroende.unit, "other organisation": bortby}
    own = {"practitioner": world.aino, "manager": world.maryam, "coach": world.coach}
    for role in UNIT_ROLES:
        for relation, unit in places.items():
            user = own[role] if relation == "own unit" else _person(f"{role}-{relation}", role, unit.organisation, unit)
            yield role, relation, user
        yield role, "ended", _person(f"{role}-ended", role, world.organisation, world.ungdom.unit, ended=True)
    for role in OTHER_ROLES:
        yield role, "own organisation", _person(f"{role}-own", role, world.organisation)
        yield role, "other organisation", _person(f"{role}-other", role, bortby.organisation)
        yield role, "ended", _person(f"{role}-ended", role, world.organisation, ended=True)
    for relation, service, days in (
        ("invited", world.ungdom, 9),
        ("other unit", world.beroende, 9),
        ("ended", world.ungdom, -1),
    ):
        yield "partner", relation, _partner(world, relation, service, days)


def _person(name: str, role: str, organisation: Organisation, unit: Unit | None = None, *, ended: bool = False) -> User:
    user = User.objects.create_user(email=f"{name.replace(' ', '-')}@example.org", name=f"Test {name}")
    since = timezone.localdate() - timedelta(days=100)
    until = timezone.localdate() if ended else None
    Membership.objects.create(user=user, role=role, organisation=organisation, unit=unit, since=since, until=until)
    _give_factor(user)
    return user


def _give_factor(user: User) -> None:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})


def _partner(world, relation: str, service, days: int) -> User:
    user = User.objects.create_user(email=f"partner-{relation.replace(' ', '-')}@example.org", name="Test partner")
    _give_factor(user)
    until = timezone.localdate() + timedelta(days=days)
    since = until - timedelta(days=30)
    Review.objects.create(service=service, partner=user, task=Review.Task.COMMENT, since=since, until=until)
    return user


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(principal: Principal, method: str, address: str):
    """The answer; whatever it changed is put back."""
    cookies = dict(principal.browser.cookies)
    with undone():
        answer = principal.browser.generic(method, address)
    principal.browser.cookies.clear()
    principal.browser.cookies.update(cookies)
    return answer


def codes_in(answer) -> set[str]:
    """What looks like a client's code in the answer, whatever stands between its parts."""
    if answer.streaming or not answer["Content-Type"].startswith(("text/", "application/json")):
        return set()
    text = TAGS.sub(" ", answer.content.decode())
    text = re.sub(r"\s+", " ", text)
    return {"".join(match) for match in TRIPLE.findall(text)}


def leak(principal: Principal, answer, known: set[str]) -> set[str]:
    return (codes_in(answer) & known) - principal.codes


def asked(route: Route, method: str) -> bool:
    return not (route.name in LOOSE and method == "POST")


def test_no_page_shows_a_client_of_somebody_elses_and_no_thing_of_another_unit_exists(world, principals):
    known, cases, wrong = set(Client.objects.values_list("code", flat=True)), 0, []
    for route in routes():
        address = route.address(world.ungdom)
        for principal in principals:
            for method in METHODS if principal.relation == "own unit" else ("GET", "POST"):
                if not asked(route, method):
                    continue
                answer, cases = ask(principal, method, address), cases + 1
                told = (route.name, method, principal.role, principal.relation, answer.status_code)
                if found := leak(principal, answer, known):
                    wrong.append((*told, found))
                if answer.status_code >= 500 or (principal.outside and route.of_a_service and opened(answer)):
                    wrong.append(told)
    assert wrong == []
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
                answer = ask(principal, method, address)
                if answer.status_code == 302:  # back to a page of one's own; what is stored answers 303
                    continue
                if opened(answer) or leak(principal, answer, known):
                    wrong.append((route.name, method, principal.role, answer.status_code))
    assert wrong == []


def test_other_ways_of_asking_are_refused_everywhere(world, principals):
    manager = next(one for one in principals if (one.role, one.relation) == ("manager", "own unit"))
    visitor = principals[0]
    answers = {
        (route.name, method, who.role): ask(who, method, route.address(world.ungdom)).status_code
        for route in routes()
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
        for method in ("GET", "POST"):
            if not asked(route, method):
                continue
            answer = ask(coach, method, route.address(world.ungdom))
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
        answers = [ask(one, method, "/glomd/ungdom/") for one in principals for method in METHODS]
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
    }


# What every answer carries, and what looking does not do


POLICY = ("default-src 'none'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
HEADERS = {
    "Strict-Transport-Security": lambda told: told.startswith("max-age=63072000; includeSubDomains"),
    "Content-Security-Policy": lambda told: all(part in told for part in POLICY) and "unsafe" not in told,
    "X-Content-Type-Options": lambda told: told == "nosniff",
    "Referrer-Policy": lambda told: told == "same-origin",
    "Cross-Origin-Opener-Policy": lambda told: told == "same-origin",
    "Cross-Origin-Resource-Policy": lambda told: told == "same-origin",
}


def headers_that_lack(answer) -> list[str]:
    return [name for name, right in HEADERS.items() if not right(answer.get(name, ""))]


def test_every_answer_carries_the_same_protection(world, principals):
    visitor = principals[0]
    manager = next(one for one in principals if (one.role, one.relation) == ("manager", "own unit"))
    addresses = [route.address(world.ungdom) for route in routes()]
    addresses += ["/finns-inte/", "/static/loke/loke.css", "/static/finns-inte.css"]
    wrong = [
        (address, method, lacks)
        for address in addresses
        for who in (visitor, manager)
        for method in ("GET", "PUT")
        if (lacks := headers_that_lack(ask(who, method, address)))
    ]
    assert wrong == []


def test_a_form_without_the_sites_own_token_is_refused_everywhere(world, signed_in):
    browser = signed_in(world.maryam)
    browser.handler.enforce_csrf_checks = True
    with undone():
        answers = {route.name: browser.post(route.address(world.ungdom)).status_code for route in routes()}
    forms = {name: status for name, status in answers.items() if status not in (403, 404)}
    assert forms == {}


def fingerprint() -> dict[str, object]:
    """How many rows each table has, and what they add up to; but for the logs, the sessions and the cache."""
    apart = {"cache", "django_session"}
    tables = [table for table in connection.introspection.table_names() if table not in apart]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            if not re.match(r"accounts_(accessentry|accessedclient|loghead|signin|auditentry)$", table):
                cursor.execute(f'SELECT * FROM "{table}"')
                found[table] = hash(tuple(sorted(map(repr, cursor.fetchall()))))
    return found


def test_looking_at_a_page_changes_nothing(world, signed_in):
    before = fingerprint()
    for who in (world.maryam, world.administrator):
        browser = signed_in(who)
        for route in routes():
            browser.get(route.address(world.ungdom))
    after = fingerprint()
    assert {table for table in before if before[table] != after[table]} <= {"accounts_user"}  # last sign-in
