"""Expectations against what has been recorded: one that is only being tried, and how those of a row went last."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.analysis.summary import Row
from loke.dataset.definitions import Expectation
from loke.dataset.definitions import Service as Said
from loke.dataset.snapshot import EPOCH
from loke.description.models import ProcessRow, Service
from loke.description.words import words_for
from loke.followup.choices import ChoiceForm
from loke.followup.dataset import as_answered, snapshot_for
from loke.followup.reading import days_of, reading_of
from loke.publishing.numbers import period_name
from loke.publishing.readings import TOO_FEW
from loke.publishing.sentences import sentences_in


@dataclass(frozen=True)
class Trial:
    """What a tried expectation would have said of everybody there is: in short, and how sure that is."""

    says: str
    certainty: str
    more: str


@dataclass(frozen=True)
class SoFar:
    """How the adopted expectations of a row went in the latest period."""

    period: str
    says: list[str]


def trial_of(service: Service, tried: Expectation, today: date, language: str) -> Trial:
    """The analysis's own count, as if the expectation had been in force since the beginning."""
    row = _counted(service, tried, today)
    if row is None:
        return Trial(_("Det finns inget registrerat att pröva mot än."), "", "")
    say, words = sentences_in(language), words_for(service.client_term, language)
    more = say.expectation(row, words)
    if row.assessable < TOO_FEW:
        short = _("För få för att säga: %(n)s kan bedömas.") % {"n": row.assessable}
        return Trial(short, "", more if not row.assessable else "")
    short = _("Skulle ha stämt för %(within)s av %(of)s.") % {"within": row.within, "of": row.assessable}
    return Trial(short, say.expectation_certainty(row), more)


def _counted(service: Service, tried: Expectation, today: date) -> Row | None:
    """None when nobody has begun, or when it is about something that only a draft has brought up."""
    snapshot = snapshot_for(service)
    said = snapshot.services[0]
    if not _known(said, tried):
        return None
    tried = replace(as_answered(service, tried), valid_from=EPOCH, valid_to=None)
    snapshot = replace(snapshot, services=(replace(said, expectations=(tried,)),))
    return next(iter(analyse(snapshot, Options(as_of=today)).tables["expectations"]), None)


def _known(said: Said, tried: Expectation) -> bool:
    interventions = {"", *(one.intervention for one in said.interventions)}
    return tried.intervention in interventions and tried.phase in {"", *(one.phase for one in said.phases)}


def so_far_of(service: Service, row: ProcessRow, today: date, language: str) -> SoFar | None:
    """None when nothing has been held against what stands under the row."""
    snapshot = snapshot_for(service)
    days = days_of(snapshot, today)
    codes = set(row.expectations.values_list("code", flat=True))
    if days is None or not codes:
        return None
    choice = ChoiceForm(QueryDict(), service=snapshot.services[0], days=days, today=today)
    reading = reading_of(service, snapshot, today, **choice.chosen, language=language)
    rows = [one for one in reading.rows("expectations") if one.expectation in codes]
    says = [f"{one.text}: {reading.say.became(one)}" for one in rows]
    return SoFar(period_name(reading.period, language), says) if says else None
