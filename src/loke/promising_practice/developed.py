"""What became, by a later revision, of what was to be developed in an earlier one."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from loke.promising_practice.compare import Difference, words_of
from loke.promising_practice.models import DevelopmentArea, PracticeReview


def developed(before: PracticeReview, now: PracticeReview) -> Iterator[Difference]:
    """Each that was to be developed, beside what became of it, and last what is new."""
    same = PracticeReview.objects.own().filter(service=now.service, practice=now.practice, number__lte=now.number)
    found = list(DevelopmentArea.objects.filter(review__in=same).select_related("review", "cycle"))
    after = {one.before_id: one for one in found if one.before_id}
    known = set()
    for one in (each for each in found if each.review_id == before.pk and not each.removed):
        last = one
        while last.pk in after:
            last = after[last.pk]
        known.add(last.pk)
        yield Difference("areas", "", "text", one.text, _became(one, last, now))
    for one in found:
        if one.review_id == now.pk and not one.removed and one.pk not in known:
            yield Difference("areas", "", "text", "", one.text)


def _became(one: DevelopmentArea, last: DevelopmentArea, now: PracticeReview) -> str:
    """What it says now, when that is otherwise, and how it went."""
    anew = last.text if words_of(last.text) != words_of(one.text) else ""
    return "\n".join(filter(None, [anew, _how(last, now)]))


def _how(last: DevelopmentArea, now: PracticeReview) -> str:
    cycle = last.last_cycle
    if last.done:
        return _("Klart %(day)s") % {"day": last.done.isoformat()}
    if cycle and not last.is_open:
        told = {"result": str(cycle.result).lower(), "day": cycle.ended.isoformat()}
        return _("Blev en förbättring: %(result)s %(day)s") % told
    if last.removed:
        return _("Togs bort i revidering %(n)s") % {"n": last.review.number}
    if last.review_id != now.pk:
        return _("Följde inte med")
    return _("Kvar att göra, som en förbättring") if cycle else _("Kvar att göra")
