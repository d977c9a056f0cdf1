"""The door to the records: a snapshot equal to what the files say, and never older than the last change."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from benchmarks.generate import generate
from tests.asking import undone
from tests.dataset.small import small
from tests.exchange.alike import taken_in

from loke import cli
from loke.analysis.calculation import analyse
from loke.analysis.options import Options
from loke.analysis.output import to_json
from loke.dataset.reader import open_dataset, read
from loke.dataset.snapshot import Snapshot
from loke.description.actions import add_intervention, add_phase
from loke.description.models import Service
from loke.exchange.actions import export_service
from loke.exchange.command import import_dataset
from loke.followup import dataset
from loke.followup.dataset import snapshot_for
from loke.followup.dataset.kept import Kept
from loke.followup.dataset.rows import Rows
from loke.measures.actions import add_variable, bring_back_variable, change_plan, drop_from_plan, retire_variable
from loke.records.actions import (
    end_episode,
    enter_phases,
    judge_goals,
    open_episode,
    record_measurements,
    record_values,
    register_contact,
)
from loke.records.models import Episode, Measurement, Score

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 30)


def tables(snapshot: Snapshot, by: tuple[str, ...] = ()) -> str:
    """Every table of an analysis, by year, as text."""
    return to_json(analyse(snapshot, Options(as_of=DAY, period="year", by=by)))


def exported(code: str, folder: Path) -> Snapshot:
    export_service(by=None, service=Service.objects.get(code=code), path=folder / code)
    return open_dataset(folder / code)


def test_the_database_and_the_exported_files_give_equal_tables(tmp_path: Path) -> None:
    generate(tmp_path, clients=30, seed=5)
    with read(tmp_path) as found:
        [service] = import_dataset(found, by=None, organisation="Älvkulla kommun")
    stored, came_in, came_out = snapshot_for(service), open_dataset(tmp_path), exported(service.code, tmp_path)
    for by in ((), ("sex", "age"), ("problem", "weekly_hours", "ending")):
        assert tables(stored, by) == tables(came_in, by) == tables(came_out, by)


@pytest.mark.once
@pytest.mark.parametrize("left_out", [None, "phase_plan", "measurement_plan", "clients"])
def test_every_table_and_column_reaches_the_snapshot(tmp_path: Path, left_out: str | None) -> None:
    rows = small()
    rows.pop(left_out, None)
    for service in taken_in(rows):
        assert tables(snapshot_for(service)) == tables(exported(service.code, tmp_path))


def test_the_demo_gives_equal_tables_from_the_database_and_from_files(world, tmp_path: Path) -> None:
    for service in (world.ungdom, world.beroende, world.familjehem, world.foraldraskap):
        assert tables(snapshot_for(service)) == tables(exported(service.code, tmp_path))


def due(service: Service) -> set[str]:
    """The occasions at which something is due of the service's questionnaires."""
    codes = set(service.plans.values_list("instrument__code", flat=True))
    found = analyse(snapshot_for(service), Options(as_of=DAY)).tables["completeness"]
    return {row.occasion for row in found if row.what in codes}


def test_a_questionnaire_planned_in_between_alone_is_missing_at_neither_start_nor_end(world) -> None:
    plan = world.ungdom.plans.get()
    for moments, occasions in (
        ({"at_start": True, "every_weeks": 8, "at_end": True}, {"start", "end"}),
        ({"at_start": False, "every_weeks": 8, "at_end": False}, set()),
        ({"at_start": True, "every_weeks": None, "at_end": False}, {"start"}),
    ):
        change_plan(by=None, plan=plan, **moments)
        assert due(world.ungdom) == occasions


def test_one_that_is_no_longer_asked_is_due_at_no_occasion(world) -> None:
    assert drop_from_plan(by=None, plan=world.ungdom.plans.get()).kept
    assert due(world.ungdom) == set()


def test_a_variable_out_of_use_is_due_at_no_occasion_until_it_is_asked_again(world) -> None:
    def asked() -> set[str]:
        found = analyse(snapshot_for(world.ungdom), Options(as_of=DAY)).tables["completeness"]
        return {row.what for row in found}

    variable, was = world.ungdom.variables.get(code="problem"), asked()
    retire_variable(by=None, variable=variable)
    assert was - asked() == {"problem"}
    bring_back_variable(by=None, variable=variable)
    assert asked() == was


@pytest.mark.once
def test_what_came_without_a_plan_is_due_as_ever_until_somebody_plans_it() -> None:
    rows = small()
    del rows["measurement_plan"]
    service = taken_in(rows)[0]
    assert due(service) == {"start", "end", "after_6"}
    change_plan(by=None, plan=service.plans.get(instrument__code="magga"), at_end=False)
    change_plan(by=None, plan=service.plans.get(instrument__code="ute"), at_end=False)
    assert due(service) == {"start"}


@contextmanager
def tried(service: Service) -> Iterator[Service]:
    """The service as it was taken in, to be changed; afterwards all is put back, and no figures of it are kept."""
    with undone():
        yield Service.objects.get(pk=service.pk)
    dataset._kept.clear()


def second(service: Service) -> Episode:
    return service.episodes.get(code="e2")


CHANGES: dict[str, Callable[[Service], object]] = {
    "a contact": lambda s: register_contact(
        by=None, episode=second(s), date=date(2016, 4, 1), intervention=s.interventions.get(code="samtal")
    ),
    "an opened episode": lambda s: open_episode(by=None, service=s, opened=date(2016, 4, 1), sex="male"),
    "an ended episode": lambda s: end_episode(
        by=None, episode=second(s), closed=date(2016, 4, 1), ending=s.endings.get(code="klar")
    ),
    "a phase": lambda s: enter_phases(
        by=None, episode=second(s), stays=[(s.phases.get(code="start"), date(2016, 4, 1))]
    ),
    "a value": lambda s: record_values(
        by=None, episode=second(s), occasion="opening", values={s.variables.get(code="dagar"): 3}
    ),
    "a measurement": lambda s: record_measurements(
        by=None,
        episode=second(s),
        measurements=[
            {"instrument": s.plans.get(instrument__code="magga").instrument, "occasion": "start", "answers": {}}
        ],
    ),
    "a judged goal": lambda s: judge_goals(
        by=None, episode=second(s), goals=[("Jobb", "fully", None, date(2016, 4, 1))]
    ),
    "a variable": lambda s: add_variable(
        by=None,
        service=s,
        name="Ny",
        role="background",
        type="choice",
        purpose="Prov.",
        options=[("a", "A"), ("b", "B")],
    ),
    "a planned moment": lambda s: change_plan(by=None, plan=s.plans.get(instrument__code="magga"), at_end=True),
    "an intervention": lambda s: add_intervention(by=None, service=s, code="ny", name="Ny"),
    "a planned phase": lambda s: add_phase(by=None, service=s, code="ny", name="Ny", order=9),
}


@pytest.mark.once  # test_renewed.py makes the same changes on both
def test_a_change_is_in_the_next_snapshot(oppna: Service, tmp_path: Path) -> None:
    for what, change in CHANGES.items():
        (tmp_path / what).mkdir()
        with tried(oppna) as service:
            before = snapshot_for(service)
            change(service)
            after = snapshot_for(service)
            assert after is not before, what
            assert tables(after) != tables(before), what
            assert tables(after) == tables(exported("oppna", tmp_path / what)), what


def test_a_judged_goal_and_an_import_change_the_number_too(oppna: Service) -> None:
    first = snapshot_for(oppna)
    judge_goals(by=None, episode=second(oppna), goals=[("Jobb", "fully", None, None)])
    then = snapshot_for(oppna)
    taken_in(small())
    assert first is not then
    assert then is not snapshot_for(oppna)


def test_decimals_are_read_to_the_ninth(oppna: Service) -> None:
    for value in ("999999.123456789", "-0.000000001", "33.333333333", "12"):
        with tried(oppna) as service:
            Score.objects.update(value=Decimal(value))
            [scored] = [one for one in snapshot_for(service).measurements if one.given]
            [number] = scored.given["poang"].tolist()
            assert Decimal(number).scaleb(-scored.given_decimals["poang"]) == Decimal(value)


def test_whoever_answered_is_read_whatever_they_are_called(oppna: Service) -> None:
    for name in ("mamma, ”pappa”", 'a,"b"', "\\", "å, null", "7,5"):
        Measurement.objects.filter(episode__service=oppna).update(respondent=name)
        assert Rows(oppna).respondents == (name,)


def test_an_unchanged_service_is_read_once(oppna: Service, django_assert_num_queries) -> None:
    first = snapshot_for(oppna)
    with django_assert_num_queries(1):
        assert snapshot_for(oppna) is first


def test_a_service_is_read_by_one_at_a_time(oppna: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    at_hand, held = dataset.at_hand, []

    def watched(service: Service, before: Kept | None) -> Kept:
        held.append(dataset._reading[service.pk].locked())
        return at_hand(service, before)

    monkeypatch.setattr(dataset, "at_hand", watched)
    snapshot_for(oppna)
    assert held == [True]
    assert not dataset._reading[oppna.pk].locked()


def test_only_the_latest_used_services_are_kept(oppna: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "KEPT", 1)
    first, other = snapshot_for(oppna), Service.objects.get(code="unga")
    snapshot_for(other)
    assert list(dataset._kept) == [other.pk]
    assert snapshot_for(oppna) is not first


def test_a_service_of_the_installation_is_analysed_up_to_today(oppna: Service, capsys: pytest.CaptureFixture) -> None:
    tomorrow = date.today() + timedelta(days=1)
    open_episode(by=None, service=oppna, opened=tomorrow, sex="male")
    assert snapshot_for(oppna).last_day == tomorrow
    assert cli.main(["analyse", "service:oppna", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["dataset"]["as_of"] == date.today().isoformat()
    assert {row["of"] for row in found["tables"]["who"] if row["variable"] == "sex"} == {oppna.episodes.count() - 1}
    assert cli.main(["analyse", "service:stangda"]) == 2
    assert "Verksamheten stangda finns inte i den här installationen." in capsys.readouterr().err
