"""Has a hostile file read in a process of its own, which can open nothing, reach nobody and not go on for long."""

import json
import os
import subprocess
import sys
from threading import Lock
from typing import Any

from loke.publishing.documents.package import REASONS, TABLE_REASONS, Unreadable

# it gives way to whoever works at the pages from its first moment: what it imports takes most of its time
CONFINED = (
    "import os; me = os.PRIO_PROCESS, 0; os.setpriority(*me, max(10, os.getpriority(*me)));"
    " from loke.publishing.documents.confined import main; main()"
)
SECONDS = 120  # by the clock, as a last resort: what counts is the processor's time, limited in the process itself
ALONE = Lock()  # several at a time would take the computer from everybody else
WAIT = 5  # seconds for one's turn, in which a thread of the server does nothing else


def asked(task: str, data: bytes) -> Any:
    """What a task of `confined` answers about the file, whose first bytes have been looked at. Raises Unreadable."""
    if not ALONE.acquire(timeout=WAIT):
        raise Unreadable("busy")
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", "-c", CONFINED, task],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_slow") from error
    finally:
        ALONE.release()
    if done.returncode != 0:  # stopped by a limit, or by something that nobody foresaw
        raise Unreadable("takes_too_long" if done.returncode < 0 else "damaged")
    return _answer(done.stdout)


def _answer(output: bytes) -> Any:
    answer = json.loads(output)
    if "refused" in answer:
        raise Unreadable(answer["refused"] if answer["refused"] in {*REASONS, *TABLE_REASONS} else "damaged")
    return answer["done"]
