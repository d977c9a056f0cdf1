"""Form fields that say what to do, not what is forbidden: days, whole numbers, and one for each type of variable."""

from collections.abc import Mapping

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.dataset.cells import FIRST_DAY
from loke.measures.models import Variable

FAULTS = (
    "required",
    "invalid",
    "invalid_choice",
    "invalid_list",
    "invalid_pk_value",
    "min_value",
    "max_value",
    "max_digits",
    "max_decimal_places",
    "max_whole_digits",
    "null_characters_not_allowed",
)
ISO = "%Y-%m-%d"
WRITE_THE_DAY = _("Skriv dagen som år, månad och dag, till exempel 2026-03-01.")
CHOOSE = _("Välj ett av alternativen.")
WRITE_A_NUMBER = _("Skriv ett tal med siffror, till exempel 12 eller 3,5.")
TOO_LONG = _("Texten är för lång. Högst 2 000 tecken får plats.")


def says(text: str | Promise) -> Mapping[str, str | Promise]:
    """One sentence for everything that can be wrong with a field: what to do about it."""
    return dict.fromkeys(FAULTS, text)


class Day(forms.DateField):
    """A day that has been, and that fits in a dataset."""

    widget = forms.DateInput(attrs={"type": "date"}, format=ISO)

    def __init__(self, **kwargs):
        super().__init__(**{"input_formats": [ISO], "error_messages": says(WRITE_THE_DAY), **kwargs})

    def validate(self, value):
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("Dagen har inte varit än. Välj i dag eller en tidigare dag."))
        if value and value < FIRST_DAY:
            raise forms.ValidationError(_("Året kan inte stämma. Skriv dagen en gång till."))


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


class Whole(forms.IntegerField):
    """A whole number in a small box, without arrows that change it by mistake."""

    widget = forms.TextInput(attrs={"class": "tiny", "inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, lowest: int, highest: int, **kwargs):
        fault = format_lazy(_("Skriv ett helt tal från {lowest} till {highest}."), lowest=lowest, highest=highest)
        super().__init__(min_value=lowest, max_value=highest, error_messages=says(fault), **kwargs)


class Number(forms.DecimalField):
    """A number with decimal comma or point."""

    def __init__(self, *, fault: str | Promise = WRITE_A_NUMBER, **kwargs):
        super().__init__(max_digits=12, decimal_places=4, localize=True, error_messages=says(fault), **kwargs)
        self.widget.attrs |= {"class": "short", "inputmode": "decimal", "autocomplete": "off"}


def field_for(variable: Variable) -> forms.Field:
    """The field in which a variable is answered; nothing has to be answered."""
    kinds, common = Variable.Type, {"label": variable.name, "help_text": variable.purpose, "required": False}
    unknown = ("", _("uppgift saknas"))
    options = [(option.code, option.name) for option in variable.options.all()]
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


def _radios(choices: list, **common) -> forms.Field:
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=says(CHOOSE), **common)


def _text(**common) -> forms.Field:
    messages = {**says(_("Skriv vanlig text.")), "max_length": TOO_LONG}
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(max_length=2000, widget=area, validators=[no_identifiers], error_messages=messages, **common)
