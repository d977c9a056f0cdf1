"""The command `./loke`: what it does before there is an environment, and when making one does not go well."""

import ast
import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from loke.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]


def load(path: Path) -> ModuleType:
    """The bootstrap as a module; it has no .py at the end of its name."""
    loader = SourceFileLoader("bootstrap", str(path))
    module = module_from_spec(spec_from_loader("bootstrap", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh copy without an environment, in a folder whose name has a space and å."""
    folder = tmp_path / "Loke på prov"
    (folder / "src").mkdir(parents=True)
    (folder / "src/loke").symlink_to(ROOT / "src/loke")
    (folder / "loke").write_bytes((ROOT / "loke").read_bytes())
    (folder / "requirements.lock").write_text("a==1\n")
    (folder / "requirements-test.lock").write_text("a==1\nb==1\n")
    return folder


@pytest.fixture
def bootstrap(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The bootstrap of the fresh copy, whose installers only write down what they were asked."""
    module = load(checkout / "loke")
    module.asked = []

    def run(*command: str) -> None:
        module.asked.append(command)
        Path(module.PYTHON).parent.mkdir(parents=True, exist_ok=True)
        Path(module.PYTHON).touch()

    monkeypatch.setattr(module, "run", run)
    return module


def steps(bootstrap: ModuleType) -> list[str]:
    """What was run: `venv`, or the name of the lock that pip was given."""
    done = ["venv" if "venv" in command else Path(command[-1]).name for command in bootstrap.asked]
    bootstrap.asked.clear()
    return done


def test_help_needs_no_environment(checkout: Path) -> None:
    result = subprocess.run([sys.executable, checkout / "loke"], capture_output=True, text=True, check=True)
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)
    assert not (checkout / ".venv").exists()


def test_it_finds_its_folder_through_a_link_and_from_elsewhere(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "länk").symlink_to(checkout / "loke")
    assert str(checkout / ".venv") == load(tmp_path / "länk").VENV


def test_the_environment_is_made_once(bootstrap: ModuleType) -> None:
    bootstrap.make_environment("requirements.lock")
    assert steps(bootstrap) == ["venv", "requirements.lock"]
    bootstrap.make_environment("requirements.lock")
    assert steps(bootstrap) == []


def test_a_folder_that_a_link_leads_to_is_used_when_all_is_there_and_never_changed(
    bootstrap: ModuleType, checkout: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "annans"
    theirs.mkdir()
    (theirs / "kvar").touch()
    (checkout / ".venv").symlink_to(theirs)
    with pytest.raises(SystemExit, match="är en länk till en annan mapp"):
        bootstrap.make_environment("requirements.lock")
    assert steps(bootstrap) == []
    assert [each.name for each in theirs.iterdir()] == ["kvar"]
    Path(bootstrap.PYTHON).parent.mkdir()
    Path(bootstrap.PYTHON).touch()
    Path(bootstrap.stamp("requirements.lock")).write_bytes((checkout / "requirements.lock").read_bytes())
    bootstrap.make_environment("requirements.lock")
    assert steps(bootstrap) == []


def test_what_the_tests_need_is_laid_on_top(bootstrap: ModuleType) -> None:
    bootstrap.make_environment("requirements.lock")
    steps(bootstrap)
    bootstrap.make_environment("requirements-test.lock")
    assert steps(bootstrap) == ["requirements-test.lock"]
    bootstrap.make_environment("requirements.lock")
    assert steps(bootstrap) == []


def test_a_changed_lock_is_installed(bootstrap: ModuleType, checkout: Path) -> None:
    bootstrap.make_environment("requirements.lock")
    steps(bootstrap)
    (checkout / "requirements.lock").write_text("a==2\n")
    bootstrap.make_environment("requirements.lock")
    assert steps(bootstrap) == ["requirements.lock"]


def test_an_interrupted_installation_is_redone_from_the_beginning(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = bootstrap.run

    def interrupted(*command: str) -> None:
        honest(*command)
        if "pip" in command:
            raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "run", interrupted)
    with pytest.raises(SystemExit, match="Avbrutet"):
        bootstrap.make_environment("requirements.lock")
    steps(bootstrap)
    monkeypatch.setattr(bootstrap, "run", honest)
    bootstrap.make_environment("requirements.lock")
    assert steps(bootstrap) == ["venv", "requirements.lock"]


def test_an_environment_whose_python_has_gone_is_made_anew(bootstrap: ModuleType) -> None:
    bootstrap.make_environment("requirements.lock")
    steps(bootstrap)
    Path(bootstrap.PYTHON).unlink()
    bootstrap.make_environment("requirements.lock")
    assert steps(bootstrap) == ["venv", "requirements.lock"]


def test_a_missing_venv_says_which_package_to_install(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"sudo apt install python3\.\d+-venv"):
        bootstrap.make_environment("requirements.lock")


def test_a_folder_that_cannot_be_written_says_so(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(SystemExit, match="går inte att skriva i"):
        bootstrap.make_environment("requirements.lock")


def test_installing_compiles_for_those_who_may_not_write_there(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "src/loke").mkdir(parents=True)
    (tmp_path / "src/loke/ett.py").write_text("ETT = 1\n")
    (tmp_path / "loke").write_bytes((ROOT / "loke").read_bytes())
    module = load(tmp_path / "loke")
    monkeypatch.setattr(module, "PYTHON", sys.executable)
    module.compile_all()
    [made] = (tmp_path / "src/loke").rglob("*.pyc")
    assert made.name.startswith("ett.")
    assert capsys.readouterr().err == "Det som Loke behöver är på plats.\n"


def test_an_old_python_can_read_the_command() -> None:
    assert ast.parse((ROOT / "loke").read_text(), feature_version=(3, 7)).body


def test_an_old_python_says_which_is_needed(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit, match=r"Python 3\.11 eller senare"):
        bootstrap.use_newer_python()


def test_an_installer_that_fails_shows_what_it_said(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="Det gick inte att installera"):
        load(checkout / "loke").run(sys.executable, "-c", "import sys; sys.exit('no such package')")
    assert "no such package" in capsys.readouterr().err
