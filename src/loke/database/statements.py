"""Statements that nearly every request sends: Django writes each once, and from then on only the values are new."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache, wraps
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError, mark_for_rollback_on_error


class Told(Value):
    """The place in a question of a value that is told each time the question is asked."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list["Told"]]:
        return "%s", [self]


class Written:
    """A question as Django wrote it; with values it stands in the place that a query has in a queryset."""

    def __init__(self, question: QuerySet[Any]):
        self.model, self.kind, self.holds = question.model, question._iterable_class, question.query.select_for_update
        self.compiler = question.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.places = self.compiler.as_sql()
        columns = [column for column, *_ in self.compiler.select]
        self.converters = self.compiler.get_converters(columns)

    def answers(self, told: dict[str, object]) -> list[Any]:
        if self.holds and not connection.in_atomic_block:
            raise TransactionManagementError("Rows can only be held in a transaction.")
        asked = copy(self)
        asked.places = [self._prepared(place, told) for place in self.places]
        return list(self.kind(QuerySet(self.model, query=asked, using=DEFAULT_DB_ALIAS)))

    @staticmethod
    def _prepared(place: object, told: dict[str, object]) -> object:
        return place.output_field.get_db_prep_value(told[place.value], connection) if type(place) is Told else place

    def get_compiler(self, using: str) -> SQLCompiler:
        compiler = copy(self.compiler)
        compiler.connection = connection  # the one of this thread
        compiler.as_sql, compiler.get_converters = lambda: (self.sql, self.places), lambda columns: self.converters
        return compiler


def written_once(**kinds: "Field[Any, Any]") -> Callable[[Callable[..., QuerySet[Any]]], Callable[..., list[Any]]]:
    """Make a function that gives a queryset one that gives its answers, and whose SQL is written the first time only.

    The values are told by name and are of the `kinds`; the queryset must be the same whatever they are.
    """

    def decorate(question: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
        @cache
        def written() -> Written:
            return Written(question(**{name: Told(name, kind) for name, kind in kinds.items()}))

        @wraps(question)
        def ask(**told: object) -> list[Any]:
            return written().answers(told)

        return ask

    return decorate


def insert(row: Model, *, unless_there: bool = False) -> bool:
    """Store a new row; with `unless_there` only where there is none like it yet. Gives whether it was stored."""
    fields, sql = _insertion(type(row), row.pk is not None, unless_there)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(sql, values)
        stored = cursor.fetchall()
    if stored and row.pk is None:
        row.pk = stored[0][0]
    row._state.adding, row._state.db = not stored, DEFAULT_DB_ALIAS
    return bool(stored)


def insert_all(rows: Sequence[Model], at_once: int = 500) -> None:
    """Store new rows of one kind; most often there is one."""
    if len(rows) == 1:
        insert(rows[0])
    elif rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=at_once)


@cache
def _insertion(model: type[Model], numbered: bool, unless_there: bool) -> tuple[list[Any], str]:
    """The fields that a new row tells, which has a number of its own or gets one, and the SQL that stores them."""
    table, name = model._meta, connection.ops.quote_name
    fields = [field for field in table.concrete_fields if numbered or not field.primary_key]
    columns, places = ", ".join(name(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    skipped = " ON CONFLICT DO NOTHING" if unless_there else ""
    told = f"INSERT INTO {name(table.db_table)} ({columns}) VALUES ({places}){skipped}"  # noqa: S608
    return fields, f"{told} RETURNING {name(table.pk.column)}"
