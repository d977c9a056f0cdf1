"""When a questionnaire of the plan is due: at start, every so many weeks, at end, and some months after."""

from dataclasses import dataclass
from datetime import date, timedelta

from loke.dataset.months import MARGIN, months_later
from loke.measures.models import MeasurementPlan

NEVER = date.min, date.min


@dataclass(frozen=True)
class Moments:
    """What the plan says of one instrument; the usual is at start and end."""

    name: str
    at_start: bool = True
    every_weeks: int | None = None
    at_end: bool = True
    months: tuple[int, ...] = ()

    def last_but(self, today: date) -> date:
        """The latest day on which an answer is so old that it is time again; for those asked every so many weeks."""
        return today - timedelta(weeks=self.every_weeks or 0)


def moments_of(plan: MeasurementPlan) -> Moments:
    return Moments(str(plan.instrument), plan.at_start, plan.every_weeks, plan.at_end, tuple(plan.months))


def closed_between(today: date, months: int) -> tuple[date, date]:
    """The days of closing after and until which a follow-up so many months after is due today.

    It is due from the day itself for as long as an answer still counts: an analysis takes it within 30 days.
    """
    return closed_until(today - timedelta(days=MARGIN + 1), months), closed_until(today, months)


def closed_until(day: date, months: int) -> date:
    """The latest day that lies so many calendar months, or more, before the day."""
    latest = months_later(day, -months)
    while months_later(latest + timedelta(1), months) <= day:
        latest += timedelta(1)
    return latest
