"""The form in which an expectation is written as a sentence, one for each kind."""

import re
from decimal import Decimal

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import StoredOnce
from loke.measures.forms.fields import CHOOSE, number
from loke.measures.models import Expectation, Option, Scale, Variable
from loke.measures.process import Expected, Kind, Line, seal
from loke.measures.use import refusal_of_change
from loke.measures.wording import proposal, scale_name

Kinds = Expectation.Kind
NAMES = {
    Kinds.RANGE: _("Ålder eller ett tal"),
    Kinds.CATEGORY: _("Rätt svar på en fråga"),
    Kinds.DOSE: _("Antal träffar"),
    Kinds.RECEIVED: _("Minst en träff"),
    Kinds.PHASE: _("Dagar i en fas"),
    Kinds.DURATION: _("Dagar från start till avslut"),
    Kinds.COMPLETION: _("Fullföljer kontakten"),
    Kinds.IMPROVEMENT: _("Blir bättre på ett formulär"),
}
OFFERED = {  # the kinds that each column is most often about; all others can be reached
    Kind.TARGET_GROUP: (Kinds.RANGE, Kinds.CATEGORY),
    Kind.INTERVENTION: (Kinds.DOSE, Kinds.RECEIVED),
    Kind.OUTCOME: (Kinds.IMPROVEMENT, Kinds.COMPLETION, Kinds.DURATION, Kinds.CATEGORY, Kinds.RANGE),
    Kind.PHASE: (Kinds.PHASE,),
}
SENTENCES = {  # with the fields where they stand
    Kinds.RANGE: _("{subject} mellan {lowest} och {highest}, för minst {share} {of}"),
    Kinds.CATEGORY: _("ett av svaren ovan, för minst {share} {of}"),
    Kinds.DOSE: _(
        "{intervention} mellan {lowest} och {highest} träffar de första {months} månaderna, för minst {share} {of}"
    ),
    Kinds.RECEIVED: _("minst en träff av {intervention}, för minst {share} {of}"),
    Kinds.PHASE: _("{phase} mellan {lowest} och {highest} dagar, för minst {share} {of}"),
    Kinds.DURATION: _("mellan {lowest} och {highest} dagar från start till avslut, för minst {share} {of}"),
    Kinds.COMPLETION: _("kontakten fullföljs, för minst {share} {of}"),
    Kinds.IMPROVEMENT: _("bättre på {scale} från start till avslut, för minst {share} {of}"),
}
AGE, OF_TEN, OF_HUNDRED = "age", 10, 100
YES_NO = (("yes", _("ja")), ("no", _("nej")))
SEXES = (("female", _("kvinna")), ("male", _("man")), ("other", _("annat")))
WHOLE = frozenset({Kinds.DOSE, Kinds.PHASE, Kinds.DURATION})


def kinds_for(line: Line) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The kinds that are offered under a row, and those that are there under "another kind"."""
    offered = OFFERED[line.row.column]
    return [(kind, NAMES[kind]) for kind in offered], [(kind, NAMES[kind]) for kind in NAMES if kind not in offered]


def _choice(label: str, choices: list[tuple[str, str]], **more) -> forms.ChoiceField:
    messages = dict.fromkeys(("required", "invalid_choice"), CHOOSE)
    return forms.ChoiceField(label=label, choices=choices, error_messages=messages, **more)


class ExpectationForm(StoredOnce):
    """One kind of expectation under one row: new, or `old` written anew."""

    kind = forms.ChoiceField(choices=Kinds.choices, widget=forms.HiddenInput)
    code = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput, validators=[no_identifiers])
    seen = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    share = number(_("Minst så många"), required=False, min_value=0)
    of = forms.TypedChoiceField(label=_("av hur många"), choices=[(10, _("av 10")), (100, _("procent"))], coerce=int)
    text = forms.CharField(
        label=_("Så står det på sidan"),
        help_text=_("Tomt: Loke skriver meningen efter valen ovan."),
        max_length=300,
        required=False,
        validators=[no_identifiers],
    )

    left_out: tuple[str, ...] = ()  # instruments that cannot show a change, each with why

    def __init__(self, *args, line: Line, kind: str, old: Expected | None = None, **kwargs):
        self.line, self.service, self.old = line, line.row.process.service, old
        initial = {"kind": kind, "of": OF_TEN, **(self._said(old) if old else self._usual())}
        super().__init__(*args, initial=initial, auto_id="expectation_%s", **kwargs)
        self.sentence_of = kind
        for name in re.findall(r"{(\w+)}", str(SENTENCES[kind])):
            if name not in self.fields:
                self.fields[name] = getattr(self, f"_{name}_field")()
        if kind == Kinds.CATEGORY:
            self._ask_for_options()

    # The fields

    def _subject_field(self):
        numbers = self.service.variables.filter(type=Variable.Type.NUMBER)
        choices = [(AGE, _now("ålder vid start")), *((f"v{one.pk}", one.name) for one in numbers)]
        return _choice(_("Vad"), choices)

    def _intervention_field(self):
        everything = [("", _now("alla insatser"))] if self.sentence_of == Kinds.DOSE else []
        choices = [(str(one.pk), one.name) for one in self._named("intervention", self.service.interventions.all())]
        return _choice(_("Insats"), [*everything, *choices], required=not everything)

    def _phase_field(self):
        return _choice(_("Fas"), [(str(one.pk), one.name) for one in self._named("phase", self.service.phases.all())])

    def _named(self, name: str, known) -> list:
        """What may be recorded, or will be once this version is adopted."""
        there = set(self.line.row.process.rows.there().values_list(name, flat=True))
        return [one for one in known if not one.proposed or one.pk in there]

    def _scale_field(self):
        found = Scale.objects.filter(instrument__plans__service=self.service).select_related("instrument")
        scales = found.distinct()
        refused = {one.instrument: refusal_of_change(one.instrument) for one in scales}
        choices = [(str(one.pk), scale_name(one)) for one in scales if not refused[one.instrument]]
        self.left_out = tuple(f"{name}: {refusal}" for name, refusal in refused.items() if refusal)
        return _choice(_("Formulär"), choices)

    def _months_field(self):
        return forms.IntegerField(
            label=_("Månader"),
            min_value=1,
            max_value=120,
            widget=forms.TextInput(attrs={"class": "tiny", "inputmode": "numeric", "autocomplete": "off"}),
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"), _("Skriv ett helt antal månader, från 1 till 120.")
            ),
        )

    def _lowest_field(self):
        return number(_("Lägst"), required=False)

    def _highest_field(self):
        return number(_("Högst"), required=False)

    def _ask_for_options(self) -> None:
        """A list of boxes for each question that has fixed answers; those of one question are to be ticked."""
        kinds = (Variable.Type.CHOICE, Variable.Type.CHOICES, Variable.Type.YES_NO)
        self.variables = {
            f"v{one.pk}": one for one in self.service.variables.filter(type__in=kinds).prefetch_related("options")
        }
        for name, label, choices in [
            *((name, one.name, self._answers(one)) for name, one in self.variables.items()),
            ("sex", _now("Kön"), SEXES),
        ]:
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )

    def _answers(self, variable: Variable) -> list[tuple[str, str]]:
        if variable.type == Variable.Type.YES_NO:
            return list(YES_NO)
        return [(option.code, option.name) for option in self._offered(variable)]

    def _offered(self, variable: Variable) -> list[Option]:
        """The options in use, and those that the expectation has already."""
        had = {one.option_id for one in self.old.rows} if self.old else set()
        return [option for option in variable.options.all() if not option.retired or option.pk in had]

    @property
    def questions(self) -> list[tuple[BoundField, bool]]:
        """Each question with whether it is to stand open."""
        named = [self[name] for name in (*getattr(self, "variables", ()), *(("sex",) if "sex" in self.fields else ()))]
        return [(field, bool(field.value()) or len(named) < 3) for field in named]

    @property
    def sentence(self) -> list[str | BoundField]:
        """Words and fields in the order they are read."""
        pieces = re.split(r"{(\w+)}", str(SENTENCES[self.sentence_of]))
        return [self[piece] if n % 2 else piece for n, piece in enumerate(pieces)]

    @property
    def name(self) -> str:
        return str(NAMES[self.sentence_of])

    # What it begins with

    def _usual(self) -> dict[str, object]:
        row = self.line.row
        return {"intervention": str(row.intervention_id or ""), "phase": str(row.phase_id or ""), "months": 3}

    def _said(self, old: Expected) -> dict[str, object]:
        one = old.first
        said = {name: getattr(one, name) for name in ("code", "text", "lowest", "highest", "months")}
        said |= {name: str(getattr(one, f"{name}_id") or "") for name in ("intervention", "phase", "scale")}
        tens = None if one.share is None else one.share * OF_TEN
        said["of"] = OF_TEN if tens is None or tens == int(tens) else OF_HUNDRED
        said["share"] = None if one.share is None else one.share * said["of"]
        said["subject"] = AGE if one.of_age else f"v{one.variable_id}"
        answers = [row.answer or (row.option.code if row.option else "") for row in old.rows]
        said["seen"] = seal(old.rows)
        return said | {f"v{one.variable_id}" if one.variable_id else "sex": answers}

    # What it says

    def clean(self):
        fields = super().clean()
        if "lowest" in self.fields and not {"lowest", "highest"} & set(self.errors):
            self._check_span(fields)
        share = fields.get("share")
        if share is not None and share > fields.get("of", OF_HUNDRED):
            self.add_error("share", _("Så många kan det inte bli. Skriv högst 10 av 10 eller 100 procent."))
        if self.sentence_of == Kinds.CATEGORY and len(self._ticked()) != 1:
            raise forms.ValidationError(_("Markera ett eller flera svar på en av frågorna."))
        if not self.errors:
            self._write_text(fields)
        return fields

    def _check_span(self, fields) -> None:
        low, high = fields.get("lowest"), fields.get("highest")
        if low is None and high is None:
            self.add_error("lowest", _("Skriv minst ett av talen."))
        elif low is not None and high is not None and low > high:
            self.add_error("highest", _("Det högsta är lägre än det lägsta. Byt plats på dem."))
        elif self.sentence_of in WHOLE and any(end is not None and (end < 0 or end != int(end)) for end in (low, high)):
            self.add_error("lowest", _("Skriv hela tal, från 0 och uppåt."))

    def _write_text(self, fields) -> None:
        """What was written by hand stands; what Loke wrote follows the choices."""
        by_hand = fields["text"] and not (self.old and fields["text"] in (proposal(list(self.old.rows)),))
        fields["text"] = fields["text"] if by_hand else proposal(self.rows())

    def _ticked(self) -> list[str]:
        return [field.name for field, _open in self.questions if self.cleaned_data.get(field.name)]

    def rows(self) -> list[Expectation]:
        """What is to be stored: one row, or one for each accepted option."""
        fields = self.cleaned_data
        share = None if fields["share"] is None else fields["share"] / Decimal(fields["of"])
        told = {"kind": self.sentence_of, "text": fields["text"], "share": share, "row": self.line.row}
        told |= {"process": self.line.row.process, "code": fields["code"], "valid_from": timezone.localdate()}
        told |= {name: fields[name] for name in ("lowest", "highest", "months") if name in fields}
        told |= {
            f"{name}_id": int(fields[name]) if fields[name] else None
            for name in ("intervention", "phase", "scale")
            if name in fields
        }
        if subject := fields.get("subject"):
            told |= {"of_age": True} if subject == AGE else {"variable_id": int(subject[1:])}
        if self.sentence_of != Kinds.CATEGORY:
            return [Expectation(**told)]
        return [Expectation(**told, **accepted) for accepted in self._accepted()]

    def _accepted(self) -> list[dict[str, object]]:
        name = self._ticked()[0]
        variable, codes = self.variables.get(name), self.cleaned_data[name]
        if variable is None or variable.type == Variable.Type.YES_NO:
            return [{"variable": variable, "answer": code} for code in codes]
        return [{"variable": variable, "option": one} for one in self._offered(variable) if one.code in codes]

    def catch_up(self) -> None:
        """Let the form that comes back be on top of what has been written since."""
        self.data = self.data.copy()
        self.data["seen"] = seal(self.old.rows) if self.old else ""

    def receipt(self) -> str:
        return _now("Förväntan är sparad: %(text)s.") % {"text": self.cleaned_data["text"]}
