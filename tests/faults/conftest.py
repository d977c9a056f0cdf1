"""A copy of the world for every test that breaks things."""

import shutil
from pathlib import Path

import pytest

from loke.accounts.models import User
from loke.description.models import Service


@pytest.fixture
def home(copied: Path, tmp_path: Path) -> Path:
    for name in ("loke.sqlite3", "keys.json"):
        if (copied.parent / name).exists():
            shutil.copy2(copied.parent / name, tmp_path)
    return tmp_path


@pytest.fixture
def at(world) -> tuple[int, str]:
    """Somebody's number and the address of a client of theirs, as `Writer` wants them."""
    return at_client(world.aino, world.ungdom)


def at_client(person: User, service: Service) -> tuple[int, str]:
    episode = person.episodes.ongoing().filter(service=service).order_by("opened", "pk").first()
    return person.pk, f"/v/{service.code}/klienter/{episode.client_id}/"
