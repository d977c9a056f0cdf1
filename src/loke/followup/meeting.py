"""The order of a meeting: idé mot verklighet, each section, and last what was decided."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from loke.followup.page import FollowUpPage
from loke.followup.section import Section

IDEA, LAST = "idea", "beslut"


@dataclass(frozen=True)
class Step:
    """One screen of the meeting, with its place and the anchors of the screens before and after."""

    anchor: str
    question: str
    section: Section | None
    place: int
    of: int
    before: str
    after: str

    @property
    def is_idea(self) -> bool:
        return self.anchor == IDEA

    @property
    def is_last(self) -> bool:
        return self.anchor == LAST


def steps_of(page: FollowUpPage) -> list[Step]:
    sections = [(one.anchor, one.question, one) for one in page.sections]
    told = [(IDEA, _("Idé mot verklighet"), None), *sections, (LAST, _("Vad har ni bestämt?"), None)]
    anchors = ["", *(anchor for anchor, _question, _section in told), ""]
    return [
        Step(*one, place=place, of=len(told), before=anchors[place - 1], after=anchors[place + 1])
        for place, one in enumerate(told, 1)
    ]
