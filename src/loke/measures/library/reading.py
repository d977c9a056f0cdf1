"""Reads the files of the library and refuses a faulty one, saying where the fault is and what was expected."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from loke.measures.library.facts import Alarm, Answers, Change, Entry, Fact, Licence, Source, Vector
from loke.measures.library.place import LibraryError, Place
from loke.measures.library.scales import given_of, scale_of

SCORED = ("items", "scores", "no")


@cache
def sources() -> dict[str, Source]:
    found = tomllib.loads(_file("sources.toml"))
    return {code: Source(code, **facts) for code, facts in found.items()}


@cache
def entries() -> dict[str, Entry]:
    """Every instrument by its code, in the order of the names."""
    names = (file.name for file in files(__package__).iterdir() if file.name.endswith(".toml"))
    found = [read(name, _file(name)) for name in sorted(names) if name != "sources.toml"]
    return {one.code: one for one in sorted(found, key=lambda one: one.name.casefold())}


def entry(code: str) -> Entry | None:
    return entries().get(code)


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def read(file: str, text: str) -> Entry:
    """The instrument that a file describes. Raises LibraryError."""
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{file}: filen går inte att läsa ({error})") from error
    place = Place(file, "", table, sources())
    found = Entry(
        code=place.text("code"),
        measures=tuple(place.take("measures", list, "en lista av ord")),
        scored=place.choice("scored", *SCORED),
        facts=_facts(place.within("facts", place.take("facts", dict, "en tabell"))),
        licence=_rule(place, "licence", _licence),
        change=_rule(place, "change", _change),
        alarm=_rule(place, "alarm", _alarm),
        answers=tuple(map(_answers, place.several("answers"))),
        scales=tuple(map(scale_of, place.several("scales"))),
        vectors=tuple(map(_vector, place.several("vectors"))),
        refused=tuple(map(_refused, place.several("refused"))),
        given=tuple(map(given_of, place.several("given"))),
    )
    place.done()
    _check(place, found)
    return found


def _facts(place: Place) -> dict[str, Fact]:
    found = {}
    for name in list(place.table):
        found[name] = place.one_fact(name, lambda at: at.take("value", (str, int), "en text eller ett tal"))
    if "name" not in found:
        place.fault("name", "instrumentets namn")
    return found


def _rule(place: Place, name: str, make: Callable[[Place], Any]) -> Any:
    table = place.take(name, dict, "en tabell", None)
    if table is None:
        return place.fault(name, "villkoren för att använda instrumentet") if name == "licence" else None
    at = place.within(name, table)
    found = make(at)
    at.done()
    return found


def _licence(at: Place) -> Licence:
    own, text = at.take("own", bool, "true eller false"), at.choice("text", "free", "agreement")
    return Licence(at.fact(at.text("value")), own, text)


def _change(at: Place) -> Change:
    use, reason = at.take("use", bool, "true eller false"), at.text("reason")
    instead = tuple(at.take("instead", list, "en lista av koder", []))
    return Change(at.fact(reason), use, reason, instead)


def _alarm(at: Place) -> Alarm:
    items, lowest, say = at.numbers("items", at.take("items", list, "en lista")), at.number("from"), at.text("say")
    return Alarm(at.fact(say), items, lowest, say)


def _answers(at: Place) -> Answers:
    items = at.numbers("items", at.text("items"))
    allowed = tuple(at.exact("allowed", one) for one in at.take("allowed", list, "en lista av tal", []))
    ends = (allowed[0], allowed[-1]) if allowed else (at.number("lowest"), at.number("highest"))
    if ends[0] >= ends[1] or list(allowed) != sorted(set(allowed)):
        at.fault("allowed" if allowed else "highest", "tal i stigande ordning")
    decimals = 0 if allowed else int(at.number("decimals"))
    value = (items, ends, allowed, decimals)
    found = Answers(at.fact(value), items, *ends, allowed, decimals)
    at.done()
    return found


def _vector(at: Place) -> Vector:
    answers = tuple(None if one == "-" else at.exact("answers", one) for one in at.text("answers").split())
    scores = at.take("scores", dict, "poäng för varje skala")
    told = {code: None if one == "-" else at.exact("scores", one) for code, one in scores.items()}
    found = Vector(at.text("why"), answers, told)
    at.done()
    return found


def _refused(at: Place) -> tuple[int, Fraction]:
    found = (int(at.number("item")), at.exact("answer", at.text("answer")))
    at.done()
    return found


def _check(place: Place, found: Entry) -> None:
    """What several tables of the file must agree about."""
    items = [number for one in found.answers for number in one.items]
    if sorted(items) != list(range(1, len(items) + 1)):
        place.fault("answers", "varje fråga en gång, från 1 och uppåt")
    codes = [scale.code for scale in found.scales]
    for scale in found.scales:
        if not set(scale.value("items", default=())) <= set(items):
            place.fault(f"scales.{scale.code}.items", "frågor som finns i answers")
        if "parts" in scale.facts and not set(scale.facts["parts"].value) < set(codes):
            place.fault(f"scales.{scale.code}.parts", "koder för instrumentets andra skalor")
        if found.scored == "items" and not scale.key:
            place.fault(f"scales.{scale.code}", "items eller parts")
    if len(set(codes)) < len(codes):
        place.fault("scales", "skalor med olika koder")
    if found.scored != "no" and not found.scales:
        place.fault("scales", "minst en skala")
    _check_tries(place, found, len(items), set(codes))


def _check_tries(place: Place, found: Entry, items: int, codes: set[str]) -> None:
    if (found.scored == "items") != bool(found.vectors and found.refused):
        place.fault("vectors", "svar med sina poäng och svar som nekas, för det som räknas ur frågorna")
    if (found.scored == "scores") != bool(found.given):
        place.fault("given", "färdiga poäng, för det som bara används med poäng")
    for number, vector in enumerate(found.vectors, 1):
        if len(vector.answers) != items or set(vector.scores) != codes:
            place.fault(f"vectors.{number}", f"{items} svar och poäng för varje skala")
    if found.alarm and not set(found.alarm.items) <= set(range(1, items + 1)):
        place.fault("alarm.items", "frågor som finns i answers")
