"""What the library says, in words: names of facts, their values, how sure they are, and what they allow."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from loke.measures.library import Entry, Fact
from loke.measures.library.scoring import by_items, usable_scales
from loke.measures.models import ConfirmedFact
from loke.publishing.numbers import shortest

STATUS = {
    "verified": gettext_lazy("sett i källan"),
    "derived": gettext_lazy("följer av det som är sett"),
    "secondary": gettext_lazy("sett i andra hand"),
    "memory": gettext_lazy("ur minnet"),
}
GENERAL = {
    "name": gettext_lazy("Namn"),
    "items": gettext_lazy("Antal frågor"),
    "recall": gettext_lazy("Tid som frågorna gäller"),
    "ages": gettext_lazy("Åldrar"),
    "parts": gettext_lazy("Delar"),
    "domains": gettext_lazy("Områden"),
    "response": gettext_lazy("Svar"),
    "key": gettext_lazy("Nyckel"),
    "scored": gettext_lazy("Poäng"),
    "formula": gettext_lazy("Formel"),
    "index": gettext_lazy("Index"),
    "variant": gettext_lazy("Annat sätt att räkna"),
    "expected": gettext_lazy("Väntat värde"),
    "population": gettext_lazy("I befolkningen"),
    "intake": gettext_lazy("Vanligt vid start"),
    "swedish_norms": gettext_lazy("Svenska normer"),
    "swedish": gettext_lazy("I Sverige"),
    "confusion": gettext_lazy("Att skilja på"),
    "client_rating": gettext_lazy("Egen skattning"),
    "agreement": gettext_lazy("Överensstämmelse"),
    "long_version": gettext_lazy("Lång version"),
    "rater": gettext_lazy("Vem som skattar"),
    "licence": gettext_lazy("Licens"),
    "change": gettext_lazy("Att mäta förändring"),
    "alarm": gettext_lazy("Larmfråga"),
    "answers": gettext_lazy("Tillåtna svar"),
}
OF_A_SCALE = {
    "better": gettext_lazy("Riktning"),
    "items": gettext_lazy("Frågor"),
    "reversed": gettext_lazy("Vända frågor"),
    "need": gettext_lazy("Minst besvarade"),
    "score": gettext_lazy("Så räknas poängen"),
    "parts": gettext_lazy("Summan av delskalorna"),
    "range": gettext_lazy("Poängen går från–till"),
    "cutoff": gettext_lazy("Gräns"),
    "cutoff_female": gettext_lazy("Gräns för kvinnor"),
    "cutoff_male": gettext_lazy("Gräns för män"),
    "reliability": gettext_lazy("Tillförlitlighet"),
    "reliable": gettext_lazy("Poäng för säker förändring"),
    "sd": gettext_lazy("Standardavvikelse"),
    "step": gettext_lazy("Minsta förändring som räknas"),
    "bands": gettext_lazy("Nivå"),
    "norms": gettext_lazy("Normgrupp"),
}


@dataclass(frozen=True)
class Line:
    """One fact as a row of the table."""

    fact: Fact
    scale: str
    name: str
    value: str
    status: str
    on: bool
    own: ConfirmedFact | None = None


def lines(entry: Entry, confirmed: Mapping[str, ConfirmedFact]) -> Iterator[Line]:
    for scale, fact in entry.all_facts():
        said, status = value_of(fact, entry), str(STATUS[fact.status])
        yield Line(fact, scale, name_of(fact), said, status, _on(fact, confirmed), confirmed.get(fact.path))


def _on(fact: Fact, confirmed: Collection[str]) -> bool:
    """What restrains – licence, alarm, a refusal – holds however unsure it is."""
    return fact.on(confirmed) or fact.path in ("licence", "alarm", "change")


def name_of(fact: Fact) -> str:
    place, *rest = fact.path.split(".")
    if place == "scales":
        return str(OF_A_SCALE[rest[1]])
    key = rest[0] if place == "facts" else place
    return str(GENERAL.get(key, key))


def value_of(fact: Fact, entry: Entry) -> str:
    place, *rest = fact.path.split(".")
    kind = rest[1] if place == "scales" else place
    words = {"answers": _answers, "range": _range, "score": _score, "bands": _band, "norms": _norm}.get(kind)
    if words:
        return words(*fact.value)
    if kind in ("items", "reversed"):
        return _numbers(fact.value)
    if kind == "parts":
        return ", ".join(entry.scale(code).name for code in fact.value)
    if kind == "better":
        return _("högre är bättre") if fact.value == "higher" else _("lägre är bättre")
    return str(fact.value) if isinstance(fact.value, str) else _number(fact.value)


def _number(value: Any) -> str:
    return shortest(value, get_language() or "sv")


def _span(low: Any, high: Any) -> str:
    if high is None:
        return _("från %(low)s") % {"low": _number(low)}
    return f"{_number(low)}–{_number(high)}"


def _numbers(items: tuple[int, ...]) -> str:
    """As "1–3, 7"."""
    if not items:
        return _("inga")
    runs = [[items[0]]]
    for before, item in pairwise(items):
        if item == before + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _answers(items: tuple[int, ...], ends: tuple, allowed: tuple, decimals: int) -> str:
    limits = ", ".join(map(_number, allowed)) if allowed else _span(*ends)
    said = {"items": _numbers(items), "limits": limits}
    return (_("fråga %(items)s: %(limits)s med en decimal") if decimals else _("fråga %(items)s: %(limits)s")) % said


def _range(low: Fraction, high: Fraction) -> str:
    return _span(low, high)


def _score(kind: str, multiply: Fraction, add: Fraction) -> str:
    words = _("summan") if kind == "sum" else _("medelvärdet")
    times = f" × {_number(multiply)}" if multiply != 1 else ""
    return words + times + (f" {'−' if add < 0 else '+'} {_number(abs(add))}" if add else "")


def _band(name: str, low: Fraction | None, high: Fraction | None, of: str) -> str:
    return f"{name} {_span(low, high)}" + (f" ({of})" if of else "")


def _norm(name: str, mean: Fraction, sd: Fraction | None, n: int | None, country: str, year: int | None) -> str:
    said = [name, _("medelvärde %(mean)s") % {"mean": _number(mean)}]
    said += [_("standardavvikelse %(sd)s") % {"sd": _number(sd)}] if sd is not None else []
    return ", ".join(said + ([f"n = {n}"] if n else []))


def use_in_words(entry: Entry, confirmed: Collection[str]) -> str:
    if entry.scored == "no":
        return _("Beskriver. Räknas inte.")
    if by_items(entry, confirmed):
        return _("Räknas fråga för fråga.")
    if not usable_scales(entry, confirmed, False):
        return _("Kan användas när någon har bekräftat uppgifterna.")
    if entry.scored == "items":
        return _("Används med färdiga poäng, tills någon har bekräftat hur frågorna räknas.")
    return _("Används med färdiga poäng.")


def text_in_words(entry: Entry) -> str:
    if entry.licence.text == "free":
        return _("Frågornas text är fri. Loke har ingen kontrollerad svensk text, så ni skriver in den.")
    return _("Frågornas text följer inte med. Ni skriver in den om er rätt att använda formuläret tillåter det.")
