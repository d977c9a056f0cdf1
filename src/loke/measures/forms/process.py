"""The forms of the processbeskrivning: a row, a new row, a place in the column, and the day a version is adopted."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import StoredOnce
from loke.description.forms.descriptions import AdoptForm
from loke.description.models import LONGEST_ROW, ProcessRow
from loke.measures.process import SIDES, Kind, Line, Process

ONE = {
    Kind.TARGET_GROUP: _("Målgruppen"),
    Kind.INTERVENTION: _("Insatsen"),
    Kind.OUTCOME: _("Resultatet"),
    Kind.PHASE: _("Fasen"),
}
NEW = {
    Kind.TARGET_GROUP: _("Ny målgrupp"),
    Kind.INTERVENTION: _("Ny insats"),
    Kind.OUTCOME: _("Nytt resultat"),
    Kind.PHASE: _("Ny fas"),
}
COMES_FROM = {Kind.INTERVENTION: _("Är till för"), Kind.OUTCOME: _("Insatser som leder hit")}
LEADS_TO = {Kind.TARGET_GROUP: _("Ska få"), Kind.INTERVENTION: _("Ska leda till")}
SAYS = {
    "required": _("Skriv något på raden."),
    "max_length": _("Raden är för lång. Högst %(limit_value)s tecken får plats. Den har %(show_value)s."),
}


def row_text(**more) -> forms.CharField:
    field = forms.CharField(max_length=LONGEST_ROW, validators=[no_identifiers], error_messages=SAYS, **more)
    del field.widget.attrs["maxlength"]  # what is too long is said, not cut
    return field


class RowForm(StoredOnce):
    """A row as it stands: its words, and the rows its threads go to and come from.

    `number` and `shown` are the words and the threads as they were when the page was sent, so that what somebody else
    has done meanwhile is neither overwritten unseen nor undone. `place` is where the buttons Upp and Ner move the row.
    """

    text = row_text(label=_("Text på raden"), widget=forms.Textarea(attrs={"rows": 1, "form": "row"}))
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    place = forms.IntegerField(widget=forms.HiddenInput, min_value=-1, max_value=1000, required=False)

    def __init__(self, *args, process: Process, line: Line, **kwargs):
        tied = [row.code for row in line.tied]
        initial = {"text": line.row.text, "number": line.row.number, "shown": " ".join(tied)}
        super().__init__(*args, initial=initial, **kwargs)
        self.process, self.line = process, line
        names = (("before", COMES_FROM), ("after", LEADS_TO))
        for (name, labels), side in zip(names, SIDES[line.row.column], strict=True):
            if side and process.columns[side[0]].lines:
                choices = [(other.row.code, other.row.text) for other in process.columns[side[0]].lines]
                self.fields[name] = forms.MultipleChoiceField(
                    label=labels[line.row.column],
                    choices=choices,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    initial=[code for code in tied if code in dict(choices)],
                )

    @property
    def sides(self):
        return [self[name] for name in ("after", "before") if name in self.fields]

    def tied(self) -> list[ProcessRow]:
        """The rows that the row is to be tied to: those it has now, less and more what was changed on the page."""
        chosen = {*self.cleaned_data.get("before", ()), *self.cleaned_data.get("after", ())}
        shown, there = set(self.cleaned_data["shown"].split()), {row.code for row in self.line.tied}
        wanted = (there - (shown - chosen)) | (chosen - shown)
        return [line.row for line in self.process if line.row.code in wanted]

    def ties_changed(self) -> bool:
        return {row.code for row in self.tied()} != {row.code for row in self.line.tied}

    def catch_up(self, number: int) -> None:
        """Let the form that comes back be on top of what has been written since."""
        self.data = self.data.copy()
        self.data["number"] = number

    @property
    def button(self) -> str:
        """The button that was pressed, to give the focus back to it."""
        place = self.cleaned_data.get("place")
        return "" if place is None else "up" if place < self.line.place else "down"

    def receipt(self) -> str:
        return "" if self.button else _now("Raden är sparad.")


class AddRowForm(StoredOnce):
    """A new row last in its column, typed or taken over from the verksamhetsbeskrivning."""

    column = forms.ChoiceField(choices=Kind.choices, widget=forms.HiddenInput)
    text = row_text(widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, column: str = "", **kwargs):
        self.column = column if column in NEW else Kind.TARGET_GROUP
        super().__init__(*args, initial={"column": self.column}, auto_id=f"{self.column}_%s", **kwargs)
        self.fields["text"].label = NEW[self.column]

    def receipt(self) -> str:
        words = _now("%(one)s %(text)s är tillagd sist i spalten.")
        return words % {"one": ONE[self.cleaned_data["column"]], "text": self.cleaned_data["text"]}


class PlaceForm(forms.Form):
    """Where in its column a dragged row is to stand, counted from 0."""

    place = forms.IntegerField(min_value=-1, max_value=1000)


class AdoptProcessForm(AdoptForm):
    """With this version everything that is recorded from its day is compared, so the group says that it agrees."""

    agreed = forms.BooleanField(
        label=_("Vi är överens. Versionen fryses och går sedan inte att ändra."),
        error_messages={"required": _("Bekräfta att ni är överens, eller gå tillbaka och fortsätt skriva.")},
    )

    def receipt(self) -> str:
        return _now("Processbeskrivningen är antagen. Den som börjar från och med den dagen jämförs med den.")
