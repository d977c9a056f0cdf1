"""An entry of the library as the definition that scoring reads, made of the facts that are on."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from loke.dataset.definitions import Instrument, Item, Norm, Scale
from loke.measures.library.facts import Answers, Entry, Fact, LibraryScale, NormGroup

NOTHING: Mapping[str, str] = {}
LIMITS = ("cutoff", "cutoff_female", "cutoff_male", "reliability", "reliable", "sd")


def lacking(entry: Entry, confirmed: Collection[str] = ()) -> list[Fact]:
    """The facts that must be confirmed before the entry's items can be scored."""
    needed = [fact for scale in entry.scales for fact in (*scale.key, scale.facts["better"])]
    return [fact for fact in (*(one.fact for one in entry.answers), *needed) if not fact.on(confirmed)]


def by_items(entry: Entry, confirmed: Collection[str] = ()) -> bool:
    return entry.scored == "items" and not lacking(entry, confirmed)


def usable_scales(entry: Entry, confirmed: Collection[str], items: bool) -> list[LibraryScale]:
    """Scales that can be had: all of them by items, those with a known range and direction by ready scores."""
    if entry.scored == "no" or items:
        return list(entry.scales)
    return [one for one in entry.scales if one.facts["range"].on(confirmed) and one.facts["better"].on(confirmed)]


def step_of(entry: Entry, scale: LibraryScale, confirmed: Collection[str]) -> Fraction | None:
    """The least change that counts: a stated one; the whole width, so that none does, where change is refused."""
    if entry.change and not entry.change.use:
        lowest, highest = scale.facts["range"].value
        return Fraction(highest - lowest)
    step: Fraction | None = scale.value("step", confirmed)
    return step


def definition(
    entry: Entry,
    steps: Mapping[str, Fraction],
    confirmed: Mapping[str, str] = NOTHING,
    items: bool = True,
    source: str = "",
) -> Instrument:
    """With the scales that have a step; `items` false for ready scores only.

    `confirmed` holds the source of each confirmed fact by its path, `source` that of the unit's own steps.
    """
    chosen = [scale for scale in usable_scales(entry, confirmed, items) if scale.code in steps]
    return Instrument(
        instrument=entry.code,
        items=tuple(_item(number, one) for one in entry.answers for number in one.items) if items else (),
        scales=tuple(_scale(scale, steps[scale.code], confirmed, items, source) for scale in chosen),
        norms=tuple(_norm(scale, one, confirmed) for scale in chosen for one in scale.norms if one.fact.on(confirmed)),
    )


def _item(number: int, answers: Answers) -> Item:
    return Item(str(number), answers.lowest, answers.highest, answers.allowed)


def _scale(scale: LibraryScale, step: Fraction, confirmed: Mapping[str, str], items: bool, source: str) -> Scale:
    key: dict[str, Any] = {}
    if items and "parts" in scale.facts:
        key = {"parts": scale.facts["parts"].value}
    elif items:
        names = {name: tuple(map(str, scale.facts[name].value)) for name in ("items", "reversed")}
        need = {"need": scale.facts["need"].value}
        key = {**names, **need, "score": scale.score, "multiply": scale.multiply, "add": scale.add}
    limits = {name: scale.value(name, confirmed) for name in LIMITS}
    kind = scale.reliability_kind if limits["reliability"] is not None else ""
    said = sources_of(scale, confirmed, source)
    better = scale.facts["better"].value
    return Scale(scale.code, scale.name, better, step, **key, **limits, reliability_kind=kind, source=said)


def sources_of(scale: LibraryScale, confirmed: Mapping[str, str], own: str) -> str:
    """Where the scale's figures come from, one line each, once."""
    facts = [fact for name, fact in scale.facts.items() if fact.on(confirmed) and name != "better"]
    return "\n".join(dict.fromkeys([*(_source(fact, confirmed) for fact in facts), *([own] if own else [])]))


def _source(fact: Fact, confirmed: Mapping[str, str]) -> str:
    return fact.source.what if fact.sure else confirmed[fact.path]


def _norm(scale: LibraryScale, norm: NormGroup, confirmed: Mapping[str, str]) -> Norm:
    said = _source(norm.fact, confirmed)
    return Norm(scale.code, norm.code, norm.name, norm.mean, norm.sd, norm.n, norm.country, norm.year, "", said)
