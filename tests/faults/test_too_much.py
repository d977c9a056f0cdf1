"""What is too long or has too many fields is refused in words, and nothing is cut off without a word."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.faults.writing import Writer, driven
from tests.improvement.improving import sent

from loke.accounts.faults import KindOnly

TOLD = "Det var för mycket på en gång"


@pytest.mark.parametrize("fields", [{"problem": "å" * 5_000_000}, {f"f{number}": "x" for number in range(10_000)}])
def test_what_is_too_much_is_refused_in_words_and_nothing_is_kept(world, signed_in, fields):
    before = world.ungdom.cycles.count()
    answer = signed_in(world.aino).post(reverse("begin_cycle", args=["ungdom"]), sent(title="Lång", **fields))
    assert (answer.status_code, TOLD in answer.content.decode()) == (413, True)
    assert "Content-Security-Policy" in answer.headers
    assert world.ungdom.cycles.count() == before


def test_the_limits_are_those_that_the_page_tells():
    assert (settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2**20, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS) == (2.5, 1000)


def test_a_long_text_is_refused_whole_and_stays_in_the_form(world, signed_in):
    text = "ord och ord " * 40_000
    told = sent(title="Lång", problem=f"{text}slutet", kind="adaptive", owner=world.idris.pk)
    answer = signed_in(world.aino).post(reverse("begin_cycle", args=["ungdom"]), told)
    page = answer.content.decode()
    assert (
        answer.status_code,
        "Högst 4000 tecken får plats" in page,
        "ord slutet" in page,
        "maxlength" in page[page.index("<textarea") :],
    ) == (422, True, True, False)
    assert not world.ungdom.cycles.filter(title="Lång").exists()


def test_ten_megabytes_are_answered_by_the_server_itself_and_kept_nowhere(home, at):
    with driven(home) as driver:
        writer = Writer(driver.port, *at)
        before = driver.memory()
        for _ in range(3):
            status, body, _place = writer.send(note="å" * 1_600_000)
            assert (status, TOLD in body) == (413, True)
        assert driver.memory() - before < 50
        assert writer.send()[0] == 303
    lines = (home / "server.log").read_text().splitlines()
    told = [line.split(" ", 2)[2] for line in lines if "django.security" in line]
    assert told == ["WARNING django.security.RequestDataTooBig Avvisat"] * 3
    assert "Traceback" not in "\n".join(lines)


def test_of_what_is_refused_the_log_tells_the_kind_and_nothing_of_what_was_sent(client):
    with told() as said:
        assert client.get("/", headers={"host": "kanarie.example"}).status_code == 400
    ours = " ".join(settings.ALLOWED_HOSTS)
    assert said.getvalue() == f"Avvisat: frågan gällde ett annat namn än dem i LOKE_HOSTS, {ours}\n"


def test_a_form_from_where_the_site_is_called_something_else_has_the_name_it_should_have_in_the_log():
    browser = Client(enforce_csrf_checks=True)
    with told() as said:
        for whence in (
            {"origin": "https://testserver:8443"},
            {"referer": "https://testserver:8443/kanarie/"},  # from an older browser
            {},
            {"origin": "https://testserver"},
        ):
            sent = {"headers": whence, "secure": True}
            assert browser.post(reverse("account_login"), {"login": "kanarie"}, **sent).status_code == 403
    assert said.getvalue().splitlines() == [
        *["Avvisat: formuläret kom inte från https://testserver, som sidan heter enligt proxyn"] * 3,
        "Avvisat: formuläret eller kakan saknar sin nyckel, eller har en gammal",
    ]


@contextmanager
def told() -> Iterator[StringIO]:
    """What Django's loggers of what is refused say, as the log has it."""
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.addFilter(KindOnly())
    logging.getLogger("django.security").addHandler(handler)
    try:
        yield said
    finally:
        logging.getLogger("django.security").removeHandler(handler)
