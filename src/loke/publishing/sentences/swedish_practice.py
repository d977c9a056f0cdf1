"""What a service's own figures say in Swedish where a description of a way of working asks for them."""

from loke.analysis.cost import LEAST_TOLD, OF, Cost, Each, Helped, Support
from loke.publishing.numbers import number, percent, rounded, shortest
from loke.publishing.readings import TOO_FEW, Row, Words
from loke.publishing.sentences.swedish_phrases import few, in_brackets, joined, months_after, nobody

UNIT = {"kr": "kr", "hours": "timmar"}
FOR_EACH = {
    "participant": "Det blir {cost} för var och en av de {n} som var med.",
    "hour": "Det blir {cost} för varje timme av stöd, på {n} timmar.",
    "completed": "Det blir {cost} för var och en av de {n} som fullföljde.",
}


def asked(row: Row, closed: int, during: int | None, name: str) -> str:
    """How many of those who closed have answered before, meanwhile and after."""
    both = f"{row.pairs} av {closed} avslutade har svarat på {name} både vid start och slut"
    meanwhile = "" if during is None else f"{_some(during)} av dem som avslutade svarade också under tiden."
    return joined(both + in_brackets(row.pairs / closed if closed else None, closed) + ".", meanwhile, few(closed))


def asked_after(row: Row) -> str:
    """How many of those whose day it was were reached some months after."""
    return f"{months_after(row.months_after)} nåddes {nobody(row.reached)} av {row.eligible} som kunde ha nåtts."


def _some(n: int) -> str:
    return str(n) if n else "Ingen"


def fitting(text: str, row: Row) -> str:
    """How many of those who came were as the description says."""
    share = f" ({percent(row.share)})" if row.assessable >= TOO_FEW else ""
    return f"{text}: {nobody(row.within)} av {row.assessable}{share}."


def spent(cost: Cost) -> str:
    return f"{'Kostnaden' if cost.unit == 'kr' else 'Arbetstiden'} är {_amount(cost.amount, cost.unit)}."


def each(what: str, found: Each, unit: str) -> str:
    """As "Det blir 20 000 kr för var och en av de 40 som var med."."""
    return FOR_EACH[what].format(cost=_amount(found.cost, unit), n=number(found.n))


def lengths(support: Support) -> str:
    """Of how many of the contacts it is told how long they were, where it is not of all."""
    if support.told == support.contacts:
        return ""
    known = f"Tiden är känd för {nobody(support.told)} av {support.contacts} träffar."
    if support.is_told:
        return f"{known} De andra är inte med i timmarna."
    return f"{known} Vad en timme kostar sägs när den är känd för minst {LEAST_TOLD} av {OF}. Gränsen är Lokes egen."


def each_helped(found: Each, unit: str, helped: Helped, closed: int, words: Words) -> str:
    """The cost for each who was helped with its interval, how many that rests on, and what is taken for granted."""
    counted = "hjälpta" if helped.n > 1 else "hjälpt"
    known = f"Av {closed} avslutade är det känt för {helped.of}, och {nobody(helped.n)} av dem räknas som {counted}."
    others = "De andra antas bli hjälpta lika ofta." if closed > helped.of else ""
    low = _amount(found.low, unit)
    if found.cost is None:
        return joined(
            f"Vad det kostar för varje hjälpt {words.singular} går inte att säga, men minst {low}.", known, others
        )
    high = f"till {_amount(found.high, unit)}" if found.high else "och utan gräns uppåt"
    said = f"Det blir {_amount(found.cost, unit)} för varje hjälpt {words.singular} (osäkerhet {low} {high})."
    return joined(said, known, others, few(helped.of))


def _amount(value: float | None, unit: str) -> str:
    """With three figures, as "61 500 kr", "12,5 timmar"."""
    if value is None:
        return ""
    size = len(str(int(abs(value))))
    kept = float(rounded(value / 10 ** (size - 3))) * 10 ** (size - 3) if size > 3 else value
    return f"{shortest(kept, most=0 if unit == 'kr' else 1)} {UNIT[unit]}"


def part(n: int, of: int) -> str:
    """As "17 av 23 (74 %)"."""
    return f"{n} av {of}{in_brackets(n / of if of else None, of)}"
