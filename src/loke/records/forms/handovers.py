"""The forms of moving to another service: what is handed over, and the code it is received with."""

from django import forms
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.models import User
from loke.accounts.submissions import StoredOnce
from loke.description.models import Service
from loke.forms import says
from loke.measures.models import Variable
from loke.records.fields import Day
from loke.records.handing_over import LENGTH, in_common
from loke.records.models import Ending, Episode

TRIES, WHILE = 10, 3600  # codes that one person may try, and the seconds until they are forgotten


class HandOverForm(StoredOnce):
    """What goes along, and whether the contact ends here at the same time."""

    sex = forms.BooleanField(label=_("Kön"), required=False, initial=True)
    age = forms.BooleanField(label=_("Födelseår eller ålder"), required=False, initial=True)
    variables = forms.ModelMultipleChoiceField(
        Variable.objects.none(),
        label=_("Uppgifter som båda verksamheterna frågar efter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=says(_("Välj bland uppgifterna.")),
    )
    closed = Day(label=_("Sista dagen här, om kontakten ska avslutas nu"), required=False)
    ending = forms.ModelChoiceField(
        Ending.objects.none(),
        label=_("Hur slutade kontakten?"),
        required=False,
        widget=forms.RadioSelect,
        blank=True,
        empty_label=_("avslutas inte nu"),
        error_messages=says(_("Välj hur kontakten slutade.")),
    )

    def __init__(self, *args, episode: Episode, to: Service, **kwargs):
        super().__init__(*args, **kwargs)
        common = [variable.pk for variable in in_common(episode.service, to)]
        answered = episode.values.filter(variable__in=common).values("variable")
        asked = episode.service.variables.filter(pk__in=answered)
        self.fields["variables"].queryset = asked
        self.initial["variables"] = list(asked.values_list("pk", flat=True))
        if not asked:
            del self.fields["variables"]
        if episode.closed:
            del self.fields["closed"], self.fields["ending"]
        else:
            self.fields["ending"].queryset = episode.service.endings.all()

    def clean(self):
        data = self.cleaned_data
        if data.get("ending") and not data.get("closed") and "closed" not in self.errors:
            self.add_error("closed", _("Skriv den sista dagen, eller välj att kontakten inte avslutas nu."))
        if data.get("closed") and not data.get("ending") and self.fields["ending"].queryset.exists():
            self.add_error("ending", _("Välj hur kontakten slutade, eller ta bort den sista dagen."))

    def receipt(self) -> str:
        return _now("Överlämningen är gjord. Koden visades en gång. Gör en ny om du inte hann skriva av den.")


class TakeOverForm(StoredOnce):
    """The code that the other service has given. Each try is counted, right or wrong."""

    code = forms.CharField(
        label=_("Koden från den andra verksamheten"),
        max_length=2 * LENGTH,
        error_messages=says(_("Skriv koden.")),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    opened = Day(label=_("Första dagen hos er"), initial=timezone.localdate)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self):
        if _tried(self.user) > TRIES:
            raise forms.ValidationError(_("Det har blivit många försök. Vänta en timme och försök igen."))
        return self.cleaned_data["code"]

    def receipt(self) -> str:
        return _now("Klienten har fått en ny kod hos er. Skriv den i enhetens förteckning.")


def _tried(user: User) -> int:
    """How many times this hour, this one counted."""
    key = f"take-over-{user.pk}"
    tried = cache.get(key, 0) + 1
    cache.set(key, tried, WHILE)
    return tried
