"""The forms of a cycle: begun, planned, its steps and log, how it is read, and how it ends."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.models import User
from loke.accounts.submissions import EditForm, StoredOnce, by_and_when
from loke.description.models import Service
from loke.followup.forms import WORK, Words
from loke.forms import NOT_YET, AnyDay, Number, day_to_come, says
from loke.improvement.beginning import Beginning
from loke.improvement.measures import Measure
from loke.improvement.models import LONGEST_TITLE, CycleStep, ImprovementCycle, Kind, Outcome
from loke.improvement.plans import PLANNED, PREDICTED, SETTLED
from loke.improvement.staff import staff_of

DIRECTIONS = (("", _("Välj")), ("up", _("Ökar")), ("down", _("Minskar")))


class Title(forms.CharField):
    def __init__(self):
        super().__init__(
            label=_("Vad vill ni förbättra?"),
            help_text=_("Kort, så att det går att känna igen. Skriv om arbetet, inte om enskilda."),
            max_length=LONGEST_TITLE,
            validators=[no_identifiers],
            error_messages={**says(_("Skriv vad ni vill förbättra.")), "max_length": _("Skriv högst 120 tecken.")},
        )


class Owner(forms.ModelChoiceField):
    """Somebody who works in the unit."""

    def __init__(self, service: Service, now: int | None = None, **kwargs):
        people = staff_of(service) | User.objects.filter(pk=now)
        told = {"required": False, "empty_label": _("Ingen vald"), "error_messages": says(_("Välj någon i listan."))}
        super().__init__(people.distinct(), **told, **kwargs)


class Learning(forms.ChoiceField):
    def __init__(self):
        super().__init__(
            label=_("Vilket slag av lärande är det?"),
            choices=[
                (Kind.ADAPTIVE, _("Görs saker rätt? Vi rättar till inom det vi redan gör.")),
                (Kind.DEVELOPMENTAL, _("Görs rätt saker? Vi omprövar vad vi gör.")),
            ],
            widget=forms.RadioSelect,
            initial=Kind.ADAPTIVE,
            error_messages=says(_("Välj ett av de två.")),
        )


class BeginForm(StoredOnce):
    """A new cycle; the rest is planned on its page."""

    def __init__(self, *args, service: Service, beginning: Beginning, **kwargs):
        super().__init__(*args, initial=beginning.fields, **kwargs)
        self.fields["title"] = Title()
        self.fields["problem"] = Words(label=_("Vad är problemet?"), help_text=WORK, required=False)
        self.fields["kind"] = Learning()
        self.fields["owner"] = Owner(service, label=_("Vem håller i det?"))

    def receipt(self) -> str:
        return _now("Förbättringen är påbörjad.")


class OfCycle(EditForm):
    """A form that changes a cycle, opened on it as it is."""

    names: tuple[str, ...] = ()

    def __init__(self, *args, cycle: ImprovementCycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.cycle = cycle
        self.initial |= {"seen": str(cycle.number), **{name: getattr(cycle, name) for name in self.names}}

    def as_it_stands(self):
        return type(self)(cycle=_afresh(self.cycle))

    def last_change(self, name: str) -> str:
        return by_and_when(self.cycle)


def _afresh(cycle: ImprovementCycle) -> ImprovementCycle:
    return ImprovementCycle.objects.select_related("service", "changed_by").get(pk=cycle.pk)


class PlanForm(OfCycle):
    """Planera: what, why, who and when, and until it starts what is predicted of which measure."""

    names = ("title", "kind", "problem", "causes", "trying", "begins", "prediction", "measure", "seen_by")

    def __init__(self, *args, cycle: ImprovementCycle, measures: Sequence[Measure], **kwargs):
        super().__init__(*args, cycle=cycle, **kwargs)
        self.measures = measures
        self.initial["owner"] = cycle.owner_id
        self.initial["size"] = cycle.size
        self.initial["up"] = "" if cycle.up is None else "up" if cycle.up else "down"
        self.fields |= {
            "title": Title(),
            "kind": Learning(),
            "problem": Words(label=_("Vad är problemet?"), help_text=WORK, required=False),
            "causes": Words(label=_("Vad kan det bero på?"), help_text=_("Skriv gärna flera."), required=False),
            "trying": Words(
                label=_("Vad ska ni pröva?"), help_text=_("Skriv så att alla gör likadant."), required=False
            ),
            "owner": Owner(cycle.service, cycle.owner_id, label=_("Vem håller i det?")),
            "begins": AnyDay(label=_("När börjar ni?"), required=False),
            "prediction": Words(label=_("Vad tror ni händer?"), help_text=WORK, required=False),
            "measure": forms.ChoiceField(
                label=_("Mått ur det ni registrerar"),
                help_text=_("Räknas av sig självt före och efter start."),
                choices=[("", _("Inget mått")), *_grouped(measures, cycle.measure)],
                required=False,
                error_messages=says(_("Välj ett mått i listan.")),
            ),
            "up": forms.ChoiceField(label=_("Vad händer med det?"), choices=DIRECTIONS, required=False),
            "size": Number(
                label=_("Minst hur mycket?"),
                help_text=_("Andelar i procentenheter, annat i måttets egen enhet. Kan lämnas tomt."),
                required=False,
            ),
            "seen_by": AnyDay(label=_("När ska det synas?"), required=False),
        }
        for name in SETTLED if cycle.started else ():
            del self.fields[name]

    def plan(self) -> list[forms.BoundField]:
        return [self[name] for name in PLANNED if name in self.fields]

    def predicted(self) -> list[forms.BoundField]:
        return [self[name] for name in PREDICTED if name in self.fields]

    def clean_seen_by(self):
        return day_to_come(self, "seen_by")

    def clean_up(self) -> bool | None:
        return {"up": True, "down": False}.get(self.cleaned_data.get("up", ""))

    def as_it_stands(self):
        return PlanForm(cycle=_afresh(self.cycle), measures=self.measures)

    def receipt(self) -> str:
        return _now("Planen är sparad.")


def _grouped(measures: Iterable[Measure], chosen: str) -> list:
    """The measures under their headings; one that is chosen and no longer there stands by itself."""
    listed = list(measures)
    groups = [
        (group, [(one.key, one.name) for one in found]) for group, found in groupby(listed, lambda one: one.group)
    ]
    gone = chosen and chosen not in {one.key for one in listed}
    return [*groups, *([(chosen, _("Ett mått som inte finns längre"))] if gone else [])]


class StudyForm(OfCycle):
    """Studera: the group's own reading."""

    names = ("reading",)
    reading = Words(label=_("Så läser vi det"), help_text=WORK, required=False, rows=5)

    def receipt(self) -> str:
        return _now("Det ni skrev är sparat.")


class EndForm(OfCycle):
    """Agera: keep, adjust or drop, and why."""

    apart = ("outcome", "words")
    outcome = forms.ChoiceField(
        label=_("Vad gör ni nu?"),
        choices=[
            (Outcome.KEEP, _("Behåll: så arbetar vi från och med nu")),
            (Outcome.ADJUST, _("Justera: vi prövar igen på ett annat sätt")),
            (Outcome.DROP, _("Lägg ner: vi slutar pröva det här")),
        ],
        widget=forms.RadioSelect,
        error_messages=says(_("Välj ett av de tre.")),
    )
    words = Words(
        label=_("Varför, och vad har ni lärt er?"), help_text=WORK, error_messages=says(_("Skriv varför ni gör så."))
    )

    def receipt(self) -> str:
        return _now("Förbättringen är avslutad. Den ändras inte mer.")


def _step_fields(service: Service, owner: int | None = None) -> dict[str, forms.Field]:
    return {
        "text": Words(label=_("Vad ska göras?"), rows=2, error_messages=says(_("Skriv vad som ska göras."))),
        "owner": Owner(service, owner, label=_("Vem?")),
        "until": AnyDay(label=_("Senast"), required=False),
    }


class StepForm(StoredOnce):
    """A step: what, by whom and until when."""

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, auto_id="step-%s", **kwargs)
        self.fields |= _step_fields(service)


class ChangeStepForm(EditForm):
    """A step that is changed."""

    def __init__(self, *args, step: CycleStep, find: Callable[[], CycleStep], **kwargs):
        super().__init__(*args, **kwargs)
        self.step, self.find = step, find
        told = {"seen": str(step.number), "text": step.text, "owner": step.owner_id, "until": step.until}
        self.initial |= told
        self.fields |= _step_fields(step.cycle.service, step.owner_id)

    def as_it_stands(self):
        return ChangeStepForm(step=self.find(), find=self.find)


class NoteForm(StoredOnce):
    """A line of the log."""

    day = AnyDay(label=_("Dag"), initial=timezone.localdate)
    text = Words(label=_("Vad märkte ni?"), help_text=WORK, rows=2, error_messages=says(_("Skriv vad ni märkte.")))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="note-%s", **kwargs)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(NOT_YET)
        return day
