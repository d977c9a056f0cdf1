"""Statements that are written once tell and store what Django's own do, whatever the values are."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connection, connections, transaction
from django.db.models.sql.compiler import SQLCompiler
from django.forms.models import model_to_dict
from django.utils import timezone

from loke.accounts import factors
from loke.accounts.access import roles_held
from loke.accounts.models import Submission
from loke.database.statements import insert, insert_all
from loke.description.models import interventions_offered
from loke.records.models import Contact, Episode, PlannedContact, Registration, held_episode, held_of_client
from loke.records.models.planned import planned_on


@pytest.fixture
def episode(world) -> Episode:
    return world.ongoing(world.aino)


def values_for(world, episode) -> dict:
    """Every question with values to ask it with, twice."""
    now, day = timezone.now(), world.day
    other = Episode.objects.exclude(service=world.ungdom).listed()[0]
    some = {"intervention": world.ungdom.interventions.first(), "series": "S"}
    planned = PlannedContact.objects.create(episode=episode, date=day, **some)
    return {
        roles_held: [{"user": one.pk, "day": day} for one in (world.aino, world.maryam)],
        factors._factors: [{"user": one.pk} for one in (world.aino, world.maryam)],
        interventions_offered: [{"service": service.pk} for service in (world.ungdom, other.service)],
        planned_on: [{"episode": planned.episode_id, "day": planned.date + timedelta(n)} for n in range(2)],
        held_episode: [{"user": one, "now": now, "episode": episode.pk} for one in (world.aino.pk, None)],
        held_of_client: [
            {"user": world.aino.pk, "now": now, "service": one.service.code, "client": one.client_id}
            for one in (episode, other)
        ],
    }


def told(rows) -> list[dict]:
    """Everything that stands in rows, with what was joined to them and worked out beside them."""
    kept = [{name: what for name, what in vars(row).items() if name != "_state"} for row in rows]
    joined = [{name: model_to_dict(what) for name, what in row._state.fields_cache.items()} for row in rows]
    return [{**one, **other} for one, other in zip(kept, joined, strict=True)]


def test_every_question_gets_the_same_answers_as_when_django_writes_it_anew(world, episode):
    for question, asked in values_for(world, episode).items():
        for values in asked:
            with transaction.atomic():
                assert told(question(**values)) == told(question.__wrapped__(**values)), question.__name__
        assert question(**asked[0]), question.__name__


def test_a_question_is_written_the_first_time_only(world, episode, monkeypatch):
    questions = values_for(world, episode)
    for question, asked in questions.items():
        question(**asked[0])
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *told, **more: pytest.fail("written anew"))
    for question, asked in questions.items():
        question(**asked[1])


def test_an_episode_is_held_in_a_transaction_only(world, episode, monkeypatch):
    values = {"user": world.aino.pk, "now": timezone.now(), "episode": episode.pk}
    with monkeypatch.context() as patch:
        patch.setattr(connections[DEFAULT_DB_ALIAS], "in_atomic_block", False)
        with pytest.raises(transaction.TransactionManagementError):
            held_episode(**values)


def test_a_row_is_stored_as_django_stores_it(world, episode):
    fields = {"episode": episode, "date": world.day, "intervention": world.ungdom.interventions.first(), "minutes": 30}
    made, saved = Contact(**fields), Contact(**fields)
    assert insert(made)
    saved.save()
    assert made.pk
    assert not made._state.adding
    assert {**model_to_dict(Contact.objects.get(pk=made.pk)), "id": saved.pk} == model_to_dict(saved)


def test_a_text_that_is_to_be_sealed_is_stored_sealed(world):
    made = Registration(service=world.ungdom, what="a test", why="Det får ingen läsa")
    insert(made)
    assert Registration.objects.get(pk=made.pk).why == "Det får ingen läsa"
    with connection.cursor() as cursor:
        cursor.execute("SELECT why FROM records_registration WHERE id = %s", [made.pk])
        assert cursor.fetchone()[0].startswith("sealed:")


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
