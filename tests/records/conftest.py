"""Who the tests of Dokumentera sign in as, and the client that most of them are about."""

import pytest

from loke.records.models import Episode


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


@pytest.fixture
def maryam(world, signed_in):
    return signed_in(world.maryam)


@pytest.fixture
def episode(world) -> Episode:
    """Aino's ongoing episode that has lasted longest."""
    return world.aino.episodes.ongoing().order_by("opened", "pk").first()
