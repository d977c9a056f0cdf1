"""The limits that decide what Följ upp shows and says, each read where it decides, so that no text can say another."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from statistics import NormalDist
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.analysis import change as sizes
from loke.analysis import charts, effect, estimates, expectations, facts, funnel, reliable, retention
from loke.analysis.disclosure import attack, rounding
from loke.followup import change, chapters, over_time
from loke.publishing import groups, readings
from loke.publishing.numbers import PERCENT_SIGN, Number, goal, shortest


class Limit(NamedTuple):
    """What a number decides, where the number stands, and how it is written."""

    decides: Promise
    value: Callable[[], Any]
    written: Callable[[Any, str], str]


def _number(value: Number, language: str) -> str:
    return shortest(value, language, 3)


def _share(value: Number, language: str) -> str:
    """In per cent, as it was set: 99.8 is not 100."""
    return goal(value, language) + PERCENT_SIGN[language]


def _days(days: Sequence[int], language: str) -> str:
    return ", ".join(shortest(day, language) for day in days)


# In the order in which they are met on the page; the texts of counted.py and meanings.py name them as fields.
LIMITS: dict[str, Limit] = {
    "level": Limit(
        _("Så stor del av intervallen rymmer det sanna värdet, i det långa loppet."),
        lambda: 2 * NormalDist().cdf(estimates.Z) - 1,
        _share,
    ),
    "too_few": Limit(
        _("Så många som en andel, ett medelvärde, en kvartil eller en punkt minst vilar på. För färre visas antalet."),
        lambda: readings.TOO_FEW,
        _number,
    ),
    "verdict": Limit(
        _("Så många som minst kan bedömas för att en förväntning ska få en bedömning."),
        lambda: expectations.FEWEST,
        _number,
    ),
    "few": Limit(
        _("Färre än så är ”få personer”, och en osäker andel lutar åt inget håll."), lambda: readings.FEW, _number
    ),
    "pairs": Limit(
        _("Så många par en skala minst har för att förändringen ska få en storlek, och två grupper för att jämföras."),
        lambda: sizes.FEWEST_PAIRS,
        _number,
    ),
    "labelled": Limit(
        _("Så stor del av dem som svarade vid start har också svarat vid slut, för att storleken ska få ett ord."),
        lambda: Fraction(sizes.LABELLED, 100),
        _share,
    ),
    "shown": Limit(
        _("Så stor del av dem har svarat vid slut, för att mer än antalen ska visas."),
        lambda: Fraction(sizes.SHOWN, 100),
        _share,
    ),
    "small_sample": Limit(
        _("Från så många par används d_av, och för färre g_av."), lambda: effect.SMALL_SAMPLE, _number
    ),
    "small": Limit(_("Från så stor är en förändring liten."), lambda: _band("small"), _number),
    "moderate": Limit(_("Från så stor är den måttlig."), lambda: _band("moderate"), _number),
    "large": Limit(_("Från så stor är den stor."), lambda: _band("large"), _number),
    "apart": Limit(
        _("Ligger intervallets ändar så många ord isär får storleken inget ord."), lambda: effect.APART, _number
    ),
    "reliable": Limit(
        _("Så många gånger mätfelet i en skillnad är en säker förändring minst."), lambda: reliable.Z, _number
    ),
    "window": Limit(
        _("Så många dagar före eller efter den tänkta dagen får ett svar efter avslut ligga."),
        lambda: facts.MARGIN,
        _number,
    ),
    "chance": Limit(_("Ett p under detta räknas som mer än slumpen."), lambda: readings.CHANCE, _number),
    "compared": Limit(
        _("Så många minst i var och en av två grupper vars andelar jämförs."), lambda: groups.COMPARED_FROM, _number
    ),
    "unadjusted": Limit(
        _("Fler jämförelser än så i samma avsnitt bedöms tillsammans, med Holms metod."),
        lambda: groups.UNADJUSTED,
        _number,
    ),
    "centre": Limit(_("Så många punkter minst för ett diagram över tid."), lambda: charts.MEDIAN_FROM, _number),
    "limits": Limit(
        _("Så många punkter minst för gränser i det. De första av dem bestämmer mitten och gränserna."),
        lambda: charts.LIMITS_FROM,
        _number,
    ),
    "run": Limit(_("Så många punkter i rad är en följd."), lambda: charts.RUN, _number),
    "ranges": Limit(
        _("Så många medelavstånd mellan grannar från mitten till en gräns, där antal räknas."),
        lambda: Fraction(charts.TOP, charts.BOTTOM),
        _number,
    ),
    "screened": Limit(
        _("Avstånd som är minst så många gånger medelavståndet är inte med i det."),
        lambda: Fraction(charts.MILLE, 1000),
        _number,
    ),
    "overdispersed": Limit(
        _("Varierar andelar mer än så många gånger vad slumpen ger, vidgas gränserna."),
        lambda: charts.OVERDISPERSED,
        _number,
    ),
    "enough": Limit(
        _("Så stor del av månaderna har underlag för en andel. Annars visas kvartal eller halvår."),
        lambda: over_time.ENOUGH,
        _share,
    ),
    "days": Limit(_("Dagar efter start som tabellen över hur länge de stannar visar."), lambda: retention.FIXED, _days),
    "funnel": Limit(_("Så många liknande verksamheter minst för gränser."), lambda: funnel.FEWEST, _number),
    "widened": Limit(
        _("Från så många prövas om verksamheterna skiljer sig mer än slumpen ger."),
        lambda: funnel.OVERDISPERSED_FROM,
        _number,
    ),
    "inner": Limit(
        _("Så stor del ligger inom de inre gränserna när bara slumpen skiljer."),
        lambda: funnel.LEVELS[2] - funnel.LEVELS[1],
        _share,
    ),
    "outer": Limit(_("Så stor del ligger inom de yttre."), lambda: funnel.LEVELS[3] - funnel.LEVELS[0], _share),
    "lines": Limit(
        _("Skalor som mest för att var och en ska ha en linje i bilderna."), lambda: change.MOST_SLOPES, _number
    ),
    "printed": Limit(
        _("Rader som mest i en tabell på papper. Längre tabeller står i arbetsboken."),
        lambda: chapters.MOST_ROWS,
        _number,
    ),
    "protected": Limit(
        _("Antal under detta, men inte noll, döljs när något lämnar enheten."), lambda: attack.THRESHOLD, _number
    ),
    "rounded_to": Limit(
        _("Till närmaste sådana tal avrundas det som vem som helst får se."), lambda: rounding.TO, _number
    ),
    "rounded_from": Limit(_("Delar av färre än så döljs för vem som helst."), lambda: rounding.BASE, _number),
    "rounded_away": Limit(_("Antal till och med detta döljs för vem som helst."), lambda: rounding.HIDDEN, _number),
}


def _band(name: str) -> float:
    return next(limit for limit, word in effect.COHEN if word == name)


def written(language: str) -> dict[str, str]:
    """Each limit as it is said, by its name."""
    return {name: one.written(one.value(), language) for name, one in LIMITS.items()}
