"""Every kind of fault gives its one clear message, all of them at once, and nothing else."""

import pytest
from tests.dataset.small import Rows, rows_of, small

from loke.dataset.faults import SHOWN_PER_FILE, Fault, Refused, mask, shown
from loke.dataset.reader import read_rows, snapshot_of_rows

# table, row, column and what is put there (a row beyond the last is a copy of it) | the message from "väntade" on
CELLS = """
services 1 name . | text
services 1 group Vuxna! | en kod med a–z, 0–9, - och _
services 3 name Tredje | service bara en gång
variables 1 role bakgrund | background, intervention eller outcome
variables 1 occasion opening·sen | opening, closing eller follow_up, med mellanslag emellan
variables 8 service borta | något som finns i services
options 2 order två | ett heltal
options 5 variable fel | något som finns i variables
interventions 2 intended kanske | true eller false
endings 1 kind klar | completed, discontinued eller other
expectations 1 kind antal | range, category, dose, received, phase, duration, completion eller improvement
expectations 1 valid_from 2016-13-01 | en dag mellan 1970-01-01 och 2149-06-05, skriven ÅÅÅÅ-MM-DD
expectations 1 valid_to 2015-12-31 | samma dag som valid_from eller senare
expectations 1 variable boende | en variabel av typen number, eller age
expectations 1 variable lon | en variabel som finns i variables för verksamheten
expectations 1 share 1.5 | ett tal mellan 0 och 1
expectations 2 to 10 | minst lika mycket som from
expectations 3 option slott | ett alternativ som finns i options för variabeln
expectations 5 intervention dans | en insats som finns i interventions för verksamheten
expectations 5 months . | ett värde, för det behövs när kind är dose
expectations 7 phase mitten | en fas som finns i phase_plan för verksamheten
expectations 8 to . | from eller to, för det behövs när kind är duration
expectations 10 scale sorg | något som finns i scales
scales 1 score . | mean eller sum, för skalan har items
scales 1 need 3 | högst 2, så många frågor har skalan
scales 1 reversed q9 | frågor som finns i items
scales 1 max -1 | mer än min
scales 1 step -1 | ett tal, minst 0
scales 3 parts oro·sorg | andra skalor i samma instrument
scales 3 parts oro·allt | andra skalor i samma instrument
items 1 allowed 1·två | tal med mellanslag emellan
measurement_plan 1 instrument sorg | ett instrument som finns i scales eller items
measurement_plan 1 at_start ibland | true eller false
measurement_plan 1 at_end . | true eller false
measurement_plan 1 every_weeks 0 | ett heltal mellan 1 och 104
measurement_plan 1 every_weeks 105 | ett heltal mellan 1 och 104
measurement_plan 1 months_after 6·tolv | heltal mellan 1 och 240, med mellanslag emellan
measurement_plan 1 months_after 0·6 | heltal mellan 1 och 240, med mellanslag emellan
measurement_plan 1 months_after 6·6 | varje antal månader en gång
items 1 min 11 | minst lika mycket som min
norms 1 mean . | ett tal
norms 1 scale sorg | något som finns i scales
clients 1 sex kvinna | female, male eller other
clients 3 birth_year 1066 | ett heltal mellan 1870 och 2149
clients 4 client B1 | service, client bara en gång
episodes 2 service borta | en kod som finns i services
episodes 2 client A9 | en klient som finns i clients för verksamheten
episodes 2 opened . | en dag mellan 1970-01-01 och 2149-06-05, skriven ÅÅÅÅ-MM-DD
episodes 2 opened 1969-12-31 | en dag mellan 1970-01-01 och 2149-06-05, skriven ÅÅÅÅ-MM-DD
episodes 2 opened 2016-3-1 | en dag mellan 1970-01-01 och 2149-06-05, skriven ÅÅÅÅ-MM-DD
episodes 3 closed 2016-03-31 | samma dag som opened eller senare
episodes 2 ending klar | tomt så länge kontakten pågår
episodes 3 ending flytt | ett avslut som finns i endings för verksamheten
episodes 1 age 131 | ett heltal mellan 0 och 130
episodes 5 client . | episode bara en gång
values 1 episode e9 | en kod som finns i episodes
values 1 variable bil | en variabel som finns i variables för verksamheten
values 1 value slott | ett alternativ som finns i options för variabeln
values 2 value slott | ett alternativ som finns i options för variabeln
values 4 value många | ett tal
values 6 value ja | yes eller no
values 8 value igår | en dag mellan 1970-01-01 och 2149-06-05, skriven ÅÅÅÅ-MM-DD
values 1 value . | ett svar, eller i reason varför det saknas
values 1 reason declined | tomt när frågan är besvarad
values 1 reason kanske | not_asked, declined, not_applicable eller do_not_know
values 1 occasion start | opening, closing eller follow_up
values 3 value alkohol | ett svar per kontakt, variabel och tillfälle
contacts 1 episode e9 | en kod som finns i episodes
contacts 1 date 2150-01-01 | en dag mellan 1970-01-01 och 2149-06-05, skriven ÅÅÅÅ-MM-DD
contacts 1 intervention dans | en insats som finns i interventions för verksamheten
contacts 5 intervention grupp | en insats som finns i interventions för verksamheten
contacts 1 attendance kom | attended, missed eller cancelled
contacts 1 minutes 45.5 | ett heltal mellan 0 och 100000
phases 1 phase mitten | en fas som finns i phase_plan
phases 1 left 2016-01-30 | samma dag som entered eller senare
measurements 1 instrument okänt | ett instrument som finns i scales eller items
measurements 1 occasion före | start, during, end eller after
measurements 3 months_after . | antal månader, för det krävs när occasion är after
measurements 1 respondent Mamma | en kod med a–z, 0–9, - och _
measurements 1 mode telefon | alone, with_staff, proxy eller paper
answers 1 measurement m9 | en kod som finns i measurements
answers 1 item q9 | en fråga som finns i instrumentet
answers 1 value 5 | ett tal, minst 0 och högst 4
answers 1 value hög | ett tal mellan -1000000 och 1000000
answers 3 value 3 | något av 1, 2.5, 10
answers 1 reason declined | tomt när frågan är besvarad
answers 7 value 1 | measurement, item bara en gång
scores 1 scale sorg | en skala som finns i instrumentet
scores 1 value . | ett tal mellan -1000000 och 1000000
goals 1 attainment nästan | fully, largely, slightly eller not_at_all
goals 1 judged_by granne | staff, client eller together
goals 1 episode e9 | en kod som finns i episodes
"""

# the column that a message names, where it is not the one that was changed
ELSEWHERE = {"name Tredje": "service", "min 11": "max", "max -1": "max", "client .": "episode", "to .": "from"}
ELSEWHERE |= {"value alkohol": "variable", "value 1": "item"}


def put(tables: dict[str, Rows], table: str, row: int, column: str, value: str) -> None:
    rows = tables[table]
    if row > len(rows):
        rows.append(dict(rows[-1]))
    rows[row - 1][column] = "" if value == "." else value.replace("·", " ")


def faults_of(tables: dict[str, Rows]) -> list[str]:
    with pytest.raises(Refused) as refused:
        snapshot_of_rows(tables)
    assert refused.value.count == len(refused.value.faults)
    return [str(fault) for fault in refused.value.faults]


CASES = [line.split(" | ") for line in CELLS.strip().splitlines()]


@pytest.mark.parametrize(("where", "wanted"), CASES)
def test_a_wrong_cell_gives_one_message(where: str, wanted: str) -> None:
    table, row, column, value = where.split()
    tables = small()
    put(tables, table, int(row), column, value)
    named = ELSEWHERE.get(f"{column} {value}", column)
    found = shown(tables[table][int(row) - 1][named])
    assert faults_of(tables) == [f"{table}:{row}:{named}, hittade {found}, väntade {wanted}"]


def test_all_faults_are_told_at_once() -> None:
    tables, wanted = small(), 0
    for table, row, column, value in (
        ("endings", "1", "kind", "klar"),
        ("episodes", "1", "age", "131"),
        ("contacts", "1", "attendance", "kom"),
        ("contacts", "4", "date", "igår"),
        ("answers", "1", "value", "5"),
        ("goals", "1", "attainment", "nästan"),
    ):
        put(tables, table, int(row), column, value)
        wanted += 1
    assert len(faults_of(tables)) == wanted


def test_a_score_beside_answers_to_its_items_is_refused() -> None:
    tables = small()
    tables["scores"] += rows_of("measurement scale value\nm2 oro 1\nm2 lust 4\nm1 allt 7")
    wanted = "väntade en skala vars frågor inte har svar i answers"
    assert faults_of(tables) == [
        f"scores:2:scale, hittade ”oro”, {wanted}",
        f"scores:4:scale, hittade ”allt”, {wanted}",
    ]


def test_an_unknown_service_is_told_once_and_not_for_everything_that_hangs_on_it() -> None:
    tables = small()
    put(tables, "episodes", 1, "service", "borta")
    assert faults_of(tables) == ["episodes:1:service, hittade ”borta”, väntade en kod som finns i services"]


def test_more_codes_than_a_byte_holds_are_refused() -> None:
    tables = small()
    tables["endings"] = [{"service": "unga", "ending": f"a{n}", "name": "A", "kind": "other"} for n in range(255)]
    tables["phases"] = [{"episode": "e4", "phase": f"f{n:03}", "entered": "2016-05-01"} for n in range(255)]
    for row in tables["episodes"]:
        row["ending"] = ""
    assert faults_of(tables) == [
        "endings:255:service, hittade ”unga”, väntade högst 254 rader för service",
        "phases:255:phase, hittade ”f254”, väntade högst 254 olika",
    ]


def test_a_missing_column_is_a_fault_and_an_optional_one_is_not() -> None:
    tables = small()
    for row in tables["contacts"]:
        del row["attendance"], row["minutes"]
    assert faults_of(tables) == ["contacts:1:attendance, hittade ingen sådan kolumn, väntade kolumnen attendance"]


def test_a_table_that_must_be_there_is_missed() -> None:
    tables = {name: rows for name, rows in small().items() if name == "services"}
    assert faults_of(tables) == ["episodes.csv, hittade ingen sådan fil, väntade tabellen episodes"]


def test_the_first_hundred_faults_of_a_file_are_shown_and_all_are_counted() -> None:
    tables = small()
    tables["contacts"] = [{**tables["contacts"][0], "attendance": "kom"} for _ in range(250)]
    with pytest.raises(Refused) as refused:
        snapshot_of_rows(tables)
    lines = str(refused.value).splitlines()
    assert refused.value.count == 250
    assert len(lines) == SHOWN_PER_FILE + 1
    assert lines[-1] == "… och 150 fel till, sammanlagt 250"


def test_a_column_and_a_table_that_are_unknown_are_reported_and_not_read() -> None:
    tables = small()
    tables["contacts"][0]["plats"] = "kontoret"
    with read_rows({**tables, "moten": []}) as dataset:
        assert dataset.source.warnings == [
            "contacts: okänd kolumn ”plats”, inte läst",
            "moten: okänd tabell, inte läst",
        ]


@pytest.mark.parametrize(
    "number",
    ["19121212-1212", "121212-1212", "1212121212", "191212121212", "121272+1212", "19121212 1212", "121212-T212"],
)
def test_what_looks_like_a_personal_number_is_never_repeated(number: str) -> None:
    tables = small()
    put(tables, "values", 1, "value", f"född·{number.replace(' ', '·')}x")
    (fault,) = faults_of(tables)
    assert "••••••-••••" in fault
    assert "1212" not in fault.partition("väntade")[0]


@pytest.mark.parametrize("text", ["e123", "2016-01-31", "12.5", "m000001"])
def test_other_values_are_shown_as_they_are(text: str) -> None:
    assert mask(text) == text


def test_a_found_value_is_short_and_on_one_line() -> None:
    assert shown("a\nb" + "x" * 100) == "”a␣b" + "x" * 57 + "…”"


def test_a_fault_reads_as_file_line_and_column() -> None:
    fault = Fault("contacts.csv", 7, "date", "tomt", "en dag")
    assert str(fault) == "contacts.csv:7:date, hittade tomt, väntade en dag"
