"""The command line: one thin function per command, which imports what it needs when it runs."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from loke import __version__
from loke.arguments import port_number

if TYPE_CHECKING:
    from loke.dataset.snapshot import Snapshot

REPOSITORY = Path(__file__).resolve().parents[2]


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
    parser.add_argument("--new", action="store_true", help="börja med en tom databas där en annan har funnits")
    args = parser.parse_args(words)
    start_django()
    from loke import serving

    return serving.serve(args) or 0


def invite(words: list[str]) -> int:
    """bjuder in den första förvaltaren, eller någon annan"""
    return open_door("invite", invite, words)


def let_in(words: list[str]) -> int:
    """ger ut en länk in igen till den som har tappat lösenord eller nyckel"""
    return open_door("let-in", let_in, words)


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
    return command.run_export(args) if is_there() else 2


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
    start_django()
    from django.core.management import execute_from_command_line

    from loke.running.lost import traces

    if traces() and not is_there():  # else `migrate` would make an empty database, and `serve` take it for the lost one
        return 2
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
    "let-in": let_in,
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


def open_door(name: str, function: Callable[[list[str]], int], words: list[str]) -> int:
    """One of the commands in `loke.accounts.command`, which let somebody in."""
    parser = parser_for(name, function)
    start_django()
    from loke import serving
    from loke.accounts import command

    run = command.add_arguments(name, parser)
    args = parser.parse_args(words)
    may_begin = command.says_where(args) if name == "invite" else is_there()
    return run(args) if may_begin and serving.prepare("real") else 2


def run_it(name: str, function: Callable[[list[str]], int], words: list[str]) -> int:
    from loke.running import command

    return command.run(name, parser_for(name, function), words, start_django)


def snapshot_of_installation(code: str) -> "Snapshot":
    """The snapshot of a service in the installation's own database, which `service:CODE` asks for."""
    start_django()
    from loke.description.models import Service
    from loke.followup.dataset import snapshot_of_service
    from loke.publishing.command import Unreadable
    from loke.running.lost import missing

    if why := missing():
        raise Unreadable(why)
    try:
        return snapshot_of_service(code)
    except Service.DoesNotExist:
        raise Unreadable(f"Verksamheten {code} finns inte i den här installationen.") from None


def is_there() -> bool:
    """Whether there is an installation to read, and a word if not; call `start_django` first."""
    from loke.running.lost import missing

    if why := missing():
        print(why, file=sys.stderr)
    return not why


def start_django() -> None:
    """Raises Refused for whoever the installation does not belong to: its settings make what is not there yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
    import django

    from loke.running import owner

    owner.check()
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
    width = max(map(len, COMMANDS))
    lines = "\n".join(f"  {name:{width}}  {command.__doc__}" for name, command in COMMANDS.items())
    return f"""Loke följer upp socialtjänstens insatser: det ni tänkt bredvid det som hände.

användning: loke KOMMANDO …

{lines}

Börja med: loke demo
Mer om ett kommando: loke KOMMANDO --help"""


def main(words: list[str] | None = None) -> int:
    """Run one command; gives the exit status (0 done, 2 wrong options or refused input)."""
    name, *rest = (sys.argv[1:] if words is None else words) or ["--help"]
    if name in ("-h", "--help"):
        print(help_text())
        return 0
    if name == "--version":
        print(f"loke {__version__}")
        return 0
    if name not in COMMANDS:
        print(f"Kommandot {name} finns inte. Kör loke utan något efter för att se dem som finns.", file=sys.stderr)
        return 2
    if name not in ("test", "docs"):  # what is written is about people: for its owner only
        os.umask(0o077)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # matrices are small: more would spin while they wait
    try:
        return COMMANDS[name](rest)
    except Exception as error:
        from loke.running.trouble import words as in_words

        if not (said := in_words(error)):
            raise
        print(said, file=sys.stderr)
        return 2
