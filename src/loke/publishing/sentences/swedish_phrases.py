"""The fixed words and the small grammar that the Swedish sentences are made of."""

from collections.abc import Sequence

from loke.publishing.numbers import Number, bare_percent, in_percent, interval, percent
from loke.publishing.readings import FEW, TOO_FEW, Edges, Words

VERDICT = {
    "met": "Ganska säkert som tänkt",
    "not_met": "Ganska säkert färre",
    "maybe": "Kanske som tänkt",
    "maybe_fewer": "Kanske färre",
    "undecided": "Går inte att avgöra",
    "too_few": "För få",
    "no_target": "Ingen andel är tänkt",
}
TALLY = {
    "met": "{n} stämmer ganska säkert",
    "not_met": "{n} stämmer ganska säkert inte",
    "maybe": "{n} stämmer kanske",
    "maybe_fewer": "{n} stämmer kanske inte",
    "undecided": "{n} går inte att avgöra",
    "too_few": "{n} gäller för få personer",
    "no_target": "{n} har ingen tänkt andel",
}
HELD = {
    "range": "{some} låg inom det tänkta.",
    "category": "{some} var som tänkt.",
    "dose": "{some} fick så många träffar som tänkt.",
    "received": "{some} fick insatsen.",
    "phase": "{some} var i fasen så länge som tänkt.",
    "duration": "{some} hade kontakt så länge som tänkt.",
    "completion": "{some} fullföljde.",
    "improvement": "För {some} blev det bättre.",
}
SIDES = {
    "range": ("låg under", "låg över"),
    "category": ("var det inte", ""),
    "dose": ("fick färre", "fick fler"),
    "received": ("fick den inte", ""),
    "phase": ("var där kortare", "var där längre"),
    "duration": ("hade kortare kontakt", "hade längre kontakt"),
    "completion": ("gjorde det inte", ""),
    "improvement": ("fick det inte bättre", ""),
}
LEFT_OUT = {
    "range": "Uppgift saknas för {n}.",
    "category": "Uppgift saknas för {n}.",
    "dose": "För {n} har tiden inte gått än.",
    "received": "{n} räknas inte.",
    "phase": "{n} räknas inte: är kvar i fasen eller kom aldrig dit.",
    "duration": "{n} räknas inte: kontakten pågår eller saknar orsak till avslut.",
    "completion": "{n} räknas inte: kontakten pågår eller saknar orsak till avslut.",
    "improvement": "{n} räknas inte: svar saknas vid start eller slut.",
}
WHO_COUNTS = {"received": "Alla som började räknas, även de vars kontakt pågår."}
PEOPLE = {
    "category": ("som tänkt", "inte som tänkt"),
    "received": ("fick insatsen", "fick den inte"),
    "completion": ("fullföljde", "fullföljde inte"),
    "improvement": ("fick det bättre", "fick det inte bättre"),
}
MEASURE = {"g_av": "Hedges g (medelvärdesbaserad)", "d_av": "Cohens d (medelvärdesbaserad)"}
SIDE = {"": "", "below": "knappt ", "above": "drygt "}
SIZE = {"very_small": "mycket liten", "small": "liten", "moderate": "måttlig", "large": "stor", "uncertain": "osäker"}
OCCASION = {"start": "start", "end": "slut", "opening": "start", "closing": "avslut"}
REMINDER = (
    "Resultatet gäller dem som svarade både vid start och slut. "
    "Förändringen skedde under kontakten. Annat i livet ändras också."
)


def ends(edges: Edges) -> str:
    """As "57 till knappt 90"."""
    return f"{SIDE[edges.low_side]}{bare_percent(edges.low)} till {SIDE[edges.high_side]}{bare_percent(edges.high)}"


def span(low: Number, high: Number, decimals: int) -> str:
    """As "osäkerhet 0,6 till 2,0"."""
    return f"osäkerhet {interval(low, high, decimals).replace('–', ' till ')}"


def percent_span(low: Number, high: Number) -> str:
    """As "osäkerhet 49 till 84", of a share."""
    return span(in_percent(low), in_percent(high), 0)


def some(n: int, of: int, words: Words) -> str:
    """As "17 av 31 klienter", "ingen av 1 klient", "alla 31 klienter"."""
    return f"alla {people(of, words)}" if n == of > 1 else f"{nobody(n)} av {people(of, words)}"


def everybody(of: int) -> str:
    return f"alla {of}" if of > 1 else "den enda"


def nobody(n: int) -> str:
    return str(n) if n else "ingen"


def people(n: int, words: Words) -> str:
    """As "1 klient", "17 klienter"."""
    return plural(n, words.singular, words.plural)


def plural(n: int, one: str, many: str) -> str:
    """As "1 månad", "6 månader"."""
    return f"{n} {one if n == 1 else many}"


def months_after(n: int) -> str:
    return f"{plural(n, 'månad', 'månader')} efter avslut"


def in_brackets(share: float | None, of: int) -> str:
    """The share in brackets, from five people."""
    return f" ({percent(share)})" if share is not None and of >= TOO_FEW else ""


def few(n: int) -> str:
    return "Få personer." if n < FEW else ""


def counted(*counts: tuple[int, str]) -> str:
    """As "17 fick färre och 3 fick fler."; nothing for what nobody did."""
    said = [f"{n} {what}" for n, what in counts if n and what]
    return listed(said) + "." if said else ""


def hidden(names: Sequence[str]) -> str:
    """What a picture leaves out, outside the unit."""
    return f"Dolt: {listed(names)}, så att inget tal under fem går att räkna ut."


def listed(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} och {said[-1]}"


def joined(*said: str) -> str:
    return " ".join(sentence for sentence in said if sentence)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
