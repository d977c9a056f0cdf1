"""A server that can be killed or restarted again and again: Loke is loaded once, and every start forks off one.

Takes lines on standard input: `start` and `kill`, both with SIGKILL to the one before, and `restart`, as systemd does
it. Run as a program, with the port as its argument; with `kept` as well it keeps the socket, as deploy/loke.socket.
"""

import os
import signal
import socket
import sys

import django

FIRST = 3  # systemd's first descriptor


def serve(port: int, kept: socket.socket | None) -> None:
    from loke import serving  # noqa: PLC0415

    os.setsid()
    if kept:
        os.dup2(kept.fileno(), FIRST)
        os.environ["LISTEN_PID"] = str(os.getpid())
    serving.run("127.0.0.1", port)


def end(number: int, *, kill: bool) -> None:
    if kill:
        os.killpg(number, signal.SIGKILL)
    else:
        os.kill(number, signal.SIGTERM)
    os.waitpid(number, 0)


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(port: int, kept: socket.socket | None) -> None:
    django.setup()
    import loke.urls  # noqa: PLC0415 - loaded here, so that no start has to
    import loke.wsgi  # noqa: F401, PLC0415

    number = 0
    say("ready")
    for line in sys.stdin:
        word = line.strip()
        if number:
            end(number, kill=word != "restart")
            number = 0
        if word in ("start", "restart"):
            number = os.fork()
            if not number:
                serve(port, kept)
                os._exit(0)
            os.waitpid(-1, os.WNOHANG)
        say("done")


if __name__ == "__main__":
    keep = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=1024) if "kept" in sys.argv else None
    main(int(sys.argv[1]), keep)
