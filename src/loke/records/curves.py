"""A client's own scores over time, computed by the same scoring as every analysis."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from loke.analysis.scoring import NOT_GIVEN, Scores, scores_of
from loke.database.statements import bring
from loke.dataset import definitions
from loke.dataset.snapshot import NO_CODE, NO_DAY, Measurements
from loke.measures.definitions import instrument_definition
from loke.measures.models import Instrument, bring_parts, plans_of
from loke.publishing.timeline import Curve
from loke.records.models import Episode, Measurement, answers_in, scores_in

NOT_ANSWERED = np.iinfo(np.int64).max
PLACES = 9  # decimals kept of an answer or a score


def curves_of(episode: Episode, measured: Sequence[Measurement]) -> tuple[Curve, ...]:
    """One curve for each instrument the service uses: its first scale, from the measurements that have a day."""
    dated = sorted((one for one in measured if one.date), key=lambda measurement: measurement.date)
    if not dated:
        return ()
    bring(measured, "answers", answers_in(episode=episode.pk), "measurement_id")
    bring(measured, "scores", scores_in(episode=episode.pk), "measurement_id")
    plans = plans_of(service=episode.service_id)
    return tuple(curve for plan in plans for curve in _curve(plan.instrument, dated))


def _curve(instrument: Instrument, measured: Sequence[Measurement]) -> Iterator[Curve]:
    mine = [measurement for measurement in measured if measurement.instrument_id == instrument.pk]
    if not mine:
        return
    bring_parts(instrument)
    for scale, scores in scored(instrument, mine)[:1]:
        if curve := curve_of(instrument.name or scale.name, scale, mine, scores):
            yield curve


def curve_of(
    name: str, scale: definitions.Scale, measured: Sequence[Measurement], scores: Mapping[int, Fraction]
) -> Curve | None:
    """The scores that have a day, in the order of the measurements; nothing without any."""
    points = tuple((one.date, scores[one.pk]) for one in measured if one.date and one.pk in scores)
    return Curve(name, *_ends(scale, points), points) if points else None


def scored(
    instrument: Instrument, measured: Sequence[Measurement]
) -> list[tuple[definitions.Scale, dict[int, Fraction]]]:
    """Every scale of the instrument with the valid scores, by the number of the measurement."""
    definition = instrument_definition(instrument)
    found = scores_of(definition, measurements_of(definition, measured))
    return [(scale, _by_number(measured, found[scale.scale])) for scale in definition.scales]


def _by_number(measured: Sequence[Measurement], scores: Scores) -> dict[int, Fraction]:
    rows = zip(measured, scores.top.tolist(), scores.bottom.tolist(), strict=True)
    return {one.pk: Fraction(top, bottom) for one, top, bottom in rows if bottom}


def _ends(scale: definitions.Scale, points: Sequence[tuple[date, Fraction]]) -> tuple[Fraction, Fraction]:
    """The ends of the scale where they follow from its items, else of what was scored."""
    if known := ends_of(scale):
        return known
    scores = [score for _, score in points] or [Fraction(0)]
    return min(scores) - 1, max(scores) + 1


def ends_of(scale: definitions.Scale) -> tuple[Fraction, Fraction] | None:
    """The lowest and the highest score that the items can give."""
    if scale.lowest is None or scale.highest is None or not scale.items:
        return None
    times = len(scale.items) if scale.score == "sum" else 1
    lowest, highest = (end * times * scale.multiply + scale.add for end in (scale.lowest, scale.highest))
    return lowest, highest


def measurements_of(instrument: definitions.Instrument, measured: Sequence[Measurement]) -> Measurements:
    """Measurements out of the database as the matrix that scoring reads; their answers and scores prefetched."""
    answers = [{one.item.code: one.value for one in each.answers.all()} for each in measured]
    made = _answered(instrument, answers)
    for row, measurement in enumerate(measured):
        for score in measurement.scores.all():
            made.given[score.scale.code][row] = int(score.value.scaleb(PLACES))
    return made


def _answered(instrument: definitions.Instrument, rows: Sequence[Mapping[str, Decimal | None]]) -> Measurements:
    """The matrix of answers by the codes of items, without scores that came ready."""
    place = {item.item: column for column, item in enumerate(instrument.items)}
    items = np.full((len(rows), len(place)), NOT_ANSWERED, np.int64)
    given = {scale.scale: np.full(len(rows), NOT_GIVEN, np.int64) for scale in instrument.scales}
    for row, answers in enumerate(rows):
        for code, value in answers.items():
            if value is not None:
                items[row, place[code]] = int(value.scaleb(PLACES))
    codes, days = np.full(len(rows), NO_CODE, np.uint8), np.full(len(rows), NO_DAY, np.uint16)
    decimals = dict.fromkeys(given, PLACES)
    return Measurements(np.zeros(len(rows), np.int32), codes, days, codes, codes, items, PLACES, given, decimals)


def scores_from(instrument: Instrument, rows: Sequence[Mapping[str, Decimal | None]]) -> list[dict[str, Fraction]]:
    """The valid scores that each row of answers gives, by the codes of scales."""
    definition = instrument_definition(instrument)
    found = scores_of(definition, _answered(definition, rows))
    pairs = {code: list(zip(one.top.tolist(), one.bottom.tolist(), strict=True)) for code, one in found.items()}
    told = ({code: each[row] for code, each in pairs.items()} for row in range(len(rows)))
    return [{code: Fraction(top, bottom) for code, (top, bottom) in one.items() if bottom} for one in told]
