"""Every page says who may come in; one that does not cannot be reached; and all are sent safely."""

import re

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver, path, reverse
from django.urls.resolvers import ResolverMatch

from loke.accounts.pages import anybody, needs, rule_of
from loke.accounts.pages import signed_in as needs_sign_in
from loke.accounts.views import not_found

CLOSED = {
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_set_password",
    "account_confirm_login_code",
    "mfa_download_recovery_codes",
}


def forgotten(request):
    return HttpResponse("secret")


def with_pages(**pages):
    """The site with a few pages more."""
    more = [path(f"{name}/", view) for name, view in pages.items()]
    urls = type(
        "urls", (), {"urlpatterns": [*more, *get_resolver().url_patterns], "handler404": staticmethod(not_found)}
    )
    return override_settings(ROOT_URLCONF=urls)


def routes(patterns) -> list[URLPattern]:
    found = []
    for pattern in patterns:
        found += routes(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]
    return found


def rule(route: URLPattern):
    match = ResolverMatch(route.callback, (), {}, route.name)
    return rule_of(match, route.callback)


def test_every_route_has_a_rule_or_is_closed_on_purpose():
    without = {route.name for route in routes(get_resolver().url_patterns) if rule(route) is None}
    assert without == CLOSED


def test_a_page_without_a_rule_does_not_exist(client, db):
    with with_pages(glomd=forgotten, oppen=anybody(lambda request: HttpResponse("open"))):
        assert client.get("/glomd/").status_code == 404
        assert client.get("/oppen/").content == b"open"


@pytest.mark.parametrize("name", sorted(CLOSED - {"account_confirm_email"}))
def test_pages_of_the_library_that_we_do_not_use_do_not_exist(client, db, name):
    assert client.get(reverse(name)).status_code == 404


def test_nobody_signs_up_by_themselves(client, db):
    answer = client.post("/konto/signup/", {"email": "mallory@example.org", "password1": "en lång mening om älgar"})
    assert answer.status_code == 404


@pytest.mark.parametrize("decorate", [needs_sign_in, needs("client", "read")])
def test_whoever_is_not_signed_in_is_asked_to_sign_in_first(client, db, decorate):
    with with_pages(sida=decorate(lambda request: HttpResponse("secret"))):
        answer = client.get("/sida/?a=1")
    assert (answer.status_code, answer["Location"]) == (302, "/konto/login/?next=/sida/%3Fa%3D1")


def test_a_page_for_others_does_not_exist_for_you(world, signed_in):
    assert signed_in(world.aino).get("/personer/").status_code == 404
    assert signed_in(world.administrator).get("/personer/").status_code == 200


@pytest.mark.parametrize("page", ["/konto/login/", "/konto/password/reset/", "/demo/", "/finns-inte/"])
def test_every_page_is_sent_with_a_strict_policy_and_kept_by_nobody(client, db, page):
    answer = client.get(page)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "no-store" in answer["Cache-Control"]
    assert answer["Strict-Transport-Security"].startswith("max-age=63072000; includeSubDomains")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("page", ["/konto/login/", "/konto/logout/", "/konto/2fa/", "/konto/password/change/"])
def test_no_page_holds_script_or_style_that_the_policy_would_stop(world, signed_in, client, page):
    world.aino.set_password("en lång mening om älgar")
    world.aino.save()
    who = client if page == "/konto/login/" else signed_in(world.aino)
    answer = who.get(page)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", html) == []
    assert re.findall(r"<[^>]+\s(?:style|on\w+)=", html) == []
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", html) == []


def test_every_cookie_is_locked_to_this_host_and_out_of_reach_of_scripts(world, client):
    world.aino.set_password("en lång mening om älgar")
    world.aino.save()
    client.get("/konto/login/")
    client.post("/konto/login/", {"login": world.aino.email, "password": "en lång mening om älgar"})
    client.post("/sprak/", {"language": "en"})
    assert len(client.cookies) == 3
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_the_check_of_a_deployment_has_nothing_to_say():
    assert call_command("check", deploy=True, fail_level="WARNING") is None


@pytest.mark.parametrize("page", ["/", "/konto/login/"])
def test_plain_http_is_sent_on_to_https(db, page):
    answer = Client().get(page)
    assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{page}")


def test_a_page_that_fails_gives_a_number_and_no_details(client, db, monkeypatch, caplog):
    client.raise_request_exception = False
    monkeypatch.setattr("loke.accounts.views.Invitation.objects.open", lambda: 1 / 0)
    answer = client.get("/inbjudan/nyckel/")
    number = re.search(r'class="code">(\w{8})<', answer.content.decode())
    assert answer.status_code == 500
    assert b"ZeroDivisionError" not in answer.content
    assert f"Felnummer {number[1]}: GET inbjudan/<str:key>/" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "nyckel" not in caplog.text


def test_the_browsers_language_is_not_a_choice_but_the_button_is(client, db):
    assert b'lang="sv"' in client.get("/konto/login/", headers={"accept-language": "en"}).content
    client.post("/sprak/", {"language": "en"})
    assert b'<html lang="en"' in client.get("/konto/login/").content
