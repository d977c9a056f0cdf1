"""The measuring of registrations runs in a small town, and leaves nothing behind."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_registrations_are_timed_and_compared_and_the_copy_is_gone(tmp_path: Path) -> None:
    words = ["--clients", "90", "--users", "3", "--pause", "0.5", "--seconds", "1", "--rounds", "1", "--sync", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.register", *words, "--home", str(tmp_path / "town")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "in what follows 1 ms more" in done.stdout
    assert "3 users, one contact each every 0.5 s" in done.stdout
    assert "share of the bare view's:" in done.stdout
    assert "share of the same view's behind the middleware:" in done.stdout
    assert [one.name for one in tmp_path.iterdir()] == ["town"]


@pytest.mark.slow
def test_the_processor_time_of_a_registration_is_told_beside_that_of_the_bare_views(tmp_path: Path) -> None:
    words = ["--clients", "90", "--rounds", "1", "--requests", "2", "--home", str(tmp_path / "town")]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.processor", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "22 statements" in done.stdout
    lines = [line.partition("  ")[0] for line in done.stdout.splitlines()]
    assert lines[-3:] == ["registering a contact", "bare, behind the middleware", "bare"]
    assert [one.name for one in tmp_path.iterdir()] == ["town"]
