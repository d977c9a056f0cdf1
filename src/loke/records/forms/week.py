"""The week as a form: a choice for every client and day, and what each client's new contacts are to be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.accounts.submissions import StoredOnce
from loke.description.models import Service, interventions_offered
from loke.forms import Whole, says
from loke.records import pseudonyms
from loke.records.models import Contact, PlannedContact, lasted
from loke.records.week import Row, Week, place

CHOOSE = says(_("Välj kom, uteblev eller avbokat."))


@dataclass(frozen=True)
class Cell:
    """One client's day, as it is shown: what is there, and the field where nothing is."""

    day: date
    contacts: list[Contact]
    planned: list[PlannedContact]
    field: forms.BoundField | None


class WeekForm(StoredOnce):
    """Empty cells are left as they are. What is chosen above all rows holds for all of them."""

    intervention = forms.ChoiceField(
        label=_("Insats för alla"), required=False, error_messages=says(_("Välj en insats."))
    )
    minutes = Whole(label=_("Minuter för alla"), required=False, lowest=1, highest=Contact.MOST_MINUTES)

    def __init__(self, *args, service: Service, week: Week, rows: list[Row], **kwargs):
        super().__init__(*args, **kwargs)
        self.week, self.rows = week, rows
        self.interventions = {str(one.pk): one for one in interventions_offered(service=service.pk)}
        names = [(number, one.name) for number, one in self.interventions.items()]
        self.fields["intervention"].choices = [("", _("Som för varje klient")), *names]
        for row in rows:
            self._add_row(row, names)

    def _add_row(self, row: Row, names: list[tuple[str, str]]) -> None:
        number, usual = row.episode.pk, str(row.intervention)
        code = pseudonyms.spaced(row.episode.client.code)
        self.fields[f"intervention-{number}"] = forms.ChoiceField(
            label=_now("Insats för %(code)s") % {"code": code},
            choices=names,
            initial=usual if usual in self.interventions else next(iter(self.interventions), None),
            error_messages=says(_("Välj en insats.")),
        )
        self.fields[f"minutes-{number}"] = Whole(
            label=_now("Minuter för %(code)s") % {"code": code},
            required=False,
            lowest=1,
            highest=Contact.MOST_MINUTES,
            initial=row.minutes,
        )
        for day in filter(row.is_open, self.week.days):
            words = {"code": code, "day": date_format(day, "l j F")}
            self.fields[place(number, day)] = forms.ChoiceField(
                label=_now("%(code)s, %(day)s") % words,
                choices=[("", "–"), *Contact.Attendance.choices],
                required=False,
                error_messages=CHOOSE,
            )

    def clean(self):
        if not self.errors and not self.contacts():
            raise forms.ValidationError(_("Inget är valt. Välj kom, uteblev eller avbokat för minst en klient."))

    def contacts(self) -> list[Contact]:
        """What was chosen, as contacts that are not stored yet."""
        return [contact for row in self.rows for contact in self._contacts(row)]

    def _contacts(self, row: Row) -> Iterator[Contact]:
        told, number = self.cleaned_data, row.episode.pk
        for day in self.week.days:
            if how := told.get(place(number, day)):
                meant = next(iter(row.planned[day]), None)  # a planned meeting knows its own kind and length
                kind = told["intervention"] or (meant and str(meant.intervention_id)) or told[f"intervention-{number}"]
                minutes = told["minutes"] or (meant.minutes if meant else told[f"minutes-{number}"])
                intervention = self.interventions.get(kind) or meant.intervention
                kept = {"intervention": intervention, "attendance": how, "minutes": lasted(how, minutes)}
                yield Contact(episode=row.episode, date=day, **kept)

    def lines(self) -> Iterator[tuple[Row, forms.BoundField, forms.BoundField, list[Cell]]]:
        """Each row with its own two fields and its seven cells."""
        for row in self.rows:
            number = row.episode.pk
            cells = [self._cell(row, day) for day in self.week.days]
            yield row, self[f"intervention-{number}"], self[f"minutes-{number}"], cells

    def _cell(self, row: Row, day: date) -> Cell:
        name = place(row.episode.pk, day)
        there = row.contacts.get(day, [])
        return Cell(day, there, row.planned.get(day, []), self[name] if name in self.fields else None)

    def receipt(self) -> str:
        n = len(self.contacts())
        return ngettext("%(n)s träff är sparad.", "%(n)s träffar är sparade.", n) % {"n": n}
