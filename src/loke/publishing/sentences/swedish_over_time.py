"""What series over time, stays and comparable services say in Swedish; nothing that the limits do not say."""

from collections.abc import Mapping, Sequence

from loke.publishing.numbers import percent, period_name, period_span, spelled
from loke.publishing.readings import MOST_NAMED, TOO_FEW, Row, Words, half_left
from loke.publishing.sentences.swedish_phrases import capital, in_brackets, joined, listed, people, percent_span
from loke.publishing.signs import Series, Sign

SIGNAL = {
    "beyond": "Utanför gränserna",
    "trend": "Sju i rad åt samma håll",
    "two_of_three": "Två av tre nära en gräns",
    "shift": "Sju i rad på samma sida",
}
OUTSIDE = "Värt att fråga om"
WORD = {
    "improvement": "Tecken på förbättring",
    "deterioration": "Tecken på försämring",
    "more": "Fler än vanligt",
    "fewer": "Färre än vanligt",
    "both": "Åt båda hållen",
    "run": "Sju eller fler i rad åt samma håll",
}
UNITS = {"month": "månader", "quarter": "kvartal", "half": "halvår", "year": "år"}
NONE = "Ingen särskild orsak"


def series(one: Series, unit: str) -> str:
    """The latest point with its counts, and what the limits allow to be said of the periods read."""
    reading = one.reading
    if reading == "short":
        return f"Uppgift finns för {len(one.points)} {UNITS[unit]}. Ett diagram visas från åtta."
    said = {
        "absent": "Ingen punkt i diagrammet ligger i den valda perioden.",
        "early": f"Det är för få {UNITS[unit]} för att säga om något har ändrats. Gränser visas från tolv.",
        "none": f"{NONE}: talen skiljer sig inte mer än de brukar.",
    }.get(reading)
    return joined(_latest(one.latest), said or _signs(one))


def _latest(row: Row | None) -> str:
    if row is None:
        return ""
    counts = str(row.n) if row.of is None else f"{row.n} av {row.of}{in_brackets(row.value, row.of)}"
    return f"{capital(period_name(row.period))}: {counts}."


def _signs(one: Series) -> str:
    """Where points lie and when, the latest signs when they are many."""
    told, more = one.signs[-MOST_NAMED:], len(one.signs) - MOST_NAMED
    when: dict[str, list[str]] = {}
    for sign in told:
        when.setdefault(_what(sign), []).append(period_span(sign.first, sign.last))
    word = "" if one.reading in ("both", "run") else f"{WORD[one.reading]}."
    said = (f"{what}: {listed(periods)}." for what, periods in when.items())
    return joined(word, *said, f"Tidigare i perioden: {more} tecken till." if more > 0 else "")


def _what(sign: Sign) -> str:
    limit = "övre" if sign.up else "undre"
    return {
        "beyond": f"{'Över' if sign.up else 'Under'} den {limit} gränsen",
        "trend": f"Sju eller fler i rad {'stiger' if sign.up else 'sjunker'}",
        "two_of_three": f"Nära den {limit} gränsen",
        "shift": f"Sju eller fler i rad {'över' if sign.up else 'under'} mitten",
    }[sign.rule]


def lead(named: Mapping[str, Series]) -> str:
    """Which of the measures have a sign, and how many have none."""
    readings = {name: one.reading for name, one in named.items()}
    charted = [reading for reading in readings.values() if reading != "short"]
    if not charted:
        return "Det är för få månader för att visa hur det går över tid. Diagram visas från åtta."
    charted = [reading for reading in charted if reading != "absent"]
    if not charted:
        return "Inget av diagrammen har en punkt i den valda perioden."
    said = [
        f"{word}: {listed([_named(name, named[name]) for name, reading in readings.items() if reading == which])}."
        for which, word in WORD.items()
        if which in charted
    ]
    calm = charted.count("none")
    if calm:
        whose = f" för {spelled(calm)}{' till' if said else ''}" if said or calm < len(charted) else ""
        said.append(f"{NONE} syns{whose}.")
    early = charted.count("early")
    return joined(*said, f"För {spelled(early)} är det för tidigt att säga." if early else "")


def _named(name: str, one: Series) -> str:
    """With when it ended, if it has."""
    return f"{name} (till {period_name(one.until)})" if one.until else name


def retention(rows: Sequence[Row], words: Words, told: Sequence[int]) -> str:
    """How many were still here after the days `told`, when half had left, and in which ways; rows are not cut."""
    n, kept = rows[0].at_risk, [row for row in rows if row.at_risk >= TOO_FEW]
    began = f"{people(n, words)} började."
    if not kept or kept[-1].day == 0:
        return joined(began, "Det är för få för att visa hur länge de stannar.")
    there = [row for row in kept if row.day in told and row.low is not None]
    said = [
        f"efter {row.day} dagar är {percent(row.in_service)} kvar ({percent_span(row.low, row.high)})" for row in there
    ]
    return joined(began, f"{capital(listed(said))}." if said else "", _half(half_left(rows)), _ended(kept[-1]))


def _half(row: Row | None) -> str:
    """When at most half are left, how sure that is and how many of them the day rests on."""
    if row is None:
        return "Mer än hälften är kvar så långt kurvan går."
    sure = "" if row.low is None else f", {percent_span(row.low, row.high)}"
    known = f"{row.at_risk} har varit här så länge"
    return f"Efter {row.day} dagar är högst hälften kvar ({percent(row.in_service)}{sure}; {known})."


def _ended(row: Row) -> str:
    ways = f"{percent(row.completed)} fullföljt och {percent(row.discontinued)} avbrutit"
    return f"Efter {row.day} dagar har {ways}."


def beside(row: Row, services: int) -> str:
    """One service's share beside all together, and whether it lies outside what chance does with one of its size."""
    counts = f"{row.n} av {row.of}{in_brackets(row.value, row.of)}"
    if row.of < TOO_FEW:
        return f"{counts}. Det är för få för att jämföra."
    if row.centre is None:
        return f"{counts}."
    everybody = f"{counts}. Alla {spelled(services)} tillsammans: {percent(row.centre)}."
    if row.outside is None:
        return joined(everybody, "Inom gränserna: skillnaden är inte större än slumpen brukar göra.")
    side = "över" if row.value > row.centre else "under"
    return joined(everybody, f"Ligger {side} gränserna, och det är värt att fråga om vad det beror på.")
