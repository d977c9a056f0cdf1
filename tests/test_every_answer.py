"""What every answer carries, what every form must bring along, and what looking does not do."""

import re

import pytest
from django.db import connection
from tests.asking import ask, for_long, undone
from tests.routes import routes

pytestmark = pytest.mark.once
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


def test_every_answer_carries_the_same_protection(world, client, signed_in):
    manager = for_long(signed_in(world.maryam))
    addresses = [route.address(world.ungdom) for route in routes()]
    addresses += ["/finns-inte/", "/static/loke/loke.css", "/static/finns-inte.css"]
    asked = [(client, "GET"), (client, "PUT"), (manager, "PUT")]  # what a manager gets is looked at below
    wrong = [
        (address, method, lacks)
        for address in addresses
        for who, method in asked
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
    before, wrong = fingerprint(), []
    addresses = [route.address(world.ungdom) for route in routes()]
    for who in (world.maryam, world.administrator):
        browser = signed_in(who)
        wrong += [(address, lacks) for address in addresses if (lacks := headers_that_lack(browser.get(address)))]
    assert wrong == []
    after = fingerprint()
    assert {table for table in before if before[table] != after[table]} <= {"accounts_user"}  # last sign-in
