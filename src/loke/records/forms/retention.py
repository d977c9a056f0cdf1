"""The forms about keeping and erasing: sparing, putting back, asking for an erasure, and deciding how long."""

from collections.abc import Callable
from datetime import timedelta

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.accounts.fields import no_identifiers
from loke.accounts.models import Unit
from loke.accounts.submissions import StoredOnce
from loke.description.models import Service
from loke.forms import CHOOSE, AnyDay, Whole, says
from loke.records import pseudonyms
from loke.records.models import Client, Erasure
from loke.records.retention import asked, law


def why_field(label) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 2})
    checks, messages = [no_identifiers], says(_("Skriv varför, med en mening."))
    return forms.CharField(label=label, max_length=500, widget=area, validators=checks, error_messages=messages)


class ComingDay(AnyDay):
    """A day that has not been."""

    def validate(self, value):
        super().validate(value)
        if value and value <= timezone.localdate():
            raise forms.ValidationError(_("Dagen har redan varit. Välj en senare."))


def next_year():
    return timezone.localdate() + timedelta(days=365)


class ApproveForm(StoredOnce):
    """Whoever approves changes nothing; what came of it is said when it is done."""

    said = ""

    def receipt(self) -> str:
        return self.said


class SpareForm(StoredOnce):
    why = why_field(_("Varför ska uppgifterna vara kvar?"))
    until = ComingDay(
        label=_("Till och med vilken dag?"),
        help_text=_("Dagen efter föreslås de igen, om tiden då har gått ut."),
        initial=next_year,
    )

    def receipt(self) -> str:
        until = self.cleaned_data["until"].isoformat()
        return _now("Uppgifterna är kvar, undantagna från gallring till och med %(day)s.") % {"day": until}

    def told(self) -> dict[str, object]:
        """As the actions take it; they count until the day on which it is proposed again."""
        return {"why": self.cleaned_data["why"], "until": self.cleaned_data["until"] + timedelta(days=1)}


class ShownFirst(StoredOnce):
    """A form that counts once its page has shown what it leads to; what has been shown comes along with it.

    Each has a method `leads_to`: what the fields point out, as far as they are right, or None.
    """

    shown = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    leads_to: Callable[..., object]

    def has_been_shown(self) -> bool:
        leads_to = self.leads_to() if self.is_bound and self.errors is not None else None
        return leads_to is not None and self.cleaned_data.get("shown") == _mark(leads_to)

    def to_show(self):
        """What the page is to show: once everything is right, and still when something turns out wrong after that."""
        shows = self.leads_to() if self.has_been_shown() or (self.is_bound and self.is_valid()) else None
        self.data = self.data.copy()
        self.data[self.add_prefix("shown")] = _mark(shows) if shows else ""
        return shows


def _mark(leads_to: object) -> str:
    return str(leads_to.pk if isinstance(leads_to, Model) else leads_to)


class RequestErasureForm(ShownFirst):
    """One client to be erased; the page shows first who it is and how much there is of them."""

    code = forms.CharField(
        label=_("Klientens kod"),
        max_length=60,
        error_messages=says(_("Skriv hela koden.")),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    ground = forms.ChoiceField(
        label=_("Vad är grunden?"),
        choices=[choice for choice in Erasure.Ground.choices if choice[0] != Erasure.Ground.TIME],
        widget=forms.RadioSelect,
        error_messages=says(CHOOSE),
    )
    why = why_field(_("Varför, och vem har bestämt det?"))
    why.help_text = _("Den andra som godkänner läser det. Skriv utan kod och namn.")

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit

    def clean_code(self) -> Client:
        typed = self.cleaned_data["code"].strip()
        found = Client.objects.filter(unit=self.unit, code__in=(typed, pseudonyms.tidy(typed))).first()
        if found is None:
            raise forms.ValidationError(_("Ingen klient i enheten har den koden. Kontrollera den tecken för tecken."))
        return found

    def clean(self):
        client = self.leads_to()
        try:
            if client:
                asked.tells_no_code("why", self.cleaned_data.get("why", ""), [client.code])
                if not self.has_been_shown():  # else the same form sent twice gets another answer than the first
                    asked.not_on_its_way(client)
        except forms.ValidationError as error:
            self.add_error(None, error)

    def leads_to(self) -> Client | None:
        return self.cleaned_data.get("code")

    def receipt(self) -> str:
        words = _now("Du har godkänt att %(code)s raderas. Nu behöver någon annan godkänna det.")
        return words % {"code": pseudonyms.spaced(self.cleaned_data["code"].code)}


class RetentionForm(ShownFirst):
    """How long a service keeps its records; the page shows first whom that reaches."""

    WAIT = "wait"
    staying = 0  # how many are no longer on their way out, when it has been stored
    months = Whole(label=_("Månader efter avslutet"), required=False, lowest=1, highest=law.law().months)
    ground = forms.CharField(
        label=_("Eller vänta: vilket rättsligt stöd finns?"),
        help_text=_("Till exempel ett beslut av arkivmyndigheten. Så länge det gäller föreslås ingen för gallring."),
        required=False,
        max_length=200,
        validators=[no_identifiers],
    )
    why = why_field(_("Varför?"))

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        words = _now("Lagen tillåter högst %(n)s månader. Välj en kortare tid om ni inte behöver uppgifterna så länge.")
        self.fields["months"].help_text = words % {"n": law.law().months}

    def clean(self):
        if self.errors:
            return
        try:
            asked.months_or_ground(self.cleaned_data.get("months"), self.cleaned_data.get("ground", ""))
        except forms.ValidationError as error:
            self.add_error(None, error)

    def leads_to(self) -> int | str | None:
        """The months, or that it waits."""
        return self.cleaned_data.get("months") or (self.WAIT if self.cleaned_data.get("ground") else None)

    def receipt(self) -> str:
        said = _now("Bevarandetiden är sparad.")
        words = ngettext("%(n)s som var på väg ut är kvar.", "%(n)s som var på väg ut är kvar.", self.staying)
        return f"{said} {words % {'n': self.staying}}" if self.staying else said
