"""A home of its own for every test: an installation with something in it, and Loke run there in another process."""

import atexit
import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
KEPT_OUT = ("DATABASE_URL", "LOKE_DEMO", "LOKE_KEYS", "LOKE_BACKUP", "LOKE_BACKUP_KEY", "DJANGO_SETTINGS_MODULE")
WORDS = "Ville helst prata om skolan"
READY = """
from loke import serving
assert serving.prepare("real")
"""
STEPPED = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
class Stepwise(MigrationLoader):
    def load_disk(self):
        super().load_disk()
        self.disk_migrations = {{key: one for key, one in self.disk_migrations.items() if not one.replaces}}
executor = MigrationExecutor(connection)
executor.loader = Stepwise(connection)
executor.migrate({steps!r})
"""
FILL = f"""{READY}
from loke.accounts.actions import invite, make_organisation
from loke.accounts.models import Organisation, Unit
from loke.description.models import Service
from loke.records.models import Change, Registration
organisation = make_organisation(by=None, code="a", name="Älvkulla")
unit = Unit.objects.create(organisation=organisation, code="u", name="Enheten")
service = Service.objects.create(unit=unit, code="s", name="Familjehuset")
for number in range(1200):
    told = Registration.objects.create(service=service, what="prov", why="{WORDS}")
from loke.running import recovery
recovery.make()
Change.objects.create(registration=told, kind="value", row=1, taken_away=False, before="{{}}")
"""
IN_TURN = """
import json, sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from loke import cli
def run(code):
    cli.start_django()
    exec(code, {})
def ended(words):
    try:
        return run(words) if isinstance(words, str) else cli.main(words)
    except SystemExit as stop:
        return stop.code
done = []
for words in json.loads(sys.argv[1]):
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = ended(words)
    done.append((words, code, out.getvalue(), err.getvalue()))
print(json.dumps(done))
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in KEPT_OUT}
    return {**kept, "PYTHONPATH": str(SRC), "LOKE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "loke.settings", **more}


def python(home: Path, code: str, **more: str) -> str:
    """What the code prints, with Django ready."""
    return _python(home, f"import django; django.setup()\n{code}", **more)


def _python(home: Path, code: str, *words: str, **more: str) -> str:
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, env=environment(home, **more), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def loke(home: Path, *words: object, **more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "loke", *map(str, words)]
    given = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
    return subprocess.run(command, env=environment(home, **more), check=False, **given)


def in_turn(home: Path, *commands: Iterable[object] | str, **more: str) -> list[subprocess.CompletedProcess]:
    """Commands, or code, one after the other in one process: where it is not about how a process begins and ends."""
    words = [one if isinstance(one, str) else list(map(str, one)) for one in commands]
    return [
        subprocess.CompletedProcess(*done) for done in json.loads(_python(home, IN_TURN, json.dumps(words), **more))
    ]


def loke_on_terminal(home: Path, *words: object, asked: str = "", typed: str = "") -> tuple[int, str]:
    """How it ends, and all that somebody at a terminal sees, who types something when it is asked for."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "loke", *map(str, words)]
    screens = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    with subprocess.Popen(command, env=environment(home), start_new_session=True, **screens) as at_work:
        os.close(theirs)
        seen = b""
        with suppress(OSError), open(ours, "rb", buffering=0) as screen:  # an error is how a terminal ends
            while more := screen.read(4096):
                seen += more
                if typed and seen.endswith(asked.encode()):
                    os.write(ours, f"{typed}\n".encode())
                    typed = ""
    return at_work.returncode, seen.decode()


def filled(home: Path, **more: str) -> Path:
    """The home with an installation that has something in it: on SQLite a copy of one that is made once."""
    if more:
        python(home, FILL, **more)
    else:
        shutil.copytree(_once(FILL, ready), home, dirs_exist_ok=True)
    return home


def stepped(home: Path, *steps: tuple[str, str], **more: str) -> Path:
    """The home with its database at these steps, on the way that older versions went, or go back to."""
    python(home, STEPPED.format(steps=list(steps)), **more)
    return home


def ready(home: Path) -> Path:
    """The home with an installation that has nobody in it yet."""
    return Path(shutil.copytree(_once(READY), home, dirs_exist_ok=True))


@cache
def _once(code: str, begin: Callable[[Path], Path] = Path) -> Path:
    home = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    python(begin(home), code)
    return home
