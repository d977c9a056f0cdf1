"""The columns of the report in the terminal, question by question, with the words that the intervals allow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from loke.analysis.swedish import interval, number, percent, share, share_interval
from loke.dataset.definitions import Instrument, Service

VERDICT = {
    "met": "som tänkt",
    "not_met": "inte som tänkt",
    "uncertain": "går inte att avgöra",
    "too_few": "för få att säga något om",
    "no_target": "inget mål satt",
}
LABEL = {
    "very_small": "mycket liten",
    "small": "liten",
    "moderate": "måttlig",
    "large": "stor",
    "uncertain": "osäker",
    None: "–",
}
ALWAYS = {
    "sex": "Kön",
    "age": "Ålder",
    "ending": "Hur det slutade",
    "all": "Alla",
    "missing": "Uppgift saknas",
    "female": "Kvinnor",
    "male": "Män",
    "other": "Annat",
    "yes": "Ja",
    "no": "Nej",
    "opening": "start",
    "start": "start",
    "closing": "slut",
    "end": "slut",
}


@dataclass(frozen=True)
class Names:
    """What codes are called on the screen, for one service."""

    service: Service
    instruments: tuple[Instrument, ...]

    def variable(self, code: str) -> str:
        named = {one.variable: one.name for one in self.service.variables}
        return named.get(code) or ALWAYS.get(code) or code

    def option(self, variable: str, code: str) -> str:
        options = next((one.options for one in self.service.variables if one.variable == variable), ())
        return {one.option: one.name for one in options}.get(code) or ALWAYS.get(code) or code

    def intervention(self, code: str) -> str:
        return {one.intervention: one.name for one in self.service.interventions}.get(code) or ALWAYS.get(code) or code

    def ending(self, code: str) -> str:
        return {one.ending: one.name for one in self.service.endings}.get(code) or ALWAYS.get(code) or code

    def phase(self, code: str) -> str:
        return {one.phase: one.name for one in self.service.phases}.get(code) or code

    def scale(self, row: Any) -> str:
        scales = next((one.scales for one in self.instruments if one.instrument == row.instrument), ())
        name = {one.scale: one.name for one in scales}.get(row.scale) or row.scale
        return f"{name} ({row.respondent})" if row.respondent else name

    def dose(self, row: Any) -> str:
        texts = {(one.expectation, one.version): one.text for one in self.service.expectations}
        return texts.get((row.expectation, row.version)) or row.expectation


Columns = Mapping[str, Callable[[Any, Names], str]]  # heading to what stands under it; the first column is text


def _of(n: int, of: int) -> str:
    return f"{n} av {of}"


def _against(row: Any) -> str:
    """The difference from all earlier periods, in percentage points, and what its interval allows one to say."""
    if row.difference is None:
        return "–"
    word = "fler" if row.difference_low > 0 else "färre" if row.difference_high < 0 else "ingen säker skillnad"
    low, high = 100 * row.difference_low, 100 * row.difference_high
    return f"{number(100 * row.difference, 1)} ({interval(low, high, 1)}), {word}"


def _change(row: Any) -> str:
    """The direction of the mean change, said only when its interval excludes no change."""
    if row.low is None:
        return "–"
    return "ökade" if row.low > 0 else "minskade" if row.high < 0 else "ingen säker skillnad"


def _effect(row: Any) -> str:
    if row.effect is None:
        return "–"
    return f"{row.effect_name} {number(row.effect, 2)} ({interval(row.effect_low, row.effect_high, 2)})"


def _when(occasion: str) -> str:
    return ALWAYS.get(occasion) or f"{occasion.removeprefix('after_')} månader efter"


def _target(target: float | None) -> str:
    return "–" if target is None else f"minst {share(target)}"


def _quartiles(row: Any) -> str:
    return "–" if row.median is None else f"{number(row.median, 1)} ({interval(row.q1, row.q3, 1)})"


def _same_earlier(row: Any) -> str:
    return "–" if not row.earlier_of else f"{_of(row.earlier, row.earlier_of)} ({percent(row.earlier, row.earlier_of)})"


COLUMNS: dict[str, Columns] = {
    "expectations": {
        "Vi har tänkt": lambda row, names: row.text,
        "Så blev det": lambda row, names: _of(row.within, row.assessable),
        "Andel": lambda row, names: percent(row.within, row.assessable),
        "95 %": lambda row, names: share_interval(row.low, row.high),
        "Mål": lambda row, names: _target(row.target),
        "Kan inte bedömas": lambda row, names: str(row.not_assessable),
        "Hur säkert": lambda row, names: VERDICT[row.verdict],
    },
    "who": {
        "Uppgift": lambda row, names: f"{names.variable(row.variable)}: {names.option(row.variable, row.category)}",
        "Vid": lambda row, names: ALWAYS[row.occasion],
        "Antal": lambda row, names: _of(row.n, row.of),
        "Andel": lambda row, names: percent(row.n, row.of),
        "95 %": lambda row, names: share_interval(row.low, row.high),
    },
    "who_numbers": {
        "Uppgift": lambda row, names: names.variable(row.variable),
        "Vid": lambda row, names: ALWAYS[row.occasion],
        "Antal": lambda row, names: str(row.n),
        "Saknas": lambda row, names: str(row.missing),
        "Medel": lambda row, names: number(row.mean, 1),
        "Median (kvartiler)": lambda row, names: _quartiles(row),
    },
    "doses": {
        "Genomförda träffar": lambda row, names: names.dose(row),
        "Personer": lambda row, names: str(row.n),
        "Medel": lambda row, names: number(row.mean, 1),
        "Median (kvartiler)": lambda row, names: _quartiles(row),
        "Uteblivna": lambda row, names: str(row.missed),
        "Avbokade": lambda row, names: str(row.cancelled),
        "Avslutade innan": lambda row, names: str(row.ended_inside),
    },
    "attendance": {
        "Kontakter": lambda row, names: names.intervention(row.intervention),
        "Planerade": lambda row, names: str(row.planned),
        "Uteblivna": lambda row, names: str(row.missed),
        "Andel": lambda row, names: percent(row.missed, row.planned),
        "95 %": lambda row, names: share_interval(row.low, row.high),
        "Avbokade": lambda row, names: str(row.cancelled),
    },
    "phases": {
        "Fas": lambda row, names: names.phase(row.phase),
        "Påbörjade": lambda row, names: str(row.entered),
        "Avslutade": lambda row, names: str(row.left),
        "Pågår": lambda row, names: str(row.ongoing),
        "Dagar, median (kvartiler)": lambda row, names: _quartiles(row),
        "Överhoppad": lambda row, names: str(row.skipped),
        "Annan ordning": lambda row, names: str(row.out_of_order),
    },
    "interventions": {
        "Insats": lambda row, names: names.intervention(row.intervention) + ("" if row.intended else " (ej tänkt)"),
        "Fick": lambda row, names: _of(row.received, row.of),
        "Andel": lambda row, names: percent(row.received, row.of),
        "95 %": lambda row, names: share_interval(row.low, row.high),
        "Kontakter": lambda row, names: number(row.contacts),
        "Per person, median (kvartiler)": lambda row, names: _quartiles(row),
    },
    "completion": {
        "Fullföljde": lambda row, names: _of(row.completed, row.of),
        "Andel": lambda row, names: percent(row.completed, row.of),
        "95 %": lambda row, names: share_interval(row.low, row.high),
        "Utan annat": lambda row, names: percent(row.completed, row.of - row.other),
        "Tidigare": lambda row, names: _same_earlier(row),
        "Skillnad, procentenheter": lambda row, names: _against(row),
    },
    "endings": {
        "Hur det slutade": lambda row, names: names.ending(row.ending),
        "Antal": lambda row, names: _of(row.n, row.of),
        "Andel": lambda row, names: percent(row.n, row.of),
        "95 %": lambda row, names: share_interval(row.low, row.high),
    },
    "better": {
        "Skala": lambda row, names: names.scale(row),
        "Par": lambda row, names: str(row.pairs),
        "Bättre": lambda row, names: f"{row.better} ({percent(row.better, row.pairs)})",
        "95 % ": lambda row, names: share_interval(row.low, row.high),
        "Oförändrat": lambda row, names: str(row.unchanged),
        "Sämre": lambda row, names: f"{row.worse} ({percent(row.worse, row.pairs)})",
        "95 %": lambda row, names: share_interval(row.worse_low, row.worse_high),
        "Minst": lambda row, names: number(row.step, 1),
    },
    "change": {
        "Skala": lambda row, names: names.scale(row),
        "Par av": lambda row, names: _of(row.pairs, row.started),
        "Före": lambda row, names: number(row.mean_start, 2),
        "Efter": lambda row, names: number(row.mean_end, 2),
        "Förändring": lambda row, names: _change(row),
        "95 %": lambda row, names: interval(row.low, row.high, 2),
        "Effektstorlek": lambda row, names: _effect(row),
        "Storlek": lambda row, names: LABEL[row.label],
    },
    "completeness": {
        "Vad": lambda row, names: names.variable(row.what),
        "När": lambda row, names: _when(row.occasion),
        "Gjort": lambda row, names: _of(row.done, row.due),
        "Andel": lambda row, names: percent(row.done, row.due),
        "95 %": lambda row, names: share_interval(row.low, row.high),
    },
}
