"""The only door from follow-up to the records: a service's rows as a snapshot, kept until one of them changes."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import date
from threading import Lock

import numpy as np
from django.db.models import QuerySet

from loke.dataset.assemble import Answers, Contacts, Facts, Measured, Scores, Stays, Values, assemble
from loke.dataset.definitions import Instrument as InstrumentDefinition
from loke.dataset.definitions import Service as ServiceDefinition
from loke.dataset.snapshot import ATTENDANCE, EPOCH, OCCASIONS, SEX, VARIABLE_OCCASIONS, YES_NO, Array, Snapshot
from loke.description.models import Service
from loke.measures.definitions import instrument_definition
from loke.measures.models import Instrument
from loke.records.definitions import service_definition
from loke.records.models import Answer, Contact, Episode, Measurement, Phase, Score, Value

KEPT = 32  # snapshots of services; one of 500 clients is about 1 MB
DAY_ZERO = EPOCH.toordinal()

_kept: OrderedDict[int, tuple[int, Snapshot]] = OrderedDict()
_lock = Lock()


def snapshot_for(service: Service) -> Snapshot:
    """The service as it stands: read anew when its change number has grown, else the one from last time."""
    change = Service.objects.values_list("change", flat=True).get(pk=service.pk)
    with _lock:
        kept = _kept.get(service.pk)
        if kept and kept[0] == change:
            _kept.move_to_end(service.pk)
            return kept[1]
    snapshot = read(service)
    with _lock:
        _kept[service.pk] = change, snapshot
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return snapshot


def read(service: Service) -> Snapshot:
    """The service's rows, coded and assembled. What belongs to an episode is read before the episodes themselves, so
    that nothing registered meanwhile can lack its episode."""
    said = service_definition(service)
    instruments = Instrument.objects.filter(plans__service=service).order_by("code")
    instruments = list(instruments.prefetch_related("items", "scales__norms"))
    rows = _Rows(service, said, instruments)
    definitions = tuple(map(instrument_definition, instruments))
    return assemble((said,), definitions, rows.respondents, rows.facts(definitions))


class _Rows:
    """The columns of one service's tables, read once each."""

    def __init__(self, service: Service, said: ServiceDefinition, instruments: Sequence[Instrument]):
        here, of_measurement = {"episode__service": service}, {"measurement__episode__service": service}
        self.service, self.said, self.instruments = service, said, instruments
        self.answers = _columns(Answer.objects.filter(**of_measurement), "measurement", "item", "value")
        self.scores = _columns(Score.objects.filter(**of_measurement), "measurement", "scale", "value")
        self.measurements = _columns(
            Measurement.objects.filter(**here).order_by("pk"),
            *("pk", "episode", "instrument", "occasion", "date", "months_after", "respondent"),
        )
        self.contacts = _columns(Contact.objects.filter(**here), "episode", "date", "intervention__code", "attendance")
        self.stays = _columns(Phase.objects.filter(**here), "episode", "phase__code", "entered", "left")
        self.values = _columns(
            Value.objects.filter(**here), "episode", "variable__code", "occasion", "option__code", "text"
        )
        self.episodes = _columns(
            Episode.objects.filter(service=service).order_by("pk"),
            *("pk", "opened", "closed", "ending__code", "age", "client__sex", "client__birth_year"),
        )
        self.respondents = tuple(sorted({name for name in self.measurements[6] if name}))

    def facts(self, instruments: tuple[InstrumentDefinition, ...]) -> Facts:
        pk, opened, closed, ending, age, sex, birth_year = self.episodes
        return Facts(
            service=np.zeros(len(pk), np.int32),
            opened=_days(opened),
            closed=_days(closed),
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
        )

    def _episode(self, numbers: Sequence[int]) -> Array:
        return np.searchsorted(np.array(self.episodes[0], np.int64), np.array(numbers, np.int64))

    def _contacts(self) -> Contacts:
        episode, day, intervention, attendance = self.contacts
        given = [one.intervention for one in self.said.interventions]
        return Contacts(self._episode(episode), _days(day), _codes(intervention, given), _codes(attendance, ATTENDANCE))

    def _stays(self) -> Stays:
        episode, phase, entered, left = self.stays
        return Stays(
            self._episode(episode), _codes(phase, [one.phase for one in self.said.phases]), _days(entered), _days(left)
        )

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
            _days(day),
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

    def _measurement(self, numbers: Sequence[int]) -> Array:
        return np.searchsorted(np.array(self.measurements[0], np.int64), np.array(numbers, np.int64))


def _columns(rows: QuerySet, *names: str) -> list[Sequence]:
    return list(zip(*rows.values_list(*names), strict=True)) or [()] * len(names)


def _days(days: Iterable[date | None]) -> Array:
    return np.array([-1 if day is None else day.toordinal() - DAY_ZERO for day in days], np.int64)


def _numbers(numbers: Iterable[int | None]) -> Array:
    return np.array([-1 if number is None else number for number in numbers], np.int64)


def _floats(numbers: Iterable) -> Array:
    return np.array([np.nan if number is None else float(number) for number in numbers], np.float64)


def _codes(codes: Iterable, known: Sequence) -> Array:
    place = {code: number for number, code in enumerate(known)}
    return np.array([place.get(code, -1) for code in codes], np.int64)
