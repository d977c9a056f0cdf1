"""Loke: systematic follow-up of social services by the LOKE model, one room per step of the method."""

import os
from pathlib import Path

__version__ = "0.1.0"


def home() -> Path:
    """Where the installation keeps its database and key: LOKE_HOME, var/ in a checkout, or the user's data folder."""
    checkout = Path(__file__).parent.parent.parent
    if chosen := os.environ.get("LOKE_HOME"):
        return Path(chosen)
    if (checkout / "pyproject.toml").exists():
        return checkout / "var"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "loke"
