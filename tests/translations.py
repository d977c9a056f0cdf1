"""Keeps the English catalogue beside the Swedish source: `python -m tests.translations` adds and compiles."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "src/loke"
CATALOGUE = SOURCE / "locale/en/LC_MESSAGES/django.po"
QUOTED = r"""u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*\""""
CALL = re.compile(rf"\b(?:n?p?gettext|_)\((?:{QUOTED}|[^()'\"])*\)")
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}


def found() -> Catalog:
    """Every text of the program and its templates that is meant to be translated."""
    catalogue = Catalog(locale="en", project="Loke", charset="utf-8", fuzzy=False)
    for file, python in texts():
        for _line, message, _comments, context in extract("python", BytesIO(python.encode()), CALLS):
            catalogue.add(message, context=context, locations=[(file, 1)])
    return catalogue


def texts() -> Iterator[tuple[str, str]]:
    """File and its translatable calls as Python."""
    for file in sorted(SOURCE.rglob("*")):
        name = file.relative_to(SOURCE).as_posix()
        if file.suffix == ".py" and "migrations" not in name:
            yield name, file.read_text()
        elif "templates" in file.parts and file.suffix in (".html", ".txt"):
            yield name, "\n".join(calls_in(templatize(file.read_text(), origin=name)))


def calls_in(templatized: str) -> Iterator[str]:
    """Django turns a template into calls among filler; only the calls are Python."""
    return (match.group() for match in CALL.finditer(templatized))


def translated() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def compiled(catalogue: Catalog) -> bytes:
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def update() -> None:
    """Add what is new, drop what is gone, and compile."""
    template, catalogue = found(), translated() if CATALOGUE.exists() else Catalog(locale="en")
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, sort_output=True, omit_header=False)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalogue))


if __name__ == "__main__":
    update()
