"""The form in which a new service is made."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.models import Unit
from loke.accounts.submissions import StoredOnce
from loke.description.codes import free_code
from loke.description.models import Service
from loke.description.words import KNOWN


class ServiceForm(StoredOnce):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Enhet"), empty_label=None, error_messages={"required": _("Välj en enhet.")}
    )
    name = forms.CharField(
        label=_("Verksamhetens namn"),
        max_length=200,
        validators=[no_identifiers],
        error_messages={"required": _("Skriv vad verksamheten heter.")},
    )
    client_term = forms.ChoiceField(
        label=_("Vad kallar ni dem ni är till för?"),
        choices=[(word, word) for word in KNOWN["sv"]],
        help_text=_("Ordet används på sidorna och i uppföljningen."),
    )

    def __init__(self, *args, units: QuerySet[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        there = Service.objects.filter(unit__in=self.fields["unit"].queryset).values_list("name", flat=True)
        if name.casefold() in map(str.casefold, there):  # the databases do not fold å, ä and ö
            raise forms.ValidationError(_("Enheten har redan en verksamhet med det namnet."))
        return name

    def code(self) -> str:
        """Made from the name, and not yet anybody's."""
        return free_code(self.cleaned_data["name"], "verksamhet", Service.objects.values_list("code", flat=True))

    def receipt(self) -> str:
        return _now("Verksamheten är upplagd. Nu kan ni börja beskriva den.")
