"""Two who press at the same moment, before a real server: stored once, or told what the other one did."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, build_opener

import pytest
from tests.records.pages import address

from loke.accounts.models import User
from loke.records.models import Episode

pytestmark = pytest.mark.browser


class Stay(HTTPRedirectHandler):
    """Show where an answer leads instead of going there."""

    def redirect_request(self, *args):
        return None


def signed_in(site: str, user: User) -> OpenerDirector:
    browser = build_opener(HTTPCookieProcessor(CookieJar()), Stay)
    ask(browser, f"{site}/demo/", person=str(user.pk), csrfmiddlewaretoken=token(ask(browser, f"{site}/demo/")[1]))
    return browser


def ask(browser: OpenerDirector, page: str, **sent: str) -> tuple[int, str]:
    try:
        answer = browser.open(page, urlencode(sent).encode() if sent else None)
    except HTTPError as error:
        answer = error
    return answer.status, answer.read().decode()


def hidden_value(page: str, name: str) -> str:
    return unescape(re.search(rf'name="{name}" value="([\w-]+)"', page)[1])


def token(page: str) -> str:
    return hidden_value(page, "csrfmiddlewaretoken")


def submission(page: str) -> str:
    return hidden_value(page, "submission")


def at_once(*doing) -> list[tuple[int, str]]:
    with ThreadPoolExecutor() as pool:
        return [future.result() for future in [pool.submit(*each) for each in doing]]


@pytest.fixture
def episode(world) -> Episode:
    return world.aino.episodes.ongoing().filter(service=world.ungdom).order_by("opened", "pk").first()


def test_a_contact_sent_twice_at_the_same_moment_is_stored_once(world, site, episode):
    browser, client = signed_in(site, world.aino), site + address("client", episode)
    page = ask(browser, client)[1]
    contact = {
        "csrfmiddlewaretoken": token(page),
        "submission": submission(page),
        "date": episode.opened.isoformat(),
        "intervention": str(world.ungdom.interventions.first().pk),
        "attendance": "attended",
        "minutes": "1237",
    }
    answers = at_once(*[(lambda: ask(browser, f"{client}traff/", **contact),)] * 4)
    assert [status for status, _ in answers] == [303] * 4
    assert ask(browser, client)[1].count("1237 minuter") == 1


def test_of_two_who_end_an_episode_at_the_same_moment_one_is_shown_it(world, site, episode):
    browsers = [signed_in(site, user) for user in (world.aino, world.maryam)]
    pages = [ask(browser, site + address("end_episode", episode))[1] for browser in browsers]
    how = {"closed": episode.contacts.first().date.isoformat(), "ending": str(world.ungdom.endings.first().pk)}
    hidden = (
        {name: hidden_value(page, name) for name in ("csrfmiddlewaretoken", "submission", "seen")} for page in pages
    )
    sent = [{**one, **how} for one in hidden]
    both = zip(browsers, sent, strict=True)
    answers = at_once(*[(lambda b, s: ask(b, site + address("end_episode", episode), **s), b, s) for b, s in both])
    assert sorted(status for status, _ in answers) == [303, 409]
    assert any("Det här har ändrats medan du skrev" in text for _, text in answers)
