"""While an attack is tried nothing is asked of any other computer, and what everybody can reach is walked for once."""

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from tests.attacks.crawl import Form, Page, forms_on, walk

HERE = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def outgoing(monkeypatch) -> list[object]:
    """What was connected to or looked up beyond this computer; a test that leaves something in it fails."""
    tried: list[object] = []

    def guarded(original, place):
        def ask(*args, **kwargs):
            address = args[place]
            host = address[0] if isinstance(address, tuple) else address
            if not (host in HERE or host is None or str(host).startswith("/")):
                tried.append(address)
                raise OSError(f"no way out: {address}")
            return original(*args, **kwargs)

        return ask

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name), 1))
    monkeypatch.setattr(socket, "getaddrinfo", guarded(socket.getaddrinfo, 0))
    yield tried
    assert tried == []


@contextmanager
def logged() -> Iterator[list[str]]:
    """Everything that is logged meanwhile, at every level, but for the database's own statements."""
    found: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(self.format(record))

    kept, root, statements = Kept(logging.DEBUG), logging.getLogger(), logging.getLogger("django.db.backends")
    level, propagates = root.level, statements.propagate
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    statements.propagate = False
    yield found
    statements.propagate = propagates
    root.setLevel(level)
    root.removeHandler(kept)


@pytest.fixture(scope="session")
def walks() -> dict[str, tuple[list[Page], list[str]]]:
    """The pages of each person who has been walked for, by name, and what was logged on the way."""
    return {}


@pytest.fixture
def walk_of(world, signed_in, walks) -> Callable[[str], tuple[list[Page], list[str]]]:
    """One page of every kind that somebody can reach: walked once, since every test begins with the same world."""

    def of(who: str) -> tuple[list[Page], list[str]]:
        if who not in walks:
            with logged() as lines:
                pages = [replace(page, answer=None) for page in walk(signed_in(getattr(world, who)))]
            walks[who] = pages, lines
        return walks[who]

    return of


@pytest.fixture
def forms_of(walk_of) -> Callable[[str], list[Form]]:
    """One form of every kind that somebody can reach."""
    return lambda who: forms_on(walk_of(who)[0])
