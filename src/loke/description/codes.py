"""Codes that are given only once: one that follows a name, or the next number."""

from collections.abc import Iterable

from django.utils.text import slugify


def free_code(name: str, otherwise: str, taken: Iterable[str]) -> str:
    """A code that follows the name, or is made of `otherwise` where no letter fits, and that is not taken."""
    wanted, taken = slugify(name)[:50] or otherwise, set(taken)
    numbers = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (wanted, *numbers) if code not in taken)


def next_code(letter: str, used: Iterable[str]) -> str:
    """The letter and a number after all that have been used, of what is there no longer too."""
    return f"{letter}{max((int(code[1:]) for code in used if code[1:].isdecimal()), default=0) + 1}"
