"""What happened: clients under codes, their episodes, contacts, phases, measurements, goals and endings."""

from loke.records.models.answers import Answer, Measurement, Score, Value, stored_as
from loke.records.models.clients import Client, ClientQuerySet, Ending, Episode, EpisodeQuerySet, Responsible, visible
from loke.records.models.contacts import Contact, Phase
from loke.records.models.goals import CarePlanGoal
from loke.records.models.handovers import Handover
from loke.records.models.history import BIN, UNDO, Change, Registration
from loke.records.models.planned import PlannedContact
from loke.records.models.watching import FRIDAY, MONDAY, Dismissal, ReminderChoice, SentReminder

__all__ = [
    "BIN",
    "FRIDAY",
    "MONDAY",
    "UNDO",
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
    "Handover",
    "Measurement",
    "Phase",
    "PlannedContact",
    "Registration",
    "ReminderChoice",
    "Responsible",
    "Score",
    "SentReminder",
    "Value",
    "stored_as",
    "visible",
]
