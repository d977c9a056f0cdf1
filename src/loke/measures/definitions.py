"""Instruments and expectations out of the database as the plain values that scoring and analysis read."""

from decimal import Decimal
from fractions import Fraction

from loke.dataset import definitions
from loke.measures.models import Expectation, Instrument, Item, Norm, Scale


def instrument_definition(instrument: Instrument) -> definitions.Instrument:
    """All of an instrument: items in order, scales and norms. Four queries, or none when prefetched."""
    scales = list(instrument.scales.all())
    return definitions.Instrument(
        instrument=instrument.code,
        items=tuple(map(_item, instrument.items.all())),
        scales=tuple(map(_scale, scales)),
        norms=tuple(_norm(scale, norm) for scale in scales for norm in scale.norms.all()),
    )


def expectation_definition(rows: list[Expectation]) -> definitions.Expectation:
    """One expectation out of its rows, which are several for several accepted options."""
    row = rows[0]
    return definitions.Expectation(
        expectation=row.code,
        version=row.process.version,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        kind=row.kind,
        text=row.text,
        variable=_looked_at(row),
        options=tuple(code for one in rows if (code := one.answer or _code(one.option))),
        intervention=_code(row.intervention),
        phase=_code(row.phase),
        instrument=row.scale.instrument.code if row.scale else "",
        scale=_code(row.scale),
        lowest=exact(row.lowest),
        highest=exact(row.highest),
        months=row.months,
        share=exact(row.share),
    )


def _looked_at(row: Expectation) -> str:
    """The variable's code; age and sex have none, and only a category may do without."""
    if row.of_age:
        return "age"
    return "sex" if row.kind == row.Kind.CATEGORY and row.variable is None else _code(row.variable)


def _code(thing) -> str:
    return thing.code if thing else ""


def exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _item(item: Item) -> definitions.Item:
    allowed = tuple(Fraction(value) for value in item.allowed.split())
    return definitions.Item(item.code, exact(item.lowest), exact(item.highest), allowed)


def _scale(scale: Scale) -> definitions.Scale:
    return definitions.Scale(
        scale=scale.code,
        name=scale.name,
        better=scale.better,
        step=Fraction(scale.step),
        items=tuple(scale.items.split()),
        reversed=tuple(scale.reversed.split()),
        parts=tuple(scale.parts.split()),
        score=scale.score,
        lowest=exact(scale.lowest),
        highest=exact(scale.highest),
        need=scale.need,
        multiply=Fraction(1) if scale.multiply is None else Fraction(scale.multiply),
        add=Fraction(0) if scale.add is None else Fraction(scale.add),
        sd=exact(scale.sd),
        reliability=exact(scale.reliability),
        reliability_kind=scale.reliability_kind,
        reliable=exact(scale.reliable),
        cutoff=exact(scale.cutoff),
        cutoff_female=exact(scale.cutoff_female),
        cutoff_male=exact(scale.cutoff_male),
        source=scale.source,
    )


def _norm(scale: Scale, norm: Norm) -> definitions.Norm:
    return definitions.Norm(
        scale=scale.code,
        norm=norm.code,
        name=norm.name,
        mean=Fraction(norm.mean),
        sd=exact(norm.sd),
        n=norm.n,
        country=norm.country,
        year=norm.year,
        ages=norm.ages,
        source=norm.source,
    )
