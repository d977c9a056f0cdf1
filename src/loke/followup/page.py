"""Följ upp as one long page: idé mot verklighet, then a section for each question."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.dataset.snapshot import Snapshot
from loke.followup.choices import is_over, so_far
from loke.followup.reading import Reading, keep
from loke.followup.reality import Reality, not_met, reality_of
from loke.followup.section import Section
from loke.followup.sections import sections_of
from loke.publishing.numbers import period_name

KEPT = 16  # pages, the latest shown


@dataclass(frozen=True)
class FollowUpPage:
    """Everything the template shows; without rows or sections nothing happened in the period."""

    period_name: str
    says: str
    person: str
    reality: Reality
    sections: Sequence[Section]
    source: str

    @property
    def is_empty(self) -> bool:
        return not self.reality.rows and not self.sections


_shown: OrderedDict[tuple, tuple[Snapshot, Reading, FollowUpPage]] = OrderedDict()


def follow_up_of(reading: Reading) -> FollowUpPage:
    return FollowUpPage(
        period_name=named_period(reading),
        says=says(reading),
        person=reading.words.singular,
        reality=reality_of(reading),
        sections=sections_of(reading),
        source=_("Internt: råa tal som inte får lämna enheten. Räknat %(day)s.") % {"day": reading.today.isoformat()},
    )


def shown(reading: Reading) -> FollowUpPage:
    """The page from last time while everything that it was made from is the same."""
    asked = reading.today, reading.period, reading.by, reading.language, reading.person_by_person
    key = reading.service.service, *asked
    _, before, page = _shown.get(key, (None, None, None))
    if before is None or page is None or not reading.is_as(before):
        page = follow_up_of(reading)
    keep(_shown, key, (reading.snapshot, reading, page), KEPT)
    return page


def named_period(reading: Reading) -> str:
    """As "2025", or "2026 hittills" while the year goes on."""
    name = period_name(reading.period, reading.language)
    return name if is_over(reading.period, reading.today) else so_far(name)


def says(reading: Reading) -> str:
    """How many began and ended, and what surely did not turn out as intended."""
    began, ended = counts(reading)
    return " ".join(filter(None, [began_and_ended(began, ended), reading.say.deviations(_texts(reading))]))


def counts(reading: Reading) -> tuple[int, int]:
    """How many began and how many ended in the period."""
    began = next((row.of for row in reading.rows("who") if row.occasion == "opening"), 0)
    return began, next((row.of for row in reading.rows("completion")), 0)


def began_and_ended(began: int, ended: int) -> str:
    one = ngettext("%(n)s började", "%(n)s började", began) % {"n": began or _("Ingen")}
    two = ngettext("%(n)s avslutade", "%(n)s avslutade", ended) % {"n": ended or _("ingen")}
    return _("%(one)s och %(two)s.") % {"one": one, "two": two}


def _texts(reading: Reading) -> list[str]:
    return list(dict.fromkeys(row.text for row in not_met(reading)))
