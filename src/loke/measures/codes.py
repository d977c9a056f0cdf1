"""Codes made of names: short, readable, and not taken by anything else."""

from collections.abc import Collection

from django.utils.text import slugify

LENGTH = 50  # characters; leaves room for a number after it


def free_code(name: str, taken: Collection[str], otherwise: str) -> str:
    """A code made of the name that nothing has yet."""
    first = slugify(name)[:LENGTH] or otherwise
    numbered = (f"{first}-{n}" for n in range(2, len(taken) + 3))
    return next(code for code in (first, *numbered) if code not in taken)
