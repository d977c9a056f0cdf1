"""The command line: one thin function per command, which imports what it needs when it runs."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from loke import __version__

if TYPE_CHECKING:
    from loke.dataset.snapshot import Snapshot

REPOSITORY = Path(__file__).resolve().parents[2]

NOTHING_YET = "Här finns ingen installation än. Börja med loke import eller loke serve."

# argparse takes its own words from gettext, which has no Swedish for them.
SWEDISH = {
    "usage: ": "användning: ",
    "positional arguments": "argument",
    "options": "flaggor",
    "show this help message and exit": "visa den här hjälpen",
    "show program's version number and exit": "visa versionen",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "the following arguments are required: %s": "det här saknas: %s",
    "unrecognized arguments: %s": "okänt argument: %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "expected one argument": "ett värde saknas",
    "expected at least one argument": "minst ett värde saknas",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r finns inte (välj bland %(choices)s)",
    "invalid %(type)s value: %(value)r": "%(value)r går inte att läsa",
}
argparse._ = lambda text: SWEDISH.get(text, text)  # type: ignore[attr-defined]


def demo(words: list[str]) -> int:
    """startar en påhittad kommun att prova i, i webbläsaren"""
    parser = parser_for("demo", demo)
    parser.add_argument("--port", type=port_number, default=8000, help="port på den egna datorn (%(default)s)")
    parser.add_argument("--no-browser", action="store_true", help="öppna inte webbläsaren")
    args = parser.parse_args(words)
    from loke import serving

    return serving.demo(args) or 0


def serve(words: list[str]) -> int:
    """startar webbservern för er egen databas"""
    parser = parser_for("serve", serve)
    parser.add_argument("--host", default="127.0.0.1", help="adress att lyssna på (%(default)s)")
    parser.add_argument("--port", type=port_number, default=8000, help="port att lyssna på (%(default)s)")
    args = parser.parse_args(words)
    from loke import serving

    return serving.serve(args) or 0


def invite(words: list[str]) -> int:
    """bjuder in den första förvaltaren, eller någon annan"""
    parser = parser_for("invite", invite)
    start_django()
    from loke.accounts import command

    command.add_arguments(parser)
    args = parser.parse_args(words)
    from loke import serving

    return command.invite(args) if command.says_where(args) and serving.prepare("real") else 2


def import_(words: list[str]) -> int:
    """läser in en verksamhet från ett dataset"""
    parser = parser_for("import", import_)
    start_django()
    from loke import serving
    from loke.exchange import command

    command.add_import_arguments(parser)
    args = parser.parse_args(words)
    return command.run_import(args) if serving.prepare("real") else 2


def export(words: list[str]) -> int:
    """skriver en verksamhet som ett dataset"""
    parser = parser_for("export", export)
    start_django()
    from loke.exchange import command

    command.add_export_arguments(parser)
    args = parser.parse_args(words)
    if not installed():
        print(NOTHING_YET, file=sys.stderr)
        return 2
    return command.run_export(args)


def analyse(words: list[str]) -> int:
    """räknar fram följa upp-tabellerna ur ett dataset"""
    parser = parser_for("analyse", analyse)
    from loke.analysis.memory import put_off

    with put_off():  # for what is imported too
        from loke.publishing import command

        command.add_arguments(parser)
        return command.run(parser.parse_args(words), snapshot_of_installation) or 0


def pack(words: list[str]) -> int:
    """packar ett dataset till en fil som läses på millisekunder"""
    parser = parser_for("pack", pack)
    from loke.publishing import command

    command.add_pack_arguments(parser)
    return command.run_pack(parser.parse_args(words)) or 0


def backup(words: list[str]) -> int:
    """skriver en krypterad säkerhetskopia"""
    return run_it("backup", backup, words)


def restore(words: list[str]) -> int:
    """läser tillbaka en säkerhetskopia, när den är provad"""
    return run_it("restore", restore, words)


def verify(words: list[str]) -> int:
    """provar en säkerhetskopia, eller installationen"""
    return run_it("verify", verify, words)


def keys(words: list[str]) -> int:
    """visar nycklarna, byter dem eller gör återläsningsnyckeln"""
    return run_it("keys", keys, words)


def nightly(words: list[str]) -> int:
    """gör nattens arbete: städar, prövar loggarna, säkerhetskopierar"""
    return run_it("nightly", nightly, words)


def health(words: list[str]) -> int:
    """säger om installationen mår bra"""
    return run_it("health", health, words)


def install(words: list[str]) -> int:
    """hämtar det Loke behöver, och startar ingenting"""
    parser_for("install", install).parse_args(words)
    return 0  # `./loke` has done it before it comes here


def manage(words: list[str]) -> int:
    """kör ett av Djangos egna kommandon, till exempel migrate"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["loke manage", *words])
    return 0


def test(words: list[str]) -> int:
    """kör testerna; det du lägger till går vidare till pytest"""
    from shutil import which

    if not (which("chromium") or which("chromium-browser") or which("google-chrome")):
        print("Webbläsartesterna hoppas över. Med Chromium körs de också: sudo apt install chromium")
    return in_repository("pytest", "-m", "not slow", *words)


def docs(words: list[str]) -> int:
    """skriver om de sidor i docs/ som kommer ur koden"""
    parser_for("docs", docs).parse_args(words)
    return in_repository("docs.generate")


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "serve": serve,
    "invite": invite,
    "import": import_,
    "export": export,
    "analyse": analyse,
    "pack": pack,
    "backup": backup,
    "restore": restore,
    "verify": verify,
    "keys": keys,
    "nightly": nightly,
    "health": health,
    "install": install,
    "manage": manage,
    "test": test,
    "docs": docs,
}


def parser_for(name: str, command: Callable[[list[str]], int]) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"loke {name}", description=f"{name} {command.__doc__}")


def run_it(name: str, function: Callable[[list[str]], int], words: list[str]) -> int:
    """One of the commands in `loke.running`: its arguments, Django, and what it was refused for."""
    from loke.running import command

    parser = parser_for(name, function)
    getattr(command, f"add_{name}_arguments", command.add_json)(parser)
    args = parser.parse_args(words)
    if name == "restore" and args.to and "://" in args.to and not args.home:
        parser.error("ange också --home: en mapp för nycklarna")
    try:
        if name == "restore":
            command.before_restore(args)
        start_django()
        if name != "restore" and not (args.__dict__.get("file") or installed()):
            raise command.Refused(NOTHING_YET)
        return getattr(command, f"run_{name}")(args)
    except command.NOT_DONE as error:
        return command.refused(error, args)
    except KeyboardInterrupt:
        return 130


def snapshot_of_installation(code: str) -> "Snapshot":
    """The snapshot of a service in the installation's own database, which `service:CODE` asks for."""
    start_django()
    from loke.description.models import Service
    from loke.followup.dataset import snapshot_of_service
    from loke.publishing.command import Unreadable

    if not installed():
        raise Unreadable(NOTHING_YET)
    try:
        return snapshot_of_service(code)
    except Service.DoesNotExist:
        raise Unreadable(f"Verksamheten {code} finns inte i den här installationen.") from None


def installed() -> bool:
    """Whether there is an installation's database to read; call `start_django` first."""
    from loke import serving

    return serving.has_tables()


def port_number(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("en port är ett tal från 1 till 65535")
    return number


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
    import django

    django.setup()


def in_repository(module: str, *words: str) -> int:
    """Run a Python module in the folder that holds the tests and the documentation; an installed Loke has neither."""
    if not (REPOSITORY / "pyproject.toml").is_file():
        print("Tester och dokumentation finns bara i källkoden.", file=sys.stderr)
        return 2
    import subprocess

    path = os.pathsep.join(filter(None, [str(REPOSITORY / "src"), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, cwd=REPOSITORY, env={**os.environ, "PYTHONPATH": path}, check=False).returncode


def help_text() -> str:
    lines = "\n".join(f"  {name:{max(map(len, COMMANDS))}}  {command.__doc__}" for name, command in COMMANDS.items())
    return f"""Loke följer upp socialtjänstens insatser: det ni tänkt bredvid det som hände.

användning: loke KOMMANDO …

{lines}

Börja med: loke demo
Mer om ett kommando: loke KOMMANDO --help"""


def main(words: list[str] | None = None) -> int:
    """Run one command; gives the exit status (0 done, 2 wrong options or refused input)."""
    name, *rest = (sys.argv[1:] if words is None else words) or ["--help"]
    if name in ("-h", "--help", "--version"):
        print(f"loke {__version__}" if name == "--version" else help_text())
        return 0
    if name not in COMMANDS:
        print(f"Kommandot {name} finns inte. Kör loke utan något efter för att se dem som finns.", file=sys.stderr)
        return 2
    if name not in ("test", "docs"):  # what is written is about people: for its owner only
        os.umask(0o077)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # matrices are small: more would spin while they wait
    return COMMANDS[name](rest)
