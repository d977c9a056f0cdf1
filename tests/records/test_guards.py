"""The last word is the database's: what no form and no action lets through is refused there too."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.measures.process_pages import draft_of

from loke.accounts.models import Membership, Unit
from loke.measures.models import Expectation, Instrument, Variable
from loke.records.models import Answer, Client, Contact, Episode, Measurement, Phase, Score, Value


@pytest.fixture
def episode(world) -> Episode:
    return world.ungdom.episodes.filter(measurements__answers__isnull=False, closed=None).first()


def elsewhere(world) -> Unit:
    return world.charlie.memberships.get().unit


def changed(thing, **fields) -> None:
    """Write past every check of Django's."""
    type(thing).objects.filter(pk=thing.pk).update(**fields)


def in_force(world) -> Expectation:
    return world.ungdom.processes.adopted().get().expectations.first()


WRONG = {
    "an answer outside its item's range": lambda w, e: changed(
        Answer.objects.filter(measurement__episode=e, value__isnull=False)[0], value=Decimal(999)
    ),
    "a meeting with another service's intervention": lambda w, e: changed(
        e.contacts.first() or Contact.objects.filter(episode__service=w.ungdom)[0],
        intervention=w.familjehem.interventions.first(),
    ),
    "a phase of another service": lambda w, e: changed(
        Phase.objects.filter(episode__service=w.ungdom)[0], phase=w.familjehem.phases.first()
    ),
    "a value of another service's variable": lambda w, e: changed(
        Value.objects.filter(episode__service=w.ungdom)[0], variable=w.familjehem.variables.first()
    ),
    "an option of another variable": lambda w, e: changed(
        Value.objects.filter(episode__service=w.ungdom, option__isnull=False)[0],
        option=Variable.objects.filter(service=w.familjehem, options__isnull=False)[0].options.first(),
    ),
    "an ending of another service": lambda w, e: changed(
        w.ungdom.episodes.ended()[0], ending=w.familjehem.endings.first()
    ),
    "an ending while ongoing": lambda w, e: changed(e, ending=w.ungdom.endings.first()),
    "a closing before the opening": lambda w, e: changed(e, closed=e.opened.replace(year=e.opened.year - 1)),
    "a client of another unit": lambda w, e: changed(e, client=Client.objects.create(unit=elsewhere(w), code="ANNAN")),
    "two ongoing episodes of a client": lambda w, e: Episode.objects.create(
        service=e.service, client=e.client, code="tva", opened=e.opened
    ),
    "an instrument of another organisation": lambda w, e: changed(
        e.measurements.first(),
        instrument=Instrument.objects.create(organisation=elsewhere(w).organisation, code="annat"),
    ),
    "a follow-up after more than twenty years": lambda w, e: changed(e.measurements.first(), months_after=241),
    "a score of another instrument's scale": lambda w, e: Score.objects.create(
        measurement=Measurement.objects.filter(episode=e)[0],
        scale=w.foraldraskap.plans.first().instrument.scales.first(),
        value=1,
    ),
    "a dose in no time": lambda w, e: changed(Expectation.objects.filter(kind="dose")[0], months=None),
    "another figure in what was adopted": lambda w, e: changed(in_force(w), highest=99),
    "an expectation taken out of what was adopted": lambda w, e: changed(in_force(w), process=draft_of(w.ungdom)),
    "a row taken out of what was adopted": lambda w, e: changed(
        w.ungdom.processes.adopted().get().rows.first(), process=draft_of(w.ungdom), code="r999"
    ),
    "a role in another organisation's unit": lambda w, e: changed(
        Membership.objects.filter(user=w.aino)[0], unit=elsewhere(w)
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_database_refuses(world, episode, what):
    with pytest.raises(IntegrityError), transaction.atomic():
        WRONG[what](world, episode)
