"""Which of several names a written one most likely stands for, and what a column is by its heading and its cells."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice

from loke.dataset.asread import as_minutes
from loke.dataset.grid import Grid, columns_of
from loke.exchange.files.fields import SAID, Field
from loke.records.models import Contact

ALIKE = 0.78  # of letters in common, for two names to be offered as the same
LEAST_SHORTENED = 3  # letters
MOSTLY = 0.8  # of the cells of a column, for it to be told by them
LOOKED_AT = 500  # of them
OF_TIME = re.compile(r"\b(?:min|minuter|tid|tidsåtgång)\b", re.IGNORECASE)


def squeezed(text: str) -> str:
    """Its letters and figures, in lower case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def named(field: Field) -> dict[str, tuple[str, ...]]:
    """What each option may be called."""
    return {code: (name, code, *SAID.get(code, ())) for code, name in field.options}


def why_none(field: Field) -> dict[str, tuple[str, ...]]:
    """What each reason for having no answer may be called."""
    return {code: (name, code, *SAID[code]) for code, name in field.reasons}


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


def meant(word: str, field: Field) -> str | None:
    """The option or the reason that a word in a column probably stands for; what is called so goes first."""
    names, reasons = named(field), why_none(field)
    for how, among in ((exact, names), (exact, reasons), (likely, names), (likely, reasons), (_by_words, names)):
        if (found := how(word, among)) is not None:
            return found
    return None


def _by_words(text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """The only one in whose name all of its longer words are, or nearly so: förälder is Genom förälder."""
    wanted = _longer_words(text)
    found = [code for code, (name, *_rest) in names.items() if wanted and _all_in(wanted, _longer_words(name))]
    return found[0] if len(found) == 1 else None


def _longer_words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) > LEAST_SHORTENED]


def _all_in(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(_alike(one, word) >= ALIKE for word in words) for one in wanted)


def _alike(one: str, other: str) -> float:
    if not one or not other:
        return 0
    return SequenceMatcher(None, one, other).ratio()


def columns(grid: Grid, header: int, fields: Sequence[Field]) -> dict[int, str]:
    """The likely field of each column; a field is suggested once, and items before ready scores.

    A heading that is a field's own name or one of its other names says it, then the cells, then a heading much alike.
    """
    heads = columns_of(grid, header)
    cells = {place: _cells(grid, header, place) for place, _head in heads}
    ready = [field for field in fields if field.key.startswith("s:")]
    others = [field for field in fields if field not in ready]
    found = _minutes(heads, cells, others)
    for how in (_first_name, exact):
        _by_heading(how, heads, others, found)
    _by_cells(cells, others, found)
    _by_heading(likely, heads, others, found)
    for how in (_first_name, exact, likely):
        _by_heading(how, heads, ready, found)
    return found


def _cells(grid: Grid, header: int, place: int) -> list[str]:
    """The first ones under a heading that say something."""
    below = (grid.cell(line, place) for line in range(header + 1, len(grid.rows)))
    return list(islice(filter(None, below), LOOKED_AT))


def _minutes(
    heads: Sequence[tuple[int, str]], cells: Mapping[int, list[str]], fields: Sequence[Field]
) -> dict[int, str]:
    """The column of whole numbers whose heading speaks of minutes or time, which may also be called as the day is."""
    keys = [field.key for field in fields if field.type == "minutes"]
    told = [place for place, head in heads if OF_TIME.search(head) and _are_minutes(cells[place])]
    return dict(zip(told, keys, strict=False))


def _are_minutes(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(map(_is_minutes, cells)) >= MOSTLY * len(cells)


def _is_minutes(cell: str) -> bool:
    try:
        return 1 <= as_minutes(cell) <= Contact.MOST_MINUTES
    except ValueError:
        return False


def _by_cells(cells: Mapping[int, list[str]], fields: Sequence[Field], found: dict[int, str]) -> None:
    """A column whose cells are names of the alternatives of one field only is that field."""
    names = {field.key: {squeezed(name) for _code, name in field.options} for field in fields if field.chosen}
    for place in sorted(cells.keys() - found.keys()):
        words = [squeezed(cell) for cell in cells[place]]
        left = [key for key in names if key not in found.values()]
        fit = [key for key in left if words and sum(word in names[key] for word in words) >= MOSTLY * len(words)]
        if len(fit) == 1:
            found[place] = fit[0]


def _by_heading(how: Callable, heads: Sequence[tuple[int, str]], fields: Sequence[Field], found: dict) -> None:
    names = {field.key: (field.label, *field.synonyms) for field in fields}
    for place, head in heads:
        left = {key: called for key, called in names.items() if key not in found.values()}
        if place not in found and head and (key := how(head, left)):
            found[place] = key


def _first_name(text: str, names: Mapping[str, Sequence[str]]) -> str | None:
    return exact(text, {key: called[:1] for key, called in names.items()})
