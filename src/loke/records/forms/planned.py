"""The forms of planned meetings: a series, a move, and how it went."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import EditForm, StoredOnce
from loke.description.models import Service
from loke.forms import Whole, says
from loke.records.fields import AHEAD, DayAhead, in_words
from loke.records.forms.meetings import MeetingForm
from loke.records.history import version_of
from loke.records.models import Contact, PlannedContact
from loke.records.series import LONGEST, days_of
from loke.records.twice import said_twice

OFTEN = [(1, _("varje vecka")), (2, _("varannan vecka")), (3, _("var tredje vecka")), (4, _("var fjärde vecka"))]


class SeriesForm(MeetingForm):
    """Which weekday, how often, from when, and how many or until when."""

    field_order = ("submission", "intervention", "minutes", "weekday", "weeks", "date", "number", "until")

    date = DayAhead(label=_("Från och med"), initial=timezone.localdate)
    weekday = forms.TypedChoiceField(
        label=_("Veckodag"), coerce=int, choices=list(WEEKDAYS.items()), error_messages=says(_("Välj en veckodag."))
    )
    weeks = forms.TypedChoiceField(
        label=_("Hur ofta"), coerce=int, choices=OFTEN, error_messages=says(_("Välj hur ofta."))
    )
    number = Whole(label=_("Antal träffar"), required=False, lowest=1, highest=LONGEST)
    until = DayAhead(label=_("eller till och med"), required=False)

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, service=service, **kwargs)
        self.fields["weekday"].initial = timezone.localdate().weekday()

    def clean(self):
        told = self.cleaned_data
        if self.errors:
            return
        if (told["number"] is None) == (told["until"] is None):
            self.add_error("number", _("Skriv antingen hur många träffar eller till och med vilken dag."))
        elif not self.days():
            self.add_error("until", _("Ingen sådan veckodag ryms före dagen. Välj en senare dag."))
        elif len(self.days()) > LONGEST:
            words = _now("Det blir fler än %(n)s träffar. Välj en tidigare dag.")
            self.add_error("until", words % {"n": LONGEST})
        elif self.days()[-1] > timezone.localdate() + AHEAD:
            self.add_error("number", _("Sista träffen hamnar mer än två år fram. Välj färre träffar."))

    def days(self) -> list[date]:
        told = self.cleaned_data
        return days_of(told["date"], **{name: told[name] for name in ("weekday", "weeks", "number", "until")})

    def receipt(self) -> str:
        days = self.days()
        words = {"n": len(days), "first": in_words(days[0]), "last": in_words(days[-1])}
        if len(days) == 1:
            return _now("Träffen %(first)s är planerad.") % words
        return _now("%(n)s träffar är planerade, från %(first)s till %(last)s.") % words


class MoveForm(EditForm):
    """Another day or length for one planned meeting."""

    date = DayAhead(label=_("Ny dag"))
    minutes = Whole(label=_("Minuter"), required=False, lowest=1, highest=Contact.MOST_MINUTES)

    def __init__(self, *args, planned: PlannedContact, **kwargs):
        self.planned = planned
        stands = {"date": planned.date, "minutes": planned.minutes, "seen": version_of([planned])}
        super().__init__(*args, initial=stands, **kwargs)

    def as_it_stands(self) -> "MoveForm":
        return MoveForm(planned=PlannedContact.objects.get(pk=self.planned.pk))

    def receipt(self) -> str:
        return _now("Träffen är flyttad till %(day)s.") % {"day": in_words(self.cleaned_data["date"])}


class AnswerPlannedForm(StoredOnce):
    """How a planned meeting went, and the page to come back to."""

    attendance = forms.ChoiceField(choices=Contact.Attendance.choices, error_messages=says(_("Välj hur det gick.")))
    back = forms.ChoiceField(choices=[("week", "week")], required=False)

    def __init__(self, *args, planned: PlannedContact | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.planned = planned

    def receipt(self) -> str:
        how = Contact.Attendance(self.cleaned_data["attendance"]).label
        words = _now("Träffen %(day)s är sparad: %(how)s.") % {"day": in_words(self.planned.date), "how": how}
        return words + said_twice([self.planned.episode], self.planned.date, self.planned.intervention)


class DropForm(StoredOnce):
    """Take away one planned meeting, or with it the rest of its series."""

    rest = forms.BooleanField(required=False)

    def receipt(self) -> str:
        if self.cleaned_data["rest"]:
            return _now("Träffen och resten av serien är borttagna ur planeringen.")
        return _now("Träffen är borttagen ur planeringen.")


def with_forms(planned: Iterable[PlannedContact]) -> list[tuple[PlannedContact, AnswerPlannedForm | None]]:
    """Each with the form in which it is answered, where its day has come."""
    return [(one, AnswerPlannedForm(auto_id=False, planned=one) if one.has_come else None) for one in planned]
