"""What somebody writes stays words: in pages, addresses, queries and templates it is shown or refused, never obeyed."""

import re
from html import escape

import pytest
from django.apps import apps
from tests.attacks.crawl import kind_of, read, send, walk

from loke.accounts.models import Membership, User

PEOPLE = ["maryam", "administrator", pytest.param("aino", marks=pytest.mark.slow)]  # what Aino has, Maryam has too
POLYGLOT = (
    """jaVasCript:/*-/*`/*\\`/*'/*"/**/(/* */oNcliCk=loke() )//%0D%0A//</stYle/</titLe/</teXtarEa/</scRipt/--!>"""
    """\\x3csVg/<img src=x onerror=loke()>"'>{{7777*7}}{% now "Y" %}${7777*7}</script>\u2028"""
)
ALIVE = re.compile(r"<img src=x|<sVg|54439|</scRipt/--!>")

BEFORE = ("", " ", "\t", "/", "//", "///", "\\", "/\\", "http:", "https:", "https://", "http:///", "/%2f", "/%5c")
ELSEWHERE = (
    "evil.example",
    "//evil.example",
    "/\\evil.example",
    "evil.example@testserver",
    "javascript:loke()",
    "data:text/html,x",
    "testserver.evil.example",
    "evil.example/%2e%2e",
    "//evil.example:80/",
    "/evil.example\r\nX: y",
    "ftp://evil.example",
    "http://testserver@evil.example",
    "https:evil.example",
    "//\tevil.example",
    "/..//evil.example",
)
REDIRECTS = [before + target for before in BEFORE for target in ELSEWHERE]
OTHER_HOST = re.compile(r"(?i)\s*(https?:)?[/\\]{2}(?!testserver(/|$))|\s*(javascript|data|ftp):")

BEGINNINGS = ("", "1", "'", '"', "1)", "sex", "-1", "\u0000", "9" * 40, "é" * 99)
MIDDLES = (
    " OR 1=1",
    "; DROP TABLE records_client",
    " UNION SELECT 1,2",
    "__gt",
    "__client__code__startswith",
    "%s",
    "{0}",
    "$(id)",
    "../../etc/passwd",
    " AND pg_sleep(9)",
    "\\",
)
ENDS = ("", "--", "/*", "'", "#")
QUERIES = [start + middle + end for start in BEGINNINGS for middle in MIDDLES for end in ENDS]

HIDDEN = [
    "/.git/HEAD",
    "/.git/config",
    "/.env",
    "/admin/",
    "/api/",
    "/docs",
    "/openapi.json",
    "/static/",
    "/static/../settings.py",
    "/static/..%2f..%2fsettings.py",
    "/loke.sqlite3",
    "/secret-key",
    "/server-status",
    "/phpinfo.php",
    "/wp-login.php",
    "/debug/",
    "/__debug__/",
    "/backup.zip",
    "/robots.txt~",
    "/static/loke/",
    "/konto/signup/",
    "/konto/email/",
    "/konto/inactive/x",
]


@pytest.mark.once
@pytest.mark.parametrize("who", PEOPLE)
def test_markup_and_templates_that_somebody_writes_are_shown_as_written(world, signed_in, forms_of, who):
    found, browser = forms_of(who), signed_in(getattr(world, who))
    answers = [(form.action, send(browser, form, POLYGLOT)) for form in found]
    assert [where for where, answer in answers if answer.status_code >= 500] == []
    shown = [(where, read(where, answer).text) for where, answer in answers]
    shown += [(page.address, page.text) for page in walk(browser)]
    assert [where for where, text in shown if ALIVE.search(text)] == []
    assert any(escape("<img src=x onerror=loke()>") in text for where, text in shown)


@pytest.mark.parametrize("page", ["/konto/login/", "/sprak/", "/demo/"])
def test_no_way_of_writing_an_address_leads_to_another_host(world, signed_in, page):
    browser = signed_in(world.aino)
    led = [browser.post(page, {"next": address, "language": "sv"}).get("Location", "") for address in REDIRECTS]
    assert [where for where in led if OTHER_HOST.match(where)] == []
    assert [where for where in led if "\n" in where or "\r" in where] == []


@pytest.mark.parametrize("part", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, 10))])
def test_whatever_stands_in_a_query_is_answered_without_a_fault(world, signed_in, part):
    browser, number = signed_in(world.maryam), world.ongoing(world.aino).client_id
    asked = [
        ("/v/ungdom/klienter/", "sida"),
        ("/v/ungdom/klienter/", "visa"),
        (f"/v/ungdom/klienter/{number}/", "kontakt"),
        ("/v/ungdom/folj-upp/", "by"),
        ("/v/ungdom/folj-upp/", "period"),
    ]
    some = enumerate(QUERIES[part::10])
    answers = [(*asked[place % len(asked)], text) for place, text in some]
    faults = [told for told in answers if browser.get(told[0], {told[1]: told[2]}).status_code >= 500]
    assert faults == []


def test_a_search_finds_nothing_by_sql(world, signed_in):
    browser = signed_in(world.aino)
    for text in QUERIES[::20]:
        found = browser.post("/v/ungdom/klienter/", {"code": text}, headers={"hx-request": "true"})
        assert found.status_code == 200
        assert not found.context["rows"] or not found.context["typed"]


ABOUT_PEOPLE = {"/personer/bjud-in/", "/personer/0/avsluta/", "/personer/0/sluta/"}  # change roles, as they should


@pytest.mark.once
@pytest.mark.parametrize("who", PEOPLE)
def test_fields_that_no_form_has_are_not_taken(world, signed_in, forms_of, who):
    """Mass assignment: every column of every table is sent along with every form."""
    found, browser = forms_of(who), signed_in(getattr(world, who))
    columns = {field.name for model in apps.get_models() for field in model._meta.concrete_fields}
    extra = dict.fromkeys(columns | {"is_staff", "is_superuser", "role", "unit", "organisation", "by"}, "1")
    people = list(User.objects.order_by("pk").values_list("pk", "email", "password", "is_active"))
    held = list(Membership.objects.order_by("pk").values_list())
    for form in found:
        if form.method == "post" and kind_of(form.action) not in ABOUT_PEOPLE:
            browser.post(form.action, {**extra, **form.filled("Ord")})
    assert list(User.objects.order_by("pk").values_list("pk", "email", "password", "is_active")) == people
    assert list(Membership.objects.order_by("pk").values_list()) == held


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "testserver:evil"]
)
def test_a_forged_host_is_answered_with_nothing(client, db, settings, host):
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get("/konto/login/", headers={"host": host, "x-forwarded-host": host})
    assert answer.status_code == 400
    assert host.encode() not in answer.content


@pytest.mark.parametrize("address", HIDDEN)
def test_nothing_lies_where_somebody_might_look(client, db, address):
    assert client.get(address).status_code == 404
