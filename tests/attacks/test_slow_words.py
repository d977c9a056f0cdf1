"""No text keeps the server busy for long: every pattern meets fifty that are made for it, in a process with a limit."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUN = "from tests.attacks import patterns; patterns.main()"
SLOW = """
import re
from tests.attacks import patterns
patterns.ALLOWED = 1
patterns.patterns = lambda: {"slow": re.compile(r"(a+)+$")}
patterns.main()
"""


def run(code: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_no_pattern_takes_long_whatever_stands_in_the_text():
    done = run(RUN)
    assert done.returncode == 0, done.stdout[-200:] + done.stderr
    assert re.fullmatch(r"\d\d+ with 50 texts", done.stdout.splitlines()[-1])


def test_a_pattern_that_takes_long_is_found_out():
    done = run(SLOW)
    assert done.returncode < 0
    assert done.stdout.splitlines()[-1].startswith("slow")
