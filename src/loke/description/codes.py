"""Codes that are numbers in a row, each given only once."""

from collections.abc import Iterable


def next_code(letter: str, used: Iterable[str]) -> str:
    """The letter and a number after all that have been used, of what is there no longer too."""
    return f"{letter}{max((int(code[1:]) for code in used if code[1:].isdecimal()), default=0) + 1}"
