"""The process that reads a hostile file: takes it on standard input, gives up its powers, and answers in JSON."""

import base64
import codecs
import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from loke.dataset.delimited import NotRows, grid_of
from loke.publishing.documents.base import cleaned
from loke.publishing.documents.blocks import Grid, Story, read
from loke.publishing.documents.cells import book_of
from loke.publishing.documents.package import MOST_ANSWER, Unreadable

LIMITS = {
    resource.RLIMIT_CPU: 10,  # seconds; as many rows as a file may have take half of them
    resource.RLIMIT_AS: 500 * 2**20,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 3,  # standard input, output and error are open: no file and no socket can be opened after
}


def _blocks(data: bytes, exact: bool = False) -> dict[str, Any]:
    story: Story = read(data, exact)
    kinds = ["grid" if isinstance(block, Grid) else "paragraph" for block in story.blocks]
    return asdict(story) | {"kinds": kinds}


def _exactly(data: bytes) -> dict[str, Any]:
    return _blocks(data, exact=True)


def _base(data: bytes) -> str:
    return base64.b64encode(cleaned(data)).decode()


def _cells(data: bytes) -> dict[str, Any]:
    return asdict(book_of(data))


def _delimited(data: bytes) -> dict[str, Any]:
    return {"sheets": [asdict(grid_of(data))]}


TASKS: dict[str, Callable[[bytes], Any]] = {
    "blocks": _blocks,
    "exactly": _exactly,
    "base": _base,
    "cells": _cells,
    "delimited": _delimited,
}


def main() -> None:
    """Answers {"done": …} or {"refused": code}."""
    data = sys.stdin.buffer.read()
    for encoding in ("cp437", "cp1252", "utf-16", "utf-8-sig"):  # Python would open a file for each of them later
        codecs.lookup(encoding)
    for kind, limit in LIMITS.items():
        resource.setrlimit(kind, (limit, limit))
    try:
        answer = {"done": TASKS[sys.argv[1]](data)}
    except (Unreadable, NotRows) as refused:
        answer = {"refused": refused.code}
    except (MemoryError, RecursionError):
        answer = {"refused": "takes_too_long"}
    words = json.dumps(answer)
    sys.stdout.write(words if len(words) <= MOST_ANSWER else json.dumps({"refused": "too_much_text"}))


if __name__ == "__main__":
    main()
