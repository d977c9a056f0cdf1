"""Those who send a form in the same moment compute one at a time, up to when they wait for the disk."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from threading import Event

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection, connections, transaction
from django.db.backends.sqlite3 import base as sqlite
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from loke.accounts import middleware
from loke.accounts.middleware import FORM, InTurn
from loke.database.turn import TURN

pytestmark = pytest.mark.once
ASK = RequestFactory()


class Gone(BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError


@pytest.fixture(autouse=True)
def only_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only on SQLite does anybody take turns")


def form() -> HttpRequest:
    return ASK.post("/", "minutes=30", content_type=FORM)


def is_free() -> bool:
    """Whether somebody else would be let in at once."""

    def come_in() -> bool:
        TURN.take(0)
        came = TURN.mine
        TURN.leave()
        return came

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(come_in).result()


def free_meanwhile(request: HttpRequest, doing: Callable[[], None] = lambda: None) -> bool:
    """Whether somebody else would be let in when the view has done that."""
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        doing()
        seen.append(is_free())
        return HttpResponse()

    InTurn(view)(request)
    return seen.pop()


def test_whoever_sends_a_form_has_the_turn_until_it_is_answered():
    assert not free_meanwhile(form())
    assert is_free()


def test_a_page_and_a_file_take_no_turn():
    assert free_meanwhile(ASK.get("/"))
    assert free_meanwhile(ASK.post("/", {"file": "bytes"}))


@pytest.mark.django_db(transaction=True)
def test_the_next_computes_while_somebody_waits_for_the_disk(monkeypatch):
    as_django = sqlite.DatabaseWrapper._commit
    seen = []

    def commit(self) -> None:
        seen.append(is_free())
        as_django(self)

    def store() -> None:
        with transaction.atomic():
            assert not is_free()

    monkeypatch.setattr(sqlite.DatabaseWrapper, "_commit", commit)
    assert free_meanwhile(form(), store)
    assert seen == [True]


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_keeps_the_turn():
    def give_up() -> None:
        with suppress(LookupError), transaction.atomic():
            raise LookupError

    assert not free_meanwhile(form(), give_up)


def test_one_inside_another_leaves_no_turn_behind():
    assert not free_meanwhile(form(), lambda: InTurn(lambda request: HttpResponse())(ASK.get("/")))
    InTurn(lambda request: InTurn(lambda request: HttpResponse())(form()))(form())
    assert is_free()


def test_whoever_is_cut_off_takes_no_turn():
    request = form()
    request._stream = Gone()
    assert InTurn(lambda request: HttpResponse())(request).status_code == 400
    assert is_free()


def test_the_turn_goes_on_when_something_goes_wrong():
    def broken(request: HttpRequest) -> HttpResponse:
        raise LookupError

    with pytest.raises(LookupError):
        InTurn(broken)(form())
    assert is_free()


def test_nobody_waits_long_for_somebody_who_is_slow(monkeypatch):
    monkeypatch.setattr(middleware, "PATIENCE", 0.01)
    begun, done = Event(), Event()

    def slow(request: HttpRequest) -> HttpResponse:
        begun.set()
        done.wait(60)
        return HttpResponse("slow")

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(InTurn(slow), form())
        begun.wait(60)
        assert InTurn(lambda request: HttpResponse("quick"))(form()).content == b"quick"
        assert not is_free()  # whoever went on without a turn has given nobody else's away
        done.set()
        assert first.result().content == b"slow"
    assert is_free()


def test_what_comes_slowly_is_waited_for_before_the_turn():
    seen = []

    class Slow(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            seen.append(is_free())
            return super().read(size)

    request = form()
    request._stream = Slow()
    InTurn(lambda request: HttpResponse())(request)
    assert seen == [True]


def test_on_another_database_nobody_takes_turns(monkeypatch):
    monkeypatch.setattr(connections["default"], "vendor", "postgresql")
    with pytest.raises(MiddlewareNotUsed):
        InTurn(lambda request: HttpResponse())
