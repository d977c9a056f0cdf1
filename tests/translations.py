"""Keeps the English catalogue beside the Swedish source: `python -m tests.translations` adds and compiles."""

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "src/loke"
CATALOGUE = SOURCE / "locale/en/LC_MESSAGES/django.po"
INSTEAD = SOURCE / "locale/sv/LC_MESSAGES/django.po"  # of what Django says in Swedish
QUOTED = r"""u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*\""""
# data files whose texts are translated where they are shown
SAID_IN_DATA = ("description/headings.toml", "promising_practice/guide.toml")
SHOWN = ("name", "text", "label", "help", "line", "ask", "question", "tip")
TRANSLATION = "django.utils.translation"
CALL = re.compile(rf"\b(?:n?p?gettext|_)\((?:{QUOTED}|[^()'\"])*\)")
TEXTS = {"gettext": 1, "ngettext": 2, "pgettext": 1, "npgettext": 2}  # how many of its texts a call translates
DAY = datetime(2026, 1, 1, tzinfo=UTC)  # always the same, so that the catalogue changes only when a text does
HEAD = {
    "header_comment": "# What Loke says in English. Edited by hand; python -m tests.translations adds what is new.",
    "project": "Loke",
    "version": "1",
    "language_team": "English",
    "creation_date": DAY,
    "revision_date": DAY,
    "fuzzy": False,
}
KIND = re.compile(r"_(lazy|noop)$")


@cache  # all of the source is read
def found() -> Catalog:
    """Every text of the program and its templates that is meant to be translated."""
    catalogue = Catalog("en", **HEAD)
    for file, python in texts():
        for context, message in messages_in(python):
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
        elif name in SAID_IN_DATA:
            yield name, "\n".join(f"_({text!r})" for text in said_in(tomllib.loads(file.read_text())))


def said_in(data: object) -> Iterator[str]:
    """Every text of a data file that is shown on the screen, options' words included."""
    for name, value in data.items() if isinstance(data, dict) else ():
        if name in SHOWN and value:
            yield value
        elif name == "options":
            yield from (words for _code, words in value)
        elif isinstance(value, list):
            yield from (text for one in value for text in said_in(one))


def calls_in(templatized: str) -> Iterator[str]:
    """Django turns a template into calls among filler; only the calls are Python."""
    return (match.group() for match in CALL.finditer(templatized))


def messages_in(python: str) -> Iterator[tuple[str | None, str | tuple[str, ...]]]:
    """The context and the text, or its forms, of every call; also inside f-strings and under other names."""
    nodes = list(ast.walk(ast.parse(python)))
    imports = [node.names for node in nodes if isinstance(node, ast.ImportFrom) and node.module == TRANSLATION]
    names = {"_": "gettext", **{one.asname or one.name: one.name for some in imports for one in some}}
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called = KIND.sub("", names.get(node.func.id, node.func.id))
            if called in TEXTS and isinstance(node.args[0], ast.Constant):  # else a text out of data
                yield message_of(called, node.args)


def message_of(called: str, given: list[ast.expr]) -> tuple[str | None, str | tuple[str, ...]]:
    context, *said = given if "p" in called else (None, *given)
    forms = tuple(map(ast.literal_eval, said[: TEXTS[called]]))
    return context and ast.literal_eval(context), forms if len(forms) > 1 else forms[0]


def translated(path: Path = CATALOGUE) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def compiled(path: Path) -> bytes:
    target = BytesIO()
    write_mo(target, translated(path))
    return target.getvalue()


def update() -> None:
    """Add what is new, drop what is gone, and compile; nothing changes when no text has."""
    catalogue, known = found(), {message.id: message.string for message in translated()}
    for message in catalogue:
        if message.id:
            message.string = known.get(message.id, message.string)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, sort_output=True)
    for path in (CATALOGUE, INSTEAD):
        path.with_suffix(".mo").write_bytes(compiled(path))


if __name__ == "__main__":
    update()
