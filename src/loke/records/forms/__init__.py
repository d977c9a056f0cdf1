"""The forms in which staff register: a contact, a group meeting, a start, a phase, an ending, and answers."""

from loke.records.forms.clients import SearchForm, ShareOutForm
from loke.records.forms.meetings import ContactForm, GroupSessionForm, PhaseForm
from loke.records.forms.variables import BackgroundForm, EndEpisodeForm, OpenEpisodeForm

__all__ = [
    "BackgroundForm",
    "ContactForm",
    "EndEpisodeForm",
    "GroupSessionForm",
    "OpenEpisodeForm",
    "PhaseForm",
    "SearchForm",
    "ShareOutForm",
]
