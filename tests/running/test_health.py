"""Health sees what is wrong before people do, and every command says what is wrong with a disk or a server in words."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.running.homes import filled, in_turn, loke, small_disk

HEALTH = ("health", "--json")
INVITE = ("invite", "a@example.org", "--name", "A", "--organisation", "Älvkulla")
SIGN_IN = """
from django.test import Client
from django.urls import reverse
sent = {"login": "a@example.org", "password": "x"}
browser = Client(raise_request_exception=False, HTTP_HOST="localhost")
answer = browser.post(reverse("account_login"), sent, secure=True)
print(answer.status_code, "Just nu går det inte att spara" in answer.content.decode())
"""
FILL = """
from contextlib import suppress
from django.conf import settings
from django.db import connection
connection.ensure_connection()
with suppress(OSError), open(settings.HOME / "filler", "wb", buffering=0) as filler:
    while filler.write(bytes(4096)):
        pass
"""
NOWHERE = "postgresql://loke@127.0.0.1:1/loke"  # nobody listens there


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    return filled(tmp_path_factory.mktemp("home"))


@pytest.fixture
def home(whole, tmp_path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "hem"))


@pytest.fixture
def disk(whole, tmp_path):
    """A home on a small disk of its own."""
    with small_disk(tmp_path / "disk", "16m") as place:
        yield Path(shutil.copytree(whole, place / "hem"))


def faults(done: subprocess.CompletedProcess) -> dict[str, str]:
    """What health said is wrong."""
    return {one["name"]: one["says"] for one in json.loads(done.stdout)["checks"] if not one["ok"]}


def test_an_installation_in_order_lacks_nothing_but_the_nights(home):
    assert faults(loke(home, *HEALTH)).keys() == {"säkerhetskopia", "återläsningsprov", "nattkörning"}


def test_a_full_disk_is_seen_and_said(disk, tmp_path):
    commands = (FILL, SIGN_IN, HEALTH, INVITE, ("backup", "--to", tmp_path / "kopia"))
    _, signed_in, health, *others = in_turn(disk, *commands)
    assert faults(health)["skrivning"] == f"Disken är full: {disk}. Gör plats och försök igen."
    assert signed_in.stdout == "503 True\n", signed_in
    for done in others:
        assert (done.returncode, done.stderr.splitlines()[-1].startswith("Disken är full")) == (2, True), done


def test_a_disk_that_is_shut_for_writing_is_seen_and_said(disk, tmp_path):
    subprocess.run(["mount", "-o", "remount,ro", str(disk.parent)], check=True)
    told = [HEALTH, ("serve", "--port", "1"), INVITE, ("keys", "rotate"), ("backup", "--to", tmp_path / "kopia")]
    health, *commands = in_turn(disk, *told)
    shut = "Disken går bara att läsa"
    assert any(says.startswith(shut) for says in faults(health).values())
    for done in commands:
        assert (done.returncode, done.stderr.splitlines()[-1].startswith(shut)) == (2, True), done


def test_keys_that_others_may_read_and_one_that_is_missing_are_seen(home):
    shown = [home / "keys.json", home / "backup-key"]
    for one in shown:
        one.chmod(0o644)
    readable = faults(loke(home, *HEALTH))
    (home / "backup-key").unlink()
    missing = faults(loke(home, *HEALTH))
    assert readable["filer"] == f"får läsas av andra på datorn: chmod o= {' '.join(map(str, shown))}"
    assert missing["återläsningsnyckel"].startswith("Återläsningsnyckeln är inte gjord än.")
    (home / "running.json").write_text('{"backup": {"at": "2026-01-01T00:00:00+00:00"}}')
    assert faults(loke(home, *HEALTH))["återläsningsnyckel"].startswith(f"saknas: {home}/backup-key.")


def test_rounds_of_copies_that_have_stopped_are_missed_and_those_that_never_began_are_not(home):
    begin = "from loke.running import findings; findings.remember('rounds', every=300)"
    stop = "import json, pathlib; from django.conf import settings; file = settings.HOME / 'running.json'\n"
    stop += "file.write_text(json.dumps({'rounds': {'every': 300, 'at': '2026-01-01T00:00:00+00:00'}}))"
    never, _, going, _, stopped = in_turn(home, HEALTH, begin, HEALTH, stop, HEALTH)
    assert "kopior under dagen" not in faults(never) | faults(going)
    assert faults(stopped)["kopior under dagen"].endswith("se efter varför loke-backup inte går")


def test_a_copy_by_hand_does_not_stand_for_those_that_are_to_be_taken(home, tmp_path):
    (tmp_path / "natt").mkdir()
    commands = [("backup", "--to", tmp_path / "kopia"), HEALTH, ("backup",), HEALTH]
    _, by_hand, _, as_chosen = in_turn(home, *commands, LOKE_BACKUP=str(tmp_path / "natt"))
    assert faults(by_hand)["säkerhetskopia"] == "aldrig gjord: loke nightly gör den"
    assert "säkerhetskopia" not in faults(as_chosen)


def test_a_provider_that_cannot_be_used_is_seen(home):
    assert "inloggning" in faults(loke(home, *HEALTH, LOKE_SSO=str(home / "sso.toml")))


def test_a_server_that_does_not_answer_is_told_of_in_words(home, tmp_path):
    told, also, *commands = in_turn(
        home, ("health",), HEALTH, ("backup", "--to", tmp_path / "kopia"), INVITE, DATABASE_URL=NOWHERE
    )
    assert (told.returncode, told.stdout.startswith("FEL  databas: Databasen svarar inte: ")) == (1, True), told
    assert faults(also)["databas"].startswith("Databasen svarar inte: ")
    for done in commands:
        assert (done.returncode, done.stderr.startswith("Databasen svarar inte: ")) == (2, True), done


def test_a_database_that_may_not_be_written_in_is_seen(home):
    shut = "import os; os.access = lambda file, how: False; from loke.running import health; print(health.vital()[1])"
    [told] = in_turn(home, shut)
    assert f"ok=False, says='{home}/loke.sqlite3 får inte läsas eller skrivas av " in told.stdout
