"""Run apart by test_slow_words: tries every pattern and validator on texts made to take long, and says how many."""

import importlib
import os
import pkgutil
import re
import resource
import sys
from contextlib import suppress
from functools import partial

import django
from django.core.exceptions import ValidationError

from loke.accounts.fields import no_identifiers

LONG = 5_000
ALLOWED = 10  # seconds of the processor, on however slow a computer; what explodes takes for ever
PIECES = (
    *("a", "1", " ", "\t", "\n", "-", "0", "00-", "1 ", "12 ", "1-1-", "19", "8507", "850709-", "+46 ", "0 7", "070-"),
    *(
        "a@",
        "a@a",
        "a.a",
        "@",
        ".",
        ",",
        ";",
        "a@a.",
        "aa.",
        "=",
        "_x",
        "_x0041",
        '"',
        "[",
        "(",
        "{",
        "{a",
        "<",
        "<?xml ",
    ),
    *("&", "\\", "\u00a0", "é", "٣", "\u2028", "och ", " och", "A1", "1.", "1,", "1e", "/", "x:"),
)


def texts() -> list[str]:
    """Long texts of one piece said over and over, each with an end that nothing expects."""
    return [piece * (LONG // len(piece)) + "!\x00" for piece in PIECES]


def patterns() -> dict[str, re.Pattern]:
    """Every pattern that a module of Loke holds, by where it stands."""
    found = {}
    for module in pkgutil.walk_packages(importlib.import_module("loke").__path__, "loke."):
        if ".migrations" not in module.name and module.name not in ("loke.__main__", "loke.wsgi", "loke.serving"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    found[f"{module.name}.{name}"] = value
    return found


def look(pattern: re.Pattern, text: str) -> None:
    raw = text.encode() if isinstance(pattern.pattern, bytes) else text
    for way in (pattern.search, pattern.match, pattern.fullmatch, pattern.findall):
        way(raw)


def validate(text: str) -> None:
    with suppress(ValueError, ValidationError):
        no_identifiers(text)


def main() -> None:
    """Is ended by the system when one of them takes far too long."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
    django.setup()
    tries = {name: partial(look, pattern) for name, pattern in patterns().items()} | {"no_identifiers": validate}
    for name, attempt in tries.items():
        for text in texts():
            spent = resource.getrusage(resource.RUSAGE_SELF)
            allowed = int(spent.ru_utime + spent.ru_stime) + ALLOWED
            resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))
            sys.stdout.write(f"{name} {text[:12]!a}\n")
            sys.stdout.flush()
            attempt(text)
    sys.stdout.write(f"{len(tries)} with {len(PIECES)} texts")


if __name__ == "__main__":
    main()
