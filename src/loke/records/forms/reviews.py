"""The form that signs a review of the month's readings."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import EditForm
from loke.records.review import Proposal


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
