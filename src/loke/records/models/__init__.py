"""What happened: clients under codes, their episodes, contacts, phases, measurements, goals and endings."""

from loke.records.models.answers import Answer, Measurement, Score, Value, stored_as
from loke.records.models.clients import (
    OPEN,
    Client,
    ClientQuerySet,
    Ending,
    Episode,
    EpisodeQuerySet,
    GrantedRows,
    OpenedForReason,
    Responsible,
    visible,
)
from loke.records.models.contacts import Contact, Phase
from loke.records.models.goals import CarePlanGoal
from loke.records.models.history import BIN, UNDO, Change, Registration
from loke.records.models.reviews import LogReview, ReviewedReading

__all__ = [
    "BIN",
    "OPEN",
    "UNDO",
    "Answer",
    "CarePlanGoal",
    "Change",
    "Client",
    "ClientQuerySet",
    "Contact",
    "Ending",
    "Episode",
    "EpisodeQuerySet",
    "GrantedRows",
    "LogReview",
    "Measurement",
    "OpenedForReason",
    "Phase",
    "Registration",
    "Responsible",
    "ReviewedReading",
    "Score",
    "Value",
    "stored_as",
    "visible",
]
