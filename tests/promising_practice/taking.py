"""Evidence to test with, taken out of the world's own figures."""

from tests.promising_practice.reviewing import begun

from loke.promising_practice.actions import take_evidence
from loke.promising_practice.evidence import offer
from loke.promising_practice.ground import ground_of
from loke.promising_practice.models import Evidence, PracticeReview

PRACTICE = "Att lyssna på 🌱 ungdomar"


def listening(world) -> PracticeReview:
    about = "Samtal med unga.\n\nTvå gånger i veckan."
    return begun(world.maryam, world.ungdom, PRACTICE, about=about)


def take(world, review: PracticeReview, row: str, kind: str, period: str = "2025") -> Evidence:
    ground = ground_of(world.ungdom, world.day, period)
    return take_evidence(by=world.maryam, review=review, row=row, content=offer(ground, kind))
