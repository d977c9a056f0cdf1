"""Idé mot verklighet: every expectation beside what happened, and how sure that is."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from loke.analysis.distributions import ExpectationDistribution
from loke.analysis.summary import Row
from loke.dataset.definitions import Expectation
from loke.followup.choices import ENDING
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part
from loke.followup.split import Shares, by_columns, by_definition, share_chart, split_part
from loke.publishing import dots, shares
from loke.publishing.marks import Picture
from loke.publishing.numbers import percent
from loke.publishing.readings import TOO_FEW, verdict
from loke.publishing.tables import Table

# What asks for an answer comes first; within each, the order of the description.
ORDER = ("not_met", "maybe_fewer", "undecided", "maybe", "met", "too_few", "no_target")
NUMBERS = {"range": "", "dose": "", "phase": "days", "duration": "days"}  # kinds whose people have a number each


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
    expectation: str
    version: str
    deviates: bool  # it surely did not hold


@dataclass(frozen=True)
class Apart:
    """An intervention that is given but not described, or described but given to nobody."""

    intervention: str
    name: str
    says: str


@dataclass(frozen=True)
class Reality:
    says: str
    rows: list[RealityRow]
    parts: list[Part]
    table: Table | None
    apart: list[Apart]


def reality_of(reading: Reading) -> Reality:
    rows = sorted(reading.rows("expectations"), key=lambda row: ORDER.index(verdict(row)))
    return Reality(
        says=reading.say.expectations(rows),
        rows=[_row(reading, row) for row in rows],
        parts=split_part(reading, _by_group(reading)),
        table=reading.table("expectations", rows),
        apart=list(_apart(reading)),
    )


def _apart(reading: Reading) -> Iterator[Apart]:
    """Found in the table of interventions; that nobody got one says nothing of fewer than five people."""
    for row in reading.rows("interventions"):
        words = {"n": row.received, "of": row.of}
        if row.received and not row.intended:
            said = _("Står inte i beskrivningen, men %(n)s av %(of)s fick den.") % words
        elif row.intended and not row.received and row.of >= TOO_FEW:
            said = _("Står i beskrivningen, men ingen av %(of)s fick den.") % words
        else:
            continue
        yield Apart(row.intervention, reading.name("intervention", row.intervention), said)


def not_met(reading: Reading) -> list[Row]:
    """The expectations that surely did not hold."""
    return [row for row in reading.rows("expectations") if verdict(row) == "not_met"]


def _by_group(reading: Reading) -> Iterator[Chart | Shares | None]:
    for _key, rows in by_columns(reading.groups("expectations"), "expectation", "version"):
        title = _("%(text)s, version %(version)s") % {"text": rows[0].text, "version": rows[0].version}
        if _defines(reading.by, reading.expectation(rows[0])):
            yield by_definition(title)
        else:
            yield share_chart(reading, title, rows, "within", "assessable", rows[0].target)


def _defines(by: str, expected: Expectation) -> bool:
    """Whether the groups of the split are made of what the expectation is about."""
    return by == (ENDING if expected.kind == "completion" else expected.variable)


def _row(reading: Reading, row: Row) -> RealityRow:
    return RealityRow(
        text=row.text,
        meant=_meant(row, reading.language),
        actual=_actual(reading, row),
        happened=_happened(reading, row),
        verdict=reading.say.expectation_verdict(row),
        sure=share_picture(row, reading.language),
        certainty=reading.say.expectation_certainty(row),
        earlier=reading.say.earlier(row),
        expectation=row.expectation,
        version=row.version,
        deviates=verdict(row) == "not_met",
    )


def _happened(reading: Reading, row: Row) -> str:
    """In counts, and of contacts also the middle: many may have just missed what was meant."""
    key = (row.expectation, row.version)
    dose = next((one for one in reading.rows("doses") if (one.expectation, one.version) == key), None)
    said = reading.say.expectation(row, reading.words), reading.say.dose(dose) if dose else ""
    return " ".join(filter(None, said))


def share_picture(row: Row, language: str) -> Picture | None:
    """How many per cent held, how sure that is and what was meant; nothing for fewer than five people."""
    if row.assessable < TOO_FEW:
        return None
    return shares.share(shares.Share(row.text, row.share, row.low, row.high), target=row.target, language=language)


def _meant(row: Row, language: str) -> str:
    if row.target is None:
        return _("version %(version)s") % {"version": row.version}
    words = {"share": percent(row.target, language), "version": row.version}
    return _("minst %(share)s, version %(version)s") % words


def _actual(reading: Reading, row: Row) -> Picture | None:
    """Dots over a scale for numbers, rows of people for what either holds or does not."""
    if not row.assessable:
        return None
    if row.kind in NUMBERS:
        return _dots(reading, row, reading.expectation(row)) if reading.person_by_person else None
    held, not_held = reading.say.phrases.PEOPLE[row.kind]
    groups = [dots.Group(row.within, held), dots.Group(row.assessable - row.within, not_held, "outside")]
    return dots.people([group for group in groups if group.count])


def _dots(reading: Reading, row: Row, expected: Expectation) -> Picture:
    unit = _("år") if expected.variable == "age" else _("dagar") if NUMBERS[row.kind] else ""
    span = dots.Span(_plain(expected.lowest), _plain(expected.highest))
    return dots.dots(dict(_behind(reading, row).values), span=span, unit=unit, language=reading.language)


def _plain(end: Fraction | None) -> int | float | None:
    return None if end is None else int(end) if end.denominator == 1 else float(end)


def _behind(reading: Reading, row: Row) -> ExpectationDistribution:
    key = (row.period, None, row.expectation, row.version)
    found = reading.result.distributions.expectations
    return next(one for one in found if (one.period, one.by, one.expectation, one.version) == key)
