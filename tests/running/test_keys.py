"""Keys are changed while people work, halfway or wholly, and every text is there before, meanwhile and after."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.running.homes import WORDS, environment, filled, in_turn, loke, loke_on_terminal, python

from loke.accounts import keys
from loke.accounts.fields import Stored
from loke.records.models import LogReview, ReviewedReading
from loke.running import recovery, rotation

STATE = f"""
from loke.accounts import keys
from loke.records.models import Change, Registration
print({{one.why for one in Registration.objects.all()}} == {{"{WORDS}"}}, Change.objects.get().before, end=" ")
print({{version for field in keys.sealed_columns() for version in keys.in_use(field)}})
"""
READABLE = "True {}"  # begins the state in which every text can be read; what follows is the keys that they need
ROTATE = ("keys", "rotate")
RETIRE = "from loke.running import rotation; print(rotation.retire())"
NEWEST = "from loke.accounts import keys; print(keys.ring()[-1].version)"
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


def versions(home: Path) -> list[int]:
    """Of the keys that there are, as they lie in the file."""
    return [one["version"] for one in json.loads((home / "keys.json").read_text())["keys"]]


def test_all_is_readable_after_a_change_of_key_and_under_the_new_one(home):
    rotated, listed, state = in_turn(home, ROTATE, ("keys", "list", "--json"), STATE)
    assert rotated.returncode == 0
    old, new = (one for one in json.loads(listed.stdout) if one["what"] == "texter om klienter")
    assert (old["texts"], new["texts"]) == (0, 1201)
    assert old["made"] <= old["replaced"] == new["made"]
    assert state.stdout == f"{READABLE} {{2}}\n"


def test_a_change_that_was_stopped_goes_on_where_it_was(home):
    broken_off = """
from loke.running import rotation
seal, count = rotation._seal_one, iter(range(700))
def stop(field, row):
    next(count)
    return seal(field, row)
rotation._seal_one = stop
try:
    rotation.rotate(lambda line: None)
except (StopIteration, RuntimeError):
    pass
"""
    assert python(home, broken_off + STATE) == f"{READABLE} {{2, 3}}"
    done, state = in_turn(home, ROTATE, STATE)
    assert "Fortsätter med version 3." in done.stderr
    assert state.stdout == f"{READABLE} {{3}}\n"


def test_a_change_that_is_killed_loses_nothing(home):
    command = [sys.executable, "-m", "loke", "keys", "rotate"]
    with subprocess.Popen(command, env=environment(home), stderr=subprocess.PIPE, text=True) as working:
        assert working.stderr.readline().startswith("Version ")
        working.send_signal(signal.SIGKILL)
    before, rotated, after = in_turn(home, STATE, ROTATE, STATE)
    assert rotated.returncode == 0
    assert before.stdout.startswith(READABLE)
    assert after.stdout.startswith(READABLE)


def test_an_old_key_stays_for_a_day_and_goes_when_no_text_needs_it(home):
    before = versions(home)
    assert len(before) > 1
    early, late, state = (one.stdout.strip() for one in in_turn(home, RETIRE, DATED_BACK + RETIRE, STATE))
    assert early == "0 gamla nycklar borttagna"
    assert late == f"{len(before) - 1} gamla nycklar borttagna"
    assert versions(home) == before[-1:]
    assert state == f"{READABLE} {{{before[-1]}}}"


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


def test_the_recovery_key_is_shown_when_it_is_made_and_when_somebody_asks(home):
    (home / "backup-key").unlink()
    made, again, shown = (loke_on_terminal(home, "keys", "backup", *more) for more in ([], [], ["--show"]))
    key = (home / "backup-key").read_text().strip()
    assert [(code, key in seen) for code, seen in (made, again, shown)] == [(0, True), (0, False), (0, True)]


def test_another_recovery_key_leaves_older_copies_to_the_one_that_is_put_aside(home, tmp_path):
    before = (home / "backup-key").read_text()
    loke(home, "backup", "--to", tmp_path / "older")
    code, seen = loke_on_terminal(home, "keys", "backup", "--new")
    after = (home / "backup-key").read_text()
    fingerprint = recovery.parsed(before).fingerprint
    assert (code, after.strip() in seen, f"den förra nyckeln, {fingerprint}" in seen) == (0, True, True)
    assert before != after
    [aside] = home.glob(f"backup-key-{fingerprint}-*-före-byte")
    assert (str(aside) in seen, aside.read_text()) == (True, before)
    assert {one.stat().st_mode & 0o077 for one in (aside, home / "backup-key")} == {0}
    refused, opened, taken, proved = in_turn(
        home,
        ("verify", tmp_path / "older"),
        ("verify", tmp_path / "older", "--key", aside),
        ("backup", "--to", tmp_path / "newer"),
        ("verify", tmp_path / "newer"),
    )
    assert [one.returncode for one in (refused, opened, taken, proved)] == [2, 0, 0, 0]
    assert "ange den förra med --key" in refused.stderr


def test_a_recovery_key_that_was_put_aside_goes_after_a_month(home):
    old, lately = (home / f"backup-key-00ff-{day}-före-byte" for day in ("2026-01-01T120000", "9999-01-01T120000"))
    old.touch()
    lately.touch()
    python(home, "from loke.running import leftovers; leftovers.drop_put_aside()")
    assert (old.exists(), lately.exists(), (home / "backup-key").exists()) == (False, True, True)


def test_another_recovery_key_is_not_made_where_it_may_end_in_a_log(home):
    before = (home / "backup-key").read_text()
    assert loke(home, "keys", "backup", "--new").returncode == 2
    assert (home / "backup-key").read_text() == before


@pytest.mark.parametrize("lately", [True, False], ids=["a moment ago", "long ago"])
def test_a_copy_from_before_a_change_of_key_is_restored_and_the_new_key_goes_on(tmp_path, lately):
    here = filled(tmp_path / "home")
    steps = [("backup", "--to", tmp_path / "before"), (*ROTATE, "--new"), *([] if lately else [DATED_BACK + RETIRE])]
    newest = int(in_turn(here, *steps, NEWEST)[-1].stdout)
    restored = loke(here, "restore", tmp_path / "before", "--replace")
    assert (restored.returncode, f"det nya förseglas med version {newest}" in restored.stdout) == (0, True)
    before, now, rotated, after = in_turn(here, STATE, NEWEST, ROTATE, STATE)
    assert (before.stdout.startswith(READABLE), f"{newest}" in before.stdout) == (True, False)
    assert (int(now.stdout), rotated.returncode) == (newest, 0)
    assert after.stdout == f"{READABLE} {{{newest}}}\n"


def test_keys_of_another_installation_do_not_mix_with_those_of_a_copy(tmp_path):
    here = filled(tmp_path / "home")
    loke(here, "backup", "--to", tmp_path / "before")
    told = json.loads((here / "keys.json").read_text())
    others = [{**one, "key": keys.new(1).key} for one in told["keys"]]
    later = vars(keys.new(others[-1]["version"] + 1))
    (here / "keys.json").write_text(json.dumps({"keys": [*others, later]}))
    restored = loke(here, "restore", tmp_path / "before", "--replace")
    assert (restored.returncode, "det nya förseglas" in restored.stdout) == (0, False)
    assert json.loads((here / "keys.json").read_text()) == told


def test_the_recovery_key_is_neither_made_nor_shown_where_it_may_end_in_a_log(home, tmp_path):
    key = (home / "backup-key").read_text().strip()
    shown = loke(home, "keys", "backup", "--show")
    assert (shown.returncode, key in shown.stdout + shown.stderr) == (2, False)
    (home / "backup-key").rename(tmp_path / "key")
    refused = in_turn(home, ("keys", "backup"), ("backup", "--to", tmp_path / "kopia"))
    assert [done.returncode for done in refused] == [2, 2]
    assert not (home / "backup-key").exists()
    (tmp_path / "key").rename(home / "backup-key")


def test_a_text_that_does_not_open_is_told_of_and_does_not_stop_the_next_change_of_key(home):
    spoil = "UPDATE records_registration SET why = (SELECT why FROM records_registration WHERE id = 8) WHERE id = 7"
    with sqlite3.connect(home / "loke.sqlite3") as base:
        kept = base.execute("SELECT why FROM records_registration WHERE id = 7").fetchone()
        base.execute(spoil)
    newest = versions(home)[-1]
    tried = in_turn(home, ROTATE, NEWEST, ROTATE, NEWEST, (*ROTATE, "--new"), NEWEST)
    assert [(done.returncode, "records.Registration 7\n" in done.stderr) for done in tried[::2]] == [(1, True)] * 3
    assert [int(told.stdout) - newest for told in tried[1::2]] == [1, 2, 3]
    with sqlite3.connect(home / "loke.sqlite3") as base:
        base.execute("UPDATE records_registration SET why = ? WHERE id = 7", kept)
    mended, state = in_turn(home, ROTATE, STATE)
    assert mended.returncode == 0
    assert state.stdout.endswith(f" {{{newest + 3}}}\n")


def test_every_sealed_column_takes_a_new_seal_and_a_signed_review_nothing_else(world, settings, monkeypatch, tmp_path):
    service = world.ungdom
    review = LogReview.objects.create(
        unit=service.unit, month="2026-01-01", by=world.aino, note="Sett", readings=1, risky=1, digest="x"
    )
    reading = ReviewedReading.objects.create(review=review, entry=1, score=3, why="kväll", note="Samtal på kvällen")
    shutil.copy(keys.path(), tmp_path / "keys.json")
    monkeypatch.setenv("LOKE_KEYS", str(tmp_path / "keys.json"))
    settings.HOME = tmp_path
    assert rotation.rotate(lambda line: None, new=True) == 0
    versions = {version for field in keys.sealed_columns() for version in keys.in_use(field)}
    assert versions == {keys.ring()[-1].version}
    assert ReviewedReading.objects.get(pk=reading.pk).note == "Samtal på kvällen"
    for row, changed in ((review, {"note": Stored("")}), (review, {"readings": 2}), (reading, {"why": "annat"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        reading.delete()


def test_a_key_file_is_on_the_disk_under_its_name_before_anything_is_sealed(settings, monkeypatch, tmp_path):
    synced = []
    monkeypatch.setenv("LOKE_KEYS", str(tmp_path / "keys.json"))
    monkeypatch.setattr(keys, "sync_folder", synced.append)
    keys._write_first([keys.new(1)])
    keys.write([keys.new(1), keys.new(2)])
    assert synced == [tmp_path, tmp_path]


def test_a_lost_key_file_stops_the_server_from_making_another(home):
    aside = home / "undan.json"
    (home / "keys.json").rename(aside)
    done = loke(home, "health", "--json")
    aside.rename(home / "keys.json")
    [found] = [one for one in json.loads(done.stdout)["checks"] if one["name"] == "nycklar"]
    assert (found["ok"], "Nyckelfilen saknas" in found["says"]) == (False, True)
    assert loke(home, "verify").returncode == 0
