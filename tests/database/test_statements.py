"""Statements that are written once tell and store what Django's own do, whatever the values are."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, transaction
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from loke.accounts import factors
from loke.accounts.access import roles_held
from loke.accounts.models import AccessedClient, AccessEntry, AuditEntry, Submission
from loke.accounts.people import person_numbered
from loke.accounts.sessions import SessionStore, going_on
from loke.database.statements import bring, insert, insert_all, new_row
from loke.description.models import interventions_offered, let_in_ever, phases_offered, two_in_unit
from loke.followup.dataset import kept
from loke.measures.models import Scale, in_force_on, instruments, plans_of, variables_asked
from loke.records import actions, alarms
from loke.records.models import (
    UNDO,
    Contact,
    Episode,
    FiguresChange,
    PlannedContact,
    Registration,
    Score,
    answers_in,
    contacts_in,
    goals_in,
    held_episode,
    just_made,
    measured_in,
    near_of_client,
    openings_of,
    phases_in,
    planned_in,
    responsible_for,
    scores_in,
    variables_said,
)
from loke.records.models.planned import planned_on


@pytest.fixture
def episode(world) -> Episode:
    return world.ongoing(world.aino)


def values_for(world, episode) -> dict:
    """Every question with values to ask it with, twice."""
    now, day = timezone.now(), world.day
    other = Episode.objects.exclude(service=world.ungdom).listed()[0]
    Registration.objects.create(service=world.ungdom, by=world.idris, what="a test")
    actions.open_with_reason(by=world.idris, service=world.ungdom, client=episode.client, reason="urgent")
    some = {"intervention": world.ungdom.interventions.first(), "series": "S"}
    planned = PlannedContact.objects.create(episode=episode, date=day, **some)
    told = [{"episode": number} for number in (_full(world).pk, episode.pk)]
    in_an_episode = (contacts_in, phases_in, measured_in, answers_in, scores_in, variables_said, goals_in)
    services = [{"service": service.pk} for service in (world.ungdom, other.service)]
    scales = Scale.objects.order_by("pk")
    parts = [{"instrument": scale.instrument_id} for scale in (scales.exclude(norms=None)[0], scales.last())]
    clients = [
        {"user": world.aino.pk, "now": now, "service": one.service.code, "client": one.client_id}
        for one in (episode, other)
    ]
    since = [{"by": one.pk, "since": now - UNDO, "service": world.ungdom.pk} for one in (world.idris, world.aino)]
    return {
        **dict.fromkeys((*in_an_episode, responsible_for, alarms._alarming_in), told),
        **dict.fromkeys((variables_asked, plans_of, phases_offered), services),
        **dict.fromkeys((instruments._items, instruments._scales, instruments._norms), parts),
        planned_in: told[::-1],
        in_force_on: [{"day": day, **service} for service in services],
        just_made: since,
        two_in_unit: [{"unit": service.unit_id} for service in (world.ungdom, other.service)],
        let_in_ever: [{"partner": world.ungdom.reviews.first().partner_id}, {"partner": world.charlie.pk}],
        person_numbered: [{"number": one.pk} for one in (world.aino, world.maryam)],
        going_on: [{"key": key, "now": now} for key in (_session(), "none")],
        openings_of: [{"client": one.client_id} for one in (episode, other)],
        roles_held: [{"user": one.pk, "day": day} for one in (world.aino, world.maryam)],
        factors._factors: [{"user": one.pk} for one in (world.aino, world.maryam)],
        interventions_offered: [{"service": service.pk} for service in (world.ungdom, other.service)],
        planned_on: [{"episode": planned.episode_id, "day": planned.date + timedelta(n)} for n in range(2)],
        held_episode: [{"user": one, "now": now, "episode": episode.pk} for one in (world.aino.pk, None)],
        kept._number: services,
        kept._steps: [{"service": world.ungdom.pk, "since": since, "number": world.ungdom.change} for since in (0, 5)],
        near_of_client: clients,
    }


def _session() -> str:
    session = SessionStore()
    session.create()
    return session.session_key


def _full(world) -> Episode:
    """One with something of every kind in it."""
    whole = Episode.objects.exclude(goals=None).exclude(phases=None).exclude(values=None)
    episode = whole.filter(service=world.ungdom, measurements__answers__isnull=False).order_by("pk").first()
    measurement = episode.measurements.first()
    Score.objects.create(measurement=measurement, scale=measurement.instrument.scales.first(), value=Decimal("12.5"))
    return episode


def told(rows) -> list:
    """Everything that stands in rows, with what was joined to them and worked out beside them."""
    rows = list(rows)
    if all(isinstance(row, tuple) for row in rows):
        return rows
    kept = [{name: what for name, what in vars(row).items() if name != "_state"} for row in rows]
    joined = [{name: what and model_to_dict(what) for name, what in row._state.fields_cache.items()} for row in rows]
    return [{**one, **other} for one, other in zip(kept, joined, strict=True)]


def test_every_question_gets_the_same_answers_as_when_django_writes_it_anew(world, episode):
    for question, asked in values_for(world, episode).items():
        for values in asked:
            with transaction.atomic():
                assert told(question(**values)) == told(question.__wrapped__(**values)), question.__name__
        assert question(**asked[0]) or question is alarms._alarming_in, question.__name__


def test_a_question_is_written_the_first_time_only(world, episode, monkeypatch):
    questions = values_for(world, episode)
    for question, asked in questions.items():
        question(**asked[0])
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *told, **more: pytest.fail("written anew"))
    for question, asked in questions.items():
        question(**asked[1])


def test_nobody_listens_to_every_row_that_is_made():
    assert [signal.receivers for signal in (pre_init, post_init)] == [[], []]


def test_an_episode_is_held_in_a_transaction_only(world, episode, monkeypatch):
    values = {"user": world.aino.pk, "now": timezone.now(), "episode": episode.pk}
    with monkeypatch.context() as patch:
        patch.setattr(connections[DEFAULT_DB_ALIAS], "in_atomic_block", False)
        with pytest.raises(transaction.TransactionManagementError):
            held_episode(**values)


def test_a_clients_time_in_a_service_is_found_without_reading_all_who_are_there(world, episode):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL counts its rows before it chooses a way")
    values = {"user": world.aino.pk, "now": timezone.now(), "service": world.ungdom.code, "client": episode.client_id}
    with CaptureQueriesContext(connection) as found:
        near_of_client(**values)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {found[-1]['sql']}")
        ways = [told for *_numbers, told in cursor.fetchall()]
    assert any("episode_by_client (client_id=? AND service_id=?)" in way for way in ways)


def test_what_is_brought_is_what_the_rows_would_have_asked_for(world, django_assert_num_queries):
    episode = _full(world)
    measured = measured_in(episode=episode.pk)
    asked = [list(one.answers.order_by("pk")) for one in measured]
    bring(measured, "answers", answers_in(episode=episode.pk), "measurement_id")
    with django_assert_num_queries(0):
        assert [one.answers.all() for one in measured] == asked
        with pytest.raises(AttributeError):
            measured[0].answers.filter(value=1)


def test_a_row_is_stored_as_django_stores_it(world, episode):
    fields = {"episode": episode, "date": world.day, "intervention": world.ungdom.interventions.first(), "minutes": 30}
    made, saved = Contact(**fields), Contact(**fields)
    assert insert(made)
    saved.save()
    assert made.pk
    assert not made._state.adding
    assert {**model_to_dict(Contact.objects.get(pk=made.pk)), "id": saved.pk} == model_to_dict(saved)


def stored(row) -> dict[str, object]:
    """The row's columns as they lie in the database, but its own number."""
    key = row._meta.pk.get_db_prep_value(row.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {row._meta.db_table} WHERE {row._meta.pk.column} = %s", [key])
        names = [one[0] for one in cursor.description]
        return {**dict(zip(names, cursor.fetchone(), strict=True)), row._meta.pk.column: None}


def rows_of_every_kind(world, episode) -> list[tuple[type, dict]]:
    """What registering a contact makes, told as the models are told it."""
    at, some = timezone.now(), {"by": world.aino, "what": "a test"}
    link = {**some, "at": at, "unit": None, "content": "c", "digest": "d"}
    log = AccessEntry.objects.create(number=10**6, **link)
    day = {"date": world.day - timedelta(1), "intervention": world.ungdom.interventions.first()}
    return [
        (AuditEntry, {**link, "target": "t", "salt": "s"}),
        (AccessEntry, link),
        (AccessedClient, {"entry": log, "client_number": 7, "salt": "s", "seal": "x"}),
        (Submission, {"by": world.aino, "receipt": "/here/"}),
        (Contact, {"episode": episode, "attendance": "missed", "minutes": None, **day}),
        (Registration, {**some, "at": at, "service": world.ungdom, "why": "", "added": {"contact": [1, 2]}}),
        (FiguresChange, {"service": world.ungdom, "episodes": [3]}),
    ]


def test_a_new_row_is_as_its_model_makes_it(world, episode):
    for model, fields in rows_of_every_kind(world, episode):
        made = new_row(model, **fields)
        assert told([made]) == told([model(**fields)]), model
        assert made._state.adding
    with pytest.raises(TypeError, match="Contact has no minute"):
        new_row(Contact, minute=3)


def test_moments_days_and_keys_lie_in_the_database_as_django_lays_them(world, episode, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    keys = {AccessedClient: "client_number", Submission: "id", Contact: "minutes", Registration: "episode_number"}
    for model, fields in rows_of_every_kind(world, episode):
        key = keys.get(model, "number")
        apart = (uuid4(), uuid4()) if model is Submission else (10**9, 10**9 + 1)
        made, saved = (
            kind(**{**fields, key: one}) for kind, one in zip((partial(new_row, model), model), apart, strict=True)
        )
        insert(made)
        saved.save(force_insert=True)
        assert made.pk != saved.pk
        assert {**stored(made), key: None} == {**stored(saved), key: None}, model


@pytest.mark.parametrize("make", [Registration, partial(new_row, Registration)], ids=["Django's", "ours"])
def test_a_text_that_is_to_be_sealed_is_stored_sealed(world, make):
    made = make(service=world.ungdom, what="a test", why="Det får ingen läsa")
    insert(made)
    assert Registration.objects.get(pk=made.pk).why == "Det får ingen läsa"
    with connection.cursor() as cursor:
        cursor.execute("SELECT why FROM records_registration WHERE id = %s", [made.pk])
        assert cursor.fetchone()[0].startswith("sealed:")


def test_a_row_points_at_nothing_of_another_kind(world, episode):
    with pytest.raises(TypeError, match=r"Contact\.episode is no User"):
        new_row(Contact, episode=world.aino)


def test_a_moment_without_its_zone_is_stored_as_django_stores_it(world):
    moments = [datetime(2026, 3, 1, 8), datetime(2026, 3, 1, 8, tzinfo=ZoneInfo(settings.TIME_ZONE))]
    made = [new_row(Registration, service=world.ungdom, what="a test", at=moment) for moment in moments]
    with pytest.warns(RuntimeWarning, match="naive"):
        insert(made[0])
    insert(made[1])
    one, other = (Registration.objects.get(pk=one.pk).at for one in made)
    assert one == other


def test_what_a_row_points_at_may_have_got_its_number_after_the_row_was_made(world, episode):
    new = Episode(service=world.ungdom, code="NEW-1", opened=world.day, closed=world.day)
    contact = Contact(episode=new, date=world.day, intervention=world.ungdom.interventions.first())
    with pytest.raises(ValueError, match="unsaved"):
        insert(contact)
    for row in (new, contact):
        insert_all([row])
    assert Contact.objects.get(pk=contact.pk).episode == new


def test_a_row_that_is_there_is_left_as_it_is_or_refused(world):
    first = Submission(id=uuid4(), by=world.aino, receipt="/the/first/")
    second = Submission(id=first.pk, by=world.maryam, receipt="/the/second/")
    assert insert(first, unless_there=True)
    assert not insert(second, unless_there=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(second)
    assert Submission.objects.get(pk=first.pk).receipt == "/the/first/"
