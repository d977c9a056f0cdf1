"""How R is asked for the tables, and what it lacks here; it reads CSV, since Debian has no Parquet reader for R."""

import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parent / "r_peer.R"
# Threads of R that wait for each other sleep: awake they took two thirds of its processor time on a busy machine.
RSCRIPT = ["env", "OMP_WAIT_POLICY=passive", "Rscript", "--vanilla"]


def command(folder: Path, period: str, out: Path) -> list[str]:
    return [*RSCRIPT, str(SCRIPT), str(folder), "--period", period, "-o", str(out)]


def missing() -> str | None:
    """What R lacks here to work the tables out."""
    if not shutil.which("Rscript"):
        return "Rscript is not installed"
    libraries = "library(data.table); library(jsonlite)"
    loaded = subprocess.run([*RSCRIPT, "-e", libraries], capture_output=True, check=False)
    return "its packages data.table and jsonlite are not installed" if loaded.returncode else None
