"""What can be chosen at the top of Följ upp: the period and one way of splitting."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from loke.analysis.options import GROUP_TYPES, MONTHS_IN, period_label, period_number
from loke.dataset.definitions import Service
from loke.publishing.numbers import period_name

ALL = "all"
LATEST = {"year": 6, "half": 4, "quarter": 4, "month": 6}  # how many of the latest of each kind are offered
ENDING = "ending"
SPLITS = {
    "sex": gettext_lazy("Kön"),
    "age": gettext_lazy("Ålder"),
    ENDING: gettext_lazy("Hur kontakten slutade"),
}
PERIOD = re.compile(r"all|[12][0-9]{3}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Days:
    """The first and the last day on which somebody began or closed, and the last on which somebody closed."""

    first: date
    last: date
    closed: date | None


class ChoiceForm(forms.Form):
    """Period and split. What is not there falls back to the usual choice, so that any old address leads here.

    Every period with a day on which there was somebody is there, also when it is too old to be among the choices.
    """

    period = forms.ChoiceField(label=gettext_lazy("Period"))
    by = forms.ChoiceField(label=gettext_lazy("Dela upp efter"), required=False)

    def __init__(self, asked, *, service: Service, days: Days, today: date, begun: Iterable[str] = ()):
        asked_for = asked.get("period") or ""
        begun = [*begun, asked_for] if is_period(asked_for, days) else begun
        offered = {"period": periods(days, today, begun), "by": splits(service)}
        usual = {"period": usual_period(days), "by": ""}
        self.chosen = {name: _offered(asked.get(name), offered[name], usual[name]) for name in offered}
        self.is_elsewhere = asked_for not in ("", self.chosen["period"])  # it was another period that was asked for
        super().__init__(self.chosen)
        for name, choices in offered.items():
            self.fields[name].choices = choices


def is_period(code: str, days: Days) -> bool:
    """Whether it is a period with a day on which there was somebody."""
    if not PERIOD.fullmatch(code):
        return False
    first, last = days_of_period(code)
    return first <= days.last and last >= days.first


def _offered(code: str | None, choices: list[tuple[str, str]], usual: str) -> str:
    offered = dict(choices)
    return code if code in offered else usual if usual in offered else choices[0][0]


def usual_period(days: Days) -> str:
    """The latest year in which somebody closed, else the latest at all."""
    return str((days.closed or days.last).year)


def periods(days: Days, today: date, begun: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The latest years, half-years, quarters and months, and all time; codes as the analysis labels them.

    Periods in which a follow-up is `begun` are always there, however long ago they were.
    """
    latest = [code for kind, most in LATEST.items() for code in _latest(days, kind, most)]
    older = sorted({*begun} - {*latest, ALL}, reverse=True)
    named = [(code, _named(code)) for code in (*latest, *older)]
    return [
        *((code, name if is_over(code, today) else so_far(name)) for code, name in named),
        (ALL, _("Hela tiden")),
    ]


def _latest(days: Days, kind: str, most: int) -> list[str]:
    """The codes of the latest periods of one kind with an opening or closing in or after them, the latest first."""
    first, last = (period_number(kind, day) for day in (days.first, days.last))
    return [period_label(kind, number) for number in range(last, max(first, last - most + 1) - 1, -1)]


def _named(code: str) -> str:
    """A year or a half-year by its months, a quarter or a month by its name."""
    year, _dash, part = code.partition("-")
    spans = {"": _("%(year)s, januari–december"), "H1": _("%(year)s, januari–juni"), "H2": _("%(year)s, juli–december")}
    if part in spans:
        return spans[part] % {"year": year}
    name = period_name(code, get_language())
    return name[0].upper() + name[1:]


def so_far(name: str) -> str:
    """The name of a period that goes on."""
    return _("%(period)s hittills") % {"period": name}


def is_over(code: str, today: date) -> bool:
    """Whether the last day of a period has passed; all time never ends and needs no such word."""
    if code == ALL:
        return True
    kind = granularity(code)
    return period_number(kind, today) > period_number(kind, date(int(code[:4]), _first_month(code), 1))


def months_of(code: str) -> range:
    """The months of a period, numbered from year 0."""
    first = 12 * int(code[:4]) + _first_month(code)
    return range(first, first + MONTHS_IN[granularity(code)])


def days_of_period(code: str) -> tuple[date, date]:
    """The first and the last day of a period; of all time, the first and the last there are."""
    if code == ALL:
        return date.min, date.max
    months = months_of(code)
    first, after = (date((number - 1) // 12, (number - 1) % 12 + 1, 1) for number in (months.start, months.stop))
    return first, after - timedelta(days=1)


def _first_month(code: str) -> int:
    part = code[5:] or "1"
    return int(part) if part.isdigit() else (int(part[1]) - 1) * MONTHS_IN[granularity(code)] + 1


def splits(service: Service) -> list[tuple[str, str]]:
    """No split, sex and age, how it ended, and every variable asked at the start that has groups."""
    asked = [
        (variable.variable, variable.name)
        for variable in service.variables
        if variable.type in GROUP_TYPES and "opening" in variable.occasions and variable.variable not in SPLITS
    ]
    return [("", _("Ingen uppdelning")), *SPLITS.items(), *asked]


def granularity(period: str) -> str:
    """Which --period an analysis needs to hold the chosen one beside the others of its kind."""
    kind = {"": "year", "H": "half", "Q": "quarter"}.get(period[5:6], "month")
    return ALL if period == ALL else kind
