"""What happened: clients under codes, their episodes, contacts, phases, measurements, goals and endings."""

from loke.records.models.answers import Acknowledgement, Answer, Measurement, Reason, Score, Value, stored_as
from loke.records.models.clients import Client, ClientQuerySet, Ending, Episode, EpisodeQuerySet, Responsible, visible
from loke.records.models.contacts import Contact, Phase
from loke.records.models.goals import CarePlanGoal
from loke.records.models.history import BIN, UNDO, Change, Registration

__all__ = [
    "BIN",
    "UNDO",
    "Acknowledgement",
    "Answer",
    "CarePlanGoal",
    "Change",
    "Client",
    "ClientQuerySet",
    "Contact",
    "Ending",
    "Episode",
    "EpisodeQuerySet",
    "Measurement",
    "Phase",
    "Reason",
    "Registration",
    "Responsible",
    "Score",
    "Value",
    "stored_as",
    "visible",
]
