"""What happened: clients under codes, their episodes, contacts, phases, measurements, goals and endings."""

from loke.records.models.answers import Acknowledgement, Answer, Measurement, Reason, Score, Value, stored_as
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
    held_episode,
    held_of_client,
    may_write,
    visible,
)
from loke.records.models.contacts import Contact, Phase
from loke.records.models.goals import CarePlanGoal
from loke.records.models.handovers import Handover
from loke.records.models.history import BIN, SEALED, UNDO, Change, FiguresChange, Registration
from loke.records.models.planned import PlannedContact
from loke.records.models.retention import QUARANTINE, ErasedClient, Erasure, RetentionRule
from loke.records.models.reviews import LogReview, ReviewedReading
from loke.records.models.watching import FRIDAY, MONDAY, Dismissal, ReminderChoice, SentReminder

__all__ = [
    "BIN",
    "FRIDAY",
    "MONDAY",
    "OPEN",
    "QUARANTINE",
    "SEALED",
    "UNDO",
    "Acknowledgement",
    "Answer",
    "CarePlanGoal",
    "Change",
    "Client",
    "ClientQuerySet",
    "Contact",
    "Dismissal",
    "Ending",
    "Episode",
    "EpisodeQuerySet",
    "ErasedClient",
    "Erasure",
    "FiguresChange",
    "GrantedRows",
    "Handover",
    "LogReview",
    "Measurement",
    "OpenedForReason",
    "Phase",
    "PlannedContact",
    "Reason",
    "Registration",
    "ReminderChoice",
    "Responsible",
    "RetentionRule",
    "ReviewedReading",
    "Score",
    "SentReminder",
    "Value",
    "held_episode",
    "held_of_client",
    "may_write",
    "stored_as",
    "visible",
]
