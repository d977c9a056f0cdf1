"""Threads that write to SQLite stand in a queue, and leave it however their transaction ends."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import DatabaseError, OperationalError, connections, transaction
from django.db.transaction import TransactionManagementError

from loke.database.base import QUEUE

WRITERS = 16


@pytest.fixture
def file(tmp_path, settings, django_db_blocker):
    """A database of its own beside the tests' one, with a table of numbers."""
    options = settings.DATABASES["default"]
    if options["ENGINE"] != "loke.database":
        pytest.skip("only SQLite has the queue")
    connections.databases["file"] = {**connections["default"].settings_dict, "NAME": str(tmp_path / "queue.sqlite3")}
    with django_db_blocker.unblock():
        with connections["file"].cursor() as cursor:
            cursor.execute("CREATE TABLE written (number INTEGER)")
        yield "file"
        connections["file"].close()
    del connections["file"], connections.databases["file"]


def write(alias: str, number: int) -> None:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        count = cursor.execute("SELECT count(*) FROM written").fetchone()[0]
        cursor.execute("INSERT INTO written VALUES (%s)", [count])


def is_free() -> bool:
    """Whether another thread would come in at once."""

    def come_in() -> bool:
        came = QUEUE.acquire(timeout=0.1)
        if came:
            QUEUE.release()
        return came

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(come_in).result()


def test_many_who_write_at_once_each_see_what_the_one_before_wrote(file):
    def many(number: int) -> None:
        for _ in range(10):
            write(file, number)
        connections[file].close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(many, range(WRITERS)))
    with connections[file].cursor() as cursor:
        numbers = [row[0] for row in cursor.execute("SELECT number FROM written ORDER BY number")]
    assert numbers == list(range(WRITERS * 10))


def test_whoever_writes_holds_the_queue_until_it_is_stored(file):
    with transaction.atomic(using=file):
        assert not is_free()
        with transaction.atomic(using=file):
            assert not is_free()
        assert not is_free()
    assert is_free()


def test_the_queue_is_left_by_whoever_fails(file):
    with pytest.raises(DatabaseError), transaction.atomic(using=file), connections[file].cursor() as cursor:
        cursor.execute("INSERT INTO nowhere VALUES (1)")
    assert is_free()


def test_the_queue_is_left_by_whoever_loses_the_connection_meanwhile(file):
    def lost() -> None:
        with transaction.atomic(using=file):
            connections[file].close()
            raise DatabaseError

    with pytest.raises(DatabaseError):
        lost()
    assert is_free()


def test_whoever_only_reads_never_waits(file):
    inside, read = Event(), Event()

    def reading() -> bool:
        inside.wait(10)
        with connections[file].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM written")
        connections[file].close()
        read.set()
        return True

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(reading)
        with transaction.atomic(using=file):
            inside.set()
            assert read.wait(10)
        assert answer.result()


def test_a_connection_sends_what_its_own_thread_says_only(file):
    with ThreadPoolExecutor(1) as pool, pytest.raises(DatabaseError, match="thread"):
        pool.submit(connections[file].send, "SELECT 1").result()


def test_what_goes_wrong_is_told_as_django_tells_it(file):
    with pytest.raises(OperationalError, match="nowhere"):
        connections[file].send("INSERT INTO nowhere VALUES (1)")
    with transaction.atomic(using=file):
        transaction.set_rollback(True, using=file)
        with pytest.raises(TransactionManagementError):
            connections[file].send("INSERT INTO written VALUES (1)")
