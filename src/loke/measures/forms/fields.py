"""Fields of Mät's forms that say what to do: words that name nobody, choices, minutes and reasons."""

import re
from decimal import Decimal

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.forms import CHOOSE, Number, says
from loke.measures.models.plans import months_in_order


def words(
    label, *, most: int, missing=None, rows: int = 0, required: bool = True, kind=forms.CharField, **kwargs
) -> forms.CharField:
    """Words that say nothing of who anybody is."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    messages = {**says(missing or _("Skriv vanlig text."))}
    messages["max_length"] = format_lazy(_("Texten är för lång. Högst {most} tecken får plats."), most=most)
    return kind(
        label=label, max_length=most, widget=widget, validators=[no_identifiers], required=required,
        error_messages=messages, **kwargs,
    )  # fmt: skip


class Months(forms.CharField):
    """Numbers of months, with commas or spaces between them as one likes; it is the numbers that are compared."""

    default_validators = [months_in_order]

    def to_python(self, value) -> str:
        return " ".join(re.sub("[,;]", " ", super().to_python(value)).split())

    def has_changed(self, initial, data) -> bool:
        return self._numbers(initial) != self._numbers(data)

    def _numbers(self, value) -> set[int | str]:
        return {int(word) if word.isdecimal() else word for word in self.to_python(value).split()}


def radios(label, choices, fault=CHOOSE, **kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=says(fault), **kwargs
    )


def number(label, **kwargs) -> Number:
    return Number(label=label, box="tiny", **kwargs)


class Minutes(Number):
    """Minutes in whole or halves; empty means what Loke reckons."""

    def __init__(self):
        fault = _("Skriv minuter i hela eller halva, från 0,5 till 240.")
        super().__init__(
            label=_("Minuter för ett svar"), required=False, min_value=Decimal("0.5"), max_value=240,
            max_digits=4, decimal_places=1, fault=fault, box="tiny",
        )  # fmt: skip

    def clean(self, value):
        minutes = super().clean(value)
        if minutes is not None and minutes * 2 % 1:
            raise forms.ValidationError(self.error_messages["invalid"])
        return minutes


def reason_field(number: int) -> forms.CharField:
    """Why there is to be one more; asked when there are many."""
    label = _now("Ni har %(n)s variabler. Vad ska ni ha en till att göra?") % {"n": number}
    help_text = _("Skälet sparas och syns på sidan. Finns det någon som kan tas ur bruk i stället?")
    return words(label, most=2000, rows=3, missing=_("Skriv varför det behövs en till."), help_text=help_text)
