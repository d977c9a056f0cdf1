"""The forms about whole clients: looking one up and sharing them out."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.accounts.models import User
from loke.accounts.submissions import StoredOnce
from loke.description.models import Service
from loke.forms import says
from loke.records import pseudonyms
from loke.records.actions.episodes import NOT_ONGOING
from loke.records.fields import Ticked
from loke.records.models import Episode
from loke.records.responsible import alone, staff


class SearchForm(forms.Form):
    code = forms.CharField(label=_("Sök på kod"), required=False, max_length=60)

    def clean_code(self):
        """What was typed, or nothing when there is no character of a code in it."""
        typed = self.cleaned_data["code"].strip()
        return typed if pseudonyms.tidy(typed) else ""


class ShareOutForm(StoredOnce):
    """Who is to answer for which ongoing episodes: the ticked ones and, if so wished, all whom nobody answers for."""

    responsible = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Ny ansvarig"),
        empty_label=_("Välj person"),
        error_messages=says(_("Välj vem som ska ansvara.")),
    )
    everyone = forms.BooleanField(required=False)
    episodes = Ticked(label=_("Klienter"), fault=NOT_ONGOING)

    def __init__(self, *args, service: Service, episodes: QuerySet[Episode], **kwargs):
        super().__init__(*args, **kwargs)
        self.staff, self.alone = staff(service.unit), episodes.filter(alone(service.unit))
        self.fields["responsible"].queryset = self.staff
        self.fields["episodes"].queryset = episodes
        count = self.alone.count()
        self.fields["everyone"].label = _now("Alla som saknar ansvarig (%(n)s)") % {"n": count}
        if not count:
            del self.fields["everyone"]

    def clean(self):
        """`episodes` becomes all that were chosen, in either way."""
        data = self.cleaned_data
        if "episodes" in data:
            data["episodes"] = list({*data["episodes"], *(self.alone if data.get("everyone") else ())})
            if not data["episodes"]:
                self.add_error("episodes", _("Markera minst en klient."))

    def ticked(self) -> set[str]:
        return set(map(str, self["episodes"].value() or ()))

    def receipt(self) -> str:
        n = len(self.cleaned_data["episodes"])
        words = ngettext(
            "%(n)s klient har fått %(name)s som ansvarig.", "%(n)s klienter har fått %(name)s som ansvarig.", n
        )
        return words % {"n": n, "name": self.cleaned_data["responsible"]}
