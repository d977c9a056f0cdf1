"""The command line: what it answers, what it imports, and that an installed Loke is whole."""

import subprocess
import sys
import zipfile
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from loke import cli

ROOT = Path(__file__).resolve().parents[1]


def test_without_a_command_it_shows_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    assert "Börja med: loke demo" in capsys.readouterr().out


def test_an_unknown_command_ends_with_2_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["analysera"]) == 2
    assert capsys.readouterr().err.startswith("Kommandot analysera finns inte.")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["export", "familjehem"], "det här saknas: PATH"),
        (["invite"], "det här saknas: E-POST"),
        (["demo", "--port", "åtta"], "'åtta' går inte att läsa"),
        (["demo", "--fast"], "okänt argument: --fast"),
        (["serve", "--port", "99999"], "en port är ett tal från 1 till 65535"),
        (["demo", "--port", "0"], "en port är ett tal från 1 till 65535"),
    ],
)
def test_wrong_options_end_with_2_in_swedish(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(words)
    assert stop.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("command", ["analyse", "pack"])
def test_analysing_files_starts_without_django(command: str) -> None:
    code = f"""
import sys
from loke.cli import main
try:
    main(["{command}", "--help"])
except SystemExit:
    print("django" in sys.modules, "pandas" in sys.modules)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT / "src", check=True)
    assert result.stdout.splitlines()[-1] == "False False"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """The names of the files in a copy of the source, and of those in the wheel built from it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "src"
    copytree(ROOT / "src", source, ignore=ignore_patterns("__pycache__", "*.egg-info"))
    files = {str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()}
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICES.md"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", folder, folder], check=True, capture_output=True)
    return files, set(zipfile.ZipFile(next(folder.glob("*.whl"))).namelist())


def test_an_installed_loke_has_all_that_the_source_has(made: tuple[set[str], set[str]]) -> None:
    files, wheel = made
    assert files - wheel == set()
    assert {name.split("/")[1] for name in wheel} >= {"templates", "static"}


def test_an_installed_loke_has_its_licence_and_notices(made: tuple[set[str], set[str]]) -> None:
    _, wheel = made
    assert {name.rpartition("/")[2] for name in wheel if "/licenses/" in name} == {"LICENSE", "NOTICES.md"}
