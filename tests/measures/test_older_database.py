"""A database from before the library: it opens, its instruments go on working, and its guards are still there."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
BEFORE = [("records", "0002_guards"), ("measures", "0002_expected_answer")]
ROWS = [
    "INSERT INTO accounts_organisation (id, code, name) VALUES (1, 'alvkulla', 'Älvkulla')",
    "INSERT INTO measures_instrument (id, organisation_id, code, name) VALUES (1, 1, 'min-vecka', 'Min vecka')",
    'INSERT INTO measures_item (id, instrument_id, code, name, "order", lowest, highest, allowed, own_limits)'
    " VALUES (1, 1, 'ork', 'Ork', 1, 0, 10, '', 0)",
    "INSERT INTO measures_scale (id, instrument_id, code, name, items, reversed, parts, score, better, step,"
    " reliability_kind, source) VALUES (1, 1, 'ork', 'Ork', 'ork', '', '', 'mean', 'higher', 1, '', '')",
]
WORKS = """
from decimal import Decimal
from loke.measures.definitions import instrument_definition
from loke.measures.faces import questionnaire
from loke.measures.models import Instrument
one = Instrument.objects.get()
item = one.items.get()
print(instrument_definition(one).scales[0].items, item.allows(Decimal("2.55")), questionnaire(one, "sv").title)
"""


def django(home: Path, *words: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"LOKE_HOME": str(home), "PYTHONPATH": str(SRC), "DJANGO_SETTINGS_MODULE": "loke.settings"}
    command = [sys.executable, "-m", "django", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def guards(file: Path) -> list[str]:
    with sqlite3.connect(file) as database:
        return sorted(name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"))


def test_an_older_database_opens_with_its_instruments_and_its_guards(tmp_path):
    for app, migration in BEFORE:
        django(tmp_path, "migrate", app, migration, "--verbosity=0")
    file = tmp_path / "loke.sqlite3"
    before = guards(file)
    with sqlite3.connect(file) as database:
        for row in ROWS:
            database.execute(row)
    django(tmp_path, "migrate", "--verbosity=0")
    assert "answer_within_its_items_range_insert" in before
    assert {name for name in set(before) - set(guards(file)) if not name.endswith("_only_grows_update")} == set()
    assert django(tmp_path, "shell", "--verbosity=0", "-c", WORKS).strip() == "('ork',) True Min vecka"
