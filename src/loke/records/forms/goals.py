"""The forms of goals: a new one, and one that is changed or judged."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import EditForm, StoredOnce
from loke.forms import CHOOSE, says
from loke.records.changes import last_of, who_and_when
from loke.records.fields import Day
from loke.records.forms.variables import why_field
from loke.records.history import version_of
from loke.records.models import CarePlanGoal
from loke.records.models.goals import LONGEST
from loke.records.seen import goal_rows

NAMES = ("code", "set_on", "attainment", "judged_on", "judged_by")


class GoalForm(StoredOnce):
    code = forms.CharField(
        label=_("Mål"),
        help_text=_("Med egna ord, så kort att det går att bedöma. Inga namn."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[no_identifiers],
        error_messages={**says(_("Skriv målet.")), "max_length": _("Skriv kortare, högst 200 tecken.")},
    )
    set_on = Day(label=_("Satt den"), required=False, initial=timezone.localdate)

    def receipt(self) -> str:
        return _now("Målet är sparat.")


def _choices(label, choices: list) -> forms.ChoiceField:
    told = {"required": False, "widget": forms.RadioSelect, "error_messages": says(CHOOSE)}
    return forms.ChoiceField(label=label, choices=[*choices, ("", _("inte bedömt"))], **told)


class ChangeGoalForm(EditForm, GoalForm):
    """The goal's words, and how far it was reached, judged by whom and when."""

    attainment = _choices(_("Hur långt har ni nått?"), CarePlanGoal.Attainment.choices)
    judged_by = _choices(_("Vem bedömde?"), CarePlanGoal.Judge.choices)
    judged_on = Day(label=_("Bedömt den"), required=False)
    why = why_field()

    def __init__(self, *args, goal: CarePlanGoal, **kwargs):
        super().__init__(*args, **kwargs)
        self.goal, rows = goal, goal_rows(goal)
        self.initial["seen"] = version_of(rows)
        for row in rows:
            self.initial |= {name: getattr(row, name) for name in NAMES}
        self.initial["judged_on"] = self.initial.get("judged_on") or timezone.localdate()
        self.order_fields(["code", "set_on", "attainment", "judged_by", "judged_on", "why"])

    def clean(self):
        """The day and the one who judged belong to a judgement."""
        data = self.cleaned_data
        if not data.get("attainment"):
            data |= {"judged_by": "", "judged_on": None}
        elif not data.get("judged_by"):
            self.add_error("judged_by", _("Välj vem som bedömde."))

    def as_it_stands(self):
        return ChangeGoalForm(goal=self.goal)

    def last_change(self, name: str) -> str:
        mine = last_of(self.goal.episode, lambda step: step.kind == "goal" and step.row == self.goal.pk)
        return who_and_when(mine)
