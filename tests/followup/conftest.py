"""A service that has come in with a dataset, beside the world, once for all tests of a file that ask for it."""

from collections.abc import Iterator

import pytest
from tests.exchange.alike import small_taken_in

from loke.description.models import Service


@pytest.fixture(scope="module")
def _small(built, django_db_blocker) -> Iterator[None]:
    with small_taken_in(django_db_blocker):
        yield


@pytest.fixture
def oppna(_small, db) -> Service:
    return Service.objects.get(code="oppna")
