"""Line breaks, forged hosts and forged proxies change no letter, no line of the log and no count of tries."""

import logging
import re
from datetime import timedelta

import pytest
from django.conf import settings as shipped
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from loke.accounts.files import as_file
from loke.accounts.models import Invitation, User
from loke.description.mail import send_review
from loke.description.models import Review

BREAKS = ["\r\n", "\n", "\r", "%0d%0a", "\u2028", "\x0b", "\x85"]
FORGED = "Bcc: mallory@evil.example"
LINE = "2026-11-15 10:00:00 CRITICAL loke \x1b[31mförfalskad"
NAMES = ["evil.example", "testserver.evil.example", "evil.example:443", "testserver@evil.example", "[::1]", "", "a b"]
HOSTS = [f"{before}{name}" for name in NAMES for before in ("", "www.", "x-", "%00", "testserver,", "testserver, ")]
PROXY = ("x-forwarded-host", "x-host", "x-forwarded-server", "x-http-host-override", "forwarded", "x-original-url")


@pytest.fixture
def post(settings):
    settings.EMAIL_HOST = "localhost"
    return mail.outbox


@pytest.fixture
def lines():
    """What the server's log would hold, as it would be written."""
    found: list[str] = []
    form = shipped.LOGGING["formatters"]["plain"]

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(self.format(record))

    kept = Kept(logging.WARNING)
    kept.setFormatter(logging.Formatter(form["format"], style=form["style"]))
    logging.getLogger().addHandler(kept)
    yield found
    logging.getLogger().removeHandler(kept)


@pytest.mark.once
@pytest.mark.parametrize("between", BREAKS)
def test_a_line_break_in_a_name_begins_no_header(world, post, between):
    world.ungdom.name = f"Unga{between}{FORGED}"
    review = Review(service=world.ungdom, partner=world.tove, task="comment", until=timezone.localdate())
    assert send_review(review, "https://loke.example/")
    (letter,) = post
    assert letter.recipients() == [world.tove.email]
    assert set(letter.message().keys()) & {"Bcc", "Cc", "bcc"} == set()


@pytest.mark.parametrize("between", BREAKS)
def test_a_line_break_in_an_address_is_refused(world, signed_in, client, post, between):
    address = f"nova@example.org{between}{FORGED}"
    told = {"name": "Nova", "email": address, "role": "leadership", "place": f"o{world.organisation.pk}"}
    signed_in(world.administrator).post("/personer/", {**told, "submission": "6f1f0d8e-0000-4000-8000-000000000000"})
    client.post("/konto/password/reset/", {"email": address})
    assert not Invitation.objects.filter(name="Nova").exists()
    assert post == []


@pytest.mark.parametrize("name", [f'Unga{one}X-Evil: 1"; filename="x.exe' for one in BREAKS])
def test_the_name_of_a_file_begins_no_header_and_no_other_name(name):
    answer = as_file(name, "pdf", b"")
    assert set(answer.headers) == {"Content-Type", "Content-Disposition"}
    assert re.fullmatch(
        r"attachment; filename=\"loke\.pdf\"; filename\*=UTF-8''[\w.%~-]+", answer["Content-Disposition"]
    )


def test_a_forged_line_is_not_written_in_the_log(world, client, lines, monkeypatch):
    client.raise_request_exception = False
    told = {"user-agent": LINE, "referer": LINE, "accept-language": LINE, "x-forwarded-for": LINE}
    for between in BREAKS:
        client.get(f"/finns-inte/{between}{LINE}", headers=told)
        client.get("/konto/login/", {"next": between + LINE}, headers=told)
        client.post(
            "/konto/login/", {"login": f"a{between}{LINE}@example.org", "password": between + LINE}, headers=told
        )
        client.get("/konto/login/", headers={"host": f"evil{between}{LINE}"})
    monkeypatch.setattr("loke.accounts.views.Invitation.objects.open", lambda: [][len(LINE)])
    client.get(f"/inbjudan/{LINE}/", headers=told)
    assert len(lines) >= len(BREAKS) + 1  # the forged hosts, and the failure
    assert [
        line for line in lines if re.search(r"(^|[\r\n\x0b\x85\u2028])2026-11-15 10:00:00 CRITICAL|\x1b", line)
    ] == []


def test_the_link_of_a_forgotten_password_leads_to_us_whatever_host_is_said(world, client, post, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    asked = [{"host": host} for host in HOSTS] + [{name: host} for host in HOSTS for name in PROXY]
    assert len(asked) >= 100
    for headers in asked:
        cache.clear()
        client.post("/konto/password/reset/", {"email": world.aino.email}, headers=headers)
    links = {found for letter in post for found in re.findall(r"https?://[^/\s]*", letter.body)}
    assert links == {"https://testserver"}
    assert len(post) >= len(HOSTS) * len(PROXY)
    assert {tuple(letter.recipients()) for letter in post} == {(world.aino.email,)}


def test_plain_http_is_not_taken_for_https_because_a_header_says_so(db):
    told = {
        "x-forwarded-proto": "https",
        "x-forwarded-ssl": "on",
        "x-forwarded-port": "443",
        "forwarded": "proto=https",
    }
    answer = Client().get("/konto/login/", headers=told)
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/konto/login/")


def test_tries_are_counted_whatever_address_a_header_says(world, client):
    cache.clear()
    for attempt in range(61):
        told = {"login": f"nobody{attempt}@example.org", "password": "fel lösenord alldeles"}
        answer = client.post(
            "/konto/login/", told, headers={"x-forwarded-for": f"10.0.0.{attempt}", "x-real-ip": "10.1.1.1"}
        )
    assert "många försök" in answer.content.decode()
    assert "60/m/ip" in shipped.ACCOUNT_RATE_LIMITS["login_failed"]


def test_a_reset_answers_the_same_for_known_and_unknown_people(world, client, post):
    User.objects.filter(pk=world.idris.pk).update(is_active=False)
    answers = []
    for address in (world.aino.email, "nobody@example.org", world.idris.email):
        cache.clear()
        answer = client.post("/konto/password/reset/", {"email": address}, follow=True)
        answers.append((answer.status_code, answer.redirect_chain, _without_tokens(answer).replace(address, "")))
    assert answers[0] == answers[1] == answers[2]
    assert [letter.to for letter in post] == [[world.aino.email]]


def test_a_key_that_never_was_and_one_that_is_used_up_are_answered_alike(world, client):
    told = {"email": "nova@example.org", "name": "Nova", "role": "leadership", "organisation": world.organisation}
    key = Invitation.new_key()
    old = timezone.now() - timedelta(minutes=1)
    Invitation.objects.create(digest=Invitation.digest_of(key), expires=old, **told)
    used, never = client.get(f"/inbjudan/{key}/"), client.get(f"/inbjudan/{Invitation.new_key()}/")
    assert used.status_code == never.status_code == 410
    assert _without_tokens(used) == _without_tokens(never)


def _without_tokens(answer) -> str:
    """The page but for the form's own token, which is another every time."""
    return re.sub(r'value="[\w-]{64}"', "", answer.content.decode())
