"""Which of several names a written one most likely stands for: the same, in other letters, shortened, or much alike."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from loke.exchange.files.fields import SAID, Field

ALIKE = 0.78  # of letters in common, for two names to be offered as the same
LEAST_SHORTENED = 3  # letters


def squeezed(text: str) -> str:
    """Its letters and figures, in lower case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def named(field: Field) -> dict[str, tuple[str, ...]]:
    """What each option may be called."""
    return {code: (name, code, *SAID.get(code, ())) for code, name in field.options}


def exact(text: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """The one that is called so, but for case and signs; None if none is, or several are."""
    wanted = squeezed(text) or text.strip()
    first = [code for code, called in names.items() if wanted == squeezed(next(iter(called), ""))]
    found = first or [code for code, called in names.items() if wanted in {squeezed(name) or name for name in called}]
    return found[0] if len(found) == 1 else None


def likely(text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """The one that is probably meant, to be confirmed by whoever knows."""
    if (found := exact(text, names)) is not None:
        return found
    wanted = squeezed(text)
    if len(wanted) >= LEAST_SHORTENED:
        begins = {code for code, called in names.items() if any(squeezed(name).startswith(wanted) for name in called)}
        if len(begins) == 1:
            return begins.pop()
    scored = [
        (max((_alike(wanted, squeezed(name)) for name in called), default=0), code) for code, called in names.items()
    ]
    best, code = max(scored, default=(0, None))
    return code if best >= ALIKE else None


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0
    return SequenceMatcher(None, one, other).ratio()


def columns(heads: Sequence[tuple[int, str]], fields: Sequence[Field]) -> dict[int, str]:
    """The likely field of each column by its heading; a field is suggested once, and items before ready scores."""
    ready = [field for field in fields if field.key.startswith("s:")]
    found = _columns(heads, [field for field in fields if field not in ready], {})
    return _columns(heads, ready, found)


def _columns(heads: Sequence[tuple[int, str]], fields: Sequence[Field], found: dict[int, str]) -> dict[int, str]:
    names = {field.key: (field.label, *field.synonyms) for field in fields}
    for how in (_first_name, exact, likely):
        for place, head in heads:
            left = {key: called for key, called in names.items() if key not in found.values()}
            if place not in found and head and (key := how(head, left)):
                found[place] = key
    return found


def _first_name(text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    return exact(text, {key: called[:1] for key, called in names.items()})
