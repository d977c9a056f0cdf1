"""The forms in which staff register: a contact, a group meeting, a start, a phase, an ending, and answers."""

from loke.records.forms.clients import SearchForm, ShareOutForm
from loke.records.forms.goals import ChangeGoalForm, GoalForm
from loke.records.forms.measurements import MeasurementForm, TakeAwayForm, TogetherForm
from loke.records.forms.meetings import (
    ChangeContactForm,
    ContactForm,
    GroupSessionForm,
    PhaseForm,
    RemoveContactForm,
    RemoveGroupSessionForm,
)
from loke.records.forms.planned import AnswerPlannedForm, DropForm, MoveForm, SeriesForm
from loke.records.forms.variables import BackgroundForm, EndEpisodeForm, OpenEpisodeForm, ReopenForm
from loke.records.forms.week import WeekForm

__all__ = [
    "AnswerPlannedForm",
    "BackgroundForm",
    "ChangeContactForm",
    "ChangeGoalForm",
    "ContactForm",
    "DropForm",
    "EndEpisodeForm",
    "GoalForm",
    "GroupSessionForm",
    "MeasurementForm",
    "MoveForm",
    "OpenEpisodeForm",
    "PhaseForm",
    "RemoveContactForm",
    "RemoveGroupSessionForm",
    "ReopenForm",
    "SearchForm",
    "SeriesForm",
    "ShareOutForm",
    "TakeAwayForm",
    "TogetherForm",
    "WeekForm",
]
