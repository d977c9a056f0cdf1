"""What a new revision takes over from the one before it: who is in it, every answer and every element's judgement."""

from loke.promising_practice.models import Evidence, PracticeReview


def copy_parts(old: PracticeReview, new: PracticeReview) -> None:
    """The parts as they stand, with who wrote them and when; what is to be developed and said meanwhile stays."""
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
