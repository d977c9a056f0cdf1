"""The columns of the report in the terminal, question by question, with the words that the intervals allow."""

from collections.abc import Callable, Mapping
from typing import Any

from loke.publishing.numbers import in_percent, interval, number, percent, percent_interval, shortest, signed
from loke.publishing.readings import against_earlier
from loke.publishing.report_names import GENERAL, Names
from loke.publishing.sentences.swedish import expectation_verdict, occasion
from loke.publishing.sentences.swedish_over_time import OUTSIDE, SIGNAL
from loke.publishing.sentences.swedish_phrases import OCCASION, SIZE, capital

AGAINST_EARLIER = {"higher": "fler", "lower": "färre"}
UNCERTAIN = "ingen säker skillnad"


Columns = Mapping[str, Callable[[Any, Names], str]]  # heading to what stands under it; the first column is text


def _of(n: int, of: int) -> str:
    return f"{n} av {of}"


def _against(row: Any) -> str:
    """The difference from all earlier periods, in percentage points, and what its interval allows one to say."""
    if row.difference is None:
        return "–"
    points, low, high = map(in_percent, (row.difference, row.difference_low, row.difference_high))
    return f"{number(points, 1)} ({interval(low, high, 1)}), {AGAINST_EARLIER.get(against_earlier(row), UNCERTAIN)}"


def _effect(row: Any) -> str:
    if row.effect is None:
        return "–"
    return f"{row.effect_name} {number(row.effect, 2)} ({interval(row.effect_low, row.effect_high, 2)})"


def _target(target: float | None) -> str:
    return "–" if target is None else f"minst {percent(target)}"


def _quartiles(row: Any) -> str:
    return "–" if row.median is None else f"{number(row.median, 1)} ({interval(row.q1, row.q3, 1)})"


def _same_earlier(row: Any) -> str:
    of = row.earlier_of
    return f"{_of(row.earlier, of)} ({percent(row.earlier / of)})" if of else "–"


def _level(row: Any, value: float | None) -> str:
    return "–" if value is None else shortest(value, most=1) if row.of is None else percent(value)


def _limits(row: Any) -> str:
    return interval(row.lower, row.upper, 1) if row.of is None else percent_interval(row.lower, row.upper)


def _points(row: Any) -> str:
    if row.difference is None:
        return "–"
    points, low, high = map(in_percent, (row.difference, row.low, row.high))
    return f"{number(points, 1)} ({interval(low, high, 1)})"


COLUMNS: dict[str, Columns] = {
    "expectations": {
        "Vi har tänkt": lambda row, names: row.text,
        "Så blev det": lambda row, names: _of(row.within, row.assessable),
        "Andel": lambda row, names: percent(row.share),
        "95 %": lambda row, names: percent_interval(row.low, row.high),
        "Mål": lambda row, names: _target(row.target),
        "Kan inte bedömas": lambda row, names: str(row.not_assessable),
        "Hur säkert": lambda row, names: expectation_verdict(row),
    },
    "who": {
        "Uppgift": lambda row, names: f"{names.variable(row.variable)}: {names.option(row.variable, row.category)}",
        "Vid": lambda row, names: OCCASION[row.occasion],
        "Antal": lambda row, names: _of(row.n, row.of),
        "Andel": lambda row, names: percent(row.share),
        "95 %": lambda row, names: percent_interval(row.low, row.high),
    },
    "who_numbers": {
        "Uppgift": lambda row, names: names.variable(row.variable),
        "Vid": lambda row, names: OCCASION[row.occasion],
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
        "Träffar": lambda row, names: names.intervention(row.intervention),
        "Planerade": lambda row, names: str(row.planned),
        "Uteblivna": lambda row, names: str(row.missed),
        "Andel": lambda row, names: percent(row.share),
        "95 %": lambda row, names: percent_interval(row.low, row.high),
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
        "Andel": lambda row, names: percent(row.share),
        "95 %": lambda row, names: percent_interval(row.low, row.high),
        "Träffar": lambda row, names: number(row.contacts),
        "Per person, median (kvartiler)": lambda row, names: _quartiles(row),
    },
    "completion": {
        "Fullföljde": lambda row, names: _of(row.completed, row.of),
        "Andel": lambda row, names: percent(row.share),
        "95 %": lambda row, names: percent_interval(row.low, row.high),
        "Utan annat": lambda row, names: percent(row.share_without_other),
        "Tidigare": lambda row, names: _same_earlier(row),
        "Skillnad, procentenheter": lambda row, names: _against(row),
    },
    "endings": {
        "Hur det slutade": lambda row, names: names.ending(row.ending),
        "Antal": lambda row, names: _of(row.n, row.of),
        "Andel": lambda row, names: percent(row.share),
        "95 %": lambda row, names: percent_interval(row.low, row.high),
    },
    "better": {
        "Skala": lambda row, names: names.scale(row),
        "Par": lambda row, names: str(row.pairs),
        "Bättre": lambda row, names: f"{row.better} ({percent(row.share_better)})",
        "95 % ": lambda row, names: percent_interval(row.low, row.high),
        "Oförändrat": lambda row, names: str(row.unchanged),
        "Sämre": lambda row, names: f"{row.worse} ({percent(row.share_worse)})",
        "95 %": lambda row, names: percent_interval(row.worse_low, row.worse_high),
        "Minst": lambda row, names: number(row.step, 1),
    },
    "change": {
        "Skala": lambda row, names: names.scale(row),
        "Par av": lambda row, names: _of(row.pairs, row.started),
        "Före": lambda row, names: number(row.mean_start, 2),
        "Efter": lambda row, names: number(row.mean_end, 2),
        "Förändring": lambda row, names: signed(row.change, 2),
        "95 %": lambda row, names: interval(row.low, row.high, 2),
        "Effektstorlek": lambda row, names: _effect(row),
        "Storlek": lambda row, names: SIZE.get(row.label, "–"),
    },
    "trend": {
        "Över tid": lambda row, names: names.measure(row.measure),
        "Senast": lambda row, names: row.period,
        "Antal": lambda row, names: str(row.n) if row.of is None else _of(row.n, row.of),
        "Värde": lambda row, names: _level(row, row.value),
        "I mitten": lambda row, names: _level(row, row.centre),
        "Gränser": lambda row, names: _limits(row),
        "Tecken": lambda row, names: SIGNAL.get(row.signal, "–"),
    },
    "retention": {
        "Dagar sedan start": lambda row, names: str(row.day),
        "Här så länge": lambda row, names: str(row.at_risk),
        "Är kvar": lambda row, names: percent(row.in_service),
        "95 %": lambda row, names: percent_interval(row.low, row.high),
        "Har fullföljt": lambda row, names: percent(row.completed),
        "Har avbrutit": lambda row, names: percent(row.discontinued),
    },
    "services": {
        "Bland liknande": lambda row, names: names.measure(row.measure),
        "Antal": lambda row, names: _of(row.n, row.of),
        "Andel": lambda row, names: percent(row.value),
        "Alla": lambda row, names: percent(row.centre),
        "Gränser 95 %": lambda row, names: percent_interval(row.lower95, row.upper95),
        "Gränser 99,8 %": lambda row, names: percent_interval(row.lower998, row.upper998),
        "Läge": lambda row, names: OUTSIDE if row.outside else "–",
    },
    "reliable_change": {
        "Skala": lambda row, names: names.scale(row),
        "Par": lambda row, names: str(row.pairs),
        "Återhämtade": lambda row, names: "–" if row.recovered is None else str(row.recovered),
        "Bättre": lambda row, names: str(row.improved),
        "Inom mätfelet": lambda row, names: str(row.unchanged),
        "Sämre": lambda row, names: str(row.deteriorated),
        "Krävs": lambda row, names: number(row.needed, 1),
    },
    "norms": {
        "Skala": lambda row, names: f"{names.scale(row)}, {names.norm(row)}",
        "När": lambda row, names: capital(occasion(row.occasion)),
        "Svar": lambda row, names: str(row.n),
        "Medel": lambda row, names: number(row.mean, 2),
        "Norm": lambda row, names: number(row.norm_mean, 2),
        "Skillnad": lambda row, names: signed(row.difference, 2),
        "95 %": lambda row, names: interval(row.low, row.high, 2),
    },
    "lasting": {
        "Skala": lambda row, names: f"{names.scale(row)}, {row.months_after} mån",
        "Nådda": lambda row, names: f"{_of(row.reached, row.eligible)} ({row.closed})",
        "Alla tre": lambda row, names: str(row.triples),
        "Före": lambda row, names: number(row.mean_start, 2),
        "Slut": lambda row, names: number(row.mean_end, 2),
        "Efter": lambda row, names: number(row.mean_after, 2),
        "Kvar": lambda row, names: _of(row.kept, row.better_at_end),
    },
    "groups": {
        "Skala": lambda row, names: f"{names.scale(row)}, mot {names.group(row.by, row.against)}",
        "Par": lambda row, names: f"{row.n} mot {row.against_n}",
        "Skillnad": lambda row, names: signed(row.difference, 2),
        "95 %": lambda row, names: interval(row.low, row.high, 2),
        "g": lambda row, names: signed(row.g, 2),
        "Delta": lambda row, names: signed(row.delta, 2),
    },
    "yes_no": {
        "Fråga": lambda row, names: names.variable(row.variable),
        "Par": lambda row, names: str(row.pairs),
        "Ja före": lambda row, names: str(row.yes_yes + row.yes_no),
        "Ja efter": lambda row, names: str(row.yes_yes + row.no_yes),
        "Till ja": lambda row, names: str(row.no_yes),
        "Till nej": lambda row, names: str(row.yes_no),
        "Skillnad, procentenheter": lambda row, names: _points(row),
        "p": lambda row, names: number(row.p_exact, 3),
    },
    "goals": {
        "Målet nåddes": lambda row, names: GENERAL[row.attainment],
        "Antal": lambda row, names: _of(row.n, row.of),
        "Andel": lambda row, names: percent(row.share),
        "95 %": lambda row, names: percent_interval(row.low, row.high),
    },
    "completeness": {
        "Vad": lambda row, names: names.variable(row.what),
        "När": lambda row, names: capital(occasion(row.occasion)),
        "Gjort": lambda row, names: _of(row.done, row.due),
        "Andel": lambda row, names: percent(row.share),
        "95 %": lambda row, names: percent_interval(row.low, row.high),
    },
}
