"""What the database cannot hold is refused with a line for each fault, and then nothing at all is stored."""

import re

import pytest
from tests.dataset.small import rows_of, small
from tests.exchange.alike import taken_in

from loke.accounts.actions import make_organisation, make_unit
from loke.accounts.models import AuditEntry, Organisation
from loke.dataset.faults import Refused
from loke.description.models import Service
from loke.measures.models import Instrument
from loke.records.models import Client, Episode

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def refused(tables: dict, **where: object) -> str:
    with pytest.raises(Refused) as stop:
        taken_in(tables, **where)
    return str(stop.value)


def with_cell(table: str, row: int, column: str, text: str) -> dict:
    tables = small()
    tables[table][row][column] = text
    return tables


def test_a_fault_in_the_last_row_stores_nothing() -> None:
    tables = with_cell("goals", -1, "goal", "Ring mig på 070-123 45 67")
    refused(tables)
    assert not any(model.objects.exists() for model in (Service, Organisation, Client, Episode, Instrument, AuditEntry))


def test_a_clash_with_what_is_registered_stores_nothing_of_the_services_before_it() -> None:
    taken_in(small())
    entries = AuditEntry.objects.count()
    tables = {"services": rows_of("service name organisation\n en En Norrby\n oppna Ny Norrby")}
    tables["episodes"] = rows_of("episode client service opened\n e8 X1 en 2020-01-01\n e9 A2 oppna 2020-01-01")
    wanted = "väntade en dag, för klienten har en annan pågående kontakt som är registrerad här"
    assert refused(tables) == f"episodes:2:closed, hittade tomt, {wanted}"
    assert AuditEntry.objects.count() == entries
    assert sorted(Service.objects.values_list("code", "name")) == [("oppna", "Öppna"), ("unga", "Unga")]


@pytest.mark.parametrize(
    ("table", "column", "found", "kind"),
    [
        ("clients", "client", "19850709-9805", "ett personnummer"),
        ("episodes", "episode", "8507099805", "ett personnummer"),
        ("contacts", "session", "aino@example.se", "en e-postadress"),
        ("values", "value", "Ring 070-123 45 67", "ett telefonnummer"),
        ("goals", "goal", "Sonen 850709-9805 bor hemma", "ett personnummer"),
        ("variables", "name", "Fråga aino@example.se", "en e-postadress"),
        ("interventions", "name", "Samtal 070-123 45 67", "ett telefonnummer"),
    ],
)
def test_what_shows_who_somebody_is_is_refused_without_being_echoed(
    table: str, column: str, found: str, kind: str
) -> None:
    tables = small()
    row = next(row for row in reversed(tables[table]) if table != "values" or row["variable"] == "plan")
    was, place = row[column], tables[table].index(row) + 1
    for rows in tables.values():
        for each in rows:
            each |= {name: found for name, text in each.items() if text == was and name == column}
    text = refused(tables)
    assert f"{table}:{place}:{column}, hittade {kind}, väntade inget som visar vem någon är" in text
    assert found not in text
    assert not re.search(r"\d{4,}", text)


def test_numbers_of_a_reference_are_nobodys() -> None:
    taken_in(with_cell("scales", 0, "source", "doi:10.1016/S0191-8869(85)07099805, tel. 08-123 456 78"))
    assert Instrument.objects.filter(scales__source__contains="8507099805").count() == 0
    assert Service.objects.count() == 2


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "wanted"),
    [
        ("services", 0, "name", "x" * 201, "text på högst 200 tecken"),
        ("clients", 0, "client", "k" * 61, "text på högst 60 tecken"),
        ("goals", 0, "goal", "ett\0noll", "text utan nolltecken"),
        ("values", 8, "value", "ett\0noll", "text utan nolltecken"),
        ("scales", 0, "step", "0", "ett tal större än 0"),
        ("scales", 0, "sd", "1234567890.123456", "ett tal med högst 15 siffror"),
        ("scales", 3, "need", "40000", "högst 32767"),
        ("measurement_plan", 0, "months_after", " ".join(map(str, range(100, 116))), "text på högst 60 tecken"),
        ("expectations", 9, "scale", "", "ett värde"),
        ("expectations", 0, "instrument", "magga", "både instrument och scale, eller ingen av dem"),
    ],
)
def test_what_does_not_fit_is_refused_where_it_stands(
    table: str, row: int, column: str, text: str, wanted: str
) -> None:
    tables = with_cell(table, row, column, text)
    if column == "client":
        tables["episodes"][0]["client"] = text
    told = refused(tables).splitlines()[0]
    assert told.startswith(f"{table}:{row + 1}:")
    assert f"väntade {wanted}" in told


def test_a_client_has_one_open_episode_in_a_service() -> None:
    tables = with_cell("episodes", 1, "client", "A1")
    tables["episodes"] += rows_of("episode client service opened closed\n e5 A1 oppna 2018-01-01 .")
    assert refused(tables).startswith("episodes:5:closed, hittade tomt, väntade en dag")


def test_a_unit_knows_a_client_under_one_sex_and_year_of_birth() -> None:
    tables = small()
    tables["clients"] += rows_of("client service sex birth_year\n A1 unga male 1980")
    taken_in(tables)
    assert sorted(Client.objects.filter(code="A1").values_list("sex", flat=True)) == ["female", "male"]


def test_in_one_unit_two_services_may_not_disagree_about_a_client() -> None:
    unit = make_unit(by=None, organisation=make_organisation(by=None, code="n", name="Norrby"), code="u", name="U")
    tables = small()
    tables["clients"] += rows_of("client service sex birth_year\n A1 unga male 1980")
    assert "samma kön och födelseår" in refused(tables, unit=unit)
    assert not Service.objects.exists()
    tables["clients"][-1]["sex"] = "female"
    taken_in(tables, unit=unit)
    assert Client.objects.filter(code="A1").count() == 1


def test_an_instrument_that_another_service_uses_may_not_be_another() -> None:
    taken_in(small())
    tables = {
        "services": rows_of("service name organisation\n ny Ny Norrby"),
        "scales": [dict(row) for row in small()["scales"]],
        "items": small()["items"],
        "episodes": [],
    }
    taken_in(tables)
    tables["scales"][0]["step"] = "0.6"
    assert "scales:1:step, hittade ”0.6”, väntade ”0.5” som i organisationens magga" in refused(tables)
    tables["scales"] = tables["scales"][1:]
    assert "väntade också allt, oro som" in refused(
        tables | {"scales": tables["scales"][0:1], "items": tables["items"]}
    )


def test_an_instrument_may_change_with_the_services_that_use_it() -> None:
    taken_in(small())
    taken_in(with_cell("scales", 0, "step", "0.6"))
    assert str(Instrument.objects.get(code="magga").scales.get(code="oro").step) == "0.600000000"


def test_a_variable_keeps_its_type_while_other_episodes_have_answers() -> None:
    taken_in(small())
    tables = with_cell("variables", 5, "type", "text")
    taken_in(tables)
    for name in ("values", "contacts", "phases", "measurements", "answers", "scores", "goals"):
        tables[name] = []
    tables["episodes"], tables["variables"][5]["type"] = tables["episodes"][1:], "number"
    assert "variables:6:type, hittade ”number”, väntade text" in refused(tables)
