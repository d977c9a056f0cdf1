"""The forms that let somebody see clients for a time, each with its reason."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.models import Membership, User
from loke.accounts.submissions import StoredOnce
from loke.description.models import Service
from loke.forms import AnyDay, says
from loke.records import pseudonyms
from loke.records.models import Client, OpenedForReason

WEEK = timedelta(days=7)


class ReasonForm(StoredOnce):
    reason = forms.ChoiceField(
        label=_("Varför behöver du öppna klienten?"),
        choices=OpenedForReason.Reason.choices,
        widget=forms.RadioSelect,
        error_messages=says(_("Välj ett skäl.")),
    )
    words = forms.CharField(
        label=_("Mer om skälet"),
        required=False,
        max_length=300,
        validators=[no_identifiers],
        help_text=_("Behövs inte. Skriv aldrig namn eller annat som pekar ut klienten."),
    )

    def receipt(self) -> str:
        return _now("Klienten är öppen för dig i tolv timmar. Den som ansvarar och enhetschefen ser att du har öppnat.")


class GrantForm(StoredOnce):
    """Which coach, what and until when."""

    WHOLE, SOME = "whole", "some"

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("LOKE-coach"),
        empty_label=None,
        error_messages=says(_("Välj en LOKE-coach som stödjer enheten.")),
    )
    what = forms.ChoiceField(
        label=_("Vad ska coachen få läsa?"),
        choices=[(SOME, _("vissa klienter")), (WHOLE, _("alla klienter i verksamheten"))],
        initial=SOME,
        widget=forms.RadioSelect,
        error_messages=says(_("Välj vad coachen ska få läsa.")),
    )
    codes = forms.CharField(
        label=_("Klienternas koder"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("En på varje rad, när det gäller vissa klienter."),
    )
    until = AnyDay(
        label=_("Till och med"),
        initial=lambda: timezone.localdate() + WEEK,
        help_text=_("Högst trettio dagar framåt. Sedan upphör tillgången av sig själv."),
    )
    purpose = forms.CharField(
        label=_("Vad ska det användas till?"),
        max_length=300,
        validators=[no_identifiers],
        error_messages={"required": _("Skriv varför coachen behöver läsa.")},
    )

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        self.service = service
        coaches = Membership.objects.active().filter(unit=service.unit, role="coach").values("user")
        self.fields["to"].queryset = User.objects.filter(pk__in=coaches)

    def clean_codes(self) -> list[Client]:
        """The clients of the service that have the codes; all of them must be there."""
        what = self.data.get(self.add_prefix("what"))
        if what == self.WHOLE and self.cleaned_data["codes"].strip():
            words = _("Du har valt alla klienter och skrivit koder. Ta bort koderna, eller välj vissa klienter.")
            raise forms.ValidationError(words)
        if what != self.SOME:
            return []
        typed = [line.strip() for line in re.split(r"[\n,;]", self.cleaned_data["codes"]) if line.strip()]
        there = Client.objects.filter(unit=self.service.unit, episodes__service=self.service)
        found = {one: there.filter(code__in=[one, pseudonyms.tidy(one)]).first() for one in typed}
        if not typed:
            raise forms.ValidationError(_("Skriv minst en kod."))
        if unknown := [place for place, one in enumerate(typed, 1) if found[one] is None]:
            raise forms.ValidationError(
                on_rows(_now("Ingen klient har koden på rad %(rows)s. Kontrollera tecknen."), unknown)
            )
        if protected := [place for place, one in enumerate(typed, 1) if found[one].protected]:
            words = _now("Skyddade personuppgifter visas inte för en coach. Ta bort koden på rad %(rows)s.")
            raise forms.ValidationError(on_rows(words, protected))
        return list({client.pk: client for client in found.values()}.values())

    def receipt(self) -> str:
        words = _now("%(name)s kan läsa till och med %(day)s.")
        return words % {"name": self.cleaned_data["to"], "day": self.cleaned_data["until"].isoformat()}


def on_rows(words: str, rows: list[int]) -> str:
    return words % {"rows": ", ".join(map(str, rows))}
