"""A dataset that has come in already, once for all tests of a file that ask for it."""

from collections.abc import Iterator

import pytest
from tests.exchange.alike import small_taken_in


@pytest.fixture(scope="module")
def _small(django_db_setup, django_db_blocker) -> Iterator[None]:
    with small_taken_in(django_db_blocker):
        yield


@pytest.fixture
def imported(_small, db) -> None:
    """The small dataset has come in; a file whose tests ask for it has none that begins with an empty database."""
