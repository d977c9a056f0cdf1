"""What a service's own figures say in English where a description of a way of working asks for them."""

from loke.analysis.cost import LEAST_TOLD, OF, Cost, Each, Helped, Support
from loke.publishing.numbers import number, percent, rounded, shortest
from loke.publishing.readings import TOO_FEW, Row, Words
from loke.publishing.sentences.english_phrases import few, in_brackets, joined, months_after, nobody

UNIT = {"kr": "kr", "hours": "hours"}
FOR_EACH = {
    "participant": "That is {cost} for each of the {n} who took part.",
    "hour": "That is {cost} for each hour of support, over {n} hours.",
    "completed": "That is {cost} for each of the {n} who completed.",
}


def asked(row: Row, closed: int, during: int | None, name: str) -> str:
    """How many of those who closed have answered before, meanwhile and after."""
    both = f"{row.pairs} of {closed} who ended have answered {name} both at start and at end"
    meanwhile = "" if during is None else f"{_some(during)} of those who ended also answered in between."
    return joined(both + in_brackets(row.pairs / closed if closed else None, closed) + ".", meanwhile, few(closed))


def asked_after(row: Row) -> str:
    """How many of those whose day it was were reached some months after."""
    who = f"{nobody(row.reached)} of {row.eligible} who could be were reached"
    return f"{months_after(row.months_after)}, {who}."


def _some(n: int) -> str:
    return str(n) if n else "None"


def fitting(text: str, row: Row) -> str:
    """How many of those who came were as the description says."""
    share = f" ({percent(row.share, 'en')})" if row.assessable >= TOO_FEW else ""
    return f"{text}: {nobody(row.within)} of {row.assessable}{share}."


def spent(cost: Cost) -> str:
    return f"The {'cost' if cost.unit == 'kr' else 'working time'} is {_amount(cost.amount, cost.unit)}."


def each(what: str, found: Each, unit: str) -> str:
    """As "That is 20,000 kr for each of the 40 who took part."."""
    return FOR_EACH[what].format(cost=_amount(found.cost, unit), n=number(found.n, language="en"))


def lengths(support: Support) -> str:
    """Of how many of the contacts it is told how long they were, where it is not of all."""
    if support.told == support.contacts:
        return ""
    known = f"The time is known for {nobody(support.told)} of {support.contacts} contacts."
    if support.is_told:
        return f"{known} The others are not in the hours."
    return f"{known} An hour's cost is told once that is so for at least {LEAST_TOLD} of {OF}, a limit of Loke's own."


def each_helped(found: Each, unit: str, helped: Helped, closed: int, words: Words) -> str:
    """The cost for each who was helped with its interval, how many that rests on, and what is taken for granted."""
    known = f"Of {closed} who ended it is known for {helped.of}, and {nobody(helped.n)} of them count as helped."
    others = "The others are taken to be helped as often." if closed > helped.of else ""
    low = _amount(found.low, unit)
    if found.cost is None:
        return joined(
            f"What it costs for each {words.singular} helped cannot be said, but at least {low}.", known, others
        )
    high = f"to {_amount(found.high, unit)}" if found.high else "and no upper limit"
    said = f"That is {_amount(found.cost, unit)} for each {words.singular} helped (uncertainty {low} {high})."
    return joined(said, known, others, few(helped.of))


def _amount(value: float | None, unit: str) -> str:
    """With three figures, as "61,500 kr", "12.5 hours"."""
    if value is None:
        return ""
    size = len(str(int(abs(value))))
    kept = float(rounded(value / 10 ** (size - 3))) * 10 ** (size - 3) if size > 3 else value
    return f"{shortest(kept, 'en', 0 if unit == 'kr' else 1)} {UNIT[unit]}"


def part(n: int, of: int) -> str:
    """As "17 of 23 (74%)"."""
    return f"{n} of {of}{in_brackets(n / of if of else None, of)}"
