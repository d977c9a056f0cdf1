"""The fixed words and the small grammar that the English sentences are made of."""

from collections.abc import Sequence

from loke.publishing.numbers import Number, bare_percent, in_percent, interval, percent
from loke.publishing.readings import FEW, TOO_FEW, Edges, Words

VERDICT = {
    "met": "Fairly certainly as intended",
    "not_met": "Fairly certainly fewer",
    "maybe": "Perhaps as intended",
    "maybe_fewer": "Perhaps fewer",
    "undecided": "Cannot be determined",
    "too_few": "Too few",
    "no_target": "No share is intended",
}
TALLY = {
    "met": "{n} fairly certainly held",
    "not_met": "{n} fairly certainly did not hold",
    "maybe": "{n} perhaps held",
    "maybe_fewer": "{n} perhaps did not hold",
    "undecided": "{n} cannot be determined",
    "too_few": "{n} concerned too few people",
    "no_target": "{n} had no intended share",
}
HELD = {
    "range": "{some} were within what was intended.",
    "category": "{some} were as intended.",
    "dose": "{some} had as many meetings as intended.",
    "received": "{some} received the intervention.",
    "phase": "{some} were in the phase as long as intended.",
    "duration": "{some} were in contact as long as intended.",
    "completion": "{some} completed.",
    "improvement": "For {some} things got better.",
}
SIDES = {
    "range": ("lay below", "lay above"),
    "category": ("turned out otherwise", ""),
    "dose": ("had fewer", "had more"),
    "received": ("did not", ""),
    "phase": ("had a shorter stay", "had a longer stay"),
    "duration": ("had a shorter contact", "had a longer contact"),
    "completion": ("did not", ""),
    "improvement": ("saw no improvement", ""),
}
LEFT_OUT = {
    "range": "Information is missing for {n}.",
    "category": "Information is missing for {n}.",
    "dose": "For {n} the time is not over yet.",
    "received": "Not counted: {n}.",
    "phase": "Not counted: {n}, still in the phase or never in it.",
    "duration": "Not counted: {n}, still ongoing or without a reason for ending.",
    "completion": "Not counted: {n}, still ongoing or without a reason for ending.",
    "improvement": "Not counted: {n}, with answers missing at start or end.",
}
WHO_COUNTS = {"received": "Everybody who started is counted, also those whose contact is ongoing."}
PEOPLE = {
    "category": ("as intended", "not as intended"),
    "received": ("received it", "did not"),
    "completion": ("completed", "did not complete"),
    "improvement": ("got better", "did not get better"),
}
MEASURE = {"g_av": "Hedges' g (based on means)", "d_av": "Cohen's d (based on means)"}
SIDE = {"": "", "below": "just under ", "above": "just over "}
SIZE = {
    "very_small": "very small",
    "small": "small",
    "moderate": "moderate",
    "large": "large",
    "uncertain": "uncertain",
}
OCCASION = {"start": "at start", "end": "at the end", "opening": "at start", "closing": "at the end"}
REMINDER = (
    "The result concerns those who answered at both start and end. "
    "The change took place during the contact. Other things in life change too."
)


def ends(edges: Edges) -> str:
    """As "57 to just under 90"."""
    low, high = (bare_percent(end, "en") for end in edges[:2])
    return f"{SIDE[edges.low_side]}{low} to {SIDE[edges.high_side]}{high}"


def span(low: Number, high: Number, decimals: int) -> str:
    """As "uncertainty 0.6 to 2.0"."""
    return f"uncertainty {interval(low, high, decimals, 'en').replace('–', ' to ')}"


def percent_span(low: Number, high: Number) -> str:
    """As "uncertainty 49 to 84", of a share."""
    return span(in_percent(low), in_percent(high), 0)


def some(n: int, of: int, words: Words) -> str:
    """As "17 of 31 clients", "none of 1 client", "all 31 clients"."""
    return f"all {people(of, words)}" if n == of > 1 else f"{nobody(n)} of {people(of, words)}"


def everybody(of: int) -> str:
    return f"all {of}" if of > 1 else "the only one"


def nobody(n: int) -> str:
    return str(n) if n else "none"


def people(n: int, words: Words) -> str:
    """As "1 client", "17 clients"."""
    return plural(n, words.singular, words.plural)


def plural(n: int, one: str, many: str) -> str:
    """As "1 month", "6 months"."""
    return f"{n} {one if n == 1 else many}"


def months_after(n: int) -> str:
    return f"{plural(n, 'month', 'months')} after the end"


def in_brackets(share: float | None, of: int) -> str:
    """The share in brackets, from five people."""
    return f" ({percent(share, 'en')})" if share is not None and of >= TOO_FEW else ""


def few(n: int) -> str:
    return "Few people." if n < FEW else ""


def counted(*counts: tuple[int, str]) -> str:
    """As "17 had fewer and 3 had more."; nothing for what nobody did."""
    said = [f"{n} {what}" for n, what in counts if n and what]
    return listed(said) + "." if said else ""


def hidden(names: Sequence[str]) -> str:
    """What a picture leaves out, outside the unit."""
    return f"Hidden: {listed(names)}, so that no number below five can be worked out."


def listed(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def joined(*said: str) -> str:
    return " ".join(sentence for sentence in said if sentence)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
