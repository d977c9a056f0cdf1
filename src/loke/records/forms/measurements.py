"""Forms of a filling-in: asked together with the client, corrected, or taken away."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import EditForm
from loke.forms import CHOOSE, says
from loke.measures.faces import Face, questionnaire
from loke.measures.models import Instrument, Item, Scale
from loke.records.changes import Step, last_of, who_and_when
from loke.records.forms.variables import why_field
from loke.records.history import version_of
from loke.records.models import Answer, CarePlanGoal, Measurement, Reason, Score
from loke.records.questionnaire import QuestionnaireForm
from loke.records.seen import goal_rows, measurement_rows


class TogetherForm(QuestionnaireForm):
    """The questions in their own words, with the steps to choose between."""

    begins_at_answers = False

    def __init__(self, *args, instrument: Instrument, **kwargs):
        self.face = questionnaire(instrument, "sv")
        self.faces: dict[str, Face] = {one.code: one for one in self.face.questions}
        super().__init__(*args, instrument=instrument, **kwargs)
        self.initial["mode"] = Measurement.Mode.WITH_STAFF

    def field_of(self, item: Item) -> forms.Field:
        face = self.faces[item.code]
        if not face.steps:
            field = super().field_of(item)
            field.label = face.text or item.code
            return field
        choices = [*face.steps, (Reason.DECLINED.value, _("vill inte svara"))]
        told = {"label": face.text or item.code, "choices": choices, "required": False, "widget": forms.RadioSelect}
        return forms.TypedChoiceField(coerce=_chosen, empty_value=None, error_messages=says(CHOOSE), **told)

    def clean(self):
        """Not wanting to answer is the reason why there is no answer."""
        for item in self.items:
            if self.cleaned_data.get(f"item-{item.pk}") is Reason.DECLINED:
                self.cleaned_data |= {f"item-{item.pk}": None, f"reason-{item.pk}": Reason.DECLINED.value}
        return super().clean()


def _chosen(value: str) -> Decimal | Reason:
    return Reason.DECLINED if value == Reason.DECLINED.value else Decimal(value)


class MeasurementForm(EditForm, QuestionnaireForm):
    """A filling-in as it stands, to be corrected."""

    begins_at_answers = False

    def __init__(self, *args, measurement: Measurement, **kwargs):
        told = {"instrument": measurement.instrument, "occasion": measurement.occasion}
        self.measurement, rows = measurement, measurement_rows(measurement)
        super().__init__(*args, episode=measurement.episode, **told, **kwargs)
        self.fields["why"] = why_field()
        self.initial["seen"] = version_of(rows)
        for row in rows:
            self.initial |= _as_typed(row)

    def scales_of(self, instrument: Instrument) -> list[Scale]:
        """Also those whose scores came ready although answers could have given them."""
        ready = set(self.measurement.scores.values_list("scale", flat=True))
        return [scale for scale in instrument.scales.all() if scale.given or scale.pk in ready]

    def details(self) -> dict[str, object]:
        typed = {scale.code: self.cleaned_data[f"score-{scale.pk}"] for scale in self.scales}
        return super().details() | {"scores": typed}

    def as_it_stands(self):
        return MeasurementForm(measurement=self.measurement)

    def last_change(self, name: str) -> str:
        return who_and_when(last_of(self.measurement.episode, lambda step: self._concerns(step, name)))

    def _concerns(self, step: Step, name: str) -> bool:
        kind, _dash, number = name.partition("-")
        if kind in ("item", "reason"):
            mine = step.kind == "answer" and step.about["item_id"] == number
        elif kind == "score":
            mine = step.kind == "score" and step.about["scale_id"] == number
        else:
            return step.kind == "measurement" and step.row == self.measurement.pk
        return mine and step.about["measurement_id"] == str(self.measurement.pk)

    def receipt(self) -> str:
        return _now("Ändringen är sparad. Det som stod tidigare finns kvar i historiken.")


def _as_typed(row: Measurement | Answer | Score) -> dict[str, object]:
    if isinstance(row, Answer):
        return {f"item-{row.item_id}": _plain(row.value), f"reason-{row.item_id}": row.reason}
    if isinstance(row, Score):
        return {f"score-{row.scale_id}": _plain(row.value)}
    return {name: getattr(row, name) for name in ("date", "mode", "respondent", "months_after")}


def _plain(value: Decimal | None) -> Decimal | None:
    """Without the decimals that only the column has."""
    return None if value is None else value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


class TakeAwayForm(EditForm):
    """Asks once more before a filling-in or a goal is taken away."""

    why = why_field()

    def __init__(self, *args, row: Measurement | CarePlanGoal, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row
        rows = goal_rows(row) if isinstance(row, CarePlanGoal) else measurement_rows(row)
        self.initial["seen"] = version_of(rows)

    def as_it_stands(self):
        return TakeAwayForm(row=self.row)

    def receipt(self) -> str:
        return _now("Borttaget. Ångrar du dig kan det läggas tillbaka i 30 dagar.")
