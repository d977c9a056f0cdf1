"""Addresses of style sheets, scripts and fonts that change when the file does, so that browsers may keep them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Versioned(StaticFilesStorage):
    def url(self, name: str | None) -> str:
        return f"{super().url(name)}?v={_version(name)}"


@cache
def _version(name: str | None) -> str:
    path = finders.find(name) if name else None
    return sha256(Path(path).read_bytes()).hexdigest()[:12] if path else ""
