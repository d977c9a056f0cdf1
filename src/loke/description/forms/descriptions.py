"""The forms of a verksamhetsbeskrivning: a heading with its fields, a choice between wordings, and adoption."""

import hashlib
from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import StoredOnce
from loke.description.adopting import CLOSED
from loke.description.headings import CHOICE, DATE, TEXT, Field
from loke.description.models import ServiceDescription, Wording, YearlyAnswer
from loke.description.reading import Answer, Told
from loke.description.said import Said
from loke.description.texts import clean
from loke.forms import AnyDay, DayInput

WIDE = {"class": "wide-text"}


def digest(text: str) -> str:
    """Tells whether a text is still the one that was shown, without sending it twice."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class HeadingForm(StoredOnce):
    """All fields of a heading. Beside each stand the number it was read with and a digest of what it said then."""

    def __init__(self, *args, description: ServiceDescription, told: Told, said: Said, **kwargs):
        super().__init__(*args, **kwargs)
        self.description, self.told, self.said = description, told, said
        for answer in told.all_answers:
            self.fields[answer.name] = field_for(answer.field)
            self.initial[answer.name] = answer.text
            self.fields[f"{answer.name}-seen"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
            self.initial[f"{answer.name}-seen"] = answer.number
            self.fields[f"{answer.name}-was"] = forms.CharField(widget=forms.HiddenInput)
            self.initial[f"{answer.name}-was"] = digest(answer.text)

    def clean(self):
        if not self.description.is_open:  # it was adopted while somebody wrote on: what they typed is shown again
            raise ValidationError(CLOSED)
        for answer in self.told.all_answers:
            try:
                if answer.name in self.cleaned_data:
                    self.cleaned_data[answer.name] = clean(answer.field, self.cleaned_data[answer.name])
            except ValidationError as error:
                self.add_error(answer.name, error)

    def changed(self) -> Iterator[tuple[Answer, str, int]]:
        """Every answer that was written anew, with its text and the number it was read with."""
        for answer in self.told.all_answers:
            text = self.cleaned_data[answer.name]
            if digest(text) != self.cleaned_data[f"{answer.name}-was"]:
                yield answer, text, self.cleaned_data[f"{answer.name}-seen"]

    def questions(self, answers: list[Answer] | None = None) -> list[dict]:
        shown = self.told.answers if answers is None else answers
        return [
            {
                "answer": one,
                "field": self[one.name],
                "seen": self[f"{one.name}-seen"],
                "was": self[f"{one.name}-was"],
                "said": self.said.at(one.place),
            }
            for one in shown
        ]

    def parts(self) -> list[dict]:
        """Each kind of part with its questions, the kind that the heading's own answer names first."""
        return [
            {"kind": kind, "parts": [{"part": one, "questions": self.questions(list(one.answers))} for one in told]}
            for kind, told in self.told.parts.items()
        ]

    def receipt(self) -> str:
        return _now("Det du skrev är sparat.")


def field_for(field: Field) -> forms.Field:
    """The control in which a field is answered; nothing has to be answered."""
    common = {"label": _now(field.label), "help_text": field.help and _now(field.help), "required": False}
    if field.kind == CHOICE:
        choices = [*((code, _now(words)) for code, words in field.options), ("", _("inte valt"))]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if field.kind == DATE:
        return forms.CharField(widget=DayInput, **common)
    if field.kind == TEXT:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), strip=False, **common)
    return forms.CharField(widget=forms.TextInput(attrs=WIDE), **common)


class WordingForm(StoredOnce):
    """The choice between what stands and what was set aside, or a text that joins the two."""

    KEEP, TAKE, JOIN = "keep", "take", "join"
    choice = forms.ChoiceField(
        label=_("Vad ska stå?"),
        choices=[(KEEP, _("Det som står nu")), (TAKE, _("Det andra")), (JOIN, _("En ny text av båda"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad som ska stå.")},
    )
    joined = forms.CharField(
        label=_("Ny text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Används om du väljer en ny text av båda."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, aside: Wording, **kwargs):
        super().__init__(*args, **kwargs)
        self.aside = aside
        self.initial |= {"seen": aside.passage.number, "joined": f"{aside.passage.text}\n\n{aside.text}"}

    def text(self) -> str:
        """What shall stand."""
        chosen = {self.KEEP: self.aside.passage.text, self.TAKE: self.aside.text}
        return chosen.get(self.cleaned_data["choice"], self.cleaned_data["joined"])

    def receipt(self) -> str:
        return _now("Valet är gjort. Båda lydelserna finns kvar i historiken.")


class AdoptForm(StoredOnce):
    """The day from which a version of either description holds, and those who stand behind it."""

    adopted = AnyDay(
        label=_("Gäller från"),
        help_text=_("I dag, eller en tidigare dag då ni faktiskt bestämde er."),
        initial=timezone.localdate,
    )
    participants = forms.CharField(
        label=_("Vilka var med?"),
        help_text=_("Personal och chef antar tillsammans. Skriv namn eller funktioner."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[no_identifiers],
        error_messages={"required": _("Skriv vilka som var med och antog den.")},
    )

    def receipt(self) -> str:
        return _now("Versionen är antagen och gäller nu.")


class YearlyForm(StoredOnce):
    """Whether the adopted version still holds."""

    answer = forms.ChoiceField(
        label=_("Stämmer den fortfarande?"),
        choices=YearlyAnswer.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett svar.")},
    )

    def receipt(self) -> str:
        if self.cleaned_data["answer"] == YearlyAnswer.Answer.YES:
            return _now("Tack. Vi frågar igen om ett år.")
        return _now("En ny version är påbörjad. Den gamla gäller tills ni antar den nya.")
