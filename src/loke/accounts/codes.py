"""A code that follows a name and is given only once."""

from collections.abc import Iterable

from django.utils.text import slugify


def free_code(name: str, otherwise: str, taken: Iterable[str], longest: int = 50) -> str:
    """A code that follows the name, or is made of `otherwise` where no letter fits, and that is not taken."""
    wanted, taken = slugify(name)[:longest].strip("-_") or otherwise, set(taken)
    numbers = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (wanted, *numbers) if code not in taken)
