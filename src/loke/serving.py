"""Starting: a demo of one's own or the real installation, with a database that is ready and one process that writes."""

import os
import socket
import sys
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import django
from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import SocketHolder

from loke import home
from loke.accounts.sso import chosen as sso
from loke.accounts.sso.provider import Unusable
from loke.running import backup, leftovers, lost, versions
from loke.running.databases import Sqlite
from loke.running.findings import held
from loke.running.trouble import Refused

NEWER = "Databasen är gjord av en nyare version av Loke. Installera den, eller läs tillbaka en äldre kopia."
RUNNING = "Servern är igång på en databas av en äldre version. Stoppa den, så att databasen kan uppgraderas."
OF_THE_REAL_ONE = (  # the demo has a database and keys of its own, is backed up nowhere and sends no letters
    "DATABASE_URL",
    "LOKE_KEYS",
    "LOKE_SECRET_KEY",
    "LOKE_BACKUP",
    "LOKE_BACKUP_KEY",
    "LOKE_EMAIL_HOST",
    "LOKE_EMAIL_PORT",
    "LOKE_EMAIL_TLS",
    "LOKE_EMAIL_USER",
    "LOKE_EMAIL_PASSWORD",
    "LOKE_EMAIL_FROM",
    "LOKE_SSO",
)
WRONG_KIND = {
    "demo": "Databasen {name} har riktiga uppgifter. Demon rör den inte. Ange en annan mapp i LOKE_HOME.",
    "real": "Databasen {name} är demons. Ange en annan mapp i LOKE_HOME eller en annan databas i DATABASE_URL.",
}


def demo(args: Namespace) -> int:
    """Start the invented municipality, building it first if need be."""
    os.environ["LOKE_DEMO"] = "1"
    os.environ["LOKE_HOME"] = str(home() / "demo")
    for name in OF_THE_REAL_ONE:
        os.environ.pop(name, None)
    if not prepare("demo"):
        return 2
    port = free_port(args.port)
    if port != args.port:
        say(f"Port {args.port} används redan, kanske av en demo som är igång.")
    address = f"http://localhost:{port}/"
    say(f"Loke är igång på {address}\nAvsluta med Ctrl-C.")
    return run("127.0.0.1", port, None if args.no_browser else address)


def serve(args: Namespace) -> int:
    """Start the real installation."""
    if not is_handed_over() and not is_free(args.host, args.port):
        say(f"Något annat lyssnar redan på {args.host}:{args.port}. Välj en annan port med --port.")
        return 2
    try:
        sso.read()
    except Unusable as fault:  # else people would be let in by another way than the municipality has chosen
        say(str(fault))
        return 2
    if not prepare("real", new=args.new):
        return 2
    warn()
    say(f"Loke lyssnar på {args.host}:{args.port}. Avsluta med Ctrl-C.")
    return run(args.host, args.port)


def prepare(kind: str, *, new: bool = False) -> bool:
    """Make the database ready for this version; False (and a word why) when it is of the other kind, or lost.

    With `new` one that is lost is not asked for.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
    django.setup()
    there = lost.has_tables()
    if there and versions.ahead(MigrationExecutor(connection)):
        say(NEWER)
        return False
    if kind == "real" and not (there or new) and lost.traces():
        say(lost.words())
        return False
    if kind_found() not in (kind, None):
        say(WRONG_KIND[kind].format(name=connection.settings_dict["NAME"]))
        return False
    if kind == "real":
        say(f"{'Installationen' if there else 'En ny installation'}: {settings.HOME}, databasen {lost.database()}")
    try:
        build_demo() if kind == "demo" else make_real()
    except Refused as refused:
        say(str(refused))
        return False
    leftovers.sweep(backup.folder())
    return True


def kind_found() -> str | None:
    """What the database says it is for, before anything in it is touched; None for one that is new."""
    if not lost.has_tables():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind FROM accounts_installation")
        return next((kind for (kind,) in cursor.fetchall()), None)


def make_real() -> None:
    from loke.accounts.models import Installation

    migrate()
    Installation.objects.get_or_create(pk=1, defaults={"kind": "real"})


def build_demo() -> None:
    """Build under another name, so that an interrupted build leaves nothing that looks finished."""
    from loke import demo as story

    path = Path(connection.settings_dict["NAME"])
    if path.exists():
        migrate()
        return
    building = path.with_suffix(".building")
    for leftover in path.parent.glob(f"{building.name}*"):
        leftover.unlink()
    connection.settings_dict["NAME"] = str(building)
    say("Bygger en påhittad kommun. Det görs bara en gång.")
    migrate()
    story.build(date.today(), progress=say)
    connection.close()
    os.replace(building, path)
    connection.settings_dict["NAME"] = str(path)


def migrate() -> None:
    """Bring the database to this version, keeping a copy of a SQLite file as it was before.

    Raises Refused when a server is running on it.
    """
    executor = MigrationExecutor(connection)
    if not versions.behind(executor):
        return
    with held("serving") as stopped:
        if not stopped:
            raise Refused(RUNNING)
        if connection.vendor == "sqlite" and executor.loader.applied_migrations:
            keep_copy(Path(connection.settings_dict["NAME"]))
        with all_or_nothing():
            call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """A whole upgrade is one transaction: one that breaks off has not begun, whatever it had come to."""
    with connection.constraint_checks_disabled(), transaction.atomic():
        if connection.vendor == "postgresql":  # which alters no table while what was written in it waits to be checked
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield


def keep_copy(path: Path) -> None:
    copy = path.with_name(f"{path.stem}-{timezone.now():%Y-%m-%dT%H%M%S}-före-uppgradering{path.suffix}")
    Sqlite(path).save(copy)
    say(f"Databasen uppgraderas. En kopia från före uppgraderingen ligger i {copy}")


def warn() -> None:
    """Say what Django's own check of a deployment finds, and what a first start needs."""
    from loke.accounts.models import Invitation, User

    for problem in run_checks(include_deployment_checks=True):
        if problem.level >= WARNING:
            say(f"Varning: {problem.msg}")
    if os.environ.get("LOKE_BEHIND_PROXY") != "1":
        say("Loke svarar bara över https. Sätt en proxy med certifikat framför och ange LOKE_BEHIND_PROXY=1.")
    if not User.objects.exists() and not Invitation.objects.open().exists():
        say("Ingen är inbjuden än. Bjud in den första förvaltaren med: loke invite")


def is_handed_over() -> bool:
    """Whether systemd listens for us: who asks while Loke is restarted then waits, and is not refused."""
    return os.environ.get("LISTEN_PID") == str(os.getpid())


class Server(Granian):
    """Granian, on the socket that is handed over when there is one."""

    def _init_shared_socket(self):
        super()._init_shared_socket() if not is_handed_over() else self._take_over(3)  # the first that systemd gives

    def _take_over(self, number: int) -> None:
        self._ssp, self._shd = None, SocketHolder(number, False, self.backlog)
        self._sso = socket.socket(fileno=number)


def run(host: str, port: int, browser: str | None = None) -> int:
    """Serve until Ctrl-C. One process: two that write to SQLite wait for each other."""
    from loke.running import health

    health.in_its_place()  # from here on another file by that name is another
    connections.close_all()  # the server's process is forked from this one and opens its own
    server = Server(
        "loke.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=8,
        websockets=False,
        workers_kill_timeout=5,
        log_level=LogLevels.error,
    )
    if browser and not os.environ.get("CI") and not os.environ.get("SSH_CONNECTION"):
        server.on_startup(lambda: webbrowser.open(browser))
    with held("serving", shared=True) as mine:
        if not mine:
            say("En säkerhetskopia läses tillbaka just nu. Vänta tills det är klart.")
            return 2
        server.serve()
    return 0


def free_port(wanted: int) -> int:
    """The wanted port on this machine, or the next one that nobody listens on. Raises OSError after a hundred."""
    for port in range(wanted, min(wanted + 100, 65536)):
        if is_free("127.0.0.1", port):
            return port
    raise OSError(f"Ingen ledig port från {wanted} och uppåt.")


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there. The server itself would share the port, and visits, with whoever did."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
