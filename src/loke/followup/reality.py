"""Idé mot verklighet: every expectation beside what happened, and how sure that is."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from loke.analysis.distributions import ExpectationDistribution
from loke.analysis.summary import Row
from loke.dataset.definitions import Expectation
from loke.followup.reading import Reading
from loke.publishing import dots, shares
from loke.publishing.marks import Picture
from loke.publishing.numbers import percent
from loke.publishing.readings import TOO_FEW, verdict
from loke.publishing.tables import Table


@dataclass(frozen=True)
class RealityRow:
    """One expectation: what was meant, what happened, how sure it is, and how it was before."""

    text: str
    meant: str
    actual: Picture | None
    happened: str
    verdict: str
    sure: Picture | None
    certainty: str
    earlier: str
    deviates: bool


@dataclass(frozen=True)
class Reality:
    says: str
    rows: list[RealityRow]
    table: Table | None


def reality_of(reading: Reading) -> Reality:
    rows = reading.rows("expectations")
    return Reality(
        says=reading.say.expectations(rows),
        rows=[_row(reading, row) for row in rows],
        table=reading.table("expectations"),
    )


def _row(reading: Reading, row: Row) -> RealityRow:
    few = row.assessable < TOO_FEW or row.share is None
    return RealityRow(
        text=row.text,
        meant=_meant(row, reading.language),
        actual=_actual(reading, row),
        happened=reading.say.expectation(row, reading.words),
        verdict=reading.say.expectation_verdict(row),
        sure=None if few else shares.share(_share(row), target=row.target, language=reading.language),
        certainty=reading.say.expectation_certainty(row),
        earlier=reading.say.earlier(row),
        deviates=verdict(row) == "not_met",
    )


def _share(row: Row) -> shares.Share:
    return shares.Share(row.text, row.share, row.low, row.high)


def _meant(row: Row, language: str) -> str:
    if row.target is None:
        return _("version %(version)s") % {"version": row.version}
    words = {"share": percent(row.target, language), "version": row.version}
    return _("minst %(share)s, version %(version)s") % words


def _actual(reading: Reading, row: Row) -> Picture | None:
    """Dots over a scale for numbers, rows of people for what either holds or does not."""
    if not row.assessable:
        return None
    expected = reading.expectation(row)
    if expected.kind in ("range", "dose", "phase", "duration"):
        return _dots(reading, row, expected)
    groups = [dots.Group(row.within, _("som tänkt")), dots.Group(row.below, _("inte som tänkt"), "outside")]
    return dots.people([group for group in groups if group.count])


def _dots(reading: Reading, row: Row, expected: Expectation) -> Picture:
    values = _behind(reading, row).values
    unit = (
        _("år") if expected.variable == "age" else {"phase": _("dagar"), "duration": _("dagar")}.get(expected.kind, "")
    )
    span = dots.Span(*(_plain(end) for end in (expected.lowest, expected.highest)))
    return dots.dots(dict(values), span=span, unit=unit, language=reading.language)


def _plain(end: Fraction | None) -> int | float | None:
    return None if end is None else int(end) if end.denominator == 1 else float(end)


def _behind(reading: Reading, row: Row) -> ExpectationDistribution:
    key = (row.period, None, row.expectation, row.version)
    found = reading.result.distributions.expectations
    return next(one for one in found if (one.period, one.by, one.expectation, one.version) == key)
