"""The schema of the follow-up dataset, read once from schema.toml: tables, columns, types, keys and references."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

SCHEMA_VERSION = 1
FRICTIONLESS_TYPES = {"day": "date", "integer": "integer", "decimal": "number", "boolean": "boolean"}
SLUG = "[a-z0-9][a-z0-9_-]*"


@dataclass(frozen=True)
class Column:
    """One column. `need` is "value" (in every row), "column" (may be empty) or "" (may be left out)."""

    name: str
    type: str  # id, slug, text, day, integer, decimal, boolean, choice, list, numbers, integers
    sv: str
    en: str
    need: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Reference:
    """`columns` of a row must be found as `columns` of a row in `table`."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True)
class Table:
    name: str
    part: str  # idea or reality
    need: bool
    sv: str
    en: str
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _reference(text: str) -> Reference:
    columns, table = text.split(" -> ")
    return Reference(tuple(columns.split()), table)


def _column(name: str, facts: dict[str, Any]) -> Column:
    return Column(name, **{**facts, "choices": tuple(facts.get("choices", ()))})


def _table(name: str, facts: dict[str, Any]) -> Table:
    return Table(
        name,
        facts["part"],
        facts.get("need", False),
        facts["sv"],
        facts["en"],
        tuple(facts.get("key", ())),
        tuple(_reference(text) for text in facts.get("references", ())),
        tuple(_column(column, what) for column, what in facts["columns"].items()),
    )


def _load() -> dict[str, Table]:
    text = files(__package__).joinpath("schema.toml").read_text("utf-8")
    return {name: _table(name, facts) for name, facts in tomllib.loads(text).items()}


TABLES = _load()
MOST_MONTHS = TABLES["measurements"].column("months_after").most  # of a follow-up after closing


def _constraints(column: Column) -> dict[str, Any]:
    limits = {"required": column.need == "value" or None, "minimum": column.least, "maximum": column.most}
    texts = {"enum": list(column.choices) if column.type == "choice" else None, "pattern": _pattern(column)}
    return {name: value for name, value in {**limits, **texts}.items() if value is not None}


def _pattern(column: Column) -> str | None:
    if column.type == "list":
        word = "|".join(column.choices) or SLUG
        return f"({word})( ({word}))*"
    return SLUG if column.type == "slug" else None


def _field(column: Column) -> dict[str, Any]:
    kind = FRICTIONLESS_TYPES.get(column.type, "string")
    field = {"name": column.name, "type": kind, "title": column.sv, "description": column.en}
    return {**field, "constraints": _constraints(column)}


def _foreign_key(reference: Reference) -> dict[str, Any]:
    columns = list(reference.columns)
    return {"fields": columns, "reference": {"resource": reference.table, "fields": columns}}


def _resource(table: Table, ending: str, present: Iterable[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.key and all(table.column(name).need == "value" for name in table.key):
        schema["primaryKey"] = list(table.key)
    if keys := [_foreign_key(reference) for reference in table.references if reference.table in present]:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "path": f"{table.name}.{ending}",
        "profile": "tabular-data-resource",
        "format": ending,
        "mediatype": "text/csv" if ending == "csv" else "application/vnd.apache.parquet",
        "title": table.sv,
        "description": table.en,
        "schema": schema,
    } | ({"encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\r\n"}} if ending == "csv" else {})


def descriptor(tables: Iterable[str], ending: str = "csv") -> dict[str, Any]:
    """The datapackage.json of a package with these tables (Frictionless Tabular Data Package)."""
    present = set(tables)
    return {
        "profile": "tabular-data-package" if ending == "csv" else "data-package",
        "name": "loke-followup",
        "title": "Uppföljning enligt LOKE-modellen",
        "version": str(SCHEMA_VERSION),
        "resources": [_resource(table, ending, present) for table in TABLES.values() if table.name in present],
    }
