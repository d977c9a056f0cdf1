"""Cells: the text of one cell as the value its column's type asks for, and back."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from loke.dataset.schema import SLUG, Column

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2149, 6, 5)  # what fits in 16 bits, the last kept for "not happened"
BOOLEANS = {"true": True, "false": False, "sant": True, "falskt": False}  # the latter two as Swedish Excel saves them
IS_SLUG = re.compile(SLUG)
IS_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
IS_INTEGER = re.compile(r"-?[0-9]{1,9}")
IS_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")

Value = str | int | bool | date | Fraction | tuple[str, ...] | tuple[Fraction, ...] | tuple[int, ...] | None


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _within(column: Column, number: Any) -> Any:
    if (column.least is not None and number < column.least) or (column.most is not None and number > column.most):
        raise ValueError(number)
    return number


def _day(_column: Column, text: str) -> date:
    day = date.fromisoformat(_matching(IS_DAY, text))
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def _integer(column: Column, text: str) -> int:
    return int(_within(column, int(_matching(IS_INTEGER, text.removesuffix(".0")))))


def _decimal(column: Column, text: str) -> Fraction:
    return Fraction(_within(column, Fraction(_matching(IS_DECIMAL, text))))


def _boolean(_column: Column, text: str) -> bool:
    if text.lower() not in BOOLEANS:
        raise ValueError(text)
    return BOOLEANS[text.lower()]


def _choice(column: Column, text: str) -> str:
    if text not in column.choices:
        raise ValueError(text)
    return text


def _list(column: Column, text: str) -> tuple[str, ...]:
    check: Callable[[str], str] = (
        (lambda word: _choice(column, word)) if column.choices else (lambda word: _matching(IS_SLUG, word))
    )
    return tuple(check(word) for word in text.split())


PARSERS: dict[str, Callable[[Column, str], Value]] = {
    "id": lambda _, text: text,
    "text": lambda _, text: text,
    "slug": lambda _, text: _matching(IS_SLUG, text),
    "day": _day,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "choice": _choice,
    "list": _list,
    "numbers": lambda column, text: tuple(_decimal(column, word) for word in text.split()),
    "integers": lambda column, text: tuple(_integer(column, word) for word in text.split()),
}
KINDS = {
    "id": "ett värde",
    "text": "text",
    "slug": "en kod med a–z, 0–9, - och _",
    "day": f"en dag mellan {FIRST_DAY} och {LAST_DAY}, skriven ÅÅÅÅ-MM-DD",
    "integer": "ett heltal",
    "decimal": "ett tal",
    "boolean": "true eller false",
    "list": "koder med mellanslag emellan",
    "numbers": "tal med mellanslag emellan",
    "integers": "heltal",
}


def parse(column: Column, text: str | None) -> Value:
    """The value of a cell, None when it is empty. Raises ValueError when it is not what the column holds."""
    return None if text is None or text == "" else PARSERS[column.type](column, text)


def expected(column: Column) -> str:
    """In Swedish, what the column holds."""
    apart = ", med mellanslag emellan" if column.type in ("list", "integers") else ""
    if column.choices:
        return f"{', '.join(column.choices[:-1])} eller {column.choices[-1]}{apart}"
    if column.least is None:
        return KINDS[column.type]
    limits = f" mellan {column.least} och {column.most}" if column.most is not None else f", minst {column.least}"
    return f"{KINDS[column.type]}{limits}{apart}"


def text_of(value: object) -> str:
    """The one way to write a value in a cell: ISO days, true/false, numbers without needless zeros, spaces in lists."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() | Decimal() | Fraction():
            return number_text(value)
        case tuple() | list():
            return " ".join(text_of(one) for one in value)
        case _:
            return str(value)


def number_text(number: float | Decimal | Fraction) -> str:
    """A number as plain decimal text, to nine decimals.

    >>> number_text(Fraction(7, 2)), number_text(3.0)
    ('3.5', '3')
    """
    text = f"{Decimal(round(Fraction(str(number)) * 10**9)).scaleb(-9):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
