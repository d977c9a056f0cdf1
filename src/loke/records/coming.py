"""What comes next by the plan: the days on which a questionnaire falls due, and a calendar file without any client."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from loke.dataset.months import months_later
from loke.records.missing import MEANWHILE, Plan, months_after
from loke.records.models import Episode, Measurement

Occasion = Measurement.Occasion


@dataclass(frozen=True, order=True)
class Due:
    """A day that has not come, and what is to be asked then; `months` after the ending for a follow-up."""

    day: date
    words: str
    months: int | None = None


def coming(plan: Plan, episode: Episode, measured: Iterable[Measurement]) -> list[Due]:
    """The soonest first: the next time while the episode goes on, and every follow-up once it has ended."""
    return sorted(follow_ups(plan, episode.closed) if episode.closed else _meanwhile(plan, episode, measured))


def _meanwhile(plan: Plan, episode: Episode, measured: Iterable[Measurement]) -> list[Due]:
    asked = [(one.instrument_id, one.date) for one in measured if one.occasion in MEANWHILE and one.date]
    found, today = [], timezone.localdate()
    for number, instrument in plan.instruments.items():
        if instrument.every_weeks:
            last = max((day for other, day in asked if other == number), default=episode.opened)
            day = last + timedelta(weeks=instrument.every_weeks)
            found += [Due(day, instrument.name)] if day > today else []
    return found


def follow_ups(plan: Plan, closed: date) -> list[Due]:
    """Those whose day has not come yet, of an episode that ended on the day."""
    found, today = [], timezone.localdate()
    for instrument in plan.instruments.values():
        for months in instrument.months:
            day = months_later(closed, months)
            found += [Due(day, f"{instrument.name}, {months_after(months)}", months)] if day > today else []
    return found


def calendar_file(plan: Plan, episode: Episode) -> str:
    """The days of the follow-ups as iCalendar: no client, no code and no questionnaire, only where to begin."""
    place = settings.SITE + reverse("clients", args=[episode.service.code])
    stamp = timezone.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Loke//SV"]
    for day in sorted({due.day for due in follow_ups(plan, episode.closed)} if episode.closed else ()):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{salted_hmac('calendar', f'{episode.pk} {day}').hexdigest()}@loke",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
            f"SUMMARY:{_('Uppföljning i Loke')}",
            f"URL:{place}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
