"""On PostgreSQL a backup is taken, proved and restored as a file's is, and a restore that fails changes nothing."""

from datetime import timedelta

import psycopg
import pytest
from tests.postgres import server
from tests.running.homes import WORDS, filled, in_turn

from loke.running import leftovers
from loke.running.findings import Refused
from loke.running.postgresql import Postgres
from loke.settings import database

READ = "from loke.records.models import Registration; print({one.why for one in Registration.objects.all()})"


@pytest.fixture(scope="module")
def address():
    with server() as found:
        if found is None:
            pytest.skip("there is no PostgreSQL here")
        yield f"{found}?application_name=loke"


def test_it_is_backed_up_proved_and_restored_twice_and_what_is_put_aside_goes_in_time(address, tmp_path, monkeypatch):
    filled(tmp_path, DATABASE_URL=address)
    first, second, base = tmp_path / "ett", tmp_path / "två", Postgres(database(address))
    *done, read = in_turn(
        tmp_path,
        ("backup", "--to", first),
        ("verify", first),
        ("restore", first, "--replace"),
        ("backup", "--to", second),
        ("restore", second, "--replace"),
        READ,
        DATABASE_URL=address,
    )
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 5, done
    assert read.stdout == f"{{'{WORDS}'}}\n"
    assert len(base.put_aside()) >= 1
    assert not any(map(leftovers._is_old, base.put_aside()))
    monkeypatch.setattr(leftovers, "KEPT_ASIDE", timedelta(days=-2))
    assert all(map(leftovers._is_old, base.put_aside()))
    for name in base.put_aside():
        base.drop(name)
    assert base.put_aside() == []


def test_what_is_written_tells_one_moment_from_another_and_what_is_read_does_not(address):
    base, uncounted = Postgres(database(address)), Postgres(database(f"{address}&options=-c%20track_counts%3Doff"))
    before = base.written()
    with psycopg.connect(**base.parts, autocommit=True) as there:
        there.execute("CREATE TABLE skrivet (id int)")
        there.execute("SELECT * FROM skrivet")
        there.execute("SELECT pg_stat_force_next_flush()")
        read = base.written()
        there.execute("INSERT INTO skrivet VALUES (1)")
        there.execute("SELECT pg_stat_force_next_flush()")
        there.execute("SELECT 1")
    assert read == before
    assert base.written() == before + 1
    assert uncounted.written() is None


def test_a_restore_that_fails_leaves_what_was_there(address, tmp_path):
    base = Postgres(database(address))
    with psycopg.connect(**base.parts, autocommit=True) as there:
        there.execute("CREATE DATABASE fattig")
    poor = Postgres(database(address.replace("/postgres?", "/fattig?")))
    with psycopg.connect(**poor.parts) as there:  # without the table of sessions, so that the last step fails
        there.execute("CREATE TABLE accounts_loghead (log text, number int, digest text)")
        there.execute("CREATE TABLE django_migrations (app text, name text)")
    poor.copy(tmp_path / "kopia.dump")
    with psycopg.connect(**base.parts) as there:
        there.execute("CREATE TABLE IF NOT EXISTS kvar (id int)")
    before = base.tables()
    with pytest.raises(Refused, match="django_session"):
        base.put(tmp_path / "kopia.dump", "x-före-återläsning")
    assert base.tables() == before
    assert base.put_aside() == []


def test_what_the_address_asks_for_reaches_every_program():
    made = Postgres(database("postgresql://a:hemligt@h:5432/b?sslmode=verify-full&options=-c%20statement_timeout%3D9"))
    assert made.parts["sslmode"] == "verify-full"
    assert made.parts["options"] == "-c jit=off -c statement_timeout=9"
    [_, words] = made._there()
    assert "sslmode=verify-full" in words
    assert "hemligt" not in words
    assert Postgres(database(made.url)).parts == made.parts
