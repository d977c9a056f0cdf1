"""A database from before descriptions had passages, logs salt and texts seals: it opens, and nothing is lost.

All of it is one database, for its upgrade goes the whole way that earlier versions went, and that takes long.
"""

import json
import re
import sqlite3
from pathlib import Path
from textwrap import wrap

import pytest
from tests.accounts.test_older_log import WHOLE, fill
from tests.running.homes import READY, WORDS, python, ready, stepped

MADE = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
BEFORE = [("accounts", "0002_logs_only_grow"), ("records", "0002_guards"), ("exchange", "0001_initial")]
TEXTS = ["Lugn i familjen.", "Unga och deras föräldrar.", "Vi möts.", "Skola.", "Samtal.", "Två tjänster.", "Tid."]
FIELDS = ["purpose", "target_group", "way_of_working_text", "end_result", "followed_up_today", "other_resources"]
FIELDS.append("helping")
UNSEALED = ("records", "0004_registrations")
LINES = ["Föräldrar " + "som vill prata om hur det är hemma, " * 7 + "ofta.", "Och deras barn."]
SHORT = [*wrap(LINES[0], 200), LINES[1]]
ROWS = {
    "accounts_organisation (id, code, name)": [(1, "alvkulla", "Älvkulla")],
    "accounts_unit (id, code, name, organisation_id)": [(1, "oppenvard", "Öppenvården", 1)],
    "accounts_user (id, password, email, name, title, is_active, joined)": [
        (1, "!", "berit@example.org", "Berit", "", 1, "2024-01-01 08:00:00")
    ],
    "accounts_membership (user_id, role, since, organisation_id, unit_id)": [(1, "manager", "2024-01-01", 1, 1)],
    'description_service (id, code, name, "group", client_term, change, unit_id)': [(1, "stod", "Stöd", "", "", 0, 1)],
    "description_servicedescription (id, service_id, version, status, adopted, purpose, target_group, implementation,"
    " goals, follow_up, resources, conditions)": [
        (1, 1, 1, "replaced", "2024-01-10", "Det vi menade då.", "", "", "", "", "", ""),
        (2, 1, 2, "adopted", "2025-01-10", *TEXTS),
    ],
    "description_processdescription (id, service_id, version, status, adopted)": [
        (1, 1, "1", "replaced", "2024-01-10"),
        (2, 1, "2", "adopted", "2025-01-10"),
    ],
    "description_intervention (id, service_id, code, name, intended)": [
        (1, 1, "samtal", "Samtal", 1),
        (2, 1, "grupp", "Grupp", 1),
        (3, 1, "hembesok", "Hembesök", 1),
        (4, 1, "akut", "Akut hjälp", 0),
    ],
    'description_plannedphase (id, service_id, code, name, "order")': [
        (1, 1, "avslut", "Avslut", 2),
        (2, 1, "start", "Start", 1),
        (3, 1, "paus", "Paus", None),
    ],
    'description_targetgroup (id, process_id, text, "order")': [
        (1, 1, "Unga", 1),
        (2, 2, "Unga", 1),
        (3, 2, "\n".join(LINES), 2),
    ],
    "description_targetgroup_interventions (targetgroup_id, intervention_id)": [(1, 1), (2, 1), (2, 2), (3, 2)],
    'description_intendedoutcome (id, process_id, text, "order")': [(1, 1, "Lugn", 1), (2, 2, "Går i skolan", 1)],
    "description_intendedoutcome_interventions (intendedoutcome_id, intervention_id)": [(1, 1), (2, 1)],
    "measures_expectation (process_id, code, kind, text, valid_from, valid_to, of_age, lowest, months, share,"
    " intervention_id, phase_id, answer)": [
        (1, "traffar", "dose", "Minst fyra samtal", "2024-01-10", "2025-01-09", 0, 4, 3, 0.5, 1, None, ""),
        (2, "traffar", "dose", "Minst fem samtal", "2025-01-10", None, 0, 5, 3, 0.8, 1, None, ""),
        (2, "tid", "phase", "Start tar en månad", "2025-01-10", None, 0, 30, None, 0.8, None, 2, ""),
    ],
    "records_client (id, unit_id, code, sex, birth_year)": [(1, 1, "K1", "female", 2008)],
    "records_episode (id, service_id, client_id, code, opened)": [(1, 1, 1, "E1", "2025-02-01")],
    "records_contact (episode_id, intervention_id, date, attendance, minutes, session)": [
        (1, 1, "2025-02-03", "attended", 45, "")
    ],
    "records_phase (episode_id, phase_id, entered)": [(1, 2, "2025-02-01")],
    "measures_instrument (id, organisation_id, code, name)": [(1, 1, "min-vecka", "Min vecka")],
    'measures_item (id, instrument_id, code, name, "order", lowest, highest, allowed, own_limits)': [
        (1, 1, "ork", "Ork", 1, 0, 10, "", 0)
    ],
    "measures_scale (id, instrument_id, code, name, items, reversed, parts, score, better, step, reliability_kind,"
    " source)": [(1, 1, "ork", "Ork", "ork", "", "", "mean", "higher", 1, "", "")],
}
FOUND = (
    READY
    + """
import json
from decimal import Decimal
from django.test import Client
from django.urls import reverse
from loke.accounts.models import User
from loke.description.models import Passage, ProcessRow, Service, Thread
from loke.measures.definitions import instrument_definition
from loke.measures.faces import questionnaire
from loke.measures.models import Instrument
from loke.measures.actions import adopt_process_version, begin_process_version
from loke.records.definitions import service_definition
from loke.records.models import Change, Contact, Registration

def said():
    one = service_definition(Service.objects.get())
    expected = [(e.expectation, e.version, e.text, e.intervention, e.phase, str(e.lowest), e.months, str(e.share))
                for e in one.expectations]
    return {"expected": expected, "interventions": [(i.intervention, i.name, i.intended) for i in one.interventions],
            "phases": [p.phase for p in one.phases]}

instrument = Instrument.objects.get()
item = instrument.items.get()
browser = Client(HTTP_HOST="localhost")
browser.force_login(User.objects.get())
found = {
    "passages": [(p.description.version, p.field, p.text, [w.text for w in p.wordings.all()])
                 for p in Passage.objects.order_by("description__version", "pk")],
    "rows": [(r.process.version, r.column, r.text) for r in ProcessRow.objects.order_by("process", "column", "order")],
    "codes": [(r.code, r.column, r.text) for r in ProcessRow.objects.all()],
    "threads": [(t.start.process.version, t.start.text, t.end.text) for t in Thread.objects.order_by("pk")],
    "said": said(),
    "words": [sorted({r.why for r in Registration.objects.all()}), Change.objects.get().before],
    "contacts": [(c.episode.client.code, c.intervention.code, c.minutes) for c in Contact.objects.all()],
    "pages": {name: browser.get(reverse(name, args=["stod"]), secure=True).status_code
              for name in ("describe", "process")},
    "instrument": [instrument_definition(instrument).scales[0].items, item.allows(Decimal("2.55")),
                   questionnaire(instrument, "sv").title],
}
adopt_process_version(
    by=None, process=begin_process_version(by=None, service=Service.objects.get()), participants="Alla", adopted=None
)
print(json.dumps(found | {"next": said()}))
"""
)


def guards(file: Path) -> list[str]:
    with sqlite3.connect(file) as database:
        return sorted(name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"))


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> tuple[Path, list[str], str]:
    """A home as it was once, the guards of its database, and what its log of readings ended with."""
    home = stepped(tmp_path_factory.mktemp("older"), *BEFORE)
    with sqlite3.connect(home / "loke.sqlite3") as database:
        for table, rows in ROWS.items():
            database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        former = fill(database)
    return home, guards(home / "loke.sqlite3"), former


@pytest.fixture(scope="module")
def before(begun) -> list[str]:
    return begun[1]


@pytest.fixture(scope="module")
def home(begun) -> Path:
    """The same some versions later, when somebody has registered and changed, and the texts stand open."""
    home = stepped(begun[0], UNSEALED)
    with sqlite3.connect(home / "loke.sqlite3") as database:
        told = [(number, "2025-03-01 08:00:00", "prov", WORDS, "{}", 1) for number in range(1, 1201)]
        names = "id, at, what, why, added, service_id"
        database.executemany(f"INSERT INTO records_registration ({names}) VALUES (?, ?, ?, ?, ?, ?)", told)
        names = "kind, row, taken_away, before, registration_id"
        database.execute(f"INSERT INTO records_change ({names}) VALUES ('value', 1, 0, '{{}}', 1)")
    return home


@pytest.fixture(scope="module")
def found(home) -> dict:
    return json.loads(python(home, FOUND))


def test_each_text_is_a_passage_of_its_version_with_one_wording(found):
    kept = [(1, "purpose", "Det vi menade då."), *((2, *told) for told in zip(FIELDS, TEXTS, strict=True))]
    assert found["passages"] == [[*told, [told[2]]] for told in kept]


def test_every_column_has_its_rows_and_a_long_text_is_kept_whole_over_several(found):
    phases = [["phase", "Start"], ["phase", "Avslut"]]
    first = [["intervention", "Samtal"], ["outcome", "Lugn"], *phases, ["target_group", "Unga"]]
    interventions = [["intervention", name] for name in ("Samtal", "Grupp", "Hembesök")]
    groups = [["target_group", text] for text in ("Unga", *SHORT)]
    second = [*interventions, ["outcome", "Går i skolan"], *phases, *groups]
    assert found["rows"] == [["1", *row] for row in first] + [["2", *row] for row in second]
    assert len(SHORT) == 3
    assert " ".join(SHORT) == " ".join(LINES)


def test_a_code_is_of_what_the_row_says_in_every_version(found):
    rows = {tuple(row) for row in found["codes"]}
    assert len({code for code, _, _ in rows}) == len(rows) == len({row[1:] for row in rows}) < len(found["codes"])


def test_threads_run_as_they_did_and_from_every_row_of_a_long_text(found):
    second = [("Unga", "Samtal"), ("Unga", "Grupp"), *((text, "Grupp") for text in SHORT), ("Samtal", "Går i skolan")]
    threads = [("1", "Unga", "Samtal"), ("1", "Samtal", "Lugn"), *(("2", *pair) for pair in second)]
    assert sorted(map(tuple, found["threads"])) == sorted(threads)


def test_what_was_said_beforehand_and_what_happened_are_the_same(found):
    assert found["said"] == {
        "expected": [
            ["traffar", "1", "Minst fyra samtal", "samtal", "", "4", 3, "1/2"],
            ["traffar", "2", "Minst fem samtal", "samtal", "", "5", 3, "4/5"],
            ["tid", "2", "Start tar en månad", "", "start", "30", None, "4/5"],
        ],
        "interventions": [[code, name, bool(intended)] for _, _, code, name, intended in of("intervention")],
        "phases": ["start", "avslut", "paus"],
    }
    assert found["contacts"] == [["K1", "samtal", 45]]


def of(name: str) -> list[tuple]:
    return next(rows for table, rows in ROWS.items() if table.startswith(f"description_{name} "))


def test_the_manager_can_open_both_descriptions(found):
    assert set(found["pages"].values()) <= {200, 302}  # led to the second factor, which nobody had then


def test_its_instruments_go_on_working(found):
    assert found["instrument"] == [["ork"], True, "Min vecka"]


def test_the_next_version_ends_no_intervention_that_nobody_took_away(found):
    for what in ("interventions", "phases"):
        assert found["next"][what] == found["said"][what]


def test_the_guards_are_still_there_and_an_adopted_passage_cannot_be_changed(home, before, found):
    file = home / "loke.sqlite3"
    named = {"contact_with_its_services_intervention_insert", "answer_within_its_items_range_insert"}
    assert named <= set(before)
    forgetting = {f"accounts_{table}_only_grows_update" for table in ("auditentry", "accessentry", "accessedclient")}
    assert set(before) - forgetting <= set(guards(file))
    with (
        sqlite3.connect(file) as database,
        pytest.raises(sqlite3.IntegrityError, match=r"passage_(of_an_open|stays_in_its)_version"),
    ):
        database.execute("UPDATE description_passage SET text = 'Något annat' WHERE description_id = 2")


def test_texts_about_clients_are_sealed_and_can_be_opened_again(home, found):
    with sqlite3.connect(home / "loke.sqlite3") as database:
        told = "SELECT why FROM records_registration UNION ALL SELECT before FROM records_change"
        stored = [text for (text,) in database.execute(told)]
    assert found["words"] == [[WORDS], "{}"]
    assert len(stored) == 1201
    assert all(text.startswith("sealed:1:") for text in stored)


def test_its_logs_hold_after_they_are_sealed_anew(home, begun, found):
    before, after, noted = python(home, WHOLE).splitlines()
    assert (before, after) == ("[] []", "[] [] 2")
    assert noted == f"seal_log_anew access {begun[-1]}"


def shape(home: Path) -> dict[str, object]:
    """Of each table the columns, the references and the conditions, and with them every index and guard."""
    with sqlite3.connect(home / "loke.sqlite3") as database:
        tables = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        found = {
            name: (
                sorted(row[1:] for row in database.execute(f'PRAGMA table_info("{name}")')),
                sorted(row[2:] for row in database.execute(f'PRAGMA foreign_key_list("{name}")')),
                sorted(re.findall(r'CONSTRAINT "\w+" \w+ .*?(?=, CONSTRAINT|\)$)', sql)),
            )
            for name, sql in tables.items()
        }
        return {**found, "beside": sorted(database.execute(MADE))}


def test_a_new_database_has_the_tables_conditions_and_guards_of_one_that_has_come_all_the_way(home, found, tmp_path):
    new = shape(ready(tmp_path / "new"))
    assert len(new) > 100
    assert new == shape(home)
