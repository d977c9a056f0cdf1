"""The forms in which a new service is made, and what it is called and compared with is changed."""

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.codes import free_code
from loke.accounts.fields import no_identifiers
from loke.accounts.models import Unit
from loke.accounts.submissions import EditForm, StoredOnce
from loke.description.models import Service
from loke.description.words import KNOWN


class NamedForm(StoredOnce):
    """What a service is called, and its word for those it is for."""

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

    others: QuerySet[Service]  # whose names are taken

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        taken = self.others.values_list("name", flat=True)
        if name.casefold() in map(str.casefold, taken):  # the databases do not fold å, ä and ö
            raise forms.ValidationError(_("Enheten har redan en verksamhet med det namnet."))
        return name


class ServiceForm(NamedForm):
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Enhet"), empty_label=None, error_messages={"required": _("Välj en enhet.")}
    )
    field_order = ("submission", "unit")

    def __init__(self, *args, units: QuerySet[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.others = Service.objects.filter(unit__in=units)

    def code(self) -> str:
        """Made from the name, and not yet anybody's."""
        return free_code(self.cleaned_data["name"], "verksamhet", Service.objects.values_list("code", flat=True))

    def receipt(self) -> str:
        return _now("Verksamheten är upplagd. Nu kan ni börja beskriva den.")


class ChangeServiceForm(EditForm, NamedForm):
    """The service as it stands; `groups` are the names that others in the organisation are compared under."""

    group = forms.CharField(
        label=_("Jämförelsegrupp"),
        required=False,
        max_length=60,
        validators=[no_identifiers],
        help_text=_(
            "Verksamheter i kommunen med samma ord här visas bredvid varandra i Följ upp, aldrig rangordnade. "
            "Tomt om ingen annan är jämförbar."
        ),
    )

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        self.service, names = service, ("name", "client_term", "group")
        self.others = Service.objects.filter(unit=service.unit_id).exclude(pk=service.pk)
        self.initial |= {"seen": service.seal, **{name: getattr(service, name) for name in names}}
        if service.client_term not in KNOWN["sv"]:  # a word that came with a data set can be kept
            self.fields["client_term"].choices = [
                (service.client_term, service.client_term or "–"),
                *self.fields["client_term"].choices,
            ]

    def as_it_stands(self) -> "ChangeServiceForm":
        return ChangeServiceForm(service=Service.objects.get(pk=self.service.pk))

    def clean_group(self) -> str:
        return slugify(self.cleaned_data["group"])

    def comparable(self) -> dict[str, list[str]]:
        """The groups there are in the organisation, each with the names of its services."""
        found: dict[str, list[str]] = {}
        named = Service.objects.filter(unit__organisation=self.service.organisation).exclude(group="")
        for service in named.exclude(pk=self.service.pk):
            found.setdefault(service.group, []).append(service.name)
        return dict(sorted(found.items()))

    def receipt(self) -> str:
        return _now("Det är ändrat.")
