"""The only door from follow-up to the records: a service's rows as a snapshot, kept until one of them changes."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from threading import Lock

import numpy as np
from django.db import connection
from django.db.models import FloatField, Func, IntegerField, QuerySet, Sum
from django.db.models.functions import Cast
from django.utils import timezone

from loke.accounts.access import may
from loke.accounts.models import User
from loke.dataset.assemble import Answers, Contacts, Facts, Goals, Measured, Scores, Stays, Values, assemble
from loke.dataset.becoming import settled
from loke.dataset.definitions import Expectation
from loke.dataset.definitions import Service as ServiceDefinition
from loke.dataset.snapshot import ATTAINMENT, ATTENDANCE, OCCASIONS, SEX, VARIABLE_OCCASIONS, YES_NO, Array, Snapshot
from loke.description.models import Service
from loke.measures.definitions import instrument_definition
from loke.measures.models import Instrument
from loke.records.definitions import service_definition
from loke.records.missing import Lack, lacking
from loke.records.models import Answer, CarePlanGoal, Contact, Episode, Measurement, Phase, Score, Value
from loke.records.review import reviews_overdue

BEGIN = {"sqlite": "BEGIN", "postgresql": "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"}
KEPT = 32  # snapshots of services; one of 500 clients is about 1 MB

_kept: OrderedDict[int, tuple[int, Snapshot]] = OrderedDict()
_lock = Lock()
_reading: dict[int, Lock] = {}  # one for each service


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


def as_answered(service: Service, tried: Expectation) -> Expectation:
    """The expectation accepting what its options have become, which is how the answers of a snapshot count."""
    said = replace(service_definition(service), expectations=(tried,))
    return settled((said,))[0].expectations[0]


def snapshot_for(service: Service) -> Snapshot:
    """The service as it stands: read anew when its change number has grown, else the one from last time.

    Whoever asks while it is being read waits, and takes what has been read since unless it is too old for them.
    """
    asked = _change(service)
    with _reading.setdefault(service.pk, Lock()):
        kept = _kept.get(service.pk)
        if kept is None or kept[0] < asked:
            kept = _change(service), read(service)
        _keep(service.pk, kept)
    return kept[1]


def _change(service: Service) -> int:
    return Service.objects.values_list("change", flat=True).get(pk=service.pk)


def _keep(service: int, kept: tuple[int, Snapshot]) -> None:
    with _lock:
        _kept[service] = kept
        _kept.move_to_end(service)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


def comparable_to(service: Service, user: User) -> list[Snapshot]:
    """The other services of the same group whose figures `user` may see."""
    if not service.group:
        return []
    others = Service.objects.for_user(user, "figures", "see").filter(group=service.group).exclude(pk=service.pk)
    return [snapshot_for(one) for one in others]


def snapshot_of_service(code: str) -> Snapshot:
    """The service as it stands, up to today unless the analysis is told otherwise. Raises Service.DoesNotExist."""
    return replace(snapshot_for(Service.objects.get(code=code)), as_of=timezone.localdate())


def read(service: Service) -> Snapshot:
    """The service's rows as they stand at one moment, coded and assembled."""
    with _one_moment():
        rows, said = _Rows(service), service_definition(service)
        instruments = Instrument.objects.filter(plans__service=service).order_by("code")
        instruments = list(instruments.prefetch_related("items", "scales__norms"))
        facts = rows.facts(said, instruments)
    return assemble((said,), tuple(map(instrument_definition, instruments)), rows.respondents, facts)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Every query inside sees the same moment, and nobody who writes has to wait (as they would for `atomic`)."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("COMMIT")


class _Rows:
    """The columns of one service's tables, read once each."""

    def __init__(self, service: Service):
        here, of_measurement = {"episode__service": service}, {"measurement__episode__service": service}
        self.service = service
        self.answers = _columns(Answer.objects.filter(**of_measurement), "measurement", "item", Number("value"))
        self.scores = _columns(Score.objects.filter(**of_measurement), "measurement", "scale", Number("value"))
        self.measurements = _columns(
            Measurement.objects.filter(**here).order_by("pk"),
            *("pk", "episode", "instrument", "occasion", Day("date"), "months_after", "respondent"),
        )
        self.interventions = self.service.interventions.in_use().order_by("pk").values_list("pk", flat=True)  # as said
        self.contacts = _columns(
            Contact.objects.filter(**here).order_by(), "episode", Day("date"), "intervention", "attendance"
        )
        self.stays = _columns(Phase.objects.filter(**here), "episode", "phase__code", Day("entered"), Day("left"))
        self.values = _columns(
            Value.objects.filter(reason="", **here), "episode", "variable__code", "occasion", "option__code", "text"
        )
        self.episodes = _columns(
            Episode.objects.filter(service=service).order_by("pk"),
            *("pk", Day("opened"), Day("closed"), "ending__code", "age", "client__sex", "client__birth_year"),
        )
        self.goals = _columns(
            CarePlanGoal.objects.filter(**here).order_by("pk"),
            *("episode", "attainment", Day("set_on"), Day("judged_on")),
        )
        self.respondents = tuple(sorted({name for name in self.measurements[6] if name}))

    def facts(self, said: ServiceDefinition, instruments: Sequence[Instrument]) -> Facts:
        self.said, self.instruments = said, instruments
        pk, opened, closed, ending, age, sex, birth_year = self.episodes
        return Facts(
            service=np.zeros(len(pk), np.int32),
            opened=_numbers(opened),
            closed=_numbers(closed),
            ending=_codes(ending, [one.ending for one in self.said.endings]),
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
        return np.searchsorted(np.array(self.episodes[0], np.int64), np.array(numbers, np.int64))

    def _contacts(self) -> Contacts:
        episode, day, intervention, attendance = self.contacts
        codes = _codes(intervention, self.interventions), _codes(attendance, ATTENDANCE)
        return Contacts(self._episode(episode), _numbers(day), *codes)

    def _stays(self) -> Stays:
        episode, phase, entered, left = self.stays
        planned = [one.phase for one in self.said.phases]
        return Stays(self._episode(episode), _codes(phase, planned), _numbers(entered), _numbers(left))

    def _values(self) -> Values:
        episode, variable, occasion, option, text = self.values
        asked = {one.variable: (place, one) for place, one in enumerate(self.said.variables)}
        options = {one.variable: {o.option: n for n, o in enumerate(one.options)} for one in self.said.variables}

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
            _codes(instrument, [one.pk for one in self.instruments]),
            _codes(occasion, OCCASIONS),
            _numbers(day),
            _numbers(months),
            _codes(respondent, self.respondents),
        )

    def _answers(self) -> Answers:
        measurement, item, value = self.answers
        place = {one.pk: n for i in self.instruments for n, one in enumerate(i.items.all())}
        return Answers(self._measurement(measurement), np.array([place[i] for i in item], np.int64), _floats(value))

    def _scores(self) -> Scores:
        measurement, scale, value = self.scores
        place = {one.pk: n for i in self.instruments for n, one in enumerate(i.scales.all())}
        return Scores(self._measurement(measurement), np.array([place[s] for s in scale], np.int64), _floats(value))

    def _goals(self) -> Goals:
        episode, attainment, set_on, judged_on = self.goals
        return Goals(self._episode(episode), _codes(attainment, ATTAINMENT), _numbers(set_on), _numbers(judged_on))

    def _measurement(self, numbers: Sequence[int]) -> Array:
        return np.searchsorted(np.array(self.measurements[0], np.int64), np.array(numbers, np.int64))


def ongoing_of(service: Service, user: User) -> tuple[int, list[Lack]]:
    """How many of the service's ongoing episodes `user` may read, and what these lack."""
    mine = Episode.objects.for_user(user).filter(service=service).ongoing()
    return mine.count(), lacking(service, mine)


def minutes_of(service: Service, first: date, last: date) -> int:
    """How long the contacts between two days took together, of those whose length was told."""
    held = Contact.objects.filter(episode__service=service, attendance="attended", date__range=(first, last))
    return held.aggregate(total=Sum("minutes"))["total"] or 0


def overdue_of(service: Service, user: User, today: date) -> list[date]:
    """The months whose readings should have been gone through by now, for whoever does it."""
    return reviews_overdue(service.unit, today) if may(user, "access_log", "review", unit=service.unit) else []


def _columns(rows: QuerySet, *columns: str | Func) -> list[Sequence]:
    """The columns as the database gives them: read at once, past what Django makes of every value."""
    query, parameters = rows.values_list(*columns).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(zip(*cursor.fetchall(), strict=True)) or [()] * len(columns)


def _numbers(numbers: Iterable[int | None]) -> Array:
    return np.array([-1 if number is None else number for number in numbers], np.int64)


def _floats(numbers: Iterable) -> Array:
    return np.array([np.nan if number is None else float(number) for number in numbers], np.float64)


def _codes(codes: Iterable, known: Sequence) -> Array:
    place = {code: number for number, code in enumerate(known)}
    return np.array([place.get(code, -1) for code in codes], np.int64)
