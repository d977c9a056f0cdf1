"""Reads the scales of an instrument: how answers become a score, its limits, its bands and its norm groups."""

from typing import Any

from loke.measures.library.facts import Band, Fact, Given, LibraryScale, NormGroup
from loke.measures.library.place import Place

LIMITS = ("cutoff", "cutoff_female", "cutoff_male", "reliability", "reliable", "sd", "step")


def scale_of(at: Place) -> LibraryScale:
    code = at.text("code")
    at.path = f"scales.{code}"
    facts: dict[str, Fact] = {"better": at.one_fact("better", lambda here: here.choice("value", "higher", "lower"))}
    how: dict[str, Any] = {}
    if "parts" in at.table:
        facts["parts"] = at.one_fact("parts", lambda here: tuple(here.take("value", list, "koder för delskalor")))
    elif "items" in at.table:
        facts |= _from_items(at, how)
    facts["range"] = at.one_fact("range", _range)
    for name in LIMITS:
        if name in at.table:
            facts[name] = at.one_fact(name, lambda here: _limit(here, how))
    found = LibraryScale(
        code,
        at.text("name"),
        facts,
        bands=tuple(map(_band, at.several("bands"))),
        norms=tuple(map(_norm, at.several("norms"))),
        **how,
    )
    at.done()
    return found


def _from_items(at: Place, how: dict[str, Any]) -> dict[str, Fact]:
    def score(here: Place) -> tuple:
        how["score"] = here.choice("value", "sum", "mean")
        how["multiply"], how["add"] = here.number("multiply", 1), here.number("add", 0)
        return tuple(how.values())

    items = at.one_fact("items", lambda here: here.numbers("value", here.text("value")))
    turned = at.one_fact("reversed", lambda here: here.numbers("value", here.take("value", list, "en lista")))
    need = at.one_fact("need", lambda here: int(here.number("value")))
    if not set(turned.value) <= set(items.value):
        at.fault("reversed", "frågor som hör till skalan")
    if not 1 <= need.value <= len(items.value):
        at.fault("need", f"ett tal från 1 till {len(items.value)}")
    return {"items": items, "reversed": turned, "need": need, "score": at.one_fact("score", score)}


def _range(here: Place) -> tuple:
    ends = [here.exact("value", one) for one in here.take("value", list, "lägsta och högsta poäng")]
    if len(ends) != 2 or ends[0] >= ends[1]:
        here.fault("value", "lägsta och högsta poäng i stigande ordning")
    return tuple(ends)


def _limit(here: Place, how: dict[str, Any]) -> Any:
    if kind := here.text("kind", ""):
        how["reliability_kind"] = kind
    return here.number("value")


def _band(at: Place) -> Band:
    told = (at.text("name"), at.number("low", None), at.number("high", None), at.text("of", ""))
    found = Band(at.fact(told), *told)
    at.done()
    return found


def _norm(at: Place) -> NormGroup:
    code = at.text("code")
    at.path = f"{at.path.rpartition('.')[0]}.{code}"
    told = (at.text("name"), at.number("mean"), at.number("sd", None), at.take("n", int, "ett helt tal", None))
    where = (at.text("country", ""), at.take("year", int, "ett år", None))
    found = NormGroup(at.fact((*told, *where)), code, *told, *where)
    at.done()
    return found


def given_of(at: Place) -> Given:
    def several(key: str) -> tuple:
        return tuple(at.exact(key, one) for one in at.take(key, list, "en lista av poäng"))

    found = Given(at.text("scale"), several("taken"), several("refused"))
    at.done()
    return found
