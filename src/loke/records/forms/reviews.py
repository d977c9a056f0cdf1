"""The form that looks in the access log, and the one that signs a review of the month's readings."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.models import Unit
from loke.accounts.submissions import EditForm
from loke.forms import OneOf
from loke.records import pseudonyms
from loke.records.fields import Day
from loke.records.models import Client
from loke.records.review import Proposal
from loke.records.sittings import readers


class SeekForm(forms.Form):
    """Whose readings, of which client and of which day; nothing of what is left empty."""

    who = OneOf(label=_("Vem"), required=False)
    code = forms.CharField(
        label=_("Klientens kod"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    day = Day(label=_("Dag"), required=False)

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.fields["who"].offer(readers(unit), empty=_now("alla"))

    def clean_code(self) -> Client | None:
        typed = self.cleaned_data["code"].strip()
        with_code = Q(code__iexact=typed) | Q(code=pseudonyms.tidy(typed))
        if typed and not self.unit.clients.filter(with_code).exists():
            raise forms.ValidationError(_("Ingen klient i enheten har den koden. Kontrollera tecknen."))
        return self.unit.clients.filter(with_code).first() if typed else None


class ReviewForm(EditForm):
    """A note on each proposed reading and one on the whole; of what is odd something is said in either."""

    note = forms.CharField(
        label=_("Anteckning om granskningen"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        validators=[no_identifiers],
        help_text=_("Till exempel vem du har frågat och vad du kom fram till."),
    )

    def __init__(self, *args, proposal: Proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.initial["seen"] = proposal.digest
        for row in proposal.rows:
            self.fields[f"note-{row.reading.number}"] = forms.CharField(
                label=_("Anteckning"), required=False, max_length=300, validators=[no_identifiers]
            )
        self.apart = tuple(self.fields)  # what is noted is nobody else's to change

    def as_it_stands(self):
        return ReviewForm(proposal=self.proposal)

    def clean(self):
        odd = (self.cleaned_data.get(f"note-{row.reading.number}") for row in self.proposal.rows if row.risky)
        if not self.errors and not self.cleaned_data["note"] and (self.proposal.left_out or not all(odd)):
            words = _("Skriv vad ni kom fram till om det som sticker ut: vid raderna, eller här för alla.")
            self.add_error("note", words)

    def rows(self):
        return [(row, self[f"note-{row.reading.number}"]) for row in self.proposal.rows]

    def notes(self) -> dict[int, str]:
        return {row.reading.number: self.cleaned_data[f"note-{row.reading.number}"] for row in self.proposal.rows}

    def receipt(self) -> str:
        return _now("Granskningen är underskriven.")
