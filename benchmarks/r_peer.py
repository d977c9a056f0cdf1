"""How R is asked for the tables, and what it lacks here; it reads CSV, since Debian has no Parquet reader for R."""

import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parent / "r_peer.R"


def command(folder: Path, period: str, out: Path) -> list[str]:
    return ["Rscript", "--vanilla", str(SCRIPT), str(folder), "--period", period, "-o", str(out)]


def missing() -> str | None:
    """What R lacks here to work the tables out."""
    if not shutil.which("Rscript"):
        return "Rscript is not installed"
    loaded = subprocess.run(
        ["Rscript", "--vanilla", "-e", "library(data.table); library(jsonlite)"], capture_output=True, check=False
    )
    return "its packages data.table and jsonlite are not installed" if loaded.returncode else None
