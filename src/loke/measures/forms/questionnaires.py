"""Forms of a questionnaire of one's own: its name, a question, a scale, and the texts in one language."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import StoredOnce
from loke.measures.actions import Question, Scoring
from loke.measures.forms.instruments import choice, number, says, words
from loke.measures.models import Instrument, Item, ItemText, Scale, Translation

Kind = Item.Kind
NAME = _("Skriv vad formuläret heter.")
WHOLE = _("Skriv ett helt tal.")


class NameForm(StoredOnce):
    """The name of a new questionnaire, or of a copy."""

    name = words(200, fault=NAME, label=_("Vad heter formuläret?"), help_text=_("Så står det också överst på det."))

    def receipt(self) -> str:
        return _now("%(name)s finns nu bland era formulär.") % {"name": self.cleaned_data["name"]}


class QuestionForm(StoredOnce):
    """`locked` when somebody has answered: then only the words are asked for."""

    text = words(300, fault=_("Skriv frågan."), rows=2, label=_("Fråga"))
    kind = choice(Kind.choices, _("Välj hur frågan besvaras."), label=_("Hur besvaras den?"), initial=Kind.STEPS)
    lowest = number(label=_("Lägsta svar"), initial=0, help_text=_("En linje går alltid från 0 till 10."))
    highest = number(label=_("Högsta svar"), required=False, help_text=_("Behövs bara för ett tal."))
    labels = words(
        2000,
        rows=5,
        required=False,
        label=_("Ord för svaren"),
        help_text=_("Ett på varje rad. För steg: alla, från det lägsta. Annars två rader: vad de två ändarna betyder."),
    )

    def __init__(self, *args, item: Item | None = None, locked: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.item, self.locked = item, locked
        if item:
            swedish = ItemText.objects.filter(item=item, translation__language=Translation.Language.SWEDISH).first()
            now = {name: getattr(item, name) for name in ("kind", "lowest", "highest")}
            self.initial |= {**now, "text": item.name, "labels": swedish.labels if swedish else ""}
        if locked:
            for name in ("kind", "lowest", "highest"):
                del self.fields[name]

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


class ScaleForm(StoredOnce):
    name = words(200, fault=_("Skriv vad skalan mäter."), label=_("Vad mäter skalan?"))
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
    score = choice(Scale.Score.choices, _("Välj hur poängen räknas."), label=_("Poängen är"), initial=Scale.Score.MEAN)
    need = forms.IntegerField(
        label=_("Minst så många måste vara besvarade"),
        required=False,
        min_value=1,
        help_text=_("Lämna tomt om alla måste vara det."),
        widget=forms.TextInput(attrs={"class": "tiny", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={**says(WHOLE), "min_value": WHOLE},
    )
    better = choice(Scale.Better.choices, _("Välj åt vilket håll det är bättre."), label=_("Riktning"))
    step = number(
        label=_("Minsta förändring som räknas"),
        help_text=_("I poäng. Så mycket måste skilja för att ni ska säga bättre eller sämre."),
    )
    source = words(
        300, required=False, label=_("Varifrån har ni den?"), help_text=_("Till exempel: bestämd i gruppen.")
    )

    def __init__(self, *args, instrument: Instrument, scale: Scale | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(item.code, str(item)) for item in instrument.items.all()]
        self.fields["items"].choices = self.fields["reversed"].choices = choices
        if scale:
            names = ("name", "score", "need", "better", "step", "source")
            lists = {name: getattr(scale, name).split() for name in ("items", "reversed")}
            self.initial |= {**{name: getattr(scale, name) for name in names}, **lists}

    def scoring(self) -> Scoring:
        data = {name: value for name, value in self.cleaned_data.items() if name != "submission"}
        return Scoring(**{**data, "items": tuple(data["items"]), "reversed": tuple(data["reversed"])})

    def receipt(self) -> str:
        return _now("Skalan är sparad.")


class WordingForm(StoredOnce):
    """All texts in one language, each beside the Swedish ones."""

    title = words(200, required=False, label=_("Titel"))
    instruction = words(2000, rows=3, required=False, label=_("Instruktion"))
    provenance = choice(Translation.Provenance.choices, _("Välj hur texten har gjorts."), label=_("Texten är"))

    def __init__(self, *args, instrument: Instrument, language: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.items, self.swedish = list(instrument.items.all()), language == Translation.Language.SWEDISH
        kept = instrument.translations.filter(language=language).first()
        said = {one.item_id: one for one in kept.items.all()} if kept else {}
        now = {name: getattr(kept, name) for name in ("title", "instruction", "provenance")} if kept else {}
        self.initial |= {"provenance": Translation.Provenance.OWN, **now}
        if self.swedish:
            self.initial["title"] = instrument.name
        for item in self.items:
            self._add(item, said.get(item.pk))

    def _add(self, item: Item, said: ItemText | None) -> None:
        asked, labels = f"text-{item.pk}", f"labels-{item.pk}"
        self.fields[asked] = words(300, rows=2, required=False, label=_now("Fråga %(n)s") % {"n": item.order})
        self.fields[labels] = words(2000, rows=3, required=False, label=_("Ord för svaren, ett på varje rad"))
        self.initial[asked] = item.name if self.swedish else said.text if said else ""
        self.initial[labels] = said.labels if said else ""

    def rows(self) -> list[tuple[Item, forms.BoundField, forms.BoundField]]:
        return [(item, self[f"text-{item.pk}"], self[f"labels-{item.pk}"]) for item in self.items]

    def texts(self) -> dict[Item, tuple[str, str]]:
        data = self.cleaned_data
        return {item: (data[f"text-{item.pk}"], _tidy(data[f"labels-{item.pk}"])) for item in self.items}

    def receipt(self) -> str:
        return _now("Texterna är sparade.")
