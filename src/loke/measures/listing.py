"""The variables and the measurement plan as plain tables of texts: for the pages, for Word and for Excel."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from loke.description.models import Service
from loke.measures.burden import minutes_once, plans_of
from loke.measures.models import MeasurementPlan, Option, Variable
from loke.publishing.numbers import shortest


@dataclass(frozen=True)
class Listing:
    """A table: its title, the heads of its columns, and a text in every cell."""

    title: str
    head: list[str]
    rows: list[list[str]]


def variable_list(service: Service) -> Listing:
    """Every variable in use, with what may be answered, as the matrix of the method has them."""
    head = [
        *(_("Variabel"), _("Slag"), _("Rad i processbeskrivningen"), _("Vad svaret ska användas till"), _("Svar")),
        *(_("När"), _("Vem"), _("Kvalitet"), _("Minuter")),
    ]
    variables = service.variables.in_use().prefetch_related("options")
    return Listing(_("Variabler"), head, [_variable(one) for one in variables])


def _variable(one: Variable) -> list[str]:
    return [
        *(one.name, one.get_role_display(), one.component, one.purpose, answers_of(one), occasions_of(one)),
        *(one.registered_by, one.get_quality_display(), minutes_text(minutes_once(one))),
    ]


def option_list(service: Service) -> Listing:
    """Every option there has been, with what became of it: codes are never used again."""
    head = [_("Variabel"), _("Kod"), _("Svarsalternativ"), _("Ur bruk"), _("Räknas som")]
    found = Option.objects.filter(variable__service=service).select_related("variable", "becomes")
    rows = [
        [
            *(one.variable.name, one.code, one.name),
            *(one.retired.isoformat() if one.retired else "", str(one.becomes or "")),
        ]
        for one in found.order_by("variable__pk", F("order").asc(nulls_last=True), "pk")
    ]
    return Listing(_("Svarsalternativ"), head, rows)


def measurement_list(service: Service) -> Listing:
    """The plan: what is measured, when, how, by whom and how long it takes."""
    head = [_("Frågeformulär"), _("När"), _("Hur"), _("Vem ser till det"), _("Minuter"), _("Anteckning")]
    return Listing(_("Mätplan"), head, [_plan(plan) for plan in plans_of(service)])


def _plan(plan: MeasurementPlan) -> list[str]:
    minutes = minutes_text(minutes_once(plan))
    return [str(plan), moments_of(plan), plan.get_how_display(), plan.responsible, minutes, plan.note]


def answers_of(variable: Variable) -> str:
    """The options that are offered, else the type of answer."""
    offered = [option.name for option in variable.options.all() if not option.retired]
    return " · ".join(offered) if variable.has_options else variable.get_type_display()


def occasions_of(variable: Variable) -> str:
    return joined(Variable.Occasion(one).label for one in variable.occasions)


def moments_of(plan: MeasurementPlan) -> str:
    """When, in words: vid start, var 8:e vecka, vid avslut och 6 månader efter."""
    found = [_("vid start")] if plan.at_start else []
    if plan.every_weeks:
        found.append(every(plan.every_weeks))
    found += [_("vid avslut")] if plan.at_end else []
    if plan.months:
        words = ngettext("%(n)s månad efter avslut", "%(n)s månader efter avslut", plan.months[-1])
        found.append(words % {"n": joined(map(str, plan.months))})
    return joined(found)


def every(weeks: int) -> str:
    if weeks == 1:
        return _("varje vecka")
    if weeks == 2:
        return _("varannan vecka")
    if weeks % 10 in (1, 2) and weeks not in (11, 12):
        return _("var %(n)s:a vecka") % {"n": weeks}
    return _("var %(n)s:e vecka") % {"n": weeks}


def joined(words: Iterable[str]) -> str:
    """The words with commas, and `och` before the last."""
    *first, last = [str(word) for word in words] or [""]
    return _("%(first)s och %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def minutes_text(minutes: Decimal) -> str:
    return shortest(minutes, get_language())
