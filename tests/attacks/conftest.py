"""While an attack is tried nothing is asked of any other computer: whoever tries fails, and the test with it."""

import socket

import pytest

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
