"""A service and the versions of what it means to do, as told and as a page, with what is said of them."""

from loke.description.models.comments import Comment, Review, let_in_ever
from loke.description.models.descriptions import Part, Passage, ServiceDescription, Wording, YearlyAnswer
from loke.description.models.documents import BaseDocument, WordReading
from loke.description.models.processes import LONGEST_ROW, ProcessDescription, ProcessRow, Thread
from loke.description.models.service import (
    Intervention,
    PlannedPhase,
    Service,
    interventions_offered,
    phases_offered,
    two_in_unit,
)
from loke.description.models.versions import IN_FORCE, OPEN, Version

__all__ = [
    "IN_FORCE",
    "LONGEST_ROW",
    "OPEN",
    "BaseDocument",
    "Comment",
    "Intervention",
    "Part",
    "Passage",
    "PlannedPhase",
    "ProcessDescription",
    "ProcessRow",
    "Review",
    "Service",
    "ServiceDescription",
    "Thread",
    "Version",
    "WordReading",
    "Wording",
    "YearlyAnswer",
    "interventions_offered",
    "let_in_ever",
    "phases_offered",
    "two_in_unit",
]
