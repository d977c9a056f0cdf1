"""When time in quarantine is over nothing is left of a client: not in any table, log, receipt or byte of the file."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.records.leaving import LATER, left, proposed, quarantined

from loke.accounts.log import broken_links, record_reading
from loke.accounts.models import AccessedClient, AccessEntry, AuditEntry, Submission
from loke.records import actions, nightly
from loke.records.history import KINDS
from loke.records.models import Change, Client, Episode, ErasedClient, Erasure, Registration
from loke.records.retention import erasing, graph

SRC = Path(__file__).parents[2] / "src"


def words_of_every_row() -> dict[str, str]:
    """Everything that the tables of the house say, by model."""
    said = {}
    for model in apps.get_models(include_auto_created=True):
        said[model.__name__] = "\n".join(str(row) for row in model._default_manager.order_by("pk").values_list())
    return said


@pytest.fixture
def one(world) -> ErasedClient:
    """Somebody on the way out, with a corrected answer, a contact thrown away and a form's receipt."""
    one = proposed(world).clients.get()
    episode = Episode.objects.get(pk=one.episodes[0])
    value = episode.values.filter(option=None, variable__type="number").first() or episode.values.first()
    told = {"by": world.maryam, "episode": episode, "occasion": value.occasion or "opening"}
    actions.record_values(values={value.variable: None}, **told)
    record_reading(by=world.maryam, unit=world.ungdom.unit, what="client", clients=[one.client_number])
    receipt = f"/v/ungdom/klienter/{one.client_number}/?kontakt={episode.pk}"
    Submission.objects.create(id=uuid4(), by=world.maryam, receipt=receipt)
    return one


@pytest.fixture
def gone(world, one) -> Erasure:
    actions.approve_erasure(by=world.maryam, erasure=one.erasure)
    actions.confirm_erasure(by=world.administrator, erasure=one.erasure, day=LATER)
    one.refresh_from_db()
    assert left(one) == []
    return actions.erase(by=None, erasure=one.erasure, day=LATER + timedelta(days=30))


def test_the_client_and_what_was_sealed_are_not_there(world, one, gone):
    assert not Client.objects.filter(pk=one.client_number).exists()
    assert not Change.objects.filter(client_number=one.client_number).exists()
    assert not ErasedClient.objects.filter(client_number=one.client_number).exists()


def test_no_row_of_any_table_says_what_was_there(world, one, request):
    client = Client.objects.get(pk=one.client_number)
    episodes = list(Episode.objects.filter(client=client).values_list("code", flat=True))
    measurements = [code for e in Episode.objects.filter(client=client) for code in e.measurements.values_list("code")]
    request.getfixturevalue("gone")
    words = words_of_every_row()
    for code in [client.code, *episodes, *(code for (code,) in measurements)]:
        assert {name for name, said in words.items() if code in said} == set(), code


def test_the_logs_have_forgotten_it_and_hold(world, one, gone):
    assert not AccessedClient.objects.filter(client_number=one.client_number).exists()
    targets = [f"records.Client {one.client_number}", *(f"records.Episode {number}" for number in one.episodes)]
    assert not AuditEntry.objects.filter(target__in=targets).exists()
    assert broken_links(AccessEntry) == broken_links(AuditEntry) == []


def test_the_receipt_of_a_form_leads_to_the_list(world, one, gone):
    assert not Submission.objects.filter(receipt__contains=f"/klienter/{one.client_number}/").exists()
    assert Submission.objects.filter(receipt=reverse("clients", args=["ungdom"])).exists()


def test_no_registration_names_a_row_that_was_erased(world, one, request):
    numbers = {name: {row.pk for row in graph.rows_about(model, one.episodes, [one.client_number])}
               for name, model in KINDS.items()}  # fmt: skip
    request.getfixturevalue("gone")
    for registration in Registration.objects.all():
        for kind, rows in registration.added.items():
            assert not set(rows) & numbers[kind], registration.what
    assert not Registration.objects.filter(episode_number__in=one.episodes).exists()


def test_the_record_says_how_many_by_which_rule_and_who_and_names_nobody(world, one, gone):
    record = Erasure.objects.get(pk=gone.pk)
    assert record.counts["people"] == 1
    assert record.counts["episode"] == len(one.episodes)
    assert record.rules[world.ungdom.name] == 60
    assert (record.first_by, record.second_by) == (world.maryam, world.administrator)
    assert record.erased is not None
    assert not record.clients.exists()


def test_others_in_the_same_group_meeting_keep_theirs(world):
    erasure = proposed(world)
    others = Episode.objects.exclude(pk__in=erasure.clients.get().episodes)
    before = {name: model.objects.count() for name, model in KINDS.items() if hasattr(model, "objects")}
    mine = {name: graph.rows_about(KINDS[name], (c := erasure.clients.get()).episodes, [c.client_number]).count()
            for name in before}  # fmt: skip
    wanted = others.count()
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=LATER)
    actions.erase(by=None, erasure=erasure, day=LATER + timedelta(days=30))
    assert Episode.objects.count() == wanted
    after = {name: KINDS[name].objects.count() for name in before}
    assert after == {name: before[name] - mine[name] for name in before}


def test_an_old_episode_goes_and_the_client_who_has_come_back_stays(world):
    one = proposed(world).clients.get()
    client = Client.objects.get(pk=one.client_number)
    new = actions.open_episode(by=world.aino, service=world.ungdom, opened=LATER - timedelta(days=9), client=client)
    erasure = one.erasure
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=LATER)
    actions.erase(by=None, erasure=erasure, day=LATER + timedelta(days=30))
    assert list(client.episodes.all()) == [new]
    kinds = set(Change.objects.filter(client_number=client.pk).values_list("kind", flat=True))
    assert not kinds
    assert Registration.objects.filter(episode_number=new.pk).exists()


def test_one_erasure_that_fails_stops_no_other_and_is_told_of(world, monkeypatch):
    first = quarantined(world)
    client = Client.objects.filter(unit=world.ungdom.unit).last()
    second = actions.request_erasure(by=world.maryam, client=client, ground="request", why="Begäran har kommit in")
    actions.confirm_erasure(by=world.administrator, erasure=second, day=LATER)
    right = erasing.erase_all

    def fails_once(by, unit, going):
        monkeypatch.setattr(erasing, "erase_all", right)
        raise OSError

    monkeypatch.setattr(erasing, "erase_all", fails_once)
    with pytest.raises(ExceptionGroup) as told:
        nightly.erase_what_is_due(LATER + timedelta(days=30))
    assert f"records.Erasure {first.pk}" in told.value.exceptions[0].__notes__
    assert Erasure.objects.get(pk=first.pk).erased is None
    assert Erasure.objects.get(pk=second.pk).erased


def test_the_registrations_of_a_unit_are_read_once_however_many_go(world):
    erasure = actions.propose_erasure(by=None, unit=world.ungdom.unit, day=LATER)
    erasure.clients.exclude(pk__in=list(erasure.clients.values_list("pk", flat=True))[:3]).delete()
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=LATER)
    with CaptureQueriesContext(connection) as asked:
        actions.erase(by=None, erasure=erasure, day=LATER + timedelta(days=30))
    whole = [one["sql"] for one in asked if one["sql"].startswith("SELECT") and "IS NULL" in one["sql"]
             and 'FROM "records_registration"' in one["sql"]]  # fmt: skip
    assert len(whole) == 1


# Nothing new is forgotten


def test_every_kind_of_row_that_leads_to_a_client_is_one_that_is_erased():
    elsewhere = {model for model in graph.kinds() if model not in KINDS.values()}
    through = {model for model in elsewhere if model._meta.auto_created}  # goes with the client it names
    assert {model.__name__ for model in elsewhere - through} == set()


def test_a_new_kind_of_row_about_an_episode_fails_the_test_before():
    class Diary(models.Model):
        episode = models.ForeignKey(Episode, models.CASCADE)

        class Meta:
            app_label = "records"

    try:
        Diary.__module__ = "loke.records.models.diary"
        graph.kinds.cache_clear()
        with pytest.raises(AssertionError, match="Diary"):
            test_every_kind_of_row_that_leads_to_a_client_is_one_that_is_erased()
    finally:
        del apps.all_models["records"]["diary"]
        apps.clear_cache()
        graph.kinds.cache_clear()


def test_what_names_a_client_or_an_episode_by_number_is_found():
    named = {
        model
        for model in graph.ours()
        for field in model._meta.concrete_fields
        if field.name.endswith(("client_number", "episode_number"))
    }
    assert named <= {*graph.OWN_WAY, *(model for model, __ in graph.by_number())}


# The file


LET_GO = """
import os
from datetime import timedelta
from django.db import connection
from tests.world import look_around
from tests.records.leaving import LATER, proposed
from loke.records import actions, nightly
from loke.records.models import Client
world = look_around()
erasure = proposed(world)
one = erasure.clients.get()
print(Client.objects.get(pk=one.client_number).code)
with connection.cursor() as cursor:
    told = "UPDATE records_value SET text = 'Kanelbullefabriken' WHERE option_id IS NULL AND episode_id = %s"
    cursor.execute(told, one.episodes[:1])
    assert cursor.rowcount
if os.environ["ERASE"] == "1":
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=LATER)
    assert nightly.erase_what_is_due(LATER + timedelta(days=30))
"""


def bytes_after(copied: Path, home: Path, erase: bool) -> tuple[str, bytes]:
    home.mkdir()
    for file in copied.parent.glob("*"):  # the database and the keys that its texts are sealed with
        if file.is_file():
            shutil.copy(file, home)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    path = os.pathsep.join([str(SRC), str(SRC.parent)])
    environment |= {"LOKE_HOME": str(home), "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "loke.settings"}
    environment |= {"LOKE_DEMO": "1", "ERASE": str(int(erase))}
    command = [sys.executable, "-m", "django", "shell", "--verbosity=0", "-c", LET_GO]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip(), b"".join(file.read_bytes() for file in home.glob("loke.sqlite3*"))


def test_the_bytes_are_gone_from_the_file(copied, tmp_path):
    code, before = bytes_after(copied, tmp_path / "there", erase=False)
    assert code.encode() in before
    code, after = bytes_after(copied, tmp_path / "erased", erase=True)
    assert code.encode() not in after
    assert b"Kanelbullefabriken" in before
    assert b"Kanelbullefabriken" not in after
