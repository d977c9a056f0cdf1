"""What a new revision takes over from the one before it: who is in it, every answer and every element's judgement."""

from loke.promising_practice.models import PracticeReview


def copy_parts(old: PracticeReview, new: PracticeReview) -> None:
    """The parts as they stand, with who wrote them and when; what is to be developed and said meanwhile stays."""
    for parts in (old.participants.there(), old.answers.all(), old.judgements.all()):
        copies = list(parts)
        for one in copies:
            one.pk, one.review = None, new
        parts.model.objects.bulk_create(copies)
