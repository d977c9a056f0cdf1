"""Signing a review of the month's readings."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Unit, User
from loke.accounts.submissions import Stale, clean_save
from loke.records.models import LogReview, ReviewedReading
from loke.records.oddness import Judged
from loke.records.pseudonyms import tells_code
from loke.records.review import after, digest_of, proposal


@action("sign_review")
def sign_review(*, by: User, unit: Unit, month: date, seen: str, note: str, notes: Mapping[int, str]) -> LogReview:
    """Sign that the proposed readings of a month have been looked at; `seen` is the digest of what was shown.

    Raises ValidationError when the month goes on or is signed already, and Stale when it has changed since.
    """
    require(by, "access_log", "review", unit=unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if after(month) > timezone.localdate():
        raise ValidationError(_("Månaden är inte slut. Den kan skrivas under från den första i nästa månad."))
    if unit.log_reviews.filter(month=month).exists():
        raise ValidationError(_("Månaden är redan granskad och underskriven."))
    told = proposal(unit, month)
    if told.digest != seen:
        raise Stale
    notes = {one.reading.number: notes.get(one.reading.number, "") for one in told.rows}
    pages = [page for one in told.rows for page in one.pages]
    _tell_no_code(unit, [note, *notes.values()], {client for page in pages for client in page.reading.clients})
    review = LogReview(unit=unit, month=month, by=by, note=note, readings=told.count, risky=told.risky)
    review.digest = digest_of(told, note, notes)
    clean_save(review)
    rows = [_reviewed(review, page, notes) for page in pages]
    for row in rows:
        row.clean_fields(exclude=["review"])
    ReviewedReading.objects.bulk_create(rows)
    return review


def _reviewed(review: LogReview, page: Judged, notes: Mapping[int, str]) -> ReviewedReading:
    """One page as it was judged; what was said of the row stands with its first."""
    number, why = page.reading.number, page.words[:200] if page.risky else ""
    return ReviewedReading(review=review, entry=number, score=page.points, why=why, note=notes.get(number, ""))


def _tell_no_code(unit: Unit, notes: Iterable[str], read: Collection[int]) -> None:
    """A review is kept longer than the clients that it is about."""
    codes = list(unit.clients.filter(pk__in=read).values_list("code", flat=True))
    if any(tells_code(note, codes) for note in notes):
        raise ValidationError(_("Anteckningarna innehåller en klientkod. Skriv utan kod."))
