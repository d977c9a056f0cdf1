"""The measuring of pages runs in a small town, every page answering as it should."""

import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.pages import figures
from benchmarks.town import parts

ROOT = Path(__file__).parents[2]


def test_fifty_thousand_clients_are_a_service_of_500_one_of_5000_and_38_others() -> None:
    assert parts(50_000) == ((500, 1), (5000, 1), (44_500, 38))


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        (list(range(1, 101)), (50.5, 95, 100)),
        (list(range(1, 22)), (11, 20, 21)),  # 95 % of 21 is 19.95, so twenty
        ([7], (7, 7, 7)),
    ],
)
def test_nineteen_in_twenty_take_no_longer_than_the_second_figure(taken: list, expected: tuple) -> None:
    assert figures(taken[::-1]) == expected


@pytest.mark.slow
def test_every_page_is_asked_for_and_measured(tmp_path: Path) -> None:
    words = ["--clients", "90", "--requests", "1", "--home", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pages", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if "  200" in line or "  500" in line]
    assert len(lines) == 19, done.stdout
