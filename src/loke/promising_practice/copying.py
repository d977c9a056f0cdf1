"""What a new revision takes over from the one before it: who is in it, what it says, and what remains to be done."""

from loke.promising_practice.models import DevelopmentArea, Evidence, PracticeReview


def copy_parts(old: PracticeReview, new: PracticeReview) -> None:
    """The parts as they stand, with who wrote them and when; what was said meanwhile stays."""
    for parts in (old.participants.there(), old.answers.all(), old.judgements.all()):
        copies = list(parts)
        for one in copies:
            one.pk, one.review = None, new
        parts.model.objects.bulk_create(copies)
    rows = {one.row: one for one in new.answers.all()}
    taken = list(Evidence.objects.filter(answer__review=old).select_related("answer"))
    for one in taken:
        one.pk, one.answer = None, rows[one.answer.row]
    Evidence.objects.bulk_create(taken)
    _copy_areas(old, new)


def _copy_areas(old: PracticeReview, new: PracticeReview) -> None:
    """What is still to be developed, each with the one that it goes on from and the cycle that is about it now."""
    left = [one for one in old.areas.there().select_related("cycle") if one.is_open]
    for one in left:
        one.pk, one.review, one.before_id, one.cycle = None, new, one.pk, one.last_cycle
    DevelopmentArea.objects.bulk_create(left)
