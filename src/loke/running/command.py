"""The commands for whoever keeps an installation going: what they take, what they print, how they end."""

import argparse
import json
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import suppress
from getpass import getpass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from loke.running import lost, owner, trouble
from loke.running.findings import Finding, all_well
from loke.running.trouble import Refused

CHANGED = (
    "Kopior som redan är tagna är låsta med den förra nyckeln, {before}. Den ligger kvar i 30 dagar i\n  {aside}\n"
    "Skriv av den om det inte är gjort, spara den så länge någon av kopiorna är kvar, och ta en ny nu: loke backup."
)
UNITS = {"s": 1, "m": 60, "h": 3600}


def run(name: str, parser: ArgumentParser, words: list[str], begin: Callable[[], None]) -> int:
    """One of the commands: its arguments, Django, and what it was refused for."""
    add, work = {
        "backup": (add_backup_arguments, run_backup),
        "restore": (add_restore_arguments, run_restore),
        "verify": (add_verify_arguments, run_verify),
        "keys": (add_keys_arguments, run_keys),
        "nightly": (add_json, run_nightly),
        "health": (add_json, run_health),
    }[name]
    add(parser)
    args = parser.parse_args(words)
    if name == "restore" and args.to and "://" in args.to:
        must_be_whole(args, parser)
    try:
        if name == "restore":
            owner.check()
            before_restore(args)
        begin()
        if name not in ("restore", "health") and not args.__dict__.get("file") and (why := lost.missing()):
            raise Refused(why)
        return work(args)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return refused(error, args)


def add_backup_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--to", metavar="PATH", type=Path, help="fil eller mapp att skriva till; annars LOKE_BACKUP")
    parser.add_argument(
        "--every", metavar="TID", type=seconds, help="en ny kopia så ofta, till exempel 5m; slutar inte"
    )
    parser.add_argument(
        "--keep", metavar="ANTAL", type=int, default=300, help="så många sparas med --every (%(default)s)"
    )
    add_json(parser)


def add_restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FIL", type=Path, help="kopian")
    parser.add_argument("--to", metavar="PLATS", help="en mapp eller en DATABASE_URL utan lösenord")
    parser.add_argument("--home", metavar="MAPP", help="mapp för nycklarna, när --to är en DATABASE_URL")
    parser.add_argument(
        "--key", metavar="FIL", type=Path, help="fil med återläsningsnyckeln; annars installationens egen"
    )
    parser.add_argument("--replace", action="store_true", help="ersätt den databas som finns; den gamla sparas bredvid")
    add_json(parser)


def add_verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FIL", type=Path, nargs="?", help="en kopia att prova; annars installationen")
    parser.add_argument(
        "--key", metavar="FIL", type=Path, help="fil med återläsningsnyckeln; annars installationens egen"
    )
    add_json(parser)


def add_keys_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="VAD", choices=["list", "rotate", "backup"], help="list, rotate eller backup")
    parser.add_argument(
        "--new",
        action="store_true",
        help="rotate: gör en ny version även om ett byte är påbörjat; backup: byt återläsningsnyckeln",
    )
    parser.add_argument("--show", action="store_true", help="backup: visa återläsningsnyckeln som redan finns")
    add_json(parser)


def add_json(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="svara i JSON")


def must_be_whole(args: Namespace, parser: ArgumentParser) -> None:
    """Ends the command when the address of a database comes without a home, or with a password for all to read."""
    where = urlsplit(args.to)
    if where.password or "password" in parse_qs(where.query):
        parser.error("alla på datorn kan läsa ett lösenord här. Skriv det i PGPASSWORD eller i filen ~/.pgpass")
    if not args.home:
        parser.error("ange också --home: en mapp för nycklarna")


def before_restore(args: Namespace) -> None:
    """Find the key, that of the installation it is asked in unless another is said, before anything is made."""
    args.key = recovery_key(args.key)
    if args.to:
        elsewhere(args.to, args.home)


def elsewhere(to: str, home: str | None) -> None:
    """Turn the process to another place than the installation's own, whose keys it is not to touch."""
    for name in ("DATABASE_URL", "LOKE_KEYS", "LOKE_BACKUP_KEY"):
        os.environ.pop(name, None)
    if "://" in to:
        os.environ["DATABASE_URL"] = to
    os.environ["LOKE_HOME"] = (home or "") if "://" in to else to


def seconds(text: str) -> int:
    found = re.fullmatch(r"(\d+)([smh])", text)
    if not found or not int(found[1]):
        raise argparse.ArgumentTypeError("en tid är till exempel 30s, 5m eller 1h")
    return int(found[1]) * UNITS[found[2]]


def run_backup(args: Namespace) -> int:
    from loke.running import backup, recovery

    to = args.to or backup.folder()
    if to is None:
        raise Refused("Ange vart kopian ska med --to eller LOKE_BACKUP.")
    recovery.own()
    if args.every:
        if not to.is_dir():
            raise Refused(f"Mappen finns inte: {to}")
        backup.keep_on(to, args.every, args.keep, _tell)
    own = backup.folder()
    made = backup.make(to, counts=own is None or to.resolve() == own.resolve() or to.resolve().parent == own.resolve())
    return told([Finding("säkerhetskopia", True, str(made))], args)


def run_restore(args: Namespace) -> int:
    from loke.running.restore import restore

    return told(restore(args.file, args.key, replace=args.replace), args)


def run_verify(args: Namespace) -> int:
    from loke.running import proof
    from loke.running.findings import local, remembered

    if args.file is None:
        return told(proof.installation(), args)
    before = remembered("proof").get("at")
    found = proof.of_backup(args.file, recovery_key(args.key))
    last = Finding("senast provad", True, local(before) if before else "aldrig förut")
    return told([*found, last], args)


def run_keys(args: Namespace) -> int:
    from loke.running import rotation

    if args.what == "rotate":
        broken = rotation.rotate(_tell, new=args.new)
        return told(
            [Finding("nyckelbyte", not broken, f"{broken} texter gick inte att öppna" if broken else "klart")], args
        )
    if args.what == "backup":
        return _run_recovery_key(args)
    listed = rotation.inventory()
    if args.json:
        print(json.dumps([vars(one) for one in listed], ensure_ascii=False))
    else:
        for one in listed:
            texts = "" if one.texts is None else f", {one.texts} texter"
            until = f", ersatt {one.replaced}" if one.replaced else ""
            print(f"{one.what}: version {one.version}, gjord {one.made}{until}, {one.fingerprint or '–'}{texts}")
    return 0


def _run_recovery_key(args: Namespace) -> int:
    """Make the recovery key or another and show it, once, or show the one there is: to somebody, never to a log."""
    from loke.running import recovery

    new = not recovery.is_made()
    shown = new or args.new or args.show
    if shown and not sys.stderr.isatty():
        raise Refused("Återläsningsnyckeln visas bara i en terminal, så att den inte hamnar i en logg.")
    key, before, aside = (recovery.make() if new else recovery.own()), None, None
    if args.new and not new:
        before = key
        key, aside = recovery.change()
    if shown:
        _show(key)
    if before:
        _tell(CHANGED.format(before=before.fingerprint, aside=aside))
    return told([Finding("återläsningsnyckel", True, f"{key.fingerprint} i {recovery.path()}")], args)


def run_nightly(args: Namespace) -> int:
    from loke.running import nightly

    return told(nightly.run(), args)


def run_health(args: Namespace) -> int:
    from django.db import Error

    from loke.running import health

    with suppress(Error):  # what is wrong with the database is the first of what is told
        if why := lost.missing():
            raise Refused(why)
    return told(health.all_of_it(), args)


def told(found: list[Finding], args: Namespace) -> int:
    """Print what was found; 0 when all is well, 1 otherwise."""
    if args.json:
        print(json.dumps({"ok": all_well(found), "checks": [one.as_dict() for one in found]}, ensure_ascii=False))
    else:
        for one in found:
            print(f"{'ok ' if one.ok else 'FEL'}  {one.name}: {one.says}")
    return 0 if all_well(found) else 1


def refused(error: Exception, args: Namespace) -> int:
    """Print why it was not done; raises a fault that is the program's."""
    said = trouble.words(error) or (str(error) if isinstance(error, OSError) else None)
    if said is None:
        raise error
    if args.json:
        print(json.dumps({"ok": False, "refused": said}, ensure_ascii=False))
    print(said, file=sys.stderr)
    return 2


def _show(key) -> None:
    _tell(
        "Skriv av återläsningsnyckeln och lås in den på ett annat ställe än kopiorna:\n\n"
        f"  {key.words}\n\n"
        "Utan den går ingen kopia att läsa tillbaka på en annan dator."
    )


def recovery_key(file: Path | None):
    """The key in the file, else the installation's own, else the one that is typed."""
    from loke.running import recovery

    if file or recovery.is_made():
        return recovery.read(file or recovery.path())
    if not sys.stdin.isatty():
        raise Refused(f"Återläsningsnyckeln saknas: {recovery.path()}. Ange en annan fil med --key.")
    return recovery.parsed(getpass("Återläsningsnyckel: "))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
