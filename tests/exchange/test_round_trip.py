"""A dataset that went in comes out equal: same rows in every table, same values."""

from pathlib import Path

import pytest
from benchmarks.generate import generate
from tests.dataset.small import rows_of, small
from tests.exchange.alike import assert_comes_out_equal, part, taken_in, written

from loke.dataset.reader import read
from loke.exchange.actions import export_service
from loke.exchange.command import import_dataset

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def only_oppna() -> dict:
    """The small dataset's first service by itself: with it all its instruments."""
    tables = small()
    return tables | {
        name: [row for row in rows if row.get("service", "oppna") == "oppna" and row.get("episode") != "e4"]
        for name, rows in tables.items()
    }


def with_table(name: str, text: str) -> dict:
    return only_oppna() | {name: rows_of(text)}


def test_a_dataset_that_uses_every_table_and_column_comes_out_equal() -> None:
    assert_comes_out_equal(small())


def test_a_dataset_imported_twice_comes_out_equal() -> None:
    assert_comes_out_equal(small(), times=2)


@pytest.mark.parametrize(("name", "ending"), [("package", "csv"), ("package.zip", "parquet")])
def test_an_exported_package_reads_as_the_dataset_that_went_in(tmp_path: Path, name: str, ending: str) -> None:
    generate(tmp_path / "in", clients=25, seed=3)
    with read(tmp_path / "in") as dataset:
        [service] = import_dataset(dataset, by=None)
        export_service(by=None, service=service, path=tmp_path / name, ending=ending)
        with read(tmp_path / name) as exported:
            assert part(exported, service.code) == part(dataset, service.code)


def test_a_package_of_several_services_comes_out_service_by_service(tmp_path: Path) -> None:
    generate(tmp_path / "in", clients=30, services=3, seed=4)
    with read(tmp_path / "in") as dataset:
        for service in import_dataset(dataset, by=None):
            export_service(by=None, service=service, path=tmp_path / service.code)
            with read(tmp_path / service.code) as exported:
                assert written({n: exported.rows(n) for n in exported.tables}) == part(dataset, service.code)


def test_a_service_without_anything_declared_comes_out_equal() -> None:
    episodes = rows_of("episode client service opened closed\n e1 . s 2020-01-01 .\n e2 . s 2020-01-01 2020-01-01")
    assert_comes_out_equal({"services": [{"service": "s", "name": "S"}], "episodes": episodes})


def test_clients_that_are_not_listed_come_out_unlisted() -> None:
    tables = only_oppna()
    del tables["clients"]
    assert_comes_out_equal(tables, times=2)


def test_clients_without_episodes_and_without_facts_are_still_listed() -> None:
    table = "client service sex birth_year\n A1 oppna . .\n A2 oppna . .\n A9 oppna . .\n A0 oppna other 1871"
    assert_comes_out_equal(with_table("clients", table), times=2)


def test_phases_of_a_service_without_a_plan_come_out_without_one() -> None:
    tables = only_oppna()
    del tables["phase_plan"]
    assert_comes_out_equal(tables, times=2)


def test_a_service_that_has_not_said_when_it_asks_comes_out_without_having_said_it() -> None:
    tables = only_oppna()
    del tables["measurement_plan"]
    assert_comes_out_equal(tables, times=2)


def test_moments_that_a_service_was_asked_at_already_stay_where_the_dataset_says_none() -> None:
    tables = only_oppna()
    [service] = taken_in(tables)
    del tables["measurement_plan"]
    taken_in(tables)
    plan = service.plans.get(instrument__code="magga")
    assert (plan.at_start, plan.every_weeks, plan.at_end, plan.months, plan.said) == (True, 4, False, [6, 12], True)


def test_a_questionnaire_that_is_planned_and_that_nobody_has_answered_yet_comes_out_planned() -> None:
    table = "service instrument at_start every_weeks at_end months_after\n oppna ute false 26 false ."
    tables = with_table("measurement_plan", table)
    tables["measurements"] = [row for row in tables["measurements"] if row["instrument"] != "ute"]
    tables["scores"] = [row for row in tables["scores"] if row["measurement"] != "m4"]
    assert_comes_out_equal(tables)


def test_expected_answers_to_a_yes_no_variable_come_out_equal() -> None:
    table = """service expectation version valid_from kind text variable option share
    oppna arbetar 1 2016-01-01 category Arbetar arbete yes 0.10
    oppna vet 1 2016-01-01 category Vet arbete yes .
    oppna vet 1 2016-01-01 category Vet arbete no ."""
    assert_comes_out_equal(with_table("expectations", table), times=2)


def test_equal_contacts_and_goals_not_yet_judged_come_out_equal() -> None:
    tables = only_oppna()
    tables["contacts"] += [dict(row) for row in tables["contacts"] for _ in range(3)]
    tables["goals"] += rows_of("episode goal attainment set_on judged_on\n e2 Jobb . 2016-04-01 .")
    assert_comes_out_equal(tables, times=2)


def test_two_episodes_with_equal_contents_stay_two() -> None:
    tables = only_oppna()
    for name in ("values", "contacts", "phases", "goals"):
        tables[name] += [{**row, "episode": "e3"} for row in tables[name] if row["episode"] == "e1"]
    assert_comes_out_equal(tables, times=2)


@pytest.mark.parametrize("number", ["0.1", "0.10", "-0", "999999.123456789", "1e-9", "-1000000"])
def test_numbers_come_out_with_the_same_value(number: str) -> None:
    tables = with_table("scores", f"measurement scale value\n m4 poang {number}")
    tables["values"] = rows_of(f"episode variable value\n e1 dagar {number}")
    tables["expectations"][7] |= {"from": number, "to": ""}
    assert_comes_out_equal(tables)


def test_texts_come_out_as_they_were_written() -> None:
    tables = only_oppna()
    tables["variables"][0] |= {"name": ' "Boende"; =1+1', "purpose": "rad ett\r\nrad två, å ä ö 😀 ", "component": "'"}
    assert_comes_out_equal(tables, times=2)


def test_an_item_whose_scales_contradict_each_other_comes_out_equal() -> None:
    table = """instrument scale name items score min max better step
    x a A q1·q2 mean 1 3 lower 1
    x b B q1 sum 5 7 lower 1"""
    tables = with_table("scales", table) | {"items": [], "norms": [], "measurement_plan": []}
    tables["expectations"] = []
    tables["measurements"] = rows_of("measurement episode instrument occasion\n m1 e1 x start")
    tables |= {"scores": [], "answers": rows_of("measurement item value\n m1 q2 2.5")}
    assert_comes_out_equal(tables, times=2)
    assert taken_in(tables)[0].plans.count() == 1
