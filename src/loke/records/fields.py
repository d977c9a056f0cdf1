"""Form fields of the records: days that have been, rows that are ticked, and one for each type of variable."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.dataset.cells import FIRST_DAY
from loke.forms import CHOOSE, AnyDay, Number, says
from loke.measures.models import Variable
from loke.records.models import Reason

AHEAD = timedelta(days=731)
BOTH = _("Här finns både ett svar och en orsak. Behåll det ena.")
PASSED = _("Dagen har redan varit. Välj i dag eller en senare dag.")
TOO_LONG = _("Texten är för lång. Högst 2 000 tecken får plats.")


def in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month]}"


class Day(AnyDay):
    """A day that has been, and that fits in a dataset."""

    def validate(self, value):
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("Dagen har inte varit än. Välj i dag eller en tidigare dag."))
        if value and value < FIRST_DAY:
            raise forms.ValidationError(_("Året kan inte stämma. Skriv dagen en gång till."))


class DayAhead(AnyDay):
    """Today or a day to come, near enough to be meant."""

    def validate(self, value):
        super().validate(value)
        today = timezone.localdate()
        if value and value < today:
            raise forms.ValidationError(PASSED)
        if value and value > today + AHEAD:
            raise forms.ValidationError(_("Dagen ligger mer än två år fram. Skriv den en gång till."))


class Ticked(forms.ModelMultipleChoiceField):
    """The rows that were ticked in a list, by number; none is allowed."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, fault: str | Promise, **kwargs):
        super().__init__(None, required=False, error_messages=says(fault), **kwargs)

    def clean(self, value):
        try:
            return super().clean(value)
        except OverflowError as error:  # a number longer than SQLite's
            raise forms.ValidationError(self.error_messages["invalid_choice"]) from error


def field_for(variable: Variable, given: object = None) -> forms.Field:
    """The field in which a variable is answered; nothing has to be answered.

    An option out of use is offered only to whom it has been `given` (a code, or several), so that it can be kept.
    """
    kinds, common = Variable.Type, {"label": variable.name, "help_text": variable.purpose, "required": False}
    unknown = ("", _("uppgift saknas"))
    kept = given if isinstance(given, list) else [given]
    offered = (option for option in variable.options.all() if not option.retired or option.code in kept)
    options = [(option.code, option.name) for option in offered]
    if variable.type == kinds.CHOICE:
        return _radios([*options, unknown], **common)
    if variable.type == kinds.YES_NO:
        return _radios([("yes", _("ja")), ("no", _("nej")), unknown], **common)
    if variable.type == kinds.CHOICES:
        choices = {"choices": options, "widget": forms.CheckboxSelectMultiple, "error_messages": says(CHOOSE)}
        return forms.MultipleChoiceField(**choices, **common)
    if variable.type == kinds.NUMBER:
        return Number(**common)
    if variable.type == kinds.DATE:
        return Day(**common)
    return _text(**common)


def reason_field(label: str) -> forms.Field:
    """Why there is no answer, chosen from the four reasons."""
    choices = [("", _("ingen orsak angiven")), *Reason.choices]
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=says(CHOOSE))


def _radios(choices: list, **common) -> forms.Field:
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=says(CHOOSE), **common)


def _text(**common) -> forms.Field:
    messages = {**says(_("Skriv vanlig text.")), "max_length": TOO_LONG}
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(max_length=2000, widget=area, validators=[no_identifiers], error_messages=messages, **common)
