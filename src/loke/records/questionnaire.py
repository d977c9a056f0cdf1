"""The form in which staff key a questionnaire from paper: a number for each item, in the paper's order."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import StoredOnce
from loke.dataset.months import months_between
from loke.dataset.schema import MOST_MONTHS
from loke.forms import CHOOSE, Number, Whole, says
from loke.measures.models import Instrument, Item, Scale
from loke.publishing.numbers import shortest
from loke.records.fields import BOTH, Day, reason_field
from loke.records.models import Episode, Measurement

Occasion = Measurement.Occasion


@dataclass(frozen=True)
class Row:
    """One item with the field for its answer and the one for why there is none."""

    item: Item
    number: BoundField
    reason: BoundField


class QuestionnaireForm(StoredOnce):
    begins_at_answers = True  # the focus is on the first answer, ready for its digit

    date = Day(label=_("Svarsdag"), initial=timezone.localdate)
    mode = forms.ChoiceField(
        label=_("Hur besvarades den?"),
        choices=[*Measurement.Mode.choices, ("", _("uppgift saknas"))],
        required=False,
        initial=Measurement.Mode.PAPER,
        error_messages=says(CHOOSE),
    )

    def __init__(self, *args, episode: Episode, instrument: Instrument, occasion: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.instrument, self.items = instrument, list(instrument.items.all())
        if occasion == Occasion.AFTER:
            self.fields["months_after"] = Whole(label=_("Månader efter avslut"), lowest=0, highest=MOST_MONTHS)
            if episode.closed:
                self.initial["months_after"] = months_between(episode.closed, timezone.localdate())
        if respondents := _respondents(episode, instrument):
            self.fields["respondent"] = _choice(_("Vem svarade?"), respondents, _("uppgift saknas"))
        self.scales = self.scales_of(instrument)
        for scale in self.scales:
            limits, fault = _span(scale.score_lowest, scale.score_highest), _score_fault(scale)
            self.fields[f"score-{scale.pk}"] = Number(label=scale.name, help_text=limits, required=False, fault=fault)
        for item in self.items:
            self.fields[f"item-{item.pk}"] = self.field_of(item)
            self.fields[f"reason-{item.pk}"] = reason_field(str(item))
        if self.items and self.begins_at_answers and not self.is_bound:
            self.fields[f"item-{self.items[0].pk}"].widget.attrs["autofocus"] = True

    def scales_of(self, instrument: Instrument) -> list[Scale]:
        """Those whose scores can be typed."""
        return [scale for scale in instrument.scales.all() if scale.given]

    def field_of(self, item: Item) -> forms.Field:
        return Number(label=str(item), help_text=_limits(item), required=False, fault=_fault(item))

    def about_it(self) -> list[BoundField]:
        """When and how it was answered."""
        return [field for field in self.visible_fields() if "-" not in field.name and field.name != "why"]

    def rows(self) -> list[Row]:
        return [Row(item, self[f"item-{item.pk}"], self[f"reason-{item.pk}"]) for item in self.items]

    def ready_scores(self) -> list[BoundField]:
        """The scales whose scores come ready, because they are not made of answers."""
        return [self[f"score-{scale.pk}"] for scale in self.scales]

    def has_reasons(self) -> bool:
        return any(row.reason.value() for row in self.rows())

    def clean(self):
        for item in self.items:
            number, reason = self.cleaned_data.get(f"item-{item.pk}"), self.cleaned_data.get(f"reason-{item.pk}")
            if number is not None and not item.allows(number):
                self.add_error(f"item-{item.pk}", _fault(item))
            elif number is not None and reason:
                self.add_error(f"item-{item.pk}", BOTH)
        for scale in self.scales:
            score = self.cleaned_data.get(f"score-{scale.pk}")
            if score is not None and not scale.allows(score):
                self.add_error(f"score-{scale.pk}", _score_fault(scale))
        if not self.errors and not self.scores() and set(self.answers().values()) <= {None}:
            raise forms.ValidationError(_("Inget svar är ifyllt. Skriv minst ett, eller välj varför svaren saknas."))

    def answers(self) -> dict[str, Decimal | str | None]:
        """Of each item by code its number, else the reason, else None."""
        found = {}
        for item in self.items:
            number = self.cleaned_data.get(f"item-{item.pk}")
            found[item.code] = (self.cleaned_data.get(f"reason-{item.pk}") or None) if number is None else number
        return found

    def scores(self) -> dict[str, Decimal]:
        typed = {scale.code: self.cleaned_data.get(f"score-{scale.pk}") for scale in self.scales}
        return {code: score for code, score in typed.items() if score is not None}

    def details(self) -> dict[str, object]:
        """What `record_measurement` takes besides the answers."""
        names = ("date", "mode", "respondent", "months_after")
        return {name: self.cleaned_data[name] for name in names if name in self.fields} | {"scores": self.scores()}

    def receipt(self) -> str:
        return _now("Svaren på %(name)s är sparade.") % {"name": self.instrument}


def _choice(label, choices: list, none) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", none), *choices], required=False, error_messages=says(CHOOSE))


def _respondents(episode: Episode, instrument: Instrument) -> list[tuple[str, str]]:
    """Those who have answered this questionnaire in the service, as they were called then."""
    used = Measurement.objects.filter(episode__service=episode.service, instrument=instrument).exclude(respondent="")
    return [(name, name) for name in used.order_by("respondent").values_list("respondent", flat=True).distinct()]


def _limits(item: Item) -> str:
    if item.allowed:
        return ", ".join(map(shortest, map(Decimal, item.allowed.split())))
    return _span(item.lowest, item.highest)


def _span(lowest: Decimal | None, highest: Decimal | None) -> str:
    return "" if lowest is None or highest is None else f"{shortest(lowest)}–{shortest(highest)}"


def _fault(item: Item) -> str:
    if item.allowed:
        return _now("Skriv något av talen %(limits)s.") % {"limits": _limits(item)}
    return _said(item.lowest, item.highest, whole=item.kind == Item.Kind.NUMBER)


def _said(lowest: Decimal | None, highest: Decimal | None, *, whole: bool = False) -> str:
    if lowest is None or highest is None:
        return _now("Skriv ett tal.")
    ends = {"lowest": shortest(lowest), "highest": shortest(highest)}
    if whole:
        return _now("Skriv ett helt tal från %(lowest)s till %(highest)s.") % ends
    return _now("Skriv ett tal från %(lowest)s till %(highest)s.") % ends


def _score_fault(scale: Scale) -> str:
    return _said(scale.score_lowest, scale.score_highest)
