"""What can be chosen at the top of Följ upp: the period and one way of splitting."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loke.dataset.definitions import Service

ALL = "all"
YEARS, HALVES = 6, 4  # how many of the latest are offered
SPLITS = {
    "sex": gettext_lazy("Kön"),
    "age": gettext_lazy("Ålder"),
    "ending": gettext_lazy("Hur kontakten slutade"),
}
CAN_SPLIT = ("choice", "number", "yes_no")


@dataclass(frozen=True)
class Days:
    """The first and the last day on which somebody began or closed, and the last on which somebody closed."""

    first: date
    last: date
    closed: date | None


class ChoiceForm(forms.Form):
    """Period and split. What is not offered falls back to the usual choice, so that any old address leads here."""

    period = forms.ChoiceField(label=gettext_lazy("Period"))
    by = forms.ChoiceField(label=gettext_lazy("Dela upp efter"), required=False)

    def __init__(self, asked, *, service: Service, days: Days, today: date):
        offered = {"period": periods(days, today), "by": splits(service)}
        usual = {"period": usual_period(days), "by": ""}
        self.chosen = {name: _offered(asked.get(name), offered[name], usual[name]) for name in offered}
        super().__init__(self.chosen)
        for name, choices in offered.items():
            self.fields[name].choices = choices


def _offered(code: str | None, choices: list[tuple[str, str]], usual: str) -> str:
    offered = dict(choices)
    return code if code in offered else usual if usual in offered else choices[0][0]


def usual_period(days: Days) -> str:
    """The latest year in which somebody closed, else the latest at all."""
    return str((days.closed or days.last).year)


def periods(days: Days, today: date) -> list[tuple[str, str]]:
    """The latest years, their halves, and all time; codes as the analysis labels them."""
    first, last = days.first, days.last
    years = range(last.year, max(first.year, last.year - YEARS + 1) - 1, -1)
    numbers = [_half_number(last) - back for back in range(HALVES)]
    halves = [f"{year}-H{second + 1}" for year, second in (divmod(n, 2) for n in numbers if n >= _half_number(first))]
    named = [(code, _months(code)) for code in (*map(str, years), *halves)]
    return [
        *((code, name if is_over(code, today) else so_far(name)) for code, name in named),
        (ALL, _("Hela tiden")),
    ]


def _half_number(day: date) -> int:
    return day.year * 2 + (day.month > 6)


def _months(code: str) -> str:
    year, _dash, half = code.partition("-")
    whole, first, second = _("%(year)s, januari–december"), _("%(year)s, januari–juni"), _("%(year)s, juli–december")
    return {"": whole, "H1": first, "H2": second}[half] % {"year": year}


def so_far(name: str) -> str:
    """The name of a period that goes on."""
    return _("%(period)s hittills") % {"period": name}


def is_over(code: str, today: date) -> bool:
    """Whether the last day of a year or a half-year has passed; all time never ends and needs no such word."""
    if code == ALL:
        return True
    year, _dash, half = code.partition("-")
    return today > (date(int(year), 6, 30) if half == "H1" else date(int(year), 12, 31))


def splits(service: Service) -> list[tuple[str, str]]:
    """No split, sex and age, how it ended, and every variable asked at the start that has groups."""
    asked = [
        (variable.variable, variable.name)
        for variable in service.variables
        if variable.type in CAN_SPLIT and "opening" in variable.occasions and variable.variable not in SPLITS
    ]
    return [("", _("Ingen uppdelning")), *SPLITS.items(), *asked]


def granularity(period: str) -> str:
    """Which --period an analysis needs to hold the chosen one beside the others of its kind."""
    return ALL if period == ALL else "half" if "-H" in period else "year"
