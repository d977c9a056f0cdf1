"""A snapshot from a few episodes written out by hand, without files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from loke.analysis.calculation import Result, analyse
from loke.analysis.options import Options
from loke.analysis.scoring import NOT_GIVEN
from loke.dataset.definitions import Instrument, Service, Variable
from loke.dataset.snapshot import (
    ATTAINMENT,
    ATTENDANCE,
    NO_CODE,
    NO_DAY,
    OCCASIONS,
    SEX,
    YES_NO,
    Measurements,
    Snapshot,
    day_number,
    day_of,
)


@dataclass
class Measured:
    """`answers` in the order of the instrument's items, None for not answered; `given` are ready scores."""

    instrument: str
    occasion: str
    answers: Sequence[int | None] = ()
    day: date | None = None
    months_after: int | None = None
    respondent: str | None = None
    given: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Episode:
    opened: date
    closed: date | None = None
    ending: str | None = None
    age: int | None = None
    sex: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)  # "variable" or "variable:closing"
    contacts: Sequence[tuple[date, str, str]] = ()
    stays: Sequence[tuple[str, date, date | None]] = ()
    measured: Sequence[Measured] = ()
    goals: Sequence[tuple[str | None, date | None]] = ()  # attainment, and the day of judgement


def on(text: str) -> date:
    return date.fromisoformat(text)


def rows(snapshot: Snapshot, table: str, **options: Any) -> list[Any]:
    return list(result(snapshot, **options).tables[table])


def result(snapshot: Snapshot, **options: Any) -> Result:
    return analyse(snapshot, Options(**options))


def snapshot(
    services: Mapping[Service, Sequence[Episode]],
    instruments: Sequence[Instrument] = (),
    respondents: Sequence[str] = (),
    last_day: date | None = None,
) -> Snapshot:
    """The services must come in the order of their codes, as must the instruments and respondents."""
    placed = [(service, episode) for service, episodes in services.items() for episode in episodes]
    episodes = [episode for _, episode in placed]
    contacts = [(service, contact) for service, episode in placed for contact in episode.contacts]
    goals = [goal for episode in episodes for goal in episode.goals]
    stays = [(service, stay) for service, episode in placed for stay in episode.stays]
    return Snapshot(
        services=tuple(services),
        instruments=tuple(instruments),
        respondents=tuple(respondents),
        last_day=last_day or day_of(max(number for number in _all_days(episodes) if number != NO_DAY)),
        bounds=_bounds(list(map(len, services.values()))),
        opened=_days([episode.opened for episode in episodes]),
        closed=_days([episode.closed for episode in episodes]),
        ending=_codes([_code([one.ending for one in service.endings], one.ending) for service, one in placed]),
        age=_codes([NO_CODE if episode.age is None else episode.age for episode in episodes]),
        sex=_codes([_code(SEX, episode.sex) for episode in episodes]),
        values=_values(services),
        contact_bounds=_bounds([len(episode.contacts) for episode in episodes]),
        contact_day=_days([day for _, (day, _, _) in contacts]),
        contact_kind=_codes([_kind(service, *contact[1:]) for service, contact in contacts]),
        stay_bounds=_bounds([len(episode.stays) for episode in episodes]),
        stay_phase=_codes([[p.phase for p in service.phases].index(stay[0]) for service, stay in stays]),
        stay_entered=_days([entered for _, (_, entered, _) in stays]),
        stay_left=_days([left for _, (_, _, left) in stays]),
        goal_bounds=_bounds([len(episode.goals) for episode in episodes]),
        goal_judged=_days([judged for _, judged in goals]),
        goal_attainment=_codes([_code(ATTAINMENT, attainment) for attainment, _ in goals]),
        measurements=tuple(_measurements(one, episodes, list(respondents)) for one in instruments),
    )


def _all_days(episodes: Sequence[Episode]) -> list[int]:
    days: list[date | None] = [date(2000, 1, 1)]
    for one in episodes:
        days += [one.opened, one.closed, *(contact[0] for contact in one.contacts)]
        days += [judged for _, judged in one.goals]
        days += [day for _, *both in one.stays for day in both] + [each.day for each in one.measured]
    return _days(days).tolist()


def _bounds(sizes: Sequence[int]) -> Any:
    return np.cumsum([0, *sizes]).astype(np.int64)


def _days(days: Sequence[date | None]) -> Any:
    return np.array([NO_DAY if day is None else day_number(day) for day in days], np.uint16)


def _codes(codes: Sequence[int]) -> Any:
    return np.array(codes, np.uint8)


def _code(named: Sequence[str], name: str | None) -> int:
    return NO_CODE if name is None else list(named).index(name)


def _kind(service: Service, intervention: str, attendance: str) -> int:
    return 3 * [one.intervention for one in service.interventions].index(intervention) + ATTENDANCE.index(attendance)


def _values(services: Mapping[Service, Sequence[Episode]]) -> dict[tuple[int, str, str], Any]:
    found = {}
    for index, (service, episodes) in enumerate(services.items()):
        for variable in service.variables:
            for occasion in variable.occasions:
                name = variable.variable + (":closing" if occasion == "closing" else "")
                given = [episode.values.get(name) for episode in episodes]
                found[index, variable.variable, occasion] = _column(variable, given)
    return found


def _column(variable: Variable, given: Sequence[Any]) -> Any:
    options = YES_NO if variable.type == "yes_no" else [one.option for one in variable.options]
    if variable.type == "number":
        return np.array([np.nan if value is None else value for value in given], float)
    if variable.type in ("choice", "yes_no"):
        return _codes([_code(options, value) for value in given])
    if variable.type == "choices":
        chosen = [[option in (value or ()) for option in options] for value in given]
        return np.array(chosen, bool).reshape(len(given), len(options))
    return np.array([value is not None for value in given], bool)


def _measurements(instrument: Instrument, episodes: Sequence[Episode], respondents: list[str]) -> Measurements:
    found = [
        (place, one)
        for place, episode in enumerate(episodes)
        for one in episode.measured
        if one.instrument == instrument.instrument
    ]
    size = len(instrument.items)
    answers = [[NO_CODE if a is None else a for a in one.answers] or [NO_CODE] * size for _, one in found]
    scales = {scale for _, one in found for scale in one.given}
    return Measurements(
        episode=np.array([place for place, _ in found], np.int32),
        occasion=_codes([OCCASIONS.index(one.occasion) for _, one in found]),
        day=_days([one.day for _, one in found]),
        months_after=_codes([NO_CODE if one.months_after is None else one.months_after for _, one in found]),
        respondent=_codes([_code(respondents, one.respondent) for _, one in found]),
        items=np.array(answers, np.uint8).reshape(len(found), size),
        given={s: np.array([one.given.get(s, NOT_GIVEN) for _, one in found], np.int64) for s in scales},
    )
