"""What the first page of Mät shows: variables by role, what the measuring costs, and what does not hang together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.description.models import Service
from loke.description.rows import row_texts
from loke.description.texts import tidy
from loke.measures.burden import Burden, burden_of, minutes_once, plans_of
from loke.measures.listing import answers_of, every, minutes_text, moments_of, occasions_of
from loke.measures.models import LEAST_OPTIONS, MeasurementPlan, Variable

GROUPS = (
    (Variable.Role.BACKGROUND, _("Bakgrund"), _("Vilka som kommer, och vad de har med sig.")),
    (Variable.Role.INTERVENTION, _("Insats"), _("Vad ni gör, hur mycket och när.")),
    (Variable.Role.OUTCOME, _("Utfall"), _("Det som kan ha blivit annorlunda.")),
)


@dataclass(frozen=True)
class Shown:
    """A variable as a row of the page; `lost` when the row that it follows is not in the process description."""

    variable: Variable
    lost: bool

    @property
    def answers(self) -> str:
        return answers_of(self.variable)

    @property
    def when(self) -> str:
        return occasions_of(self.variable)


@dataclass(frozen=True)
class Group:
    name: str | Promise
    text: str | Promise
    rows: Sequence[Shown]


@dataclass(frozen=True)
class Planned:
    """An instrument of the plan as a row of the page."""

    plan: MeasurementPlan

    @property
    def when(self) -> str:
        return moments_of(self.plan)

    @property
    def minutes(self) -> str:
        return minutes_text(minutes_once(self.plan))


class Page:
    """Everything about what a service measures, read once."""

    def __init__(self, service: Service):
        self.service = service
        self.variables = list(service.variables.prefetch_related("options"))
        self.in_use = [one for one in self.variables if not one.retired]
        self.retired = [one for one in self.variables if one.retired]
        self.plans = [Planned(plan) for plan in plans_of(service)]
        self.columns = row_texts(service)

    @cached_property
    def rows(self) -> set[str]:
        return {_same(row) for _, rows in self.columns for row in rows}

    @cached_property
    def burden(self) -> Burden:
        return burden_of(self.in_use, [one.plan for one in self.plans])

    @property
    def minutes(self) -> str:
        return minutes_text(self.burden.minutes)

    @property
    def meanwhile(self) -> list[tuple[str, str]]:
        return [(minutes_text(minutes), every(weeks)) for weeks, minutes in self.burden.meanwhile]

    @property
    def groups(self) -> list[Group]:
        """The variables in use by role; a role without any is there too, for that is worth seeing."""
        shown = [Shown(one, bool(one.component) and _same(one.component) not in self.rows) for one in self.in_use]
        return [Group(name, text, [one for one in shown if one.variable.role == role]) for role, name, text in GROUPS]

    @property
    def loose(self) -> list[Variable]:
        """Those that follow no row."""
        return [one for one in self.in_use if not one.component]

    @property
    def lost(self) -> list[Variable]:
        """Those that follow a row which is not there now."""
        return [row.variable for group in self.groups for row in group.rows if row.lost]

    @property
    def unmeasured(self) -> list[tuple[str, str]]:
        """Column and row of what no variable follows; interventions are counted by the contacts anyway."""
        followed = {_same(one.component) for one in self.in_use}
        first_and_last = [self.columns[0], self.columns[-1]] if self.columns else []
        return [(label, row) for label, rows in first_and_last for row in rows if _same(row) not in followed]

    @property
    def reasoned(self) -> list[Variable]:
        return [one for one in self.in_use if one.reason]

    @property
    def without_options(self) -> list[Variable]:
        """Those with fixed alternatives that have too few to choose between."""
        return [one for one in self.in_use if one.has_options and _offered(one) < LEAST_OPTIONS]


def _offered(variable: Variable) -> int:
    return sum(not option.retired for option in variable.options.all())


def _same(row: str) -> str:
    """As much of a row as a variable keeps, however it is spaced."""
    return tidy(row).casefold()
