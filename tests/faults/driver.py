"""A server that can be killed again and again: Loke is loaded once, and every start forks off one with Granian.

Takes lines on standard input: `start`, `kill`. Run as a program, with the port as its argument.
"""

import os
import signal
import sys

import django


def serve(port: int) -> None:
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    os.setsid()
    Granian(
        "loke.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=8,
        log_level=LogLevels.error,
    ).serve()


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main(port: int) -> None:
    django.setup()
    import loke.urls  # noqa: PLC0415 - loaded here, so that no start has to
    import loke.wsgi  # noqa: F401, PLC0415

    number = 0
    say("ready")
    for line in sys.stdin:
        if number:
            os.killpg(number, signal.SIGKILL)
            os.waitpid(number, 0)
            number = 0
        if line.strip() == "start":
            number = os.fork()
            if not number:
                serve(port)
                os._exit(0)
            os.waitpid(-1, os.WNOHANG)
        say("done")


if __name__ == "__main__":
    main(int(sys.argv[1]))
