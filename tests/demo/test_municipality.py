"""The municipality as it stands in the database: the figures tell the story, and nothing but actions wrote it."""

import ast
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.world import DAY, World

import loke.demo
from loke.accounts import log
from loke.accounts.models import AuditEntry, Membership, Organisation, Unit, User
from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.demo import build
from loke.description.models import (
    Intervention,
    PlannedPhase,
    ProcessDescription,
    Service,
    ServiceDescription,
)
from loke.followup.dataset import snapshot_for
from loke.measures.models import Expectation, Instrument, MeasurementPlan, Variable
from loke.records.models import Answer, Client, Contact, Ending, Episode

pytestmark = pytest.mark.once  # on PostgreSQL it is the same world, moved there
SERVICES = ("beroende", "familjehem", "foraldraskap", "ungdom")
WITH_AN_ENTRY = (
    *(Organisation, Unit, User, Membership, Service, ServiceDescription, ProcessDescription, Intervention),
    *(PlannedPhase, Ending, Variable, Instrument, MeasurementPlan, Episode),
)
ENTRY_OF_THE_EPISODE = {
    "contacts": "register_contacts",
    "values": "record_values",
    "phases": "enter_phases",
    "measurements": "record_measurements",
    "goals": "judge_goals",
}
SAVING = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update"}
ROWS = (
    "SELECT e.code, c.code, c.sex, c.birth_year, e.opened, e.closed, e.age, x.code FROM records_episode e "
    "JOIN records_client c ON c.id = e.client_id LEFT JOIN records_ending x ON x.id = e.ending_id ORDER BY 1",
    "SELECT e.code, t.date, i.code, t.attendance, t.minutes, t.session FROM records_contact t JOIN records_episode e "
    "ON e.id = t.episode_id JOIN description_intervention i ON i.id = t.intervention_id ORDER BY 1, 2, 3, 4, 5",
    "SELECT m.code, m.date, i.code, a.value, a.reason FROM records_answer a JOIN records_measurement m "
    "ON m.id = a.measurement_id JOIN measures_item i ON i.id = a.item_id ORDER BY 1, 3",
)

every_service = pytest.mark.parametrize("name", SERVICES)


@cache  # nobody changes the world here
def tables(service: Service, **options):
    return analyse(snapshot_for(service), Options(as_of=DAY, **options)).tables


def table(world: World, name: str, which: str, **options):
    return tables(getattr(world, name), **options)[which]


def test_about_400_clients_have_been_met_about_12000_times(world):
    assert 390 <= Episode.objects.count() <= 430
    assert 11_000 <= Contact.objects.count() <= 13_000
    assert Answer.objects.count() > 6_000


@every_service
@pytest.mark.parametrize("period", ["all", "2026"])
def test_some_expectations_hold_some_do_not_and_some_cannot_be_told(world, name, period):
    rows = table(world, name, "expectations", period="all" if period == "all" else "year")
    assert {"met", "not_met", "uncertain"} <= {row.verdict for row in rows if row.period == period}


@every_service
def test_the_idea_has_been_changed_once(world, name):
    versions = {row.version for row in table(world, name, "expectations")}
    assert versions == {"1", "2"}
    assert getattr(world, name).processes.filter(status="adopted").get().version == "2"


def test_every_kind_of_expectation_occurs(world):
    assert set(Expectation.objects.values_list("kind", flat=True)) == set(Expectation.Kind.values)


def test_the_youth_service_does_not_manage_the_meetings_it_meant_to_give(world):
    rows = [row for row in table(world, "ungdom", "expectations") if row.expectation == "traffar"]
    assert {row.verdict for row in rows} == {"not_met"}
    assert all(row.share < 0.45 for row in rows)


@every_service
def test_one_intervention_was_never_meant_and_one_that_was_is_hardly_used(world, name):
    rows = table(world, name, "interventions")
    assert any(row.contacts > 20 for row in rows if not row.intended)
    assert any(row.share < 0.15 for row in rows if row.intended)


def test_the_share_who_complete_the_youth_service_falls_and_rises(world):
    rows = {row.period: row for row in table(world, "ungdom", "completion", period="year")}
    assert rows["2025"].share < 0.45 < rows["2024"].share < rows["2026"].share


def test_somebody_from_another_municipality_sees_nothing(world):
    assert not Service.objects.for_user(world.charlie).exists()
    assert not Episode.objects.for_user(world.charlie).exists()


def test_the_practitioner_sees_her_own_clients_and_the_manager_everybodys(world):
    own = Episode.objects.for_user(world.aino)
    assert set(own) == set(world.aino.episodes.all())
    assert set(Episode.objects.for_user(world.maryam)) == set(world.ungdom.episodes.all())


def test_of_a_client_nothing_is_known_that_no_page_asks(world):
    assert not Client.objects.exclude(birth_year=None).exists()
    assert Episode.objects.exclude(age=None).exists()


def test_the_demos_own_code_never_saves():
    saving = [
        f"{path.name}:{call.lineno}"
        for path in Path(loke.demo.__file__).parent.glob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in SAVING
    ]
    assert saving == []


@pytest.mark.parametrize("model", WITH_AN_ENTRY, ids=lambda model: model.__name__)
def test_every_row_has_its_entry_in_the_audit_log(world, model):
    targets = set(AuditEntry.objects.values_list("target", flat=True))
    assert {f"{model._meta.label} {pk}" for pk in model.objects.values_list("pk", flat=True)} <= targets


def test_an_expectation_has_its_entry_or_was_copied_when_its_version_was_begun(world):
    added = set(AuditEntry.objects.filter(what="add_expectation").values_list("target", flat=True))
    begun = set(AuditEntry.objects.filter(what="begin_process_version").values_list("target", flat=True))
    for one in Expectation.objects.select_related("process"):
        assert f"measures.Expectation {one.pk}" in added or f"description.ProcessDescription {one.process_id}" in begun


@pytest.mark.parametrize("rows", ENTRY_OF_THE_EPISODE)
def test_what_belongs_to_an_episode_is_in_the_log_under_the_episode(world, rows):
    logged = set(AuditEntry.objects.filter(what=ENTRY_OF_THE_EPISODE[rows]).values_list("target", flat=True))
    having = Episode.objects.filter(**{f"{rows}__isnull": False}).values_list("pk", flat=True).distinct()
    assert {f"records.Episode {pk}" for pk in having} <= logged


def test_every_closed_episode_was_ended_by_its_own_practitioner(world):
    ended = Counter(AuditEntry.objects.filter(what="end_episode").values_list("by", flat=True))
    assert ended.total() == Episode.objects.ended().count()
    assert set(ended) <= set(Membership.objects.filter(role="practitioner").values_list("user", flat=True))


def test_the_audit_logs_chain_is_whole(world):
    assert log.broken_links(AuditEntry) == []


def test_a_database_that_has_a_purpose_is_left_alone(world):
    before = AuditEntry.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        build(DAY, progress=lambda line: None)
    assert AuditEntry.objects.count() == before


def rows_in(file: Path) -> list[list[tuple]]:
    with sqlite3.connect(file) as database:
        return [database.execute(query).fetchall() for query in ROWS]


@pytest.mark.slow
def test_built_twice_the_clients_are_the_same_to_the_last_code(copied, tmp_path):
    script = (
        "import django; django.setup(); from datetime import date; from django.core.management import call_command; "
        f"from loke.demo import build; call_command('migrate', verbosity=0); build(date({DAY:%Y, %-m, %-d}))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"LOKE_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "loke.settings"}
    environment["PYTHONPATH"] = str(Path(loke.demo.__file__).parents[2])
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True)
    assert rows_in(copied) == rows_in(tmp_path / "loke.sqlite3")
