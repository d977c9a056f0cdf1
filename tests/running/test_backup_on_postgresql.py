"""On PostgreSQL a backup is taken, proved and restored as a file's is, and a restore that fails changes nothing."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from tests.postgres import server
from tests.running.homes import WORDS, filled, in_turn, loke

from loke.running import leftovers, nightly
from loke.running.postgresql import Postgres
from loke.running.trouble import Refused
from loke.settings import database

READ = "from loke.records.models import Registration; print({one.why for one in Registration.objects.all()})"


@pytest.fixture(scope="module")
def address():
    with server() as found:
        if found is None:
            pytest.skip("there is no PostgreSQL here")
        yield f"{found}?application_name=loke"


@pytest.fixture(scope="module")
def home(address, tmp_path_factory) -> Path:
    """An installation there, with a backup of it in its home."""
    home = filled(tmp_path_factory.mktemp("home"), DATABASE_URL=address)
    assert loke(home, "backup", "--to", home / "ett", DATABASE_URL=address).returncode == 0
    return home


@pytest.fixture(scope="module")
def guarded(address) -> str:
    """The address of an empty database there, of somebody who must give a password, and that without it."""
    with psycopg.connect(address, autocommit=True) as there:
        there.execute("CREATE ROLE vakt LOGIN CREATEDB PASSWORD 'hemligt'")
        there.execute("CREATE DATABASE vaktad OWNER vakt")
        rules = Path(there.execute("SHOW hba_file").fetchone()[0])
        rules.write_text(f"host all vakt 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")
        there.execute("SELECT pg_reload_conf()")
    return address.replace("loke@", "vakt@").replace("/postgres?", "/vaktad?")


def test_it_is_restored_elsewhere_with_a_password_that_is_not_in_the_command(home, guarded, tmp_path):
    words = ["restore", home / "ett", "--home", tmp_path / "prov", "--to"]
    shown = loke(home, *words, guarded.replace("vakt@", "vakt:hemligt@"))
    assert (shown.returncode, "PGPASSWORD" in shown.stderr, "hemligt" in shown.stderr) == (2, True, False)
    none = loke(home, *words, guarded, PGPASSFILE=str(tmp_path / "saknas"))
    assert (none.returncode, none.stderr.startswith("Databasen svarar inte: ")) == (2, True), none.stderr
    written = tmp_path / "pgpass"
    written.write_text("*:*:*:vakt:hemligt\n")
    written.chmod(0o600)
    by_file = loke(home, *words, guarded, PGPASSFILE=str(written))
    assert by_file.returncode == 0, by_file
    by_variable = loke(home, *words, guarded, "--replace", PGPASSWORD="hemligt")
    assert by_variable.returncode == 0, by_variable


def test_a_database_that_is_not_there_is_said_to_be_made_first(home, guarded, tmp_path):
    nowhere = guarded.replace("/vaktad?", "/saknad?")
    done = loke(home, "restore", home / "ett", "--home", tmp_path, "--to", nowhere, PGPASSWORD="hemligt")
    assert (done.returncode, done.stderr.startswith("Databasen saknad finns inte på servern.")) == (2, True), done
    assert done.stderr.rstrip().endswith("--owner=vakt saknad")


def test_it_is_proved_and_restored_twice_and_what_is_put_aside_goes_in_time(address, home, tmp_path, monkeypatch):
    first, second, base = home / "ett", tmp_path / "två", Postgres(database(address))
    *done, read = in_turn(
        home,
        ("verify", first),
        ("restore", first, "--replace"),
        ("backup", "--to", second),
        ("restore", second, "--replace"),
        READ,
        DATABASE_URL=address,
    )
    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 4, done
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


def test_a_trial_that_was_killed_is_swept_and_one_at_work_is_let_be(address, tmp_path, monkeypatch):
    base = Postgres(database(address))

    def load(made, copy):
        names.append(made.settings["NAME"])
        assert base.sweep() == []
        assert names[-1] in there()

    def there() -> set[str]:
        with psycopg.connect(**base.parts) as server:
            named = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'loke_prov_%'")
            return {name for (name,) in named}

    names = []
    monkeypatch.setattr(Postgres, "_load", load)
    with base.scratch(tmp_path / "kopia"):
        pass
    monkeypatch.undo()
    assert names[0] not in there()
    for name in ("loke_prov_e4c4f930a460", "loke_prov_5d1e0c2b7a91", "loke_prov_egen"):  # the last is no trial of ours
        base._apart("CREATE DATABASE {}", name)
    with psycopg.connect(**{**base.parts, "dbname": "loke_prov_5d1e0c2b7a91"}):
        assert base.sweep() == []
        assert {name for name in there() if name.startswith("loke_prov_")} == {
            "loke_prov_5d1e0c2b7a91",
            "loke_prov_egen",
        }
    night = "from loke.running import nightly; print(nightly.broken_off())"
    [told] = in_turn(tmp_path, night, DATABASE_URL=address)
    assert told.stdout == "inget är kvar\n", told
    assert there() == {"loke_prov_egen"}


def test_the_night_tells_of_a_trial_that_will_not_go(monkeypatch):
    monkeypatch.setattr(leftovers, "sweep", lambda *places: ["loke_prov_e4c4f930a460"])
    with pytest.raises(Refused, match="loke_prov_e4c4f930a460"):
        nightly.broken_off()


def test_what_the_address_asks_for_reaches_every_program():
    made = Postgres(database("postgresql://a:hemligt@h:5432/b?sslmode=verify-full&options=-c%20statement_timeout%3D9"))
    assert made.parts["sslmode"] == "verify-full"
    assert made.parts["options"] == "-c jit=off -c statement_timeout=9"
    [_, words] = made._there()
    assert "sslmode=verify-full" in words
    assert "hemligt" not in words
    assert Postgres(database(made.url)).parts == made.parts
