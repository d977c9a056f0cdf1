"""Forms of a questionnaire of one's own: its name, a question, a scale, and the texts in one language."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import EditForm, StoredOnce
from loke.forms import says
from loke.measures.actions import Question, Scoring
from loke.measures.forms.fields import number, radios, words
from loke.measures.models import Instrument, Item, ItemText, Scale, Translation
from loke.measures.seen import text_of, version_of, wording_rows

Kind = Item.Kind
NAME = _("Skriv vad formuläret heter.")
WHOLE = _("Skriv ett helt tal.")


class NameForm(StoredOnce):
    """The name of a new questionnaire, or of a copy."""

    name = words(_("Vad heter formuläret?"), most=200, missing=NAME, help_text=_("Så står det också överst på det."))

    def receipt(self) -> str:
        return _now("%(name)s finns nu bland era formulär.") % {"name": self.cleaned_data["name"]}


class QuestionForm(EditForm):
    """`locked` when somebody has answered: then only the words are asked for."""

    text = words(_("Fråga"), most=300, rows=2, missing=_("Skriv frågan."))
    kind = radios(_("Hur besvaras den?"), Kind.choices, _("Välj hur frågan besvaras."), initial=Kind.STEPS)
    lowest = number(_("Lägsta svar"), initial=0, help_text=_("En linje går alltid från 0 till 10."))
    highest = number(_("Högsta svar"), required=False, help_text=_("Behövs bara för ett tal."))
    labels = words(
        _("Ord för svaren"),
        most=2000,
        rows=5,
        required=False,
        help_text=_("Ett på varje rad. För steg: alla, från det lägsta. Annars två rader: vad de två ändarna betyder."),
    )

    def __init__(self, *args, item: Item | None = None, locked: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.item, self.locked = item, locked
        if item:
            swedish = text_of(item)
            now = {"kind": str(item.kind or ""), "lowest": item.lowest, "highest": item.highest, "text": item.name}
            said = {"labels": swedish.labels if swedish else "", "seen": version_of(item, swedish)}
            self.initial |= {**now, **said}
        if locked:
            for name in ("kind", "lowest", "highest"):
                del self.fields[name]

    def as_it_stands(self) -> "QuestionForm":
        return QuestionForm(item=Item.objects.get(pk=self.item.pk), locked=self.locked)

    def clean_labels(self) -> str:
        return _tidy(self.cleaned_data["labels"])

    def clean(self):
        data = self.cleaned_data
        kind = None if self.locked else int(data.get("kind") or 0)
        if kind == Kind.LINE:
            data["lowest"], data["highest"] = Decimal(0), Decimal(10)
        elif kind == Kind.NUMBER:
            self._clean_number(data)
        elif kind == Kind.STEPS and {"lowest", "labels"} <= data.keys():
            self._clean_steps(data)

    def _clean_number(self, data: dict) -> None:
        if data.get("highest", 0) is None:
            self.add_error("highest", _("Skriv det högsta svaret."))
        for name in ("lowest", "highest"):
            if data.get(name) is not None and data[name] % 1:
                self.add_error(name, WHOLE)

    def _clean_steps(self, data: dict) -> None:
        steps = len(data["labels"].splitlines())
        data["highest"] = data["lowest"] + steps - 1
        if not 2 <= steps <= 20:
            self.add_error("labels", _("Skriv minst två och högst tjugo steg."))
        if data["lowest"] % 1:
            self.add_error("lowest", WHOLE)

    def question(self) -> Question:
        data = self.cleaned_data
        if self.locked:
            return Question(data["text"], self.item.kind, self.item.lowest, self.item.highest, data["labels"])
        return Question(data["text"], int(data["kind"]), data["lowest"], data["highest"], data["labels"])

    def receipt(self) -> str:
        return _now("Frågan är sparad.")


def _tidy(typed: str) -> str:
    return "\n".join(filter(None, map(str.strip, typed.splitlines())))


class ScaleForm(EditForm):
    name = words(_("Vad mäter skalan?"), most=200, missing=_("Skriv vad skalan mäter."))
    items = forms.MultipleChoiceField(
        label=_("Frågor i skalan"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=says(_("Välj minst en fråga.")),
    )
    reversed = forms.MultipleChoiceField(
        label=_("Vända frågor"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Där ett högt svar betyder motsatsen mot i de andra frågorna."),
        error_messages=says(_("Välj bland frågorna.")),
    )
    score = radios(_("Poängen är"), Scale.Score.choices, _("Välj hur poängen räknas."), initial=Scale.Score.MEAN)
    need = forms.IntegerField(
        label=_("Minst så många måste vara besvarade"),
        required=False,
        min_value=1,
        help_text=_("Lämna tomt om alla måste vara det."),
        widget=forms.TextInput(attrs={"class": "tiny", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={**says(WHOLE), "min_value": WHOLE},
    )
    better = radios(_("Riktning"), Scale.Better.choices, _("Välj åt vilket håll det är bättre."))
    step = number(
        _("Minsta förändring som räknas"),
        help_text=_("I poäng. Så mycket måste skilja för att ni ska säga bättre eller sämre."),
    )
    source = words(_("Varifrån har ni den?"), most=300, required=False, help_text=_("Till exempel: bestämd i gruppen."))

    def __init__(self, *args, instrument: Instrument, scale: Scale | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instrument, self.scale = instrument, scale
        choices = [(item.code, str(item)) for item in instrument.items.all()]
        self.fields["items"].choices = self.fields["reversed"].choices = choices
        if scale:
            names = ("name", "score", "need", "better", "step", "source")
            lists = {name: getattr(scale, name).split() for name in ("items", "reversed")}
            self.initial |= {**{name: getattr(scale, name) for name in names}, **lists, "seen": version_of(scale)}

    def as_it_stands(self) -> "ScaleForm":
        return ScaleForm(instrument=self.instrument, scale=self.instrument.scales.get(pk=self.scale.pk))

    def scoring(self) -> Scoring:
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("submission", "seen")}
        return Scoring(**{**data, "items": tuple(data["items"]), "reversed": tuple(data["reversed"])})

    def receipt(self) -> str:
        return _now("Skalan är sparad.")


class WordingForm(EditForm):
    """All texts in one language, each beside the Swedish ones."""

    title = words(_("Titel"), most=200, required=False)
    instruction = words(_("Instruktion"), most=2000, rows=3, required=False)
    provenance = radios(_("Texten är"), Translation.Provenance.choices, _("Välj hur texten har gjorts."))

    def __init__(self, *args, instrument: Instrument, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.instrument, self.language = instrument, language
        self.items, self.swedish = list(instrument.items.all()), language == Translation.Language.SWEDISH
        kept = instrument.translations.filter(language=language).first()
        said = {one.item_id: one for one in kept.items.all()} if kept else {}
        now = {name: getattr(kept, name) for name in ("title", "instruction", "provenance")} if kept else {}
        self.initial |= {"provenance": Translation.Provenance.OWN, **now}
        if self.swedish:
            self.initial["title"] = instrument.name
        self.initial["seen"] = version_of(*wording_rows(instrument, language))
        for item in self.items:
            self._add(item, said.get(item.pk))

    def as_it_stands(self) -> "WordingForm":
        return WordingForm(instrument=Instrument.objects.get(pk=self.instrument.pk), language=self.language)

    def _add(self, item: Item, said: ItemText | None) -> None:
        asked, labels = f"text-{item.pk}", f"labels-{item.pk}"
        self.fields[asked] = words(_now("Fråga %(n)s") % {"n": item.order}, most=300, rows=2, required=False)
        self.fields[labels] = words(_("Ord för svaren, ett på varje rad"), most=2000, rows=3, required=False)
        self.initial[asked] = item.name if self.swedish else said.text if said else ""
        self.initial[labels] = said.labels if said else ""

    def rows(self) -> list[tuple[Item, forms.BoundField, forms.BoundField]]:
        return [(item, self[f"text-{item.pk}"], self[f"labels-{item.pk}"]) for item in self.items]

    def texts(self) -> dict[Item, tuple[str, str]]:
        data = self.cleaned_data
        return {item: (data[f"text-{item.pk}"], _tidy(data[f"labels-{item.pk}"])) for item in self.items}

    def receipt(self) -> str:
        return _now("Texterna är sparade.")
