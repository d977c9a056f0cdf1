"""Commands are run by whom the installation belongs to, with its settings: nobody else makes anything there."""

import os
import pwd
from pathlib import Path

import pytest
from tests.running.homes import filled, in_turn

from loke.running import owner, trouble
from loke.running.findings import tried
from loke.running.trouble import Refused

SOMEBODY = 4711
NAMED = 1  # the first after root has a name on every Unix
NAME = pwd.getpwuid(NAMED).pw_name


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A home that does not exist yet, on a computer without settings."""
    monkeypatch.setattr(owner, "SETTINGS", tmp_path / "loke.env")
    monkeypatch.setattr(owner, "SYSTEMD", tmp_path / "systemd")
    monkeypatch.setenv("LOKE_HOME", str(tmp_path / "hem"))
    return tmp_path / "hem"


def as_somebody(monkeypatch, number: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: number)


def belongs_to(monkeypatch, number: int) -> None:
    """Every folder is that person's."""
    monkeypatch.setattr(owner, "_owner", lambda place: (place, number))


def test_whoever_it_does_not_belong_to_is_told_as_whom_to_run_it_and_nothing_is_made(tmp_path):
    home = filled(tmp_path / "hem")
    before = sorted(one.name for one in home.iterdir())
    code = """
from loke import cli
from loke.running import owner
found, owner._owner = owner._owner, lambda place: (place, {owner})
try:
    raise SystemExit(cli.main({words}))
finally:
    owner._owner = found
"""
    commands = (["health", "--json"], ["invite", "a@b.se", "--name", "A", "--organisation", "B"], ["manage", "check"])
    told, *others = in_turn(home, *(code.format(words=words, owner=NAMED) for words in commands))
    for done in (told, *others):
        assert done.returncode == 2
        assert f"{home} hör till {NAME}" in done.stderr
        assert f"-u {NAME}" in done.stderr
    assert told.stdout.startswith('{"ok": false, "refused": ')
    assert sorted(one.name for one in home.iterdir()) == before


def test_root_makes_nothing_in_anothers_folder_and_nobody_in_anothers(home, monkeypatch):
    home.mkdir()
    belongs_to(monkeypatch, NAMED)
    for number in (0, SOMEBODY):
        as_somebody(monkeypatch, number)
        with pytest.raises(Refused, match=f"hör till {NAME}"):
            owner.check()
    as_somebody(monkeypatch, NAMED)
    owner.check()


def test_in_a_folder_of_somebody_without_a_name_root_may_and_others_are_told_the_number(home, monkeypatch):
    home.mkdir()
    belongs_to(monkeypatch, SOMEBODY)
    as_somebody(monkeypatch, 0)  # as in a container with a folder from outside
    owner.check()
    as_somebody(monkeypatch, SOMEBODY + 1)
    with pytest.raises(Refused, match=r"sudo .*setpriv --reuid=4711 --regid=4711 --clear-groups \./loke"):
        owner.check()


def test_a_home_that_is_not_made_yet_is_for_whom_the_folder_above_is(home, monkeypatch):
    monkeypatch.setattr(owner, "_owner", lambda place: (place.parent, NAMED))
    tried = ((NAMED, False, True), (SOMEBODY, True, True), (SOMEBODY, False, False), (0, True, False))
    for number, writable, may in tried:
        as_somebody(monkeypatch, number)
        monkeypatch.setattr(os, "access", lambda place, how, can=writable: can)
        if may:
            owner.check()
        else:
            with pytest.raises(Refused, match=f"hör till {NAME}"):
                owner.check()


def test_a_folder_of_roots_that_is_lent_is_for_whoever_can_write_there(home, monkeypatch):
    home.mkdir()
    belongs_to(monkeypatch, 0)
    as_somebody(monkeypatch, SOMEBODY)
    monkeypatch.setattr(os, "access", lambda place, how: True)
    owner.check()
    monkeypatch.setattr(os, "access", lambda place, how: False)
    with pytest.raises(Refused, match="hör till root"):
        owner.check()


def test_without_the_settings_no_second_installation_is_made(home, monkeypatch, tmp_path):
    monkeypatch.delenv("LOKE_HOME")
    for name in owner._set():
        monkeypatch.delenv(name)
    home.mkdir()
    owner.SETTINGS.write_text(f"# as in the guide\nLOKE_HOME={home}\n")
    with pytest.raises(Refused, match="är inte lästa") as refused:
        owner.check()
    assert f". {owner.SETTINGS}; " in str(refused.value)
    owner.SYSTEMD.mkdir()
    with pytest.raises(Refused, match=f"systemd-run .*EnvironmentFile={owner.SETTINGS} --same-dir ./loke"):
        owner.check()
    monkeypatch.setenv("LOKE_HOME", str(home))
    owner.check()


def test_a_key_that_may_not_be_read_is_not_said_to_be_missing(tmp_path):
    home = filled(tmp_path / "hem")
    code = """
import pathlib
from loke import cli
opened = pathlib.Path.read_text
def shut(self, *more, **named):
    if self.name in ("backup-key", "running.json"):
        raise PermissionError(13, "Permission denied", str(self))
    return opened(self, *more, **named)
pathlib.Path.read_text = shut
try:
    raise SystemExit(cli.main({words}))
finally:
    pathlib.Path.read_text = opened
"""
    copy = str(tmp_path / "kopia")
    backup, health = in_turn(home, *(code.format(words=words) for words in (["backup", "--to", copy], ["health"])))
    assert (backup.returncode, "backup-key får inte läsas eller skrivas av" in backup.stderr) == (2, True), backup
    assert health.stdout.count("running.json får inte läsas") == 4
    assert "saknas" not in backup.stderr + health.stdout


def test_the_words_say_whose_a_file_is_that_we_may_not_read(tmp_path, monkeypatch):
    files = [tmp_path / "hem/secret-key", tmp_path / "nycklar", tmp_path / "en kopia"]
    (tmp_path / "hem").mkdir()
    for one in files:
        one.touch()
    as_somebody(monkeypatch, SOMEBODY)
    monkeypatch.setenv("LOKE_HOME", str(tmp_path / "hem"))
    monkeypatch.setenv("LOKE_KEYS", str(files[1]))
    owned = trouble.name_of(files[0].stat().st_uid)
    inside, named, another = (trouble.words(PermissionError(13, "Permission denied", str(one))) for one in files)
    assert inside.endswith(f"av 4711. Filen hör till {owned}. Ge tillbaka den: chown 4711 {files[0]}")
    assert named.endswith(f"chown 4711 {files[1]}")
    assert another.endswith(f"{files[2]} får inte läsas eller skrivas av 4711. Filen hör till {owned}.")


def test_a_step_that_may_not_read_a_file_says_which():
    def shut():
        raise PermissionError(13, "Permission denied", "/x/keys.json")

    assert tried("nycklar", shut).says.startswith("/x/keys.json får inte läsas eller skrivas av ")
