"""The forms of the options of a variable: a name, what old answers count as, and a place in the list."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import EditForm, StoredOnce
from loke.forms import says
from loke.measures.forms.fields import CHOOSE, words
from loke.measures.models import Option
from loke.measures.seen import version_of


class OptionForm(EditForm):
    """The name of a new option, or with `option` of one to change."""

    name = words(_("Alternativ"), most=200, missing=_("Skriv vad alternativet ska heta."))

    def __init__(self, *args, option: Option | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.option = option
        if option:
            self.initial |= {"name": option.name, "seen": version_of(option)}

    def as_it_stands(self) -> "OptionForm":
        return OptionForm(option=Option.objects.get(pk=self.option.pk))

    def receipt(self) -> str:
        return _now("Alternativet heter ”%(name)s”.") % {"name": self.cleaned_data["name"].strip()}


class RetireOptionForm(StoredOnce):
    """What is to become of the answers with an option that is taken out of use."""

    becomes = forms.ModelChoiceField(
        Option.objects.none(), label=_("Vad ska de gamla svaren räknas som i Följ upp?"), required=False,
        empty_label=_("Sig självt, som förut"), error_messages=says(CHOOSE),
        help_text=_("Välj ett annat alternativ om det har tagit över. Svaren ligger kvar som de lämnades."),
    )  # fmt: skip

    def __init__(self, *args, option: Option, **kwargs):
        super().__init__(*args, **kwargs)
        self.option = option
        self.fields["becomes"].queryset = option.variable.options.filter(retired=None).exclude(pk=option.pk)
        self.initial["becomes"] = option.becomes

    def receipt(self) -> str:
        return _now("”%(name)s” är tagen ur bruk.") % {"name": self.option}


class MoveForm(StoredOnce):
    """One step up or down; none brings an option back into use."""

    steps = forms.TypedChoiceField(choices=[("-1", "-1"), ("1", "1"), ("0", "0")], coerce=int)

    def receipt(self) -> str:
        return _now("Ordningen är ändrad.")
