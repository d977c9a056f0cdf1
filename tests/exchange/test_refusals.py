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


IDENTIFYING = [
    ("clients", "client", "19850709-9805", "ett personnummer"),
    ("episodes", "episode", "8507099805", "ett personnummer"),
    ("contacts", "session", "aino@example.se", "en e-postadress"),
    ("values", "value", "Ring 070-123 45 67", "ett telefonnummer"),
    ("goals", "goal", "Sonen 850709-9805 bor hemma", "ett personnummer"),
    ("variables", "name", "Fråga aino@example.se", "en e-postadress"),
    ("interventions", "name", "Samtal 070-123 45 67", "ett telefonnummer"),
]


def test_what_shows_who_somebody_is_is_refused_without_being_echoed() -> None:
    tables, wanted = small(), []
    for table, column, found, kind in IDENTIFYING:
        row = next(row for row in reversed(tables[table]) if table != "values" or row["variable"] == "plan")
        was = row[column]
        for rows in tables.values():
            for each in rows:
                each |= {name: found for name, text in each.items() if text == was and name == column}
        place = tables[table].index(row) + 1
        wanted.append(f"{table}:{place}:{column}, hittade {kind}, väntade inget som visar vem någon är")
    text = refused(tables)
    assert [line for line in wanted if line not in text] == []
    assert [found for _, _, found, _ in IDENTIFYING if found in text] == []
    assert not re.search(r"\d{4,}", text)


def test_numbers_of_a_reference_are_nobodys() -> None:
    taken_in(with_cell("scales", 0, "source", "doi:10.1016/S0191-8869(85)07099805, tel. 08-123 456 78"))
    assert Instrument.objects.filter(scales__source__contains="8507099805").count() == 0
    assert Service.objects.count() == 2


UNFIT = [
    ("services", 0, "name", "x" * 201, "text på högst 200 tecken"),
    ("clients", 0, "client", "k" * 61, "text på högst 60 tecken"),
    ("goals", 0, "goal", "ett\0noll", "text utan nolltecken"),
    ("values", 8, "value", "ett\0noll", "text utan nolltecken"),
    ("scales", 0, "step", "0", "ett tal större än 0"),
    ("scales", 0, "sd", "1234567890.123456", "ett tal med högst 15 siffror"),
    ("scales", 3, "need", "40000", "högst 32767"),
    ("measurement_plan", 0, "months_after", " ".join(map(str, range(100, 116))), "text på högst 60 tecken"),
    ("expectations", 0, "instrument", "magga", "både instrument och scale, eller ingen av dem"),
]


INCOMPLETE = [("expectations", 9, "scale", "", "ett värde")]  # seen before the rest is looked at


@pytest.mark.parametrize("unfit", [UNFIT, INCOMPLETE])
def test_what_does_not_fit_is_refused_where_it_stands(unfit: list[tuple]) -> None:
    tables = small()
    for table, row, column, text, _ in unfit:
        tables[table][row][column] = text
        if column == "client":
            tables["episodes"][0]["client"] = text
    told = refused(tables).splitlines()
    assert [
        wanted
        for table, row, _, _, wanted in unfit
        if not any(line.startswith(f"{table}:{row + 1}:") and f"väntade {wanted}" in line for line in told)
    ] == []


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
