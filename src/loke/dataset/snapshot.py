"""The snapshot: a dataset as typed NumPy columns sorted by service and episode, which every analysis reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from numpy.typing import NDArray

from loke.dataset.definitions import Instrument, Service

EPOCH = date(1970, 1, 1)
NO_DAY = 65535  # not happened: later than every day, so that "closed <= as_of" is false for whoever has not closed
NO_CODE = 255  # missing, in every uint8 column of codes
ATTENDANCE = ("attended", "missed", "cancelled")
SEX = ("female", "male", "other")
ATTAINMENT = ("fully", "largely", "slightly", "not_at_all")
OCCASIONS = ("start", "during", "end", "after")
START, DURING, END, AFTER = range(len(OCCASIONS))
VARIABLE_OCCASIONS = ("opening", "closing", "follow_up")
YES_NO = ("yes", "no")

Array = NDArray[Any]


def day_number(day: date) -> int:
    """Days since 1970-01-01, as stored in every uint16 column of days."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    return EPOCH + timedelta(days=int(number))


@dataclass(eq=False, repr=False)
class Measurements:
    """Every measurement with one instrument, sorted by episode; rows of `items` follow `Instrument.items`.

    `items` holds answers times 10**decimals as the smallest signed or unsigned integer type that fits, and that
    type's largest value where nothing was answered. `given[scale]` holds scores that came without items, times
    10**`given_decimals[scale]`, int64, with int64's smallest value where there is none.
    """

    episode: Array  # int32, index into the snapshot's episodes
    occasion: Array  # uint8, index into OCCASIONS
    day: Array  # uint16; where no date was given, the day that the occasion belongs to (opening, closing, months after)
    months_after: Array  # uint8, NO_CODE where it does not apply
    respondent: Array  # uint8, index into Snapshot.respondents, NO_CODE where not stated
    items: Array  # [n, number of items]
    decimals: int = 0
    given: Mapping[str, Array] = field(default_factory=dict)
    given_decimals: Mapping[str, int] = field(default_factory=dict)


@dataclass(eq=False, repr=False)
class Snapshot:
    """All of a dataset that an analysis needs. Service s is episodes[bounds[s]:bounds[s + 1]]."""

    services: tuple[Service, ...]  # sorted by code
    instruments: tuple[Instrument, ...]  # sorted by code
    respondents: tuple[str, ...]  # sorted
    last_day: date  # the latest day anywhere in the dataset: the default as-of where `as_of` is None
    bounds: Array  # int64 [services + 1]
    opened: Array  # uint16 [episodes]
    closed: Array  # uint16, NO_DAY while open
    ending: Array  # uint8, index into Service.endings
    age: Array  # uint8, completed years, from birth year where age was not given
    sex: Array  # uint8, index into SEX
    # (service index, variable, occasion) -> the service's slice: uint8 option index (choice, yes_no: YES_NO), float64
    # with NaN (number), bool [episodes, options] (choices), bool "was given" (date, text)
    values: Mapping[tuple[int, str, str], Array]
    contact_bounds: Array  # int64 [episodes + 1]
    contact_day: Array  # uint16
    contact_kind: Array  # uint8 (uint16 above 85 interventions): 3 x intervention index + ATTENDANCE index
    stay_bounds: Array  # int64 [episodes + 1], stays in phases
    stay_phase: Array  # uint8, index into Service.phases
    stay_entered: Array  # uint16
    stay_left: Array  # uint16, NO_DAY while there
    goal_bounds: Array  # int64 [episodes + 1]
    goal_judged: Array  # uint16, the day of the judgement, NO_DAY where none is told
    goal_attainment: Array  # uint8, index into ATTAINMENT, NO_CODE before it is judged
    measurements: tuple[Measurements, ...]  # one for each of instruments
    warnings: tuple[str, ...] = ()
    as_of: date | None = None  # the default as-of, where it is not the last day
