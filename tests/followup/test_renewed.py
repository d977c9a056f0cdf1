"""A service's figures are brought up to date from the change log, and come out as if everything had been read."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models.sql.compiler import SQLCompiler
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.followup.test_dataset import CHANGES, second, tried
from tests.shared import examples

from loke.dataset.renewing import alike
from loke.description.models import Service
from loke.followup import dataset
from loke.followup.dataset import kept, snapshot_for
from loke.followup.reading import analysed
from loke.records import history, undoing
from loke.records.actions import open_episode, register_contact, remove_episode
from loke.records.models import Client, Episode, FiguresChange, Registration
from loke.records.nightly import STEPS, forget_steps

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 30)
START = date(2016, 4, 1)
SAID = ("a variable", "a planned moment", "an intervention", "a planned phase")
OF_RECORDS = [what for what in CHANGES if what not in SAID]


def look(service: Service) -> None:
    snapshot = snapshot_for(service)
    for period in ("all", "year", "month"):
        analysed(snapshot, DAY, period, "")
    analysed(snapshot, DAY, "year", "age")


def test_what_is_registered_is_read_and_nothing_else_and_all_when_what_is_asked_for_changes(oppna, held_against_all):
    for what, change in CHANGES.items():
        with tried(oppna) as service:
            look(service)
            change(service)
            look(service)
            assert held_against_all == ([1] if what in OF_RECORDS else []), what
            held_against_all.clear()


def test_what_has_nothing_in_the_figures_is_not_read_for(oppna):
    first = snapshot_for(oppna)
    FiguresChange.objects.create(service=oppna, number=oppna.touch(), episodes=[])
    assert snapshot_for(oppna) is first


def test_what_has_changed_is_asked_for_with_statements_that_were_written_before(oppna, monkeypatch):
    before = len(snapshot_for(oppna).contact_day)
    for _ in range(2):
        snapshot_for(oppna)
        CHANGES["a contact"](oppna)
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *told, **more: pytest.fail("written anew"))
    assert len(snapshot_for(oppna).contact_day) == before + 2


def test_a_change_without_a_row_in_the_log_makes_everything_be_read(oppna, held_against_all):
    look(oppna)
    CHANGES["a contact"](oppna)
    FiguresChange.objects.all().delete()
    look(oppna)
    assert held_against_all == []


def test_a_clients_sex_is_read_anew_in_every_service_it_has_been_in(world, held_against_all):
    episode = world.ungdom.episodes.ongoing().exclude(client=None).first()
    beside = Service.objects.create(unit=world.ungdom.unit, code="bredvid", name="Bredvid")
    Episode.objects.create(client=episode.client, service=beside, opened=world.day, code="z")
    look(world.ungdom)
    look(beside)
    client = Client.objects.get(pk=episode.client_id)
    client.sex = "male" if client.sex != "male" else "female"
    history.store(by=None, service=world.ungdom, what="record_sex_and_age", episode=episode, changed=[client])
    look(world.ungdom)
    look(beside)
    assert held_against_all == [1, 1]


def test_the_first_look_of_a_day_reads_everything_and_tells_of_a_log_that_led_wrong(oppna, monkeypatch, caplog):
    look(oppna)
    CHANGES["a contact"](oppna)
    Episode.objects.filter(pk=second(oppna).pk).update(age=99)  # past the records' own door
    other = Episode.objects.filter(service=oppna).exclude(pk=second(oppna).pk).first()
    Episode.objects.filter(pk=other.pk).update(age=98)
    monkeypatch.setattr(kept.timezone, "localdate", lambda: date.today() + timedelta(1))
    assert 98 in snapshot_for(oppna).age
    assert "ändringsloggen" in caplog.text
    assert other.code not in caplog.text


def test_the_night_keeps_the_latest_steps_of_the_log(oppna):
    numbers = [oppna.touch() for _ in range(3)]
    FiguresChange.objects.bulk_create(FiguresChange(service=oppna, number=number) for number in numbers)
    Service.objects.filter(pk=oppna.pk).update(change=numbers[1] + STEPS)
    forget_steps()
    left = FiguresChange.objects.filter(service=oppna).values_list("number", flat=True)
    assert list(left) == [numbers[2]]


def _undo(service: Service) -> None:
    last = Registration.objects.filter(service=service, undone=None, undoes=None).order_by("-pk").first()
    if last:
        undoing.undo(by=None, registration=last)


def _remove(service: Service) -> None:
    if episode := service.episodes.order_by("-pk").first():
        remove_episode(by=None, episode=episode)


def _contact(service: Service) -> None:
    if episode := service.episodes.ongoing().first():
        register_contact(by=None, episode=episode, date=START, intervention=service.interventions.first())


DONE: dict[str, Callable[[Service], object]] = {
    **{what: CHANGES[what] for what in OF_RECORDS},
    "another contact": _contact,
    "a client of today": lambda s: open_episode(by=None, service=s, opened=START, sex="female", age=41),
    "an undoing": _undo,
    "a removal": _remove,
    "a look": look,
}


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(DONE)), min_size=1, max_size=12))
def test_whatever_is_done_the_figures_are_those_of_everything_read(oppna, held_against_all, steps):
    dataset._kept.clear()
    look(oppna)
    for step in steps:
        try:
            DONE[step](oppna)
        except (ValidationError, Episode.DoesNotExist):
            continue  # ended already, or gone
    look(oppna)
    assert alike(snapshot_for(oppna), kept.read(oppna, 0).snapshot)
