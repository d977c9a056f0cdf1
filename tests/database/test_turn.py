"""Those who send a form in the same moment compute one at a time, up to when they wait for the disk."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Event

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from loke.accounts import middleware
from loke.accounts.middleware import FORM, InTurn
from loke.database.turn import TURN

pytestmark = pytest.mark.once
ASK = RequestFactory()


@pytest.fixture(autouse=True)
def sqlite() -> None:
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
def test_the_next_computes_while_somebody_waits_for_the_disk():
    def store() -> None:
        with transaction.atomic():
            assert not is_free()

    assert free_meanwhile(form(), store)


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
