"""The columns of a service's tables as the database gives them, and the facts they are: of all episodes or of some."""

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Case, Func, IntegerField, QuerySet, TextField, Value, When

from loke.database.statements import Told, send
from loke.dataset.assemble import Answers, Contacts, Facts, Goals, Measured, Scores, Stays, Values
from loke.dataset.snapshot import ATTAINMENT, ATTENDANCE, OCCASIONS, SEX, VARIABLE_OCCASIONS, YES_NO, Array
from loke.description.models import Service
from loke.measures.definitions import instrument_definition
from loke.measures.models import Instrument
from loke.records import models as records
from loke.records.definitions import declared, service_definition


class Day(Func):
    """A day as days since 1970-01-01, worked out by the database."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, template="CAST(julianday(%(expressions)s) - 2440587.5 AS INTEGER)")

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '1970-01-01')")


class Numbers(Func):
    """A column of whole numbers in one text, which the database writes while others use Python; -1 for none.

    Several of one table hold its rows in the same order. A value of Python's for each would take three times as long.
    """

    output_field = TextField()
    none, kind = "-1", np.int64

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, template=f"group_concat(IFNULL(%(expressions)s, '{self.none}'))")

    def as_postgresql(self, compiler, connection):
        template = f"string_agg(COALESCE((%(expressions)s)::text, '{self.none}'), ',')"
        return self.as_sql(compiler, connection, template=template)

    def read(self, text: str | None) -> Array:
        return np.fromstring(text or "", self.kind, sep=",")


class Small(Numbers):
    kind = np.int32


class Decimals(Numbers):
    none, kind = "nan", np.float64


class Words(Numbers):
    """A column of words."""

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, template="json_group_array(%(expressions)s)")

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, template="json_agg(%(expressions)s)::text")

    def read(self, text: str | None) -> Array:
        return np.array(json.loads(text or "[]"), object)


def _place(column: str, known: Sequence[str]) -> Case:
    """The place of a code among those that are known, -1 where it is not there."""
    places = (When(**{column: code}, then=Value(place)) for place, code in enumerate(known))
    return Case(*places, default=Value(-1), output_field=IntegerField())


def _one(text: str) -> Value:
    return Value(text, TextField())


class Read(NamedTuple):
    """What is read of a table: which rows, how they lead to the episode, and the columns by name."""

    rows: QuerySet
    way: str
    columns: dict[str, Numbers]


ANSWERED = Case(  # what is answered without options, as a number
    When(option__isnull=False, then=_one("-1")),
    When(variable__type="number", then="text"),
    When(variable__type="yes_no", text=YES_NO[0], then=_one("0")),
    default=_one("1"),
    output_field=TextField(),
)
TABLES = {
    "answers": Read(
        records.Answer.objects.all(),
        "measurement__episode",
        {"measurement": Numbers("measurement"), "item": Numbers("item"), "value": Decimals("value")},
    ),
    "scores": Read(
        records.Score.objects.all(),
        "measurement__episode",
        {"measurement": Numbers("measurement"), "scale": Numbers("scale"), "value": Decimals("value")},
    ),
    "measurements": Read(
        records.Measurement.objects.all(),
        "episode",
        {
            "number": Numbers("pk"),
            "episode": Numbers("episode"),
            "instrument": Numbers("instrument"),
            "occasion": Small(_place("occasion", OCCASIONS)),
            "day": Small(Day("date")),
            "months_after": Small("months_after"),
            "respondent": Words("respondent"),
        },
    ),
    "contacts": Read(
        records.Contact.objects.all(),
        "episode",
        {
            "episode": Numbers("episode"),
            "day": Small(Day("date")),
            "intervention": Numbers("intervention"),
            "attendance": Small(_place("attendance", ATTENDANCE)),
        },
    ),
    "stays": Read(
        records.Phase.objects.all(),
        "episode",
        {
            "episode": Numbers("episode"),
            "phase": Numbers("phase"),
            "entered": Small(Day("entered")),
            "left": Small(Day("left")),
        },
    ),
    "values": Read(
        records.Value.objects.filter(reason=""),
        "episode",
        {
            "episode": Numbers("episode"),
            "variable": Numbers("variable"),
            "occasion": Small(_place("occasion", VARIABLE_OCCASIONS)),
            "option": Numbers("option"),
            "value": Decimals(ANSWERED),
        },
    ),
    "episodes": Read(
        records.Episode.objects.all(),
        "",
        {
            "number": Numbers("pk"),
            "opened": Small(Day("opened")),
            "closed": Small(Day("closed")),
            "ending": Numbers("ending"),
            "age": Small("age"),
            "sex": Small(_place("client__sex", SEX)),
            "birth_year": Small("client__birth_year"),
        },
    ),
    "goals": Read(
        records.CarePlanGoal.objects.all(),
        "episode",
        {
            "episode": Numbers("episode"),
            "attainment": Small(_place("attainment", ATTAINMENT)),
            "set_on": Small(Day("set_on")),
            "judged_on": Small(Day("judged_on")),
        },
    ),
}
Columns = dict[str, Array]
NEEDED = {"variable", "item", "scale"}  # an answer to none of them would be counted as one to another


class Said:
    """What a service has said beforehand, and the place of each of its rows there, by the number in the records."""

    def __init__(self, service: Service):
        rows = declared(service)
        self.definition = service_definition(service, rows)
        found = Instrument.objects.filter(plans__service=service).order_by("code")
        models = list(found.prefetch_related("items", "scales__norms"))
        self.instruments = tuple(map(instrument_definition, models))
        self.variable, self.intervention = _places(rows.variables), _places(rows.interventions)
        self.ending, self.phase, self.instrument = _places(rows.endings), _places(rows.phases), _places(models)
        self.option = {pk: place for one in rows.variables for pk, place in _places(one.options.all()).items()}
        self.item = {pk: place for one in models for pk, place in _places(one.items.all()).items()}
        self.scale = {pk: place for one in models for pk, place in _places(one.scales.all()).items()}


def _places(rows: Collection[Any]) -> dict[int, int]:
    return {row.pk: place for place, row in enumerate(rows)}


class Rows:
    """The columns of one service's tables, read once each: of all its episodes, or of those numbered `only`."""

    def __init__(self, service: Service, only: Collection[int] | None = None):
        told = {name: _columns(name, service.pk, only) for name in TABLES}
        self.episodes, measured = (_in_order(told.pop(name)) for name in ("episodes", "measurements"))
        self.numbers = self.episodes.pop("number")  # of the episodes, rising
        self.measurements = _belonging(measured, "episode", self.numbers)
        measured_by = self.measurements.pop("number")
        self.answers, self.scores = (_belonging(told.pop(n), "measurement", measured_by) for n in ("answers", "scores"))
        self.contacts, self.stays, self.values, self.goals = (
            _belonging(told[name], "episode", self.numbers) for name in ("contacts", "stays", "values", "goals")
        )

    @property
    def respondents(self) -> tuple[str, ...]:
        return tuple(sorted({*self.measurements["respondent"]} - {""}))

    def facts(self, said: Said, respondents: Sequence[str]) -> Facts:
        known = {name: place for place, name in enumerate(respondents)}
        respondent = [known.get(name, -1) for name in self.measurements["respondent"]]
        return Facts(
            service=np.zeros(len(self.numbers), np.int32),
            **_coded(self.episodes, ending=said.ending),
            contacts=Contacts(**_coded(self.contacts, intervention=said.intervention)),
            stays=Stays(**_coded(self.stays, phase=said.phase)),
            values=_values(said, **_coded(self.values, variable=said.variable, option=said.option)),
            measured=Measured(
                **_coded(self.measurements, instrument=said.instrument)
                | {"respondent": np.array(respondent, np.int16)},
            ),
            answers=Answers(**_coded(self.answers, item=said.item)),
            scores=Scores(**_coded(self.scores, scale=said.scale)),
            goals=Goals(**self.goals),
        )


def _values(said: Said, *, episode: Array, variable: Array, occasion: Array, option: Array, value: Array) -> Values:
    """One that was never stated is of the first occasion on which its variable is asked for."""
    first = [VARIABLE_OCCASIONS.index(one.occasions[0]) for one in said.definition.variables]
    stated = np.where(occasion < 0, np.array([*first, -1], np.int16)[variable], occasion)
    return Values(episode, variable, stated, np.where(option < 0, value, option))


@cache
def _question(name: str, some: int | None) -> tuple[str, Sequence[object]]:
    """The SQL for a table's columns, of all episodes or of so many, and its values, most of them still to be told."""
    found, way, columns = TABLES[name]
    found = found.order_by().filter(**{f"{way}__service" if way else "service": Told("service", IntegerField())})
    if some is not None:
        numbers = [Told(number, IntegerField()) for number in range(some)]
        found = found.filter(**{f"{way}__pk__in" if way else "pk__in": numbers})
    return found.values_list(*columns.values()).query.sql_with_params()


def _columns(name: str, service: int, only: Collection[int] | None) -> Columns:
    """A table's columns, read at once, past what Django and Python make of every value."""
    query, places = _question(name, None if only is None else len(only))
    told = {"service": service, **dict(enumerate(only or ()))}
    [texts] = send(query, [told[place.value] if type(place) is Told else place for place in places])
    columns = TABLES[name].columns
    return {column: columns[column].read(text) for column, text in zip(columns, texts, strict=True)}


def _in_order(columns: Columns) -> Columns:
    order = np.argsort(columns["number"])
    return {name: column[order] for name, column in columns.items()}


def _belonging(columns: Columns, owner: str, numbers: Array) -> Columns:
    """The rows whose owner is there, pointing at its place.

    Somebody else's transaction may take an episode away between two questions; the next look sees all of it.
    """
    at = np.searchsorted(numbers, columns[owner]).astype(np.int32)
    there = np.append(numbers, -1)[at] == columns[owner]
    found = columns | {owner: at}
    return found if there.all() else {name: column[there] for name, column in found.items()}


def _coded(columns: Columns, **known: Mapping[int, int]) -> Columns:
    """The same, with the numbers of rows as their places among those known, -1 for those that are not."""
    coded = {name: _found(columns[name], places) for name, places in known.items()}
    if lost := [name for name in NEEDED & coded.keys() if (coded[name] < 0).any()]:
        raise LookupError(f"an answer to something that the service does not have: {lost[0]}")
    return columns | coded


def _found(numbers: Array, places: Mapping[int, int]) -> Array:
    there = np.array(sorted(places), np.int64)
    at = np.searchsorted(there, numbers)
    at[np.append(there, -1)[at] != numbers] = len(there)
    return np.array([*(places[number] for number in there.tolist()), -1], np.int16)[at]
