"""The columns of a service's tables as the database gives them, and the facts they are: of all episodes or of some."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import compress
from typing import NamedTuple

import numpy as np
from django.db import connection
from django.db.models import FloatField, Func, IntegerField, QuerySet
from django.db.models.functions import Cast

from loke.database.statements import Told
from loke.dataset.assemble import Answers, Contacts, Facts, Goals, Measured, Scores, Stays, Values
from loke.dataset.snapshot import ATTAINMENT, ATTENDANCE, OCCASIONS, SEX, VARIABLE_OCCASIONS, YES_NO, Array
from loke.description.models import Service
from loke.measures.definitions import instrument_definition
from loke.measures.models import Instrument
from loke.records.definitions import service_definition
from loke.records.models import Answer, CarePlanGoal, Contact, Episode, Measurement, Phase, Score, Value


class Day(Func):
    """A day as days since 1970-01-01, worked out by the database."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, template="CAST(julianday(%(expressions)s) - 2440587.5 AS INTEGER)")

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '1970-01-01')")


class Number(Cast):
    """A decimal as a float."""

    def __init__(self, column):
        super().__init__(column, FloatField())


class Read(NamedTuple):
    """What is read of a table: which rows, how they lead to the episode, and the columns."""

    rows: QuerySet
    way: str
    columns: tuple[str | Func, ...]


TABLES = {
    "answers": Read(Answer.objects.all(), "measurement__episode", ("measurement", "item", Number("value"))),
    "scores": Read(Score.objects.all(), "measurement__episode", ("measurement", "scale", Number("value"))),
    "measurements": Read(
        Measurement.objects.order_by("pk"),
        "episode",
        ("pk", "episode", "instrument", "occasion", Day("date"), "months_after", "respondent"),
    ),
    "contacts": Read(Contact.objects.order_by(), "episode", ("episode", Day("date"), "intervention", "attendance")),
    "stays": Read(Phase.objects.all(), "episode", ("episode", "phase__code", Day("entered"), Day("left"))),
    "values": Read(
        Value.objects.filter(reason=""),
        "episode",
        ("episode", "variable__code", "occasion", "option__code", "text"),
    ),
    "episodes": Read(
        Episode.objects.order_by("pk"),
        "",
        ("pk", Day("opened"), Day("closed"), "ending__code", "age", "client__sex", "client__birth_year"),
    ),
    "goals": Read(
        CarePlanGoal.objects.order_by("pk"), "episode", ("episode", "attainment", Day("set_on"), Day("judged_on"))
    ),
}


class Said:
    """What a service has said beforehand, and its rows, whose numbers the records hold."""

    def __init__(self, service: Service):
        self.definition = service_definition(service)
        found = Instrument.objects.filter(plans__service=service).order_by("code")
        self.models = list(found.prefetch_related("items", "scales__norms"))
        self.instruments = tuple(map(instrument_definition, self.models))
        self.interventions = tuple(service.interventions.in_use().order_by("pk").values_list("pk", flat=True))


class Rows:
    """The columns of one service's tables, read once each: of all its episodes, or of those numbered `only`."""

    def __init__(self, service: Service, only: Collection[int] | None = None):
        def told(name: str) -> list[Sequence]:
            return _columns(name, service.pk, only)

        self.answers, self.scores, self.measurements = told("answers"), told("scores"), told("measurements")
        self.contacts, self.stays, self.values = told("contacts"), told("stays"), told("values")
        self.episodes, self.goals = told("episodes"), told("goals")
        self._leave_out_what_has_gone()

    def _leave_out_what_has_gone(self) -> None:
        """Somebody else's transaction may take an episode away between two questions; the next look sees all of it."""
        for name, at in (("measurements", 1), ("contacts", 0), ("stays", 0), ("values", 0), ("goals", 0)):
            setattr(self, name, _belonging(getattr(self, name), at, self.episodes[0]))
        for name in ("answers", "scores"):
            setattr(self, name, _belonging(getattr(self, name), 0, self.measurements[0]))

    @property
    def numbers(self) -> Array:
        """The numbers of the episodes, rising."""
        return np.array(self.episodes[0], np.int64)

    @property
    def respondents(self) -> tuple[str, ...]:
        return tuple(sorted({name for name in self.measurements[6] if name}))

    def facts(self, said: Said, respondents: Sequence[str]) -> Facts:
        self.said, self.known = said, respondents
        _pk, opened, closed, ending, age, sex, birth_year = self.episodes
        return Facts(
            service=np.zeros(len(opened), np.int32),
            opened=_numbers(opened),
            closed=_numbers(closed),
            ending=_codes(ending, [one.ending for one in said.definition.endings]),
            age=_numbers(age),
            sex=_codes(sex, SEX),
            birth_year=_numbers(birth_year),
            contacts=self._contacts(),
            stays=self._stays(),
            values=self._values(),
            measured=self._measured(),
            answers=self._answers(),
            scores=self._scores(),
            goals=self._goals(),
        )

    def _episode(self, numbers: Sequence[int]) -> Array:
        return np.searchsorted(self.numbers, np.array(numbers, np.int64))

    def _contacts(self) -> Contacts:
        episode, day, intervention, attendance = self.contacts
        codes = _codes(intervention, self.said.interventions), _codes(attendance, ATTENDANCE)
        return Contacts(self._episode(episode), _numbers(day), *codes)

    def _stays(self) -> Stays:
        episode, phase, entered, left = self.stays
        planned = [one.phase for one in self.said.definition.phases]
        return Stays(self._episode(episode), _codes(phase, planned), _numbers(entered), _numbers(left))

    def _values(self) -> Values:
        episode, variable, occasion, option, text = self.values
        variables = self.said.definition.variables
        asked = {one.variable: (place, one) for place, one in enumerate(variables)}
        options = {one.variable: {o.option: n for n, o in enumerate(one.options)} for one in variables}

        def value(code: str, chosen: str | None, words: str) -> float:
            kind = asked[code][1].type
            if chosen is not None:
                return options[code][chosen]
            return YES_NO.index(words) if kind == "yes_no" else float(words) if kind == "number" else 1

        return Values(
            self._episode(episode),
            np.array([asked[code][0] for code in variable], np.int64),
            _codes(
                [o or asked[code][1].occasions[0] for o, code in zip(occasion, variable, strict=True)],
                VARIABLE_OCCASIONS,
            ),
            np.array([value(*row) for row in zip(variable, option, text, strict=True)], np.float64),
        )

    def _measured(self) -> Measured:
        _pk, episode, instrument, occasion, day, months, respondent = self.measurements
        return Measured(
            self._episode(episode),
            _codes(instrument, [one.pk for one in self.said.models]),
            _codes(occasion, OCCASIONS),
            _numbers(day),
            _numbers(months),
            _codes(respondent, self.known),
        )

    def _answers(self) -> Answers:
        measurement, item, value = self.answers
        place = {one.pk: n for i in self.said.models for n, one in enumerate(i.items.all())}
        return Answers(self._measurement(measurement), np.array([place[i] for i in item], np.int64), _floats(value))

    def _scores(self) -> Scores:
        measurement, scale, value = self.scores
        place = {one.pk: n for i in self.said.models for n, one in enumerate(i.scales.all())}
        return Scores(self._measurement(measurement), np.array([place[s] for s in scale], np.int64), _floats(value))

    def _goals(self) -> Goals:
        episode, attainment, set_on, judged_on = self.goals
        return Goals(self._episode(episode), _codes(attainment, ATTAINMENT), _numbers(set_on), _numbers(judged_on))

    def _measurement(self, numbers: Sequence[int]) -> Array:
        return np.searchsorted(np.array(self.measurements[0], np.int64), np.array(numbers, np.int64))


@cache
def _question(name: str, some: int | None) -> tuple[str, Sequence[object]]:
    """The SQL for a table's columns, of all episodes or of so many, and its values, most of them still to be told."""
    found, way, columns = TABLES[name]
    found = found.filter(**{f"{way}__service" if way else "service": Told("service", IntegerField())})
    if some is not None:
        numbers = [Told(number, IntegerField()) for number in range(some)]
        found = found.filter(**{f"{way}__pk__in" if way else "pk__in": numbers})
    return found.values_list(*columns).query.sql_with_params()


def _columns(name: str, service: int, only: Collection[int] | None) -> list[Sequence]:
    """A table's columns as the database gives them: read at once, past what Django makes of every value."""
    query, places = _question(name, None if only is None else len(only))
    told = {"service": service, **dict(enumerate(only or ()))}
    with connection.cursor() as cursor:
        cursor.execute(query, [told[place.value] if type(place) is Told else place for place in places])
        return list(zip(*cursor.fetchall(), strict=True)) or [()] * len(TABLES[name].columns)


def _belonging(columns: list[Sequence], at: int, owners: Sequence[int]) -> list[Sequence]:
    """The rows whose owner, in the column `at`, is there."""
    there = np.isin(np.array(columns[at], np.int64), np.array(owners, np.int64))
    return columns if there.all() else [tuple(compress(column, there)) for column in columns]


def _numbers(numbers: Iterable[int | None]) -> Array:
    return np.array([-1 if number is None else number for number in numbers], np.int32)


def _floats(numbers: Iterable) -> Array:
    return np.array([np.nan if number is None else float(number) for number in numbers], np.float64)


def _codes(codes: Iterable, known: Sequence) -> Array:
    place = {code: number for number, code in enumerate(known)}
    return np.array([place.get(code, -1) for code in codes], np.int16)
