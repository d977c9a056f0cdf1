"""The forms of what is missing: the period, the reminder, and saying that a doubt is right as it stands."""

from collections.abc import Sequence
from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.models import User
from loke.accounts.submissions import StoredOnce
from loke.forms import OneOf, says
from loke.records.fields import TOO_LONG, Day
from loke.records.models import FRIDAY, MONDAY

YEAR = timedelta(days=365)
NEVER = "never"
SAY_WHY = _("Skriv varför det stämmer, så att nästa som undrar får veta.")
DAYS = (_("måndag"), _("tisdag"), _("onsdag"), _("torsdag"), _("fredag"))


class PeriodForm(forms.Form):
    """From the one day until the other; the last year unless something else is asked for."""

    since = Day(label=_("Start från och med"))
    until = Day(label=_("Start till och med"))

    @classmethod
    def asked(cls, given) -> "PeriodForm":
        today = timezone.localdate()
        usual = {"since": (today - YEAR).isoformat(), "until": today.isoformat()}
        return cls({name: given.get(name) or day for name, day in usual.items()})

    def clean(self):
        data = self.cleaned_data
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("Perioden slutar innan den börjar."))

    def days(self) -> tuple[date, date] | None:
        return (self.cleaned_data["since"], self.cleaned_data["until"]) if self.is_valid() else None


class ReminderForm(StoredOnce):
    weekday = forms.ChoiceField(
        label=_("Påminn mig med e-post"),
        choices=[*((str(n), DAYS[n]) for n in range(MONDAY, FRIDAY + 1)), (NEVER, _("aldrig"))],
        error_messages=says(_("Välj en dag, eller aldrig.")),
    )

    def chosen(self) -> int | None:
        given = self.cleaned_data["weekday"]
        return None if given == NEVER else int(given)

    def receipt(self) -> str:
        return _now("Valet är sparat.")


class RemindForm(StoredOnce):
    """One of those who have something left to fill in, who is sent the letter now."""

    person = OneOf(
        label=_("Påminn med e-post"),
        help_text=_("Brevet säger hur mycket som saknas, inget om någon klient."),
        error_messages=says(_("Välj vem som ska påminnas.")),
    )

    def __init__(self, *args, people: Sequence[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["person"].offer(people, _("Välj"))


class DismissForm(StoredOnce):
    """One finding of a rule and why it is right as it stands."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=40)
    key = forms.CharField(widget=forms.HiddenInput, max_length=120)
    why = forms.CharField(
        label=_("Varför stämmer det?"),
        max_length=2000,
        validators=[no_identifiers],
        error_messages={
            **says(SAY_WHY),
            "max_length": TOO_LONG,
        },
    )

    def receipt(self) -> str:
        return _now("Noterat. Loke frågar inte igen så länge det står så.")


class TakeUpForm(StoredOnce):
    def receipt(self) -> str:
        return _now("Det står i listan igen.")
