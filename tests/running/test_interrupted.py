"""What breaks off leaves nothing readable, and nobody's work at the same time makes a backup or a restore wrong."""

import json
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader
from tests.running.homes import filled, in_turn, loke, python, stepped

from loke.running import backup, findings, leftovers, versions
from loke.running.databases import Sqlite
from loke.running.findings import held, remember
from loke.running.trouble import Refused


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return filled(tmp_path_factory.mktemp("home"))


@pytest.fixture
def place(settings, tmp_path, monkeypatch) -> Path:
    """A home without an installation."""
    settings.HOME = tmp_path / "hem"
    settings.HOME.mkdir()
    monkeypatch.delenv("LOKE_KEYS", raising=False)
    return settings.HOME


def test_the_keys_of_a_backup_stand_still_and_are_those_that_its_texts_need(home, tmp_path):
    code = f"""
from pathlib import Path
from loke.accounts import keys
from loke.running import backup, recovery
from loke.running.databases import Sqlite
from loke.running.findings import held
copy, there = Sqlite.copy, Path({str(tmp_path)!r})
def meanwhile(self, to):
    with held("keys") as free:
        print(free, [one.name for one in there.iterdir()])
    told = copy(self, to)
    keys.write([*keys.ring(), keys.new(keys.ring()[-1].version + 1)])
    return told
Sqlite.copy = meanwhile
made = backup.make(there / "kopia")
with backup.opened(made, recovery.own()) as contents:
    print(contents.keys.read_bytes() == keys.path().read_bytes())
"""
    assert python(home, code).splitlines() == ["False []", "True"]


def test_what_was_killed_leaves_nothing_behind_and_what_is_at_work_is_let_be(place, tmp_path):
    to, yesterday = tmp_path / "kopior", (datetime.now(UTC) - timedelta(days=1)).timestamp()
    to.mkdir()
    (place / ".prov-dött").mkdir()
    (to / ".prov-dött").mkdir()
    for one in (place / ".prov-dött/loke.sqlite3", place / ".keys.json.1a", to / ".natt.part", to / ".nyss.part"):
        one.write_text("x")
    for one in (place / ".keys.json.1a", to / ".natt.part", to / ".prov-dött"):
        os.utime(one, (yesterday, yesterday))
    with backup.scratch() as used:
        leftovers.sweep(to)
        assert used.exists()
    leftovers.sweep(to)
    assert [one.name for one in place.iterdir() if one.suffix != ".lock"] == []
    assert [one.name for one in to.iterdir()] == [".nyss.part"]


def test_a_trial_of_a_restore_leaves_the_keys_of_the_installation_alone(home, tmp_path):
    copy, live = tmp_path / "kopia", {"LOKE_KEYS": str(tmp_path / "k"), "LOKE_BACKUP_KEY": str(home / "backup-key")}
    assert loke(home, "backup", "--to", copy).returncode == 0
    (tmp_path / "k").write_text("installationens")
    words = ["restore", copy, "--key", home / "backup-key", "--to"]
    refused, done = in_turn(tmp_path, [*words, "postgresql://h/b"], [*words, tmp_path / "ny"], **live)
    assert done.returncode == 0, done
    assert (tmp_path / "k").read_text() == "installationens"
    assert (tmp_path / "ny/keys.json").read_bytes() == (home / "keys.json").read_bytes()
    assert (refused.returncode, "--home" in refused.stderr) == (2, True)


def test_what_the_log_of_a_database_holds_is_put_aside_with_it(place, tmp_path):
    for name in ("där", "kopia"):
        with sqlite3.connect(tmp_path / name) as base:
            base.execute("CREATE TABLE django_session (id int)")
    crashed = sqlite3.connect(tmp_path / "där")  # never closed, as when the power goes
    crashed.execute("PRAGMA journal_mode=WAL")
    crashed.execute("PRAGMA wal_autocheckpoint=0")
    with crashed:
        crashed.execute("CREATE TABLE senast (id int)")
    Sqlite(tmp_path / "där").put(tmp_path / "kopia", "x")
    assert "senast" in Sqlite(tmp_path / "där-x").tables()
    assert "senast" not in Sqlite(tmp_path / "där").tables()


def test_a_restore_waits_for_no_night(home, tmp_path):
    copy = tmp_path / "kopia"
    code = f"""
from loke import cli
from loke.running.findings import held
with held("nightly"):
    raise SystemExit(cli.main(["restore", {str(copy)!r}, "--replace"]))
"""
    made, done = in_turn(home, ("backup", "--to", copy), code)
    assert made.returncode == 0
    assert (done.returncode, done.stderr) == (2, "Nattkörningen är igång. Vänta tills den är klar.\n")


def test_a_copy_of_a_newer_version_is_refused_and_one_of_an_older_is_known():
    loader = MigrationLoader(None)
    last = dict(sorted(loader.disk_migrations))
    assert not versions.of_another(list(last.items()))
    assert versions.of_another(list({**last, "records": "0004_registrations"}.items()))
    with pytest.raises(Refused, match="nyare"):
        versions.of_another(list({**last, "records": "9999_from_the_future"}.items()))


def test_a_copy_of_an_older_version_is_proved_as_it_will_be(home, tmp_path):
    old, newer = filled(tmp_path / "gammal"), tmp_path / "ny"
    stepped(old, ("records", "0010_reasons_grants_and_reviews"))
    assert loke(old, "backup", "--to", tmp_path / "kopia").returncode == 0
    restore = ("restore", tmp_path / "kopia", "--to", newer, "--key", old / "backup-key", "--json")
    verified, restored = loke(old, "verify", tmp_path / "kopia", "--json"), loke(old, *restore)
    assert all(one["ok"] for one in json.loads(verified.stdout)["checks"]), verified
    told = json.loads(restored.stdout)
    assert told["ok"], told
    assert {"rader", "nycklar", "händelselogg", "läslogg"} <= {one["name"] for one in told["checks"]}
    assert Sqlite(newer / "loke.sqlite3").tables() == Sqlite(old / "loke.sqlite3").tables()


def test_copies_go_on_when_the_database_has_been_away(place, monkeypatch, tmp_path):
    said, turns = [], iter([ValueError("9001011234"), ValueError(), Refused("fullt")])

    def make(to):
        raise next(turns)

    def sleep(seconds):
        assert findings.remembered(backup.ROUNDS)["every"] == 60
        if len(said) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(backup, "make", make)
    monkeypatch.setattr(backup.time, "sleep", sleep)
    monkeypatch.setattr(backup, "_state", lambda: None)

    with pytest.raises(KeyboardInterrupt):
        backup.keep_on(tmp_path, 60, 3, said.append)
    assert [one.partition("gången")[2] for one in said] == [": ValueError", ": ValueError", ": fullt"]
    assert findings.remembered(backup.ROUNDS) == {}  # who ends them by hand wants no more of them


@pytest.mark.parametrize(("newest", "left"), [(0, 12 + 29 + 1), (3, 3 + 29)])
def test_older_copies_are_thinned_by_age(tmp_path, newest, left):
    now = datetime.now(UTC).replace(hour=12, minute=0)

    def made(moment: datetime) -> None:
        (tmp_path / f"{moment:{backup.NAMED}}").touch()

    for minutes in range(12):
        made(datetime.now(UTC) - timedelta(minutes=5 * minutes))
    for days in range(1, 60):
        for hour in (1, 2, 3):
            made(now.replace(hour=hour) - timedelta(days=days + 1))
    backup.thin(tmp_path, newest)
    there = sorted(tmp_path.iterdir())
    assert there[-1].name == max(one.name for one in there)
    assert abs(len(there) - left) <= 2  # around midnight the twelve are of two days
    backup.thin(tmp_path, 1)
    assert len(list(tmp_path.iterdir())) >= 1


def test_two_that_remember_at_once_wait_for_each_other(place, monkeypatch):
    kept, seen = findings._kept, []

    def look():
        with held("running") as free:
            seen.append(free)
        return kept()

    monkeypatch.setattr(findings, "_kept", look)
    remember("proof")
    assert seen == [False]


def test_what_was_put_aside_a_month_ago_goes(place, settings):
    for name in ("loke-2026-01-01T120000-före-återläsning.sqlite3-wal", "loke-2026-01-01-före-uppgradering.sqlite3"):
        (place / name).touch()
    new = place / f"keys-{leftovers.aside()}.json"
    new.touch()
    leftovers.drop_put_aside()
    assert list(place.glob("*-före-*")) == [new]
