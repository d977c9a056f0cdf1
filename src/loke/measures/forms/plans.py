"""The form of the measurement plan: what is measured, when, how and by whom."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import EditForm
from loke.description.models import Service
from loke.forms import Whole, says
from loke.measures.burden import figures
from loke.measures.forms.fields import Minutes, Months, radios, words
from loke.measures.models import Instrument, MeasurementPlan, Mode
from loke.measures.models.plans import MOST_WEEKS
from loke.measures.seen import version_of

CHOOSE_INSTRUMENT = _("Välj ett frågeformulär.")


class PlanForm(EditForm):
    """The moments and the rest of an instrument; `plan` is one to change, else the instrument is chosen."""

    instrument = forms.ModelChoiceField(
        Instrument.objects.none(), label=_("Frågeformulär"), empty_label=_("Välj"),
        error_messages=says(CHOOSE_INSTRUMENT),
    )  # fmt: skip
    at_start = forms.BooleanField(label=_("Vid start"), required=False, initial=True)
    every_weeks = Whole(
        label=_("Under tiden, var så många veckor"), lowest=1, highest=MOST_WEEKS, required=False,
        help_text=_("Tomt om det inte frågas under tiden."),
    )  # fmt: skip
    at_end = forms.BooleanField(label=_("Vid avslut"), required=False, initial=True)
    months_after = words(
        _("Så många månader efter avslut"), most=60, required=False, kind=Months,
        help_text=_("Ett eller flera tal, till exempel 6, 12. Tomt om ni inte följer upp efteråt."),
    )  # fmt: skip
    how = radios(_("Hur besvaras det?"), [*Mode.choices, ("", _("inte bestämt"))], required=False)
    responsible = words(
        _("Vem ser till att det blir gjort?"), most=120, required=False,
        help_text=_("En roll, inte ett namn. Utan någon som ansvarar blir det lätt inte av."),
    )  # fmt: skip
    minutes = Minutes()
    note = words(_("Anteckning"), most=2000, rows=2, required=False)

    def __init__(self, *args, service: Service, plan: MeasurementPlan | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.service, self.plan = service, plan
        self.fields["minutes"].label = _("Minuter för en gång")
        self.fields["minutes"].help_text = _minutes_help()
        if plan is None:
            asked = [one.instrument_id for one in service.plans.all() if one.asked]
            self.fields["instrument"].queryset = service.organisation.instruments.exclude(pk__in=asked)
            return
        del self.fields["instrument"]
        names = ("at_start", "every_weeks", "at_end", "how", "responsible", "minutes", "note")
        self.initial |= {name: getattr(plan, name) for name in names}
        self.initial |= {"months_after": ", ".join(map(str, plan.months)), "seen": version_of(plan)}

    def as_it_stands(self) -> "PlanForm":
        return PlanForm(service=self.service, plan=self.service.plans.get(pk=self.plan.pk))

    def receipt(self) -> str:
        return _now("Mätplanen är sparad.")


def _minutes_help() -> str:
    rule = figures()["questionnaires"]
    return _now("Lämna tomt för vårt antagande: %(seconds)s sekunder för varje fråga, minst %(least)s minut.") % {
        "seconds": rule["seconds_each"],
        "least": int(rule["least"]),
    }
