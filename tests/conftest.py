"""What all tests share: one world, people signed in to it, and an order in which every test finds what it expects."""

import gc
import shutil
import signal
import time

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client, TransactionTestCase
from hypothesis import settings
from tests import shared
from tests.world import World, build_world, look_around

from loke.accounts import keys
from loke.accounts.models import User
from loke.followup import dataset

pytest_plugins = ["tests.browser", "tests.postgres", "tests.renewed"]
settings.register_profile("loke", deadline=None)  # a busy computer is not a fault
settings.load_profile("loke")
ASKS = {"signed_in", "client"}  # what a test that reads pages asks for
TOUCHES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "built"}


def pytest_configure(config):
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, the tests put away what they have started
    config.addinivalue_line("markers", "database: touches the database (set by itself); run on PostgreSQL as well")
    config.addinivalue_line("markers", "page: reads pages and is not marked both (set by itself); run on SQLite only")


def pytest_collection_finish():
    """What has been read by now stays to the end, and need not be looked through for what can be thrown away."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


def pytest_unconfigure():
    gc.unfreeze()  # libraries look for what is left behind when the process ends


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what touches the database; those with the world come after those that begin empty, and PostgreSQL's last."""
    for item in items:
        if "built" in item.fixturenames:
            item.add_marker(pytest.mark.django_db)  # pytest-django makes only the databases that marked tests ask for
        by_class = item.cls is not None and issubclass(item.cls, TransactionTestCase)
        if by_class or TOUCHES & set(item.fixturenames) or item.get_closest_marker("django_db"):
            item.add_marker("database")
            if ASKS & set(item.fixturenames) and not item.get_closest_marker("both"):
                item.add_marker("page")
    yield
    items.sort(key=lambda item: (item.get_closest_marker("postgres") is not None, "built" in item.fixturenames))


@pytest.fixture(scope="session")
def built(django_db_setup, django_db_blocker) -> None:
    """The demo municipality in the test database, built once; every test's own changes are rolled back."""
    with django_db_blocker.unblock():
        shared.fill(build_world)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Argon2 as in use, but with the least memory and time, since no test asks how hard a password is to guess."""
    hasher = Argon2PasswordHasher
    hasher.time_cost, hasher.memory_cost, hasher.parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """No figures from an earlier test: what it rolled back has numbers that come again."""
    dataset._kept.clear()


@pytest.fixture
def world(built, db) -> World:
    """The municipality's people and services by name, read afresh."""
    return look_around()


@pytest.fixture(scope="session")
def copied(built, django_db_blocker, tmp_path_factory):
    """A file with the world, for a server of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite's database is a file")
    file = tmp_path_factory.mktemp("home") / "loke.sqlite3"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    if keys.path().exists():
        shutil.copy2(keys.path(), file.parent)
    return file


class HttpsClient(Client):
    """Django's test client, over https as the pages demand."""

    def generic(self, *args, **kwargs):
        return super().generic(*args, **{**kwargs, "secure": True})


@pytest.fixture
def client() -> Client:
    """A visitor who has not signed in."""
    return HttpsClient()


@pytest.fixture
def signed_in():
    """`signed_in(world.aino)` is a browser of hers, in which she has just shown her second factor."""

    def sign_in(user: User) -> Client:
        client = HttpsClient()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()
        return client

    return sign_in
