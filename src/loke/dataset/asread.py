"""Cells as people write them in spreadsheets: days, numbers and yes or no in Swedish, out of a text."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from loke.dataset.cells import FIRST_DAY, LAST_DAY

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
WRITTEN_OUT = {
    **{month: number for number, month in enumerate(MONTHS, 1)},
    **dict(zip(("januari", "februari", "mars", "april", "juni", "juli"), (1, 2, 3, 4, 6, 7), strict=True)),
    **dict(zip(("augusti", "september", "oktober", "november", "december"), (8, 9, 10, 11, 12), strict=True)),
    "sept": 9,
}
TIME = r"(?:[ t]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?)?"  # which is left out
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})[-/. ](\d{{1,2}}){TIME}", re.ASCII)
RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/.] ?(\d{{1,2}})(?:[-/. ]|\. ) ?(\d{{4}}){TIME}", re.ASCII)
IN_WORDS = re.compile(r"(?:den )?(\d{1,2})[.:]?(?:e|a)? ?-?([a-z]{3,9})\.?[ -](\d{4})", re.ASCII)
SERIAL = re.compile(r"\d{5}", re.ASCII)
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(,\d{3})+\.\d+", re.ASCII)
MINUTES = re.compile(r"(\d{1,4}) ?(?:min|minut|minuter|m)\.?", re.ASCII)
HOURS = re.compile(r"(\d{1,2})([,.]5)? ?(?:h|tim|timme|timmar)\.?", re.ASCII)
LONGEST_NUMBER = 30
MARKS = frozenset({"x", "✓", "✔", "ja", "j", "1", "sant", "true", "yes", "y"})
NO_MARKS = frozenset({"nej", "n", "0", "falskt", "false", "no", "-", "–"})
MINUS = str.maketrans({"−": "-", "–": "-"})
SERIAL_1900, SERIAL_1904 = date(1899, 12, 30), date(1904, 1, 1)


def plain(text: str) -> str:
    """The text without spaces around it, and with one ordinary space where there are several or odd ones."""
    return " ".join(text.split())


def as_day(text: str, from_1904: bool = False) -> date:
    """The day. Raises ValueError for what is none, for a year of two figures, and for one no dataset can hold."""
    wanted = plain(text).casefold()
    day = _day(wanted, from_1904)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def _day(text: str, from_1904: bool) -> date:
    if found := YEAR_FIRST.fullmatch(text) or RUN_TOGETHER.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := DAY_FIRST.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if (found := IN_WORDS.fullmatch(text)) and found[2] in WRITTEN_OUT:
        return date(int(found[3]), WRITTEN_OUT[found[2]], int(found[1]))
    if SERIAL.fullmatch(text):
        return serial_day(int(text), from_1904)
    raise ValueError(text)


def serial_day(number: int, from_1904: bool) -> date:
    """The day that a spreadsheet keeps as a number. Before March 1900 it counts a day that never was."""
    if from_1904:
        return SERIAL_1904 + timedelta(days=number)
    return SERIAL_1900 + timedelta(days=number + (number < 60))


def as_number(text: str) -> Decimal:
    """The number: decimal comma or point, spaces between thousands, "70 %" as 70. Raises ValueError."""
    bare = plain(text).replace(" ", "").translate(MINUS).removesuffix("%").removesuffix(":-")
    if THOUSANDS.fullmatch(bare):
        last = max(bare.rfind(","), bare.rfind("."))
        bare = f"{re.sub(r'[.,]', '', bare[:last])}.{bare[last + 1 :]}"
    if len(bare) > LONGEST_NUMBER or not NUMBER.fullmatch(bare):
        raise ValueError(text)
    try:
        return Decimal(bare.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error


def as_whole(text: str) -> int:
    """The whole number, also written "12,0". Raises ValueError."""
    number = as_number(text)
    if number != number.to_integral_value() or abs(number) > 10**9:
        raise ValueError(text)
    return int(number)


def as_minutes(text: str) -> int:
    """Minutes, alone or as “60 min”, “1 h” and “1,5 h”. Raises ValueError."""
    wanted = plain(text).casefold()
    if found := MINUTES.fullmatch(wanted):
        return int(found[1])
    if found := HOURS.fullmatch(wanted):
        return 60 * int(found[1]) + (30 if found[2] else 0)
    return as_whole(text)


def as_yes_no(text: str) -> bool:
    """Yes or no, however it is marked. Raises ValueError."""
    mark = plain(text).casefold().rstrip(".")
    if mark in MARKS:
        return True
    if mark in NO_MARKS:
        return False
    raise ValueError(text)
