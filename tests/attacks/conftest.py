"""While an attack is tried nothing is asked of any other computer: whoever tries fails, and the test with it."""

import socket
from collections.abc import Callable

import pytest
from tests.attacks.crawl import Form, forms

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


@pytest.fixture(scope="session")
def found() -> dict[str, list[Form]]:
    """The forms of each person who has been walked for, by name."""
    return {}


@pytest.fixture
def forms_of(world, signed_in, found) -> Callable[[str], list[Form]]:
    """One form of every kind that somebody can reach: walked for once, since every test begins with the same world."""

    def of(who: str) -> list[Form]:
        if who not in found:
            found[who] = forms(signed_in(getattr(world, who)))
        return found[who]

    return of
