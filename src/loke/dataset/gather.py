"""Gathers rows into columns: values by variable, answers by instrument, decimals as exact whole numbers."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from loke.dataset.definitions import Service, Variable
from loke.dataset.snapshot import NO_CODE, VARIABLE_OCCASIONS, Array

DECIMALS = 9  # more are rounded away, which also mends what binary fractions do to thirds
TYPES = (np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.int32, np.int64)


class Answered(Protocol):
    @property
    def measurement(self) -> Array: ...
    @property
    def item(self) -> Array: ...
    @property
    def value(self) -> Array: ...


class Scored(Protocol):
    @property
    def measurement(self) -> Array: ...
    @property
    def scale(self) -> Array: ...
    @property
    def value(self) -> Array: ...


class Valued(Protocol):
    @property
    def variable(self) -> Array: ...
    @property
    def occasion(self) -> Array: ...
    @property
    def value(self) -> Array: ...


def starts_of(owner: Array, owners: int, place: Array | None = None) -> Array:
    """Where each owner's rows begin when the rows are sorted by owner (or by its place), and where the last ends."""
    counts = np.bincount(owner, minlength=owners)
    if place is not None:
        ordered = np.empty_like(counts)
        ordered[place] = counts
        counts = ordered
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def value_columns(
    services: tuple[Service, ...], bounds: Array, episode: Array, values: Valued
) -> dict[tuple[int, str, str], Array]:
    """A column for every service, variable and occasion that is declared or has values."""
    times, first = len(VARIABLE_OCCASIONS), np.cumsum([0, *(len(service.variables) for service in services)])
    service = np.searchsorted(bounds, episode, side="right") - 1
    slot = (first[service] + values.variable) * times + values.occasion
    order = np.argsort(slot.astype(np.uint16 if first[-1] * times < 2**16 else np.uint32), kind="stable")
    starts = starts_of(slot, int(first[-1]) * times)
    episode, value = (episode - bounds[service])[order], values.value[order]
    columns = {}
    for s, one in enumerate(services):
        for v, variable in enumerate(one.variables):
            for t, occasion in enumerate(VARIABLE_OCCASIONS):
                n = (first[s] + v) * times + t
                own = slice(starts[n], starts[n + 1])
                if occasion in variable.occasions or starts[n] < starts[n + 1]:
                    size = int(bounds[s + 1] - bounds[s])
                    columns[s, variable.variable, occasion] = _column(variable, size, episode[own], value[own])
    return columns


def _column(variable: Variable, size: int, episode: Array, value: Array) -> Array:
    if variable.type == "number":
        column = np.full(size, np.nan)
        column[episode] = value
    elif variable.type == "choices":
        column = np.zeros((size, len(variable.options)), bool)
        column[episode, value.astype(np.int64)] = True
    elif variable.type in ("choice", "yes_no"):
        column = np.full(size, NO_CODE, np.uint8)
        column[episode] = value
    else:
        column = np.zeros(size, bool)
        column[episode] = True
    return column


class Tally:
    """Answers and scores, found by instrument."""

    def __init__(self, answers: Answered, scores: Scored, instrument: Array) -> None:
        self._answers, self._scores, self._instrument = answers, scores, instrument

    def answers_of(self, instrument: int) -> tuple[Array, Array, Array]:
        """Measurement, item and value of the answers with this instrument."""
        answers = self._answers
        own = self._instrument[answers.measurement] == instrument
        if own.all():
            return answers.measurement, answers.item, answers.value
        return answers.measurement[own], answers.item[own], answers.value[own]

    def scores_of(self, instrument: int) -> Iterator[tuple[int, Array, Array]]:
        """For every scale of the instrument with scores: its number, the measurements and the values."""
        scores = self._scores
        own = self._instrument[scores.measurement] == instrument
        for scale in np.unique(scores.scale[own]):
            of = own & (scores.scale == scale)
            yield int(scale), scores.measurement[of], scores.value[of]


def scaled(value: Array) -> tuple[Array, int]:
    """The numbers times 10**decimals as int64, exactly, with few decimals; NaN becomes int64's smallest."""
    given = np.isfinite(value)
    nothing = np.iinfo(np.int64).min
    filled = np.where(given, value, 0.0)
    whole = filled.astype(np.int64)
    decimals = 0
    if not (whole == filled).all():
        whole, decimals = np.rint(filled * 10**DECIMALS).astype(np.int64), DECIMALS
        while not (whole % 10).any():
            whole, decimals = whole // 10, decimals - 1
    return np.where(given, whole, nothing), decimals


def answer_matrix(answers: tuple[Array, Array, Array], row: Array, rows: int, items: int) -> tuple[Array, int]:
    """The answers as a matrix in the smallest type that holds them, with that type's largest value for none."""
    measurement, item, value = answers
    numbers, decimals = scaled(value)
    target = row[measurement]
    kept = (target >= 0) & (numbers != np.iinfo(np.int64).min)
    if not kept.all():
        target, item, numbers = target[kept], item[kept], numbers[kept]
    low, high = int(numbers.min(initial=0)), int(numbers.max(initial=0))
    smallest = next(kind for kind in TYPES if np.iinfo(kind).min <= low and high < np.iinfo(kind).max)
    matrix = np.full((rows, items), np.iinfo(smallest).max, smallest)
    matrix.reshape(-1)[target * items + item] = numbers
    return matrix, decimals


def compact(measurement: Array, value: Array, row: Array, rows: int) -> tuple[Array, int]:
    """Scores by row as int64 and their decimals."""
    numbers, decimals = scaled(value)
    column = np.full(rows, np.iinfo(np.int64).min, np.int64)
    kept = row[measurement] >= 0
    column[row[measurement][kept]] = numbers[kept]
    return column, decimals
