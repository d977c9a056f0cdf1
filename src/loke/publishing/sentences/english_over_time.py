"""What series over time, stays and comparable services say in English; nothing that the limits do not say."""

from collections.abc import Mapping, Sequence

from loke.publishing.numbers import percent, period_name, period_span, spelled
from loke.publishing.readings import MOST_NAMED, TOO_FEW, Row, Words, half_left
from loke.publishing.sentences.english_phrases import capital, in_brackets, joined, listed, people, percent_span
from loke.publishing.signs import Series, Sign

SIGNAL = {
    "beyond": "Outside the limits",
    "trend": "Seven in a row the same way",
    "two_of_three": "Two of three near a limit",
    "shift": "Seven in a row on one side",
}
OUTSIDE = "Worth asking about"
WORD = {
    "improvement": "Signs of improvement",
    "deterioration": "Signs of deterioration",
    "more": "More than usual",
    "fewer": "Fewer than usual",
    "both": "Both ways",
    "run": "Seven or more in a row the same way",
}
UNITS = {"month": "months", "quarter": "quarters", "half": "half-years", "year": "years"}
NONE = "No special cause"


def series(one: Series, unit: str) -> str:
    """The latest point with its counts, and what the limits allow to be said of the periods read."""
    reading = one.reading
    if reading == "short":
        return f"There are figures for {len(one.points)} {UNITS[unit]}. A chart is shown once there are eight."
    said = {
        "absent": "No point of the chart lies in the chosen period.",
        "early": f"Too few {UNITS[unit]} to say whether anything has changed. Limits are shown once there are twelve.",
        "none": f"{NONE}: the figures differ no more than they usually do.",
    }.get(reading)
    return joined(_latest(one.latest), said or _signs(one))


def _latest(row: Row | None) -> str:
    if row is None:
        return ""
    counts = str(row.n) if row.of is None else f"{row.n} of {row.of}{in_brackets(row.value, row.of)}"
    return f"{capital(period_name(row.period, 'en'))}: {counts}."


def _signs(one: Series) -> str:
    """Where points lie and when, the latest signs when they are many."""
    told, more = one.signs[-MOST_NAMED:], len(one.signs) - MOST_NAMED
    when: dict[str, list[str]] = {}
    for sign in told:
        when.setdefault(_what(sign), []).append(period_span(sign.first, sign.last, "en"))
    word = "" if one.reading in ("both", "run") else f"{WORD[one.reading]}."
    said = (f"{what}: {listed(periods)}." for what, periods in when.items())
    return joined(word, *said, f"Earlier in the period: {more} more." if more > 0 else "")


def _what(sign: Sign) -> str:
    limit = "upper" if sign.up else "lower"
    return {
        "beyond": f"{'Above' if sign.up else 'Below'} the {limit} limit",
        "trend": f"Seven or more in a row {'rise' if sign.up else 'fall'}",
        "two_of_three": f"Near the {limit} limit",
        "shift": f"Seven or more in a row {'above' if sign.up else 'below'} the middle",
    }[sign.rule]


def lead(named: Mapping[str, Series]) -> str:
    """Which of the measures have a sign, and how many have none."""
    readings = {name: one.reading for name, one in named.items()}
    charted = [reading for reading in readings.values() if reading != "short"]
    if not charted:
        return "There are too few months to show how things go over time. Charts are shown once there are eight."
    charted = [reading for reading in charted if reading != "absent"]
    if not charted:
        return "None of the charts has a point in the chosen period."
    said = [
        f"{word}: {listed([_named(name, named[name]) for name, reading in readings.items() if reading == which])}."
        for which, word in WORD.items()
        if which in charted
    ]
    calm = charted.count("none")
    if calm:
        whose = f" for {spelled(calm, 'en')}{' more' if said else ''}" if said or calm < len(charted) else ""
        said.append(f"{NONE} is seen{whose}.")
    early = charted.count("early")
    return joined(*said, f"For {spelled(early, 'en')} it is too early to say." if early else "")


def _named(name: str, one: Series) -> str:
    """With when it ended, if it has."""
    return f"{name} (until {period_name(one.until, 'en')})" if one.until else name


def retention(rows: Sequence[Row], words: Words, told: Sequence[int]) -> str:
    """How many were still here after the days `told`, when half had left, and in which ways; rows are not cut."""
    n, kept = rows[0].at_risk, [row for row in rows if row.at_risk >= TOO_FEW]
    began = f"{people(n, words)} started."
    if not kept or kept[-1].day == 0:
        return joined(began, "That is too few to show how long they stay.")
    there = [row for row in kept if row.day in told and row.low is not None]
    said = [
        f"after {row.day} days {percent(row.in_service, 'en')} are still here ({percent_span(row.low, row.high)})"
        for row in there
    ]
    return joined(began, f"{capital(listed(said))}." if said else "", _half(half_left(rows)), _ended(kept[-1]))


def _half(row: Row | None) -> str:
    """When at most half are left, how sure that is and how many of them the day rests on."""
    if row is None:
        return "More than half are still here where the curve ends."
    sure = "" if row.low is None else f", {percent_span(row.low, row.high)}"
    known = f"{row.at_risk} have been here so long"
    return f"After {row.day} days at most half are still here ({percent(row.in_service, 'en')}{sure}; {known})."


def _ended(row: Row) -> str:
    ways = f"{percent(row.completed, 'en')} have completed and {percent(row.discontinued, 'en')} have discontinued"
    return f"After {row.day} days {ways}."


def beside(row: Row, services: int) -> str:
    """One service's share beside all together, and whether it lies outside what chance does with one of its size."""
    counts = f"{row.n} of {row.of}{in_brackets(row.value, row.of)}"
    if row.of < TOO_FEW:
        return f"{counts}. That is too few to compare."
    if row.centre is None:
        return f"{counts}."
    everybody = f"{counts}. All {spelled(services, 'en')} together: {percent(row.centre, 'en')}."
    if row.outside is None:
        return joined(everybody, "Within the limits: the difference is no larger than chance usually makes it.")
    side = "above" if row.value > row.centre else "below"
    return joined(everybody, f"It lies {side} the limits, and it is worth asking why.")
