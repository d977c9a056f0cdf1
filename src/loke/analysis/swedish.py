"""Figures as they are written in Swedish: decimal comma, a space before the per cent sign, rounded half up."""

from datetime import date
from fractions import Fraction

NO_BREAK = "\u00a0"
MINUS = "\u2212"
TO = "\u2013"
NOTHING = "\u2013"
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()  # noqa: SIM905


def number(value: float | Fraction | None, decimals: int = 0) -> str:
    """`12 345`, `−0,5`, or a dash for nothing. A float is rounded as it is written (0.125 as 0,13)."""
    if value is None:
        return NOTHING
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    units = int(abs(exact) * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(units, 10**decimals)
    written = f"{whole:,}".replace(",", NO_BREAK if whole >= 10_000 else "")
    if decimals:
        written += f",{rest:0{decimals}}"
    return MINUS + written if units and exact < 0 else written


def percent(n: int, of: int) -> str:
    """`38 %` of the counts 9 and 24, rounded from the exact fraction; a dash without a base."""
    return f"{number(Fraction(100 * n, of))}{NO_BREAK}%" if of else NOTHING


def share(value: float | None) -> str:
    """`70 %` of 0.7."""
    return NOTHING if value is None else f"{number(100 * value)}{NO_BREAK}%"


def interval(low: float | None, high: float | None, decimals: int = 0) -> str:
    """`49–84`; `−2,2 till 39,0` when a minus sign would meet the dash."""
    if low is None or high is None:
        return NOTHING
    ends = number(low, decimals), number(high, decimals)
    return f"{ends[0]} till {ends[1]}" if MINUS in "".join(ends) else TO.join(ends)


def share_interval(low: float | None, high: float | None) -> str:
    return interval(None if low is None else 100 * low, None if high is None else 100 * high)


def day(value: date) -> str:
    """`3 maj 2024`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
