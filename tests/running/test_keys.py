"""Keys are changed while people work, halfway or wholly, and every text is there before, meanwhile and after."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.running.homes import WORDS, environment, filled, loke, python

VERSIONS = """
from loke.accounts import keys
print({version for field in keys.sealed_columns() for version in keys.in_use(field)})
"""
READABLE = f"""
from loke.records.models import Change, Registration
print({{one.why for one in Registration.objects.all()}} == {{"{WORDS}"}}, Change.objects.get().before)
"""
DATED_BACK = """
import json, sys
from loke.accounts import keys
there = json.loads(keys.path().read_text())
for one in there["keys"]:
    one["replaced"] = one["replaced"] and "2026-01-01T00:00:00+00:00"
keys.path().write_text(json.dumps(there))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return filled(tmp_path_factory.mktemp("home"))


def listed(home: Path) -> list[dict]:
    found = json.loads(loke(home, "keys", "list", "--json").stdout)
    return [one for one in found if one["what"] == "texter om klienter"]


def test_all_is_readable_after_a_change_of_key_and_under_the_new_one(home):
    assert loke(home, "keys", "rotate").returncode == 0
    old, new = listed(home)
    assert (old["texts"], new["texts"]) == (0, 1201)
    assert old["made"] <= old["replaced"] == new["made"]
    assert python(home, VERSIONS) == "{2}"
    assert python(home, READABLE) == "True {}"


def test_a_change_that_was_stopped_goes_on_where_it_was(home):
    broken_off = """
from loke.running import rotation
seal, count = rotation._seal_one, iter(range(700))
def stop(field, row):
    next(count)
    return seal(field, row)
rotation._seal_one = stop
try:
    rotation.rotate(print)
except (StopIteration, RuntimeError):
    pass
"""
    python(home, broken_off)
    assert python(home, VERSIONS) == "{2, 3}"
    assert python(home, READABLE) == "True {}"
    done = loke(home, "keys", "rotate")
    assert "Fortsätter med version 3." in done.stderr
    assert python(home, VERSIONS) == "{3}"
    assert python(home, READABLE) == "True {}"


def test_a_change_that_is_killed_loses_nothing(home):
    command = [sys.executable, "-m", "loke", "keys", "rotate"]
    with subprocess.Popen(command, env=environment(home), stderr=subprocess.PIPE, text=True) as working:
        assert working.stderr.readline().startswith("Version ")
        working.send_signal(signal.SIGKILL)
    assert python(home, READABLE) == "True {}"
    assert loke(home, "keys", "rotate").returncode == 0
    assert python(home, READABLE) == "True {}"


def test_an_old_key_stays_for_a_day_and_goes_when_no_text_needs_it(home):
    retire = "from loke.running import rotation; print(rotation.retire())"
    before = len(listed(home))
    assert before > 1
    assert python(home, retire) == "0 gamla nycklar borttagna"
    python(home, DATED_BACK)
    assert python(home, retire) == f"{before - 1} gamla nycklar borttagna"
    assert len(listed(home)) == 1
    assert python(home, READABLE) == "True {}"


def test_a_server_that_is_running_takes_the_new_key_without_a_restart(home):
    code = """
import subprocess, sys
from loke.accounts import keys
from loke.records.models import Registration
before = keys.ring()[-1].version
one = Registration.objects.first()
subprocess.run([sys.executable, "-m", "loke", "keys", "rotate"], check=True, capture_output=True)
one.pk, one.why = None, "Skrivet efteråt"
one.save()
field = Registration._meta.get_field("why")
print(keys.ring()[-1].version - before, len(keys.in_use(field)), Registration.objects.get(pk=one.pk).why)
"""
    assert python(home, code) == "1 1 Skrivet efteråt"


def test_the_recovery_key_is_shown_once(home):
    first, second = (loke(home, "keys", "backup") for _ in range(2))
    assert (home / "backup-key").read_text().strip() in first.stderr
    assert second.stderr == ""
    assert (home / "backup-key").read_text().strip() not in second.stdout


def test_a_lost_key_file_stops_the_server_from_making_another(home):
    aside = home / "undan.json"
    (home / "keys.json").rename(aside)
    done = loke(home, "health", "--json")
    aside.rename(home / "keys.json")
    [found] = [one for one in json.loads(done.stdout)["checks"] if one["name"] == "nycklar"]
    assert (found["ok"], "Nyckelfilen saknas" in found["says"]) == (False, True)
    assert loke(home, "verify").returncode == 0
