"""The access log as the manager reads it: every page in words, and what is looked for found without a code anywhere."""

import inspect
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from tests.records.pages import address, told

from loke.accounts import log
from loke.accounts.models import AccessEntry
from loke.records.names import PAGES
from loke.records.pseudonyms import new_code

PAGE = reverse("readings", args=["ungdom"])


def pages(patterns) -> Iterator[URLPattern]:
    for one in patterns:
        yield from [one] if isinstance(one, URLPattern) else pages(one.url_patterns)


def logs(function: Callable, seen: set[Callable]) -> bool:
    """Whether what the function calls, of ours, ends in a line of the access log."""
    if function is log.record_reading:
        return True
    seen.add(function)
    within = function.__globals__
    for before, name in re.findall(r"(?:(\w+)\.)?(\w+)\(", inspect.getsource(function)):
        called = inspect.unwrap(getattr(within.get(before), name, None) if before else within.get(name))
        ours = inspect.isfunction(called) and called.__module__.startswith("loke.") and called not in seen
        if ours and logs(called, seen):
            return True
    return False


@pytest.mark.once
def test_every_page_that_is_written_in_the_log_has_a_word():
    views = {one.name: inspect.unwrap(one.callback) for one in pages(get_resolver().url_patterns)}
    views = {name: view for name, view in views.items() if view.__module__.startswith("loke.")}
    logged = {name for name, view in views.items() if logs(view, set())}
    assert {"client", "request_erasure", "import_trial"} <= logged
    assert logged - PAGES.keys() == set()


@pytest.fixture
def read(world, signed_in):
    """Aino reads two of her clients and Idris one of his."""
    one, other = world.aino.episodes.ongoing().listed()[:2]
    for who, episode in ((world.aino, one), (world.aino, other), (world.idris, world.ongoing(world.idris))):
        signed_in(who).get(address("client", episode))
    return one


def found(maryam, **sought) -> list[tuple[str, str]]:
    """Who read what, as the page that the search leads to tells it."""
    answer = maryam.post(PAGE, sought)
    assert answer.status_code == 303
    return [(str(entry.by), entry.what) for entry, _clients in maryam.get(answer["Location"]).context["rows"]]


def test_what_somebody_has_read_is_found(world, maryam, read):
    assert found(maryam, who=world.aino.pk) == [("Aino Påhittsson", "client")] * 2


def test_who_has_read_about_a_client_is_found_by_the_code_as_people_write_it(maryam, read):
    code = read.client.code.lower()
    assert found(maryam, code=f"{code[:3]} {code[3:]}") == [("Aino Påhittsson", "client")]


def test_what_was_read_on_a_day_is_found(maryam, read):
    today = timezone.localdate()
    assert len(found(maryam, day=today)) == 3
    assert found(maryam, day=today - timedelta(days=1)) == []


def test_no_code_stands_in_the_address_that_a_search_leads_to(maryam, read):
    where = maryam.post(PAGE, {"code": read.client.code})["Location"]
    assert where == f"{PAGE}?klient={read.client_id}"
    assert f'value="{read.client.code[:3]} ' in told(maryam.get(where))


def test_a_code_that_nobody_has_and_one_of_another_unit_are_told_alike(world, maryam):
    elsewhere = world.beroende.unit.clients.first().code
    for code in (new_code(), elsewhere):
        answer = maryam.post(PAGE, {"code": code})
        assert answer.status_code == 422
        assert "Ingen klient i enheten har den koden." in told(answer)


@pytest.mark.parametrize("wanted", ["vem=x", "klient=999999999", "dag=2026-13-01", "dag=0001-01-01", "vem=9&klient=-1"])
def test_an_address_that_names_what_cannot_be_found_shows_nothing_and_not_everything(maryam, read, wanted):
    page = maryam.get(f"{PAGE}?{wanted}")
    assert page.context["rows"] == []
    assert "Ingen läsning passar" in told(page)


def test_an_address_with_nothing_in_it_shows_everything(maryam, read):
    assert len(maryam.get(f"{PAGE}?vem=&klient=&dag=").context["rows"]) == 3


def test_a_guest_who_has_read_is_found_as_those_of_the_unit_are(world, maryam, read):
    assert not world.tove.memberships.filter(unit=world.ungdom.unit).exists()
    log.record_reading(by=world.tove, unit=world.ungdom.unit, what="client", clients=[read.client_id])
    assert found(maryam, who=world.tove.pk) == [(str(world.tove), "client")]
    assert len(maryam.get(f"{PAGE}?vem={world.tove.pk}&klient={read.client_id}").context["rows"]) == 1


def test_whoever_looks_for_a_client_is_written_in_the_log_too(world, maryam, read):
    found(maryam, code=read.client.code)
    last = AccessEntry.objects.filter(by=world.maryam).first()
    assert last.clients.filter(client_number=read.client_id).exists()


def test_clients_that_are_there_no_longer_are_told_in_words(world, maryam):
    log.record_reading(by=world.aino, unit=world.ungdom.unit, what="clients", clients=[10**9, 10**9 + 1])
    assert "2 klienter som inte finns längre" in told(maryam.get(PAGE))
