"""The forms in which staff register: a contact, a group meeting, a start, a phase, an ending, and answers."""

from loke.records.forms.clients import SearchForm, ShareOutForm
from loke.records.forms.goals import ChangeGoalForm, GoalForm
from loke.records.forms.measurements import MeasurementForm, TakeAwayForm, TogetherForm
from loke.records.forms.meetings import ContactForm, GroupSessionForm, PhaseForm
from loke.records.forms.variables import BackgroundForm, EndEpisodeForm, OpenEpisodeForm, ReopenForm

__all__ = [
    "BackgroundForm",
    "ChangeGoalForm",
    "ContactForm",
    "EndEpisodeForm",
    "GoalForm",
    "GroupSessionForm",
    "MeasurementForm",
    "OpenEpisodeForm",
    "PhaseForm",
    "ReopenForm",
    "SearchForm",
    "ShareOutForm",
    "TakeAwayForm",
    "TogetherForm",
]
