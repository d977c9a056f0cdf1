"""Följ upp as one long page: idé mot verklighet, then a section for each question."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.dataset.snapshot import Snapshot
from loke.followup.reading import Reading, reading_of
from loke.followup.reality import Reality, reality_of
from loke.followup.sections import Section, sections_of
from loke.publishing.numbers import period_name


@dataclass(frozen=True)
class FollowUpPage:
    period_name: str
    says: str
    reality: Reality
    sections: list[Section]
    source: str


def follow_up_of(snapshot: Snapshot, period: str, by: str, language: str) -> FollowUpPage:
    today = timezone.localdate()
    reading = reading_of(snapshot, today, period, by, language)
    return FollowUpPage(
        period_name=period_name(period, language),
        says=_says(reading),
        reality=reality_of(reading),
        sections=sections_of(reading),
        source=_("Internt: råa tal som inte får lämna enheten. Räknat %(day)s.") % {"day": today.isoformat()},
    )


def _says(reading: Reading) -> str:
    """How many began and how many ended."""
    began = next((row.of for row in reading.rows("who")), 0)
    ended = next((row.of for row in reading.rows("completion")), 0)
    one = ngettext("%(n)s började", "%(n)s började", began) % {"n": began}
    two = ngettext("%(n)s avslutade", "%(n)s avslutade", ended) % {"n": ended}
    return _("%(one)s och %(two)s.") % {"one": one, "two": two}
