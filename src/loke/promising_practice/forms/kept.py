"""The forms of what is kept beside a review: evidence, cost, a file to take in, publication and the catalogue."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import EditForm, StoredOnce
from loke.description.forms.documents import WordFileForm
from loke.followup.forms import Words
from loke.forms import Number
from loke.promising_practice.forms.reviews import Line
from loke.promising_practice.models import Cost, Publication
from loke.promising_practice.reading import FileReading, read_review

THOUSANDS = re.compile(r"\d{1,3}(\.\d{3}){2,}(,\d+)?")
TOLD = ("kr", "hours", "hourly", "included", "helped")
CARE_FORMS = [("", _("Inte angivet")), *Publication.CareForm.choices]


class EvidenceForm(StoredOnce):
    """Take the evidence that is offered, of one period."""

    period = forms.CharField(max_length=10, required=False, widget=forms.HiddenInput)

    def receipt(self) -> str:
        return _now("Underlaget är infogat i beskrivningen. Det ändras inte, vad som än registreras sedan.")


class Amount(Number):
    """A number above nought, with or without spaces or points between its thousands, and kr after it."""

    def __init__(self, **kwargs):
        fault = _("Skriv bara siffror, utan andra tecken och ord. Till exempel 1 250 000 eller 12,5.")
        super().__init__(min_value=Decimal("0.01"), required=False, fault=fault, **kwargs)
        self.error_messages["min_value"] = _("Skriv ett tal som är större än noll, eller lämna rutan tom.")

    def to_python(self, value):
        return super().to_python(_digits(value) if isinstance(value, str) else value)


def _digits(text: str) -> str:
    """The number alone; of points only those that come twice or more are sure to part thousands."""
    bare = "".join(text.split()).casefold().removesuffix("kronor").removesuffix("kr")
    return bare.replace(".", "") if THOUSANDS.fullmatch(bare) else bare


class CostForm(EditForm):
    """What a period costs, in kronor or in hours, and what is counted as helped."""

    kr = Amount(label=_("Kronor under perioden"), help_text=_("Till exempel 800 000."))
    hours = Amount(
        label=_("Eller arbetstid, i timmar"),
        help_text=_("Med för- och efterarbete."),
    )
    hourly = Amount(
        label=_("Kronor per arbetstimme"),
        help_text=_("Lämna tomt om ni bara vill räkna i timmar."),
    )
    included = Words(
        label=_("Vad är räknat, och vad är inte med?"),
        help_text=_("Till exempel löner, lokaler, handledning, licenser."),
        required=False,
    )
    helped = forms.ChoiceField(
        label=_("Vad räknar ni som att någon blev hjälpt?"),
        help_text=_("Bestäm det tillsammans innan ni ser siffran. Det står med överallt där den visas."),
        required=False,
    )

    def __init__(self, *args, find: Callable[[], Cost | None], helped: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.find, self.choices, self.cost = find, helped, find()
        self.fields["helped"].choices = [("", _now("Inte bestämt")), *self._with_stored(helped)]
        self.initial |= {"seen": str(self.cost.number if self.cost else 0)}
        if self.cost:
            self.initial |= {name: getattr(self.cost, name) for name in TOLD}

    def _with_stored(self, helped: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        stored = self.cost.helped if self.cost else ""
        gone = [(stored, _now("Det ni valde förut, som perioden inte har några svar på"))]
        return [*helped, *(gone if stored and stored not in dict(helped) else [])]

    def clean(self):
        kr, hours = self.cleaned_data.get("kr"), self.cleaned_data.get("hours")
        if not self.errors and (kr is None) == (hours is None):
            self.add_error("kr", _now("Skriv antingen kronor eller arbetstimmar."))
        if kr is not None and self.cleaned_data.get("hourly") is not None:
            self.add_error("hourly", _now("Kronor per timme hör ihop med arbetstimmar. Ta bort det ena."))

    def as_it_stands(self):
        return CostForm(find=self.find, helped=self.choices)

    def receipt(self) -> str:
        return _now("Kostnaden är sparad.")


class TakeInForm(WordFileForm):
    """A filled-in Word file of the same shape as the one that is fetched here."""

    practice = Line(
        label=_("Vad ska arbetssättet heta här?"),
        help_text=_("Tomt betyder det namn som står i filen."),
        required=False,
    )
    field_order = ("file", "practice")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, read=_understood, **kwargs)

    def clean(self):
        super().clean()
        if (reading := self.cleaned_data.get("read")) and not self.cleaned_data.get("practice"):
            name = reading.content["practice"].strip()
            self.cleaned_data["practice"] = name
            if not name or len(name) > 200 or "\n" in name:
                self.add_error("practice", _now("Filen säger inte vad arbetssättet heter. Skriv det här."))

    def receipt(self) -> str:
        return _now("Filen är inläst som en ny genomgång.")


def _understood(data: bytes) -> FileReading:
    reading = read_review(data)
    if not reading.tables:
        raise ValidationError(_now("Filen har inte formulärets tabeller. Inget är inläst."))
    return reading


class PublishForm(EditForm):
    """How it is found in the catalogue, and that somebody has read through what is shown; `seen` seals it."""

    care_form = forms.ChoiceField(label=_("Vårdform"), choices=CARE_FORMS, required=False)
    target_group = Words(
        label=_("Målgrupp"),
        help_text=_("Några ord som andra kan söka på. Skriv inte hur många ni har mött."),
        rows=2,
        required=False,
        max_length=500,
    )
    read = forms.BooleanField(
        label=_("Vi har läst igenom texten, och ingen enskild går att känna igen i den"),
        error_messages={"required": _("Läs igenom texten först och kryssa sedan här.")},
    )
    apart = ("read",)

    def __init__(self, *args, seal: Callable[[], str], **kwargs):
        super().__init__(*args, **kwargs)
        self.seal = seal
        self.initial["seen"] = seal()

    def as_it_stands(self):
        return PublishForm(seal=self.seal)

    def receipt(self) -> str:
        return _now("Beskrivningen är publicerad.")


class SearchForm(forms.Form):
    """What is looked for in the catalogue."""

    q = forms.CharField(
        label=_("Sök"),
        max_length=100,
        required=False,
        validators=[no_identifiers],
        error_messages={"max_length": _("Sök på högst 100 tecken.")},
    )
    care_form = forms.ChoiceField(label=_("Vårdform"), required=False)

    def __init__(self, asked):
        super().__init__(asked)
        self.fields["care_form"].choices = [("", _now("Alla")), *Publication.CareForm.choices]
