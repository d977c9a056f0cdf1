"""Facts in any order become a snapshot: sorted by service and episode, in the smallest types, in milliseconds."""

from dataclasses import dataclass, field

import numpy as np

from loke.dataset.becoming import settled, settled_values
from loke.dataset.definitions import Instrument, Service
from loke.dataset.gather import Tally, answer_matrix, compact, starts_of, value_columns
from loke.dataset.months import MARGIN, add_months
from loke.dataset.snapshot import (
    AFTER,
    ATTENDANCE,
    END,
    NO_CODE,
    NO_DAY,
    Array,
    Measurements,
    Snapshot,
    day_of,
)

STRAY = "contacts: {} kontakter ligger före inledningen eller efter avslutet, de räknas ändå"
OUTSIDE = "measurements: {} uppföljningar ligger inte inom 30 dagar från avslut + månader, de räknas inte"


def _none() -> Array:
    return np.zeros(0, np.int32)


def _no_numbers() -> Array:
    return np.zeros(0)


@dataclass(frozen=True, eq=False)
class Contacts:
    """Parallel arrays; `intervention` and `attendance` index Service.interventions and ATTENDANCE."""

    episode: Array = field(default_factory=_none)
    day: Array = field(default_factory=_none)
    intervention: Array = field(default_factory=_none)
    attendance: Array = field(default_factory=_none)


@dataclass(frozen=True, eq=False)
class Stays:
    """Stays in phases; `phase` indexes Service.phases, `left` is negative while there."""

    episode: Array = field(default_factory=_none)
    phase: Array = field(default_factory=_none)
    entered: Array = field(default_factory=_none)
    left: Array = field(default_factory=_none)


@dataclass(frozen=True, eq=False)
class Values:
    """Answers to variables: `variable` indexes the service's variables, `occasion` VARIABLE_OCCASIONS.

    `value` is float64: the index of the option (choice, choices), of YES_NO, the number, or anything (date, text).
    """

    episode: Array = field(default_factory=_none)
    variable: Array = field(default_factory=_none)
    occasion: Array = field(default_factory=_none)
    value: Array = field(default_factory=_no_numbers)


@dataclass(frozen=True, eq=False)
class Measured:
    """Measurements; `day`, `months_after` and `respondent` (index into the respondents) are negative if not given."""

    episode: Array = field(default_factory=_none)
    instrument: Array = field(default_factory=_none)
    occasion: Array = field(default_factory=_none)
    day: Array = field(default_factory=_none)
    months_after: Array = field(default_factory=_none)
    respondent: Array = field(default_factory=_none)


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers: `measurement` indexes Measured, `item` the instrument's items; `value` is float64 or NaN."""

    measurement: Array = field(default_factory=_none)
    item: Array = field(default_factory=_none)
    value: Array = field(default_factory=_no_numbers)


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores entered without answers: `measurement` indexes Measured, `scale` the instrument's scales."""

    measurement: Array = field(default_factory=_none)
    scale: Array = field(default_factory=_none)
    value: Array = field(default_factory=_no_numbers)


@dataclass(frozen=True, eq=False)
class Goals:
    """Goals; `attainment` indexes ATTAINMENT, negative before it is judged, as are days that are not told."""

    episode: Array = field(default_factory=_none)
    attainment: Array = field(default_factory=_none)
    set_on: Array = field(default_factory=_none)
    judged_on: Array = field(default_factory=_none)


@dataclass(frozen=True, eq=False)
class Facts:
    """Everything that happened, as parallel arrays of whole numbers (any integer type) in any order.

    The first seven describe the episodes; every `episode` elsewhere is a position in them. Days are days since
    1970-01-01, codes are positions in the definitions, and every negative number means missing or not yet. Decimals
    are float64 within ±1 000 000; to nine decimals they are kept exactly.
    """

    service: Array
    opened: Array
    closed: Array
    ending: Array
    age: Array
    sex: Array
    birth_year: Array
    contacts: Contacts = field(default_factory=Contacts)
    stays: Stays = field(default_factory=Stays)
    values: Values = field(default_factory=Values)
    measured: Measured = field(default_factory=Measured)
    answers: Answers = field(default_factory=Answers)
    scores: Scores = field(default_factory=Scores)
    goals: Goals = field(default_factory=Goals)


def assemble(
    services: tuple[Service, ...],
    instruments: tuple[Instrument, ...],
    respondents: tuple[str, ...],
    facts: Facts,
    warnings: tuple[str, ...] = (),
) -> Snapshot:
    """The snapshot of facts that have been checked. Services and instruments are sorted by code.

    Episodes keep their order within a service; contacts are ordered by day, stays by the day they were entered and
    measurements by occasion and day. Follow-ups outside their window are left out, with a warning. An answer with an
    option that has become another is an answer with that one, and only that one is left of the two.
    """
    values = settled_values(services, facts.service[facts.values.episode], facts.values)
    services = settled(services)
    order = np.argsort(facts.service, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    opened, closed = facts.opened[order], facts.closed[order]
    bounds = starts_of(facts.service, len(services))
    contact_bounds, contact_day, contact_kind = _contacts(facts.contacts, place)
    last = _last_day(facts)
    measurements, outside = _measurements(facts, place, opened, closed, instruments, last)
    return Snapshot(
        services=services,
        instruments=instruments,
        respondents=respondents,
        last_day=day_of(last),
        bounds=bounds,
        opened=opened.astype(np.uint16),
        closed=_days(closed),
        ending=_codes(facts.ending[order]),
        age=_ages(facts.age[order], facts.birth_year[order], opened),
        sex=_codes(facts.sex[order]),
        values=value_columns(services, bounds, place[values.episode], values),
        contact_bounds=contact_bounds,
        contact_day=contact_day,
        contact_kind=contact_kind,
        **_stays(facts.stays, place),
        **_goals(facts.goals, place),
        measurements=measurements,
        warnings=warnings + _warnings(facts, outside),
        as_of=None,
    )


def _days(days: Array) -> Array:
    return np.where(days < 0, NO_DAY, days).astype(np.uint16)


def _codes(codes: Array) -> Array:
    return np.where(codes < 0, NO_CODE, codes).astype(np.uint8)


def _ages(age: Array, birth_year: Array, opened: Array) -> Array:
    """Where no age is given, the age reached in the year of opening."""
    reached = opened.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970 - birth_year
    known = (birth_year >= 0) & (reached >= 0) & (reached < NO_CODE)
    return _codes(np.where(age >= 0, age, np.where(known, reached, -1)))


def _contacts(contacts: Contacts, place: Array) -> tuple[Array, Array, Array]:
    """Bounds, days and kinds. Episode, day and kind are one number each, so that sorting it sorts them all."""
    kinds = len(ATTENDANCE) * (int(contacts.intervention.max(initial=0)) + 1)
    first = int(contacts.day.min(initial=NO_DAY))
    days = int(contacts.day.max(initial=first)) - first + 1
    key = (place[contacts.episode] * days + (contacts.day - first)) * kinds
    key += contacts.intervention * len(ATTENDANCE) + contacts.attendance
    if place.size * days * kinds < 2**32:
        key = key.astype(np.uint32)  # sorts in half the time
    if (key[1:] < key[:-1]).any():
        key.sort()
    rest, kind = np.divmod(key, key.dtype.type(kinds))
    day = (rest % key.dtype.type(days)).astype(np.int32) + first
    smallest = np.uint8 if kinds <= NO_CODE else np.uint16
    return starts_of(contacts.episode, place.size, place), day.astype(np.uint16), kind.astype(smallest)


def _stays(stays: Stays, place: Array) -> dict[str, Array]:
    episode, left = place[stays.episode], _days(stays.left)
    order = np.lexsort((stays.phase, left, stays.entered, episode))
    return {
        "stay_bounds": starts_of(episode, place.size),
        "stay_phase": stays.phase[order].astype(np.uint8),
        "stay_entered": stays.entered[order].astype(np.uint16),
        "stay_left": left[order],
    }


def _goals(goals: Goals, place: Array) -> dict[str, Array]:
    episode, judged = place[goals.episode], _days(goals.judged_on)
    order = np.lexsort((goals.attainment, judged, episode))
    return {
        "goal_bounds": starts_of(episode, place.size),
        "goal_judged": judged[order],
        "goal_attainment": _codes(goals.attainment[order]),
    }


def _last_day(facts: Facts) -> int:
    days = (facts.opened, facts.closed, facts.contacts.day, facts.stays.entered, facts.stays.left, facts.measured.day)
    return max(int(day.max(initial=0)) for day in (*days, facts.goals.set_on, facts.goals.judged_on))


def _measurements(
    facts: Facts, place: Array, opened: Array, closed: Array, instruments: tuple[Instrument, ...], last: int
) -> tuple[tuple[Measurements, ...], Array]:
    """The measurements by instrument, and a mask of the follow-ups that lie outside their window."""
    measured = facts.measured
    episode = place[measured.episode]
    due = _due(measured, opened[episode], closed[episode])
    outside = (measured.occasion == AFTER) & (closed[episode] < 0)
    outside |= (measured.occasion == AFTER) & (measured.day >= 0) & (np.abs(measured.day - due) > MARGIN)
    day = np.where(measured.day >= 0, measured.day, np.minimum(due, max(last, 0)))
    order = np.lexsort((measured.respondent, day, measured.months_after, measured.occasion, episode))
    order = order[~outside[order]]
    tally = Tally(facts.answers, facts.scores, measured.instrument)
    return tuple(
        _of_instrument(measured, i, one, episode, day, order, tally) for i, one in enumerate(instruments)
    ), outside


def _due(measured: Measured, opened: Array, closed: Array) -> Array:
    """The day each occasion belongs to, from the opening and closing of its episode."""
    ended = np.where(closed >= 0, closed, opened)
    after = add_months(ended, np.maximum(measured.months_after, 0))
    return np.where(measured.occasion == AFTER, after, np.where(measured.occasion == END, ended, opened))


def _of_instrument(
    measured: Measured, i: int, instrument: Instrument, episode: Array, day: Array, order: Array, tally: "Tally"
) -> Measurements:
    own = order[measured.instrument[order] == i]
    row = np.full(measured.episode.size, -1, np.int64)
    row[own] = np.arange(own.size)
    items, decimals = answer_matrix(tally.answers_of(i), row, own.size, len(instrument.items))
    given = {n: compact(of, value, row, own.size) for n, of, value in tally.scores_of(i)}
    names = [scale.scale for scale in instrument.scales]
    months = np.where(measured.occasion[own] == AFTER, measured.months_after[own], -1)
    return Measurements(
        episode=episode[own].astype(np.int32),
        occasion=measured.occasion[own].astype(np.uint8),
        day=day[own].astype(np.uint16),
        months_after=_codes(months),
        respondent=_codes(measured.respondent[own]),
        items=items,
        decimals=decimals,
        given={names[n]: scores for n, (scores, _) in given.items()},
        given_decimals={names[n]: decimals for n, (_, decimals) in given.items()},
    )


def _warnings(facts: Facts, outside: Array) -> tuple[str, ...]:
    contacts, closed = facts.contacts, _days(facts.closed)
    stray = (contacts.day < facts.opened[contacts.episode]) | (contacts.day > closed[contacts.episode])
    counts = {STRAY: np.count_nonzero(stray), OUTSIDE: np.count_nonzero(outside)}
    return tuple(text.format(count) for text, count in counts.items() if count)
