"""The form in which a group ticks what it takes over from a set of variables."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.accounts.submissions import StoredOnce
from loke.description.models import Service
from loke.forms import says
from loke.measures.burden import few
from loke.measures.forms.fields import reason_field
from loke.measures.starters import MOST_TICKED, Starter, there_already


class StarterForm(StoredOnce):
    """The suggestions of a set to tick; at most so many are ticked to begin with, and none that is there already."""

    codes = forms.MultipleChoiceField(
        label=_("Variabler"), widget=forms.CheckboxSelectMultiple, error_messages=says(_("Markera minst en variabel."))
    )

    def __init__(self, *args, service: Service, starter: Starter, **kwargs):
        super().__init__(*args, **kwargs)
        self.starter, self.there = starter, there_already(service, starter.suggestions)
        self.fields["codes"].choices = [(one.code, one.name) for one in starter.suggestions]
        number = service.variables.in_use().count()
        left = max(MOST_TICKED - number, 0)
        new = [one for one in starter.suggestions if one.ticked and one not in self.there]
        self.initial["codes"] = [one.code for one in new[:left]]
        if number + len(starter.suggestions) - len(self.there) > few()[1]:
            self.fields["reason"] = reason_field(number)
            self.fields["reason"].label = _now("Blir det fler än %(n)s: vad ska ni ha dem till?") % {"n": few()[1]}
            self.fields["reason"].required = False

    def ticked(self) -> set[str]:
        return set(self["codes"].value() or ())

    def receipt(self) -> str:
        chosen = self.cleaned_data["codes"]
        skipped = [one.name for one in self.there if one.code in chosen]
        added = len(chosen) - len(skipped)
        said = [ngettext("%(n)s variabel är tillagd.", "%(n)s variabler är tillagda.", added) % {"n": added}]
        if skipped:
            said.append(_now("Redan där och därför överhoppade: %(names)s.") % {"names": ", ".join(skipped)})
        return " ".join(said)
