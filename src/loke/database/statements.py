"""Statements that nearly every request sends: Django writes each once, and from then on only the values are new."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache, cached_property, partial, wraps
from types import NoneType
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    BigAutoField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    OneToOneField,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ValuesListIterable, get_related_populators
from django.db.models.query_utils import DeferredAttribute
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from loke.database.base import DatabaseWrapper as Sqlite

AT_ONCE = 500  # rows in a statement
Row = TypeVar("Row", bound=Model)


def send(sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    """The rows that a statement gives."""
    return _sent(connections[DEFAULT_DB_ALIAS], sql, values)


def _sent(database: Any, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    if isinstance(database, Sqlite):
        return database.send(sql, values)
    with database.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


class Told(Value):
    """The place in a question of a value that is told each time the question is asked."""

    @cached_property
    def plain(self) -> type | None:
        return _plain(self.output_field)

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list["Told"]]:
        return "%s", [self]


class Written:
    """A question as Django wrote it, and how its answers become rows of a model, as in Django's own `ModelIterable`.

    Those of `values_list` stay the plain values they are.
    """

    def __init__(self, question: QuerySet[Any]):
        self.compiler = compiler = question.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, self.places = compiler.as_sql()
        self.holds = question.query.select_for_update
        self.converters = compiler.get_converters([column for column, *_ in compiler.select])
        self.model, self.plain = question.model, issubclass(question._iterable_class, ValuesListIterable)
        if self.plain:
            return
        own = compiler.klass_info["select_fields"]
        self.own = slice(own[0], own[-1] + 1)
        self.names = [column.target.attname for column, *_ in compiler.select[self.own]]
        self.make = partial(_make, self.model) if _is_plain(self.model, self.names) else self.model.from_db
        self.related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
        self.more = list((compiler.annotation_col_map or {}).items())

    def answers(self, told: dict[str, object]) -> list[Any]:
        database = connections[DEFAULT_DB_ALIAS]  # the one of this thread
        if self.holds and not database.in_atomic_block:
            raise TransactionManagementError("Rows can only be held in a transaction.")
        values = [
            place
            if type(place) is not Told
            else value
            if type(value := told[place.value]) is place.plain and (place.plain is not datetime or value.tzinfo)
            else place.output_field.get_db_prep_value(value, database)
            for place in self.places
        ]
        found = _sent(database, self.sql, values)
        rows = self.compiler.apply_converters(found, self.converters) if self.converters else found
        return list(map(tuple if self.plain else self._row, rows))

    def _row(self, values: list[object]) -> Model:
        row = self.make(DEFAULT_DB_ALIAS, self.names, values[self.own])
        for other in self.related:
            other.populate(values, row)
        for name, place in self.more:
            setattr(row, name, values[place])
        return row


def _is_plain(model: type[Model], names: Sequence[str]) -> bool:
    """Whether a row is no more than its values: no field of it does anything of its own when it is given one."""
    fields = (vars(owner)[name] for name in names for owner in model.__mro__ if name in vars(owner))
    idle = (DeferredAttribute, ForeignKeyDeferredAttribute)
    return model.__init__ is Model.__init__ and all(type(field) in idle for field in fields)


def _make(model: type[Model], alias: str, names: Sequence[str], values: Sequence[object]) -> Model:
    """As Django's `from_db` makes it, but nobody is told of every row that is made; nobody listens."""
    row = model.__new__(model)
    row.__dict__.update(zip(names, values, strict=True))
    row._state = state = ModelState()
    state.adding, state.db = False, alias
    return row


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


def bring(rows: Sequence[Model], name: str, others: Iterable[Model], by: str) -> None:
    """Give each row those of the others that point at it `by` a column, as Django's prefetching does.

    `name` is what the row calls all of them; to ask it for some of them only fails from now on.
    """
    found: dict[Any, list[Model]] = {row.pk: [] for row in rows}
    for other in others:
        found[getattr(other, by)].append(other)
    for row in rows:
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found[row.pk]


def new_row(model: type[Row], **told: Any) -> Row:
    """A new row as `model(**told)` makes it; but nobody is told of it (as above). What it points at is stored already.

    Only for models whose fields do nothing of their own when they are given a value; sealed texts are stored sealed.
    """
    (fixed, made, pointing), row, state = _columns(model), model.__new__(model), ModelState()
    values = row.__dict__
    values |= fixed
    for name in made.keys() - told.keys():
        values[name] = made[name]()
    for name, value in told.items():
        if name in pointing:
            column, kinds = pointing[name]
            if not isinstance(value, kinds):
                raise TypeError(f"{model.__name__}.{name} is no {type(value).__name__}.")
            state.fields_cache[name] = value
            values[column] = value and value.pk
        elif name in fixed or name in made:
            values[name] = value
        else:
            raise TypeError(f"{model.__name__} has no {name}.")
    row._state = state
    return row


@cache
def _columns(model: type[Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]], dict[str, tuple[str, tuple]]]:
    """What each column is when nothing is told, or what makes it; and the columns that point, and at what, by name."""
    fields = model._meta.concrete_fields
    made = {field.attname: field.get_default for field in fields if callable(field.default)}
    fixed = {field.attname: field.get_default() for field in fields if field.attname not in made}
    pointing = {field.name: (field.attname, (field.related_model, NoneType)) for field in fields if field.is_relation}
    return fixed, made, pointing


def insert(row: Model, *, unless_there: bool = False) -> bool:
    """Store a new row; with `unless_there` only where there is none like it yet. Gives whether it was stored."""
    database, said = connections[DEFAULT_DB_ALIAS], row.__dict__
    fields, pointing, sql = _insertion(type(row), row.pk is not None, unless_there)
    there = row._state.fields_cache
    for column, name in pointing:
        if not said[column] and there.get(name):  # as `save` does: what it points at may have got its number now
            row._prepare_related_fields_for_save("insert")
            break
    values = [
        value
        if (type(value := said[name]) is plain and (plain is not datetime or value.tzinfo)) or (plain and value is None)
        else field.get_db_prep_save(field.pre_save(row, add=True), database)
        for name, plain, field in fields
    ]
    try:
        stored = _sent(database, sql, values)
    except Exception as error:
        if database.in_atomic_block:  # as Django does: nobody goes on with what has failed
            database.needs_rollback, database.rollback_exc = True, error
        raise
    if stored and row.pk is None:
        row.pk = stored[0][0]
    row._state.adding, row._state.db = not stored, DEFAULT_DB_ALIAS
    return bool(stored)


def insert_all(rows: Sequence[Model]) -> None:
    """Store new rows of one kind; most often there is one."""
    if len(rows) == 1:
        insert(rows[0])
    elif rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=AT_ONCE)


Insertion = tuple[list[tuple[str, type | None, Any]], list[tuple[str, str]], str]


@cache
def _insertion(model: type[Model], numbered: bool, unless_there: bool) -> Insertion:
    """What a new row tells, which has a number of its own or gets one, and the SQL that stores it.

    Of each column the kind of value that is stored just as it is (a moment with its zone only), and the field that
    makes others so. Then the columns that point at other rows.
    """
    table, name = model._meta, connection.ops.quote_name
    fields = [field for field in table.concrete_fields if numbered or not field.primary_key]
    columns, places = ", ".join(name(field.column) for field in fields), ", ".join(["%s"] * len(fields))
    skipped = " ON CONFLICT DO NOTHING" if unless_there else ""
    told = f"INSERT INTO {name(table.db_table)} ({columns}) VALUES ({places}){skipped}"  # noqa: S608
    pointing = [(field.attname, field.name) for field in fields if field.is_relation]
    stored = [(field.attname, _plain(field), field) for field in fields]
    return stored, pointing, f"{told} RETURNING {name(table.pk.column)}"


WAYS = ("pre_save", "get_prep_value", "get_db_prep_value", "get_db_prep_save")  # a field's from a row to the database
PLAIN = {
    CharField: str,
    TextField: str,
    IntegerField: int,
    BigAutoField: int,
    DateField: date,
    DateTimeField: datetime,
    UUIDField: UUID,
}


def _plain(field: Any) -> type | None:
    """What a field stores as it is, besides nothing: those that do no more than Django's own."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return None
    if type(field) in (ForeignKey, OneToOneField):
        return _plain(field.target_field)
    alike = (own for own in PLAIN if all(getattr(type(field), way) is getattr(own, way) for way in WAYS))
    return next((PLAIN[own] for own in alike), None)
