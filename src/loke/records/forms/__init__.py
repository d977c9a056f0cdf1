"""The forms in which staff register: a contact, a group meeting, a start, a phase, an ending, and answers."""

from loke.records.forms.clients import SearchForm, ShareOutForm
from loke.records.forms.meetings import ChangeContactForm, ContactForm, GroupSessionForm, PhaseForm, RemoveContactForm
from loke.records.forms.planned import AnswerPlannedForm, DropForm, MoveForm, SeriesForm
from loke.records.forms.variables import BackgroundForm, EndEpisodeForm, OpenEpisodeForm
from loke.records.forms.week import WeekForm

__all__ = [
    "AnswerPlannedForm",
    "BackgroundForm",
    "ChangeContactForm",
    "ContactForm",
    "DropForm",
    "EndEpisodeForm",
    "GroupSessionForm",
    "MoveForm",
    "OpenEpisodeForm",
    "PhaseForm",
    "RemoveContactForm",
    "SearchForm",
    "SeriesForm",
    "ShareOutForm",
    "WeekForm",
]
