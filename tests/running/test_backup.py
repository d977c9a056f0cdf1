"""A backup comes back as the rows it was made of, tells a stranger nothing, and is never used when it is not whole."""

import json
import random
import re
import shutil
import sqlite3
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.running.homes import WORDS, filled, in_turn, loke, python

from loke.running import recovery, vault
from loke.running.databases import Sqlite
from loke.running.trouble import Refused

KEY = recovery.RecoveryKey(bytes(range(32)))


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return filled(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def copy(home, tmp_path_factory) -> Path:
    """A backup of that home."""
    file = tmp_path_factory.mktemp("kopior") / "natt.loke-backup"
    assert loke(home, "backup", "--to", file).returncode == 0
    return file


def key_of(home: Path) -> recovery.RecoveryKey:
    return recovery.read(home / "backup-key")


def test_a_backup_is_proved_by_restoring_it_to_a_copy(home, copy):
    done = loke(home, "verify", copy, "--json")
    checks = {one["name"]: one["says"] for one in json.loads(done.stdout)["checks"]}
    assert done.returncode == 0
    assert checks["rader"].endswith("alla lika")
    assert checks["nycklar"].startswith("1201 förseglade texter")
    assert checks["händelselogg"].endswith("alla hela")
    assert "aldrig förut" in checks["senast provad"]
    assert not [one for one in home.iterdir() if one.name.startswith(".prov-")]


def test_it_comes_back_on_another_computer_with_the_key_that_was_written_down(home, copy, tmp_path):
    written = tmp_path / "lappen"
    written.write_text(key_of(home).words.lower().replace("-", " "))
    new = tmp_path / "ny"
    assert loke(tmp_path, "restore", copy, "--to", new, "--key", written).returncode == 0
    assert Sqlite(new / "loke.sqlite3").tables() == Sqlite(home / "loke.sqlite3").tables()
    read = "from loke.records.models import Registration; print({one.why for one in Registration.objects.all()})"
    assert python(new, read) == f"{{'{WORDS}'}}"
    assert (new / "keys.json").stat().st_mode & 0o077 == 0
    assert key_of(new) == key_of(home)


def test_it_is_tried_out_beside_the_installation_with_the_key_that_lies_there(home, copy, tmp_path):
    new = tmp_path / "prov"
    done = loke(home, "restore", copy, "--to", new)
    assert done.returncode == 0, done.stderr
    assert Sqlite(new / "loke.sqlite3").tables() == Sqlite(home / "loke.sqlite3").tables()


def test_without_the_key_no_folder_is_made(copy, tmp_path):
    done = loke(tmp_path / "tom", "restore", copy, "--to", tmp_path / "ny")
    assert (done.returncode, "Återläsningsnyckeln saknas" in done.stderr) == (2, True)
    assert not (tmp_path / "ny").exists()
    assert not (tmp_path / "tom").exists()


def test_nothing_in_it_can_be_read_without_the_key(copy, tmp_path):
    content = copy.read_bytes()
    assert WORDS.encode() not in content
    assert b"SQLite" not in content
    other = tmp_path / "annan"
    other.write_text(KEY.words)
    done = loke(tmp_path, "restore", copy, "--to", tmp_path / "ny", "--key", other)
    assert (done.returncode, "en annan återläsningsnyckel" in done.stderr) == (2, True)
    assert not (tmp_path / "ny" / "loke.sqlite3").exists()


def test_it_does_not_take_the_place_of_a_database_unasked(home, copy, tmp_path):
    there = tmp_path / "där"
    shutil.copytree(home, there)
    before = (there / "loke.sqlite3").read_bytes()
    unasked, asked = in_turn(there, ("restore", copy), ("restore", copy, "--replace"))
    assert (unasked.returncode, "--replace" in unasked.stderr) == (2, True)
    assert asked.returncode == 0
    [aside] = there.glob("loke-*-före-återläsning.sqlite3")
    assert aside.read_bytes() == before


def test_it_is_not_restored_under_a_server_that_is_running(home, copy):
    code = f"""
from loke import cli
from loke.running.findings import held
with held("serving", shared=True):
    raise SystemExit(cli.main(["restore", {str(copy)!r}, "--replace"]))
"""
    [done] = in_turn(home, code)
    assert (done.returncode, done.stderr) == (2, "Servern är igång. Stoppa den först.\n")


def test_a_session_from_then_is_not_alive_after_a_restore(home, copy, tmp_path):
    there = tmp_path / "där"
    shutil.copytree(home, there)
    with sqlite3.connect(there / "loke.sqlite3") as base:
        base.execute("INSERT INTO django_session VALUES ('x', 'y', '2030-01-01')")
    done = in_turn(there, ("backup", "--to", tmp_path / "k"), ("restore", tmp_path / "k", "--replace"))
    assert [one.returncode for one in done] == [0, 0]
    with sqlite3.connect(there / "loke.sqlite3") as base:
        assert base.execute("SELECT count(*) FROM django_session").fetchone() == (0,)


@pytest.mark.parametrize("places", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_a_flipped_bit_anywhere_is_found_before_anything_is_restored(home, copy, places):
    content, key, draw = copy.read_bytes(), key_of(home), random.Random(4)
    for at in [0, len(content) - 1, *(draw.randrange(len(content)) for _ in range(places - 2))]:
        flipped = bytearray(content)
        flipped[at] ^= 1 << draw.randrange(8)
        with pytest.raises(Refused):
            read_through(bytes(flipped), key)


def test_one_that_was_cut_off_is_found_wherever_it_was_cut(home, copy):
    content, key, draw = copy.read_bytes(), key_of(home), random.Random(5)
    piece = vault.PIECE + vault.TAG
    head = len(vault.MAGIC) + vault.NAME + vault.SALT
    ends = [0, 1, head, head + piece, head + 2 * piece, len(content) - 1]
    for end in [*ends, *(draw.randrange(len(content)) for _ in range(100))]:
        with pytest.raises(Refused):
            read_through(content[:end], key)
    with pytest.raises(Refused):
        read_through(content + b"x", key)


def read_through(content: bytes, key: recovery.RecoveryKey) -> None:
    reader = vault.Reader(BytesIO(content), key)
    while reader.read(vault.PIECE):
        pass


def test_a_damaged_backup_is_told_of_and_nothing_is_touched(home, copy, tmp_path):
    damaged = tmp_path / "skadad"
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    before = (home / "loke.sqlite3").read_bytes()
    for done in in_turn(home, ("verify", damaged, "--json"), ("restore", damaged, "--replace", "--json")):
        assert done.returncode == 2
        assert json.loads(done.stdout)["refused"] == "Kopian är skadad eller avbruten. Inget av den används."
    assert (home / "loke.sqlite3").read_bytes() == before


@given(st.lists(st.binary(max_size=3 * vault.PIECE), max_size=4))
def test_what_goes_into_the_vault_comes_out(pieces):
    file = BytesIO()
    writer = vault.Writer(file, KEY)
    for piece in pieces:
        writer.write(piece)
    writer.finish()
    file.seek(0)
    assert vault.Reader(file, KEY).read() == b"".join(pieces)


def test_a_backup_that_breaks_off_leaves_nothing_that_looks_like_one(tmp_path):
    def break_off():
        with vault.written(tmp_path / "kopia", KEY) as file:
            file.write(b"x" * 3 * vault.PIECE)
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the very one
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_moments_are_told_by_the_clock_on_the_wall(home, copy):
    listed, proved = in_turn(home, ("keys", "list"), ("verify", copy))
    told = re.findall(r"gjord \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\S{6})", listed.stdout + proved.stdout)
    assert len(told) == 4
    assert set(told) <= {"+01:00", "+02:00"}


def test_a_slip_of_the_pen_in_the_recovery_key_is_found():
    assert recovery.parsed(KEY.words) == KEY
    for at, letter in enumerate(KEY.words):
        if letter != "-":
            wrong = KEY.words[:at] + ("A" if letter != "A" else "B") + KEY.words[at + 1 :]
            with pytest.raises(Refused):
                recovery.parsed(wrong)


def test_an_installation_that_has_been_tampered_with_is_found(home, tmp_path):
    there = tmp_path / "där"
    shutil.copytree(home, there)
    with sqlite3.connect(there / "loke.sqlite3") as base:
        base.execute("DROP TRIGGER accounts_auditentry_only_forgets_update")
        base.execute("UPDATE accounts_auditentry SET what = 'något annat' WHERE number = 1")
        base.execute("UPDATE records_registration SET why = (SELECT why FROM records_registration WHERE id = 1)")
    done = loke(there, "verify", "--json")
    wrong = [one["name"] for one in json.loads(done.stdout)["checks"] if not one["ok"]]
    assert (done.returncode, wrong) == (1, ["händelselogg", "nycklar"])
