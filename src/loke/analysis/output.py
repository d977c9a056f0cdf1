"""A result as text for other programs: one JSON object, as the contract describes it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import islice, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import orjson

from loke.analysis.calculation import Result
from loke.analysis.options import Options
from loke.analysis.summary import Row

if TYPE_CHECKING:  # only what is published needs it, and it takes a while to import
    from loke.analysis.disclosure.publishable import PublishableResult, PublishableRow

AT_ONCE = 500  # rows, few enough for their memory to be used again
OWN_GROUP = {"services": ("by",)}  # is never split, and its `group` is that of comparable services


def to_json(result: "Result | PublishableResult") -> str:
    """Numbers unrounded, null for what is missing; `by` and `group` only where groups were asked for."""
    return "".join(document(result.dataset, {name: [rows] for name, rows in texts_of(result).items()}))


def texts_of(result: "Result | PublishableResult") -> dict[str, str]:
    """The rows of each table, one after the other."""
    left_out = _left_out(result.summary.options)
    written: Callable[[Any, tuple[str, ...]], str] = _written if isinstance(result, Result) else _published
    return {name: written(table, OWN_GROUP.get(name, left_out)) for name, table in result.tables.items()}


def text_of(kind: type[Row], columns: Sequence[Sequence[Any]], options: Options) -> str:
    """The rows of a table from what their fields hold, without making them."""
    named = zip((field.name for field in fields(kind)), columns, strict=True)
    return _rows({name: column for name, column in named if name not in _left_out(options)})


def _left_out(options: Options) -> tuple[str, ...]:
    return () if options.by else ("by", "group")


def document(dataset: Mapping[str, Any], tables: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The pieces of the object, from the rows of each table, some at a time."""
    yield f'{{"dataset": {_plain(dataset)}, "tables": {{'
    for place, (name, rows) in enumerate(tables.items()):
        yield f'{", " if place else ""}"{name}": ['
        for number, some in enumerate(filter(None, rows)):
            yield f"{',' if number else ''}{some}"
        yield "]"
    yield "}}"


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _published(rows: "Sequence[PublishableRow]", left_out: tuple[str, ...]) -> str:
    """What is published also names its hidden columns."""
    told = (row.with_hidden().items() for row in rows)
    return ",".join(_plain({name: value for name, value in each if name not in left_out}) for each in told)


def _written(rows: Sequence[Row], left_out: tuple[str, ...]) -> str:
    names = [name for name in vars(rows[0]) if name not in left_out] if rows else []
    return _rows({name: [*map(attrgetter(name), rows)] for name in names})


def _rows(columns: Mapping[str, Sequence[Any]]) -> str:
    """Rows from their columns, which takes a fraction of the time of row by row."""
    rows = map(dict, map(zip, repeat((*columns,)), zip(*columns.values(), strict=True)))
    some = iter(lambda: [*islice(rows, AT_ONCE)], [])
    written = b",".join(orjson.dumps(each)[1:-1] for each in some)
    missing = sum(column.count(None) for column in columns.values())
    if written.count(b":null") != missing and _nulls(written) != missing:  # a text may hold the same
        raise ValueError("a figure that is no number can not be written as JSON")
    return written.decode()


def _nulls(written: bytes) -> int:
    """Values that are null: in a text a backslash stands before the quotation mark, and where it begins so, a colon."""
    return written.count(b'":null') - written.count(b'\\":null') - written.count(b':":null')
