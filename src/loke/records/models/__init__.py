"""What happened: clients under codes, their episodes, contacts, phases, measurements, goals and endings."""

from loke.records.models.answers import Answer, Measurement, Score, Value, stored_as
from loke.records.models.clients import Client, ClientQuerySet, Ending, Episode, EpisodeQuerySet, Responsible, visible
from loke.records.models.contacts import Contact, Phase
from loke.records.models.goals import CarePlanGoal
from loke.records.models.history import BIN, SEALED, UNDO, Change, Registration
from loke.records.models.retention import QUARANTINE, ErasedClient, Erasure, RetentionRule

__all__ = [
    "BIN",
    "QUARANTINE",
    "SEALED",
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
    "ErasedClient",
    "Erasure",
    "Measurement",
    "Phase",
    "Registration",
    "Responsible",
    "RetentionRule",
    "Score",
    "Value",
    "stored_as",
    "visible",
]
