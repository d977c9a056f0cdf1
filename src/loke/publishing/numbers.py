"""Numbers, shares, intervals and days written for a reader, in Swedish ("sv") or English ("en")."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Number = int | float | Fraction | Decimal

NO_BREAK = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
NONE = EN_DASH

DECIMAL_MARK = {"sv": ",", "en": "."}
GROUP_MARK = {"sv": NO_BREAK, "en": ","}
GROUPED_FROM = {"sv": 10_000, "en": 1_000}
PERCENT_SIGN = {"sv": f"{NO_BREAK}%", "en": "%"}
TO = {"sv": "till", "en": "to"}
SPELLED = {
    "sv": ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"],
    "en": ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
}
MONTHS = {
    "sv": [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
SHORT_MONTHS = {
    "sv": ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
HALF_YEARS = {"sv": ["första halvåret", "andra halvåret"], "en": ["first half of", "second half of"]}
QUARTER = {"sv": "kvartal", "en": "quarter"}
ALL_TIME = {"sv": "hela tiden", "en": "all time"}


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """The value rounded half up; a float counts as the decimal number it prints as, so that 0.285 is not 0.28499…"""
    return _exact(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def in_percent(share: Number) -> Decimal:
    """A hundred times the share, exact before it is rounded: 0.285 is 28.5."""
    return _exact(share) * 100


def _exact(value: Number) -> Decimal:
    return Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))


def number(value: Number | None, decimals: int = 0, language: str = "sv") -> str:
    """With exactly so many decimals, U+2212 before negatives; a dash for nothing."""
    if value is None:
        return NONE
    return _written(rounded(value, decimals), language)


def shortest(value: Number, language: str = "sv", most: int = 2) -> str:
    """With as few decimals as the value needs, at most `most`."""
    kept = rounded(value, most)
    return _written(kept.to_integral_value() if kept == kept.to_integral_value() else kept.normalize(), language)


def is_rounded_from(value: Decimal, exact: Fraction) -> bool:
    """Whether the value is the exact one with as many decimals as it has itself, in whatever way halves are rounded."""
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    return abs(Fraction(value) - exact) * 2 <= Fraction(1, 10**decimals)


def _written(value: Decimal, language: str) -> str:
    whole, _, fraction = f"{abs(value):f}".partition(".")
    if int(whole) >= GROUPED_FROM[language]:
        whole = f"{int(whole):,}".replace(",", GROUP_MARK[language])
    return (MINUS if value < 0 else "") + whole + (DECIMAL_MARK[language] + fraction if fraction else "")


def signed(value: Number | None, decimals: int = 0, language: str = "sv") -> str:
    """As `number`, with a plus before what is above zero once rounded."""
    plus = "+" if value is not None and rounded(value, decimals) > 0 else ""
    return plus + number(value, decimals, language)


def percent(share: Number | None, language: str = "sv") -> str:
    """A share of 0–1 in whole per cent: "38 %"; what is neither none nor all is never written as 0 or 100."""
    if share is None:
        return NONE
    return bare_percent(share, language) + PERCENT_SIGN[language]


def bare_percent(share: Number, language: str = "sv") -> str:
    """As `percent` without the sign."""
    whole = rounded(in_percent(share))
    if whole == 0 < share:
        return "<1"
    if whole == 100 and share < 1:
        return ">99"
    return _written(whole, language)


def goal(share: Number, language: str = "sv") -> str:
    """An intended share in per cent, without the sign and as it was written: "90", "82,5"."""
    return shortest(in_percent(share), language, 1)


def interval(low: Number | None, high: Number | None, decimals: int = 0, language: str = "sv") -> str:
    """Both ends: "49–84", or "−2 till 39" where a dash could be read as a minus."""
    if low is None or high is None:
        return NONE
    ends = number(low, decimals, language), number(high, decimals, language)
    return f" {TO[language]} ".join(ends) if rounded(low, decimals) < 0 else EN_DASH.join(ends)


def percent_interval(low: Number | None, high: Number | None, language: str = "sv") -> str:
    """The interval of a share of 0–1 in whole per cent, without the sign: "49–84"."""
    return NONE if low is None or high is None else interval(in_percent(low), in_percent(high), 0, language)


def spelled(count: int, language: str = "sv") -> str:
    """Small numbers as words, from thirteen as figures."""
    return SPELLED[language][count] if 0 <= count < len(SPELLED[language]) else number(count, 0, language)


def day(when: date, language: str = "sv") -> str:
    """As "14 september 2026"."""
    return f"{when.day}{NO_BREAK}{MONTHS[language][when.month - 1]} {when.year}"


def short_day(when: date, language: str = "sv") -> str:
    """As "8 feb", where the year is plain from the context."""
    return f"{when.day}{NO_BREAK}{SHORT_MONTHS[language][when.month - 1]}"


def period_span(first: str, last: str, language: str = "sv") -> str:
    """As "mars 2026", "mars till maj 2026" or "november 2025 till mars 2026"."""
    ends = [period_name(first, language), period_name(last, language)]
    if first == last:
        return ends[0]
    if first[:4] == last[:4] and first[5:].isdigit():
        ends[0] = MONTHS[language][int(first[5:]) - 1]
    return f" {TO[language]} ".join(ends)


def period_name(period: str, language: str = "sv") -> str:
    """The label of a period in words: "2026", "första halvåret 2026", "kvartal 1 2026", "mars 2026", "hela tiden"."""
    year, _, part = period.partition("-")
    if not part:
        return ALL_TIME[language] if year == "all" else year
    if part[0] == "H":
        return f"{HALF_YEARS[language][int(part[1]) - 1]} {year}"
    if part[0] == "Q":
        return f"{QUARTER[language]} {part[1]} {year}"
    return f"{MONTHS[language][int(part) - 1]} {year}"
