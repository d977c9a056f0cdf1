"""The days of the story: when it begins, which days people work, and how far it has come."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from loke.dataset.months import months_later

YEARS = 4
HOLIDAYS = {
    (1, 1),
    (1, 6),
    (5, 1),
    (6, 6),
    (12, 24),
    (12, 25),
    (12, 26),
    (12, 31),
}  # month and day; not the movable ones


def beginning(day: date) -> date:
    """The first day of a month, so that the story's four years end in the month of `day`."""
    return months_later(date(day.year - YEARS, day.month, 1), 1)


def year_of(begin: date, day: date) -> int:
    """Which of the story's years, 0–3, a day belongs to; days after the last one count to it."""
    months = (day.year - begin.year) * 12 + day.month - begin.month
    return min(max(months // 12, 0), YEARS - 1)


def progress(begin: date, day: date) -> float:
    """0 in the story's first year, 1 in its last."""
    return year_of(begin, day) / (YEARS - 1)


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def workday(day: date) -> date:
    """The day itself, or the first one after on which people work."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def on_weekday(day: date, weekday: int) -> date:
    """The first such weekday (0 is Monday) from the day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """That day by the clock on the wall."""
    return datetime.combine(day, time(hour, minute), timezone.get_current_timezone())
