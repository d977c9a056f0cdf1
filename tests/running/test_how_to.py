"""The how-to of running Loke, tried as it is written: every command of it that can run here does, in its order."""

import re
import shlex
from pathlib import Path

from tests.running.homes import in_turn, loke, loke_on_terminal, ready

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/how-to/run-it.md"
ELSEWHERE = {"import", "serve", "install"}  # needs a data set; does not end by itself; needs the internet


def commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
    lines = (shlex.split(line.replace("/var/backups/loke/", "")) for block in blocks for line in block.splitlines())
    return [words[1:] for words in lines if words and words[0] == "./loke" and words[1] not in ELSEWHERE]


def test_the_page_works_as_it_is_written(tmp_path, monkeypatch):
    """The first computer until its disk is lost, and a new one from there."""
    monkeypatch.chdir(tmp_path)
    first, new = ready(tmp_path / "första"), tmp_path / "ny"  # `serve` has made the tables by now
    invited = loke(first, "invite", "a@example.org", "--name", "A", "--organisation", "A")
    assert (invited.returncode, invited.stderr) == (0, "Lämna över länken. Den gäller ett dygn och en gång.\n")
    key, *others = commands()
    lost = next(place for place, words in enumerate(others) if words[0] == "restore")
    assert loke_on_terminal(first, *key)[0] == 0
    paper = (first / "backup-key").read_text().strip()
    before, restore, after = others[:lost], others[lost], others[lost + 1 :]
    changed = before.index(["keys", "backup", "--new"])  # shown on a terminal too
    done = in_turn(first, *before[:changed])
    assert loke_on_terminal(first, *before[changed])[0] == 0
    done += in_turn(first, *before[changed + 1 :])
    restored, seen = loke_on_terminal(new, *restore, asked="Återläsningsnyckel: ", typed=paper)
    assert (restored, paper in seen) == (0, False)
    done += in_turn(new, *after)
    ended = {" ".join(one.args): one for one in done}
    failed = {words: one.stderr for words, one in ended.items() if one.returncode and words != "health"}
    assert key == ["keys", "backup"]
    assert len(done) >= 9
    assert failed == {}
    assert "nattkörning: aldrig gjord" in ended["health"].stdout  # and well but for what the night will do
    assert (new / "loke.sqlite3").exists()


def test_every_variable_of_the_page_and_of_deploy_is_one_that_loke_reads():
    source = "".join(path.read_text() for path in (ROOT / "src/loke").rglob("*.py"))
    told = PAGE.read_text() + (ROOT / "deploy/loke.env").read_text()
    names = set(re.findall(r"\b(?:LOKE_[A-Z_]+|DATABASE_URL)\b", told))
    assert {name for name in names if name not in source} == set()


def test_the_services_run_commands_that_exist(tmp_path):
    for file in (ROOT / "deploy").glob("*.service"):
        [words] = re.findall(r"^ExecStart=\S+/loke (.+)$", file.read_text(), re.MULTILINE)
        command, *flags = shlex.split(words)
        shown = loke(tmp_path, command, "--help").stdout
        assert all(flag in shown for flag in flags if flag.startswith("--")), words


def test_the_services_are_kept_apart_from_the_rest_of_the_computer_in_the_same_way():
    told = [file.read_text() for file in (ROOT / "deploy").glob("*.service")]
    walls = {text[text.index("# It may write") :].partition("\n\n")[0].strip() for text in told}
    assert len(told) == 3
    assert len(walls) == 1
    assert {"ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet="} <= set(walls.pop().splitlines())


def test_the_proxy_speaks_tls_of_today_only():
    told = (ROOT / "deploy/nginx.conf").read_text()
    assert re.findall(r"ssl_protocols\s+(.*);", told) == ["TLSv1.2 TLSv1.3"]
    assert "proxy_set_header   X-Forwarded-For $remote_addr;" in told
