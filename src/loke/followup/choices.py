"""What can be chosen at the top of Följ upp: the period and one way of splitting."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from loke.dataset.definitions import Service

ALL = "all"
YEARS, HALVES = 6, 4  # how many of the latest are offered
SPLITS = {"sex": _("Kön"), "age": _("Ålder"), "ending": _("Hur kontakten slutade")}
CAN_SPLIT = ("choice", "number", "yes_no")


class ChoiceForm(forms.Form):
    """Period and split. What is not offered falls back to the first choice, so that any old address still leads here."""

    period = forms.ChoiceField(label=_("Period"))
    by = forms.ChoiceField(label=_("Dela upp efter"), required=False)

    def __init__(self, asked, *, service: Service, first: date, last: date):
        offered = {"period": periods(first, last), "by": splits(service)}
        self.chosen = {name: _offered(asked.get(name), choices) for name, choices in offered.items()}
        super().__init__(self.chosen)
        for name, choices in offered.items():
            self.fields[name].choices = choices


def _offered(code: str | None, choices: list[tuple[str, str]]) -> str:
    return code if code in dict(choices) else choices[0][0]


def periods(first: date, last: date) -> list[tuple[str, str]]:
    """The latest years, their halves, and all time; codes as the analysis labels them."""
    years = range(last.year, max(first.year, last.year - YEARS + 1) - 1, -1)
    halves = [(last.year * 2 + (last.month > 6)) - back for back in range(HALVES)]
    return [
        *((str(year), _("%(year)s, januari–december") % {"year": year}) for year in years),
        *(_half(*divmod(number, 2)) for number in halves if number >= first.year * 2 + (first.month > 6)),
        (ALL, _("Hela tiden")),
    ]


def _half(year: int, second: int) -> tuple[str, str]:
    name = _("%(year)s, juli–december") if second else _("%(year)s, januari–juni")
    return f"{year}-H{second + 1}", name % {"year": year}


def splits(service: Service) -> list[tuple[str, str]]:
    """No split, sex and age, how it ended, and every variable asked at the start that has groups."""
    asked = [
        (variable.variable, variable.name)
        for variable in service.variables
        if variable.type in CAN_SPLIT and "opening" in variable.occasions
    ]
    return [("", _("Ingen uppdelning")), *SPLITS.items(), *asked]


def granularity(period: str) -> str:
    """Which --period an analysis needs to hold the chosen one beside the others of its kind."""
    return ALL if period == ALL else "half" if "-H" in period else "year"
