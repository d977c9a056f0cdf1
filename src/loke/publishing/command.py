"""`loke analyse` and `loke pack`: a dataset in, its tables or its packed form out."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from loke.analysis.batches import in_batches
from loke.analysis.calculation import analyse
from loke.analysis.memory import keep
from loke.analysis.options import PERIODS, Options, WrongOption
from loke.analysis.output import to_json
from loke.dataset.pack import Damaged, is_packed, pack, unpack
from loke.dataset.snapshot import Snapshot

if TYPE_CHECKING:
    from loke.analysis.disclosure.publishable import PublishableResult

REFUSED = 2  # exit status for wrong options and for input that is not right
FORMATS = ("json", "text", "xlsx", "html")
LATER_FORMATS = ("xlsx", "html")
Opened = Callable[[str], Snapshot]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="mapp, .zip, packad fil eller service:KOD")
    parser.add_argument("--as-of", type=_day, metavar="DAG", help="som det såg ut den dagen (den senaste)")
    parser.add_argument("--from", dest="from_day", type=_day, metavar="DAG", help="räkna från och med")
    parser.add_argument("--to", dest="to_day", type=_day, metavar="DAG", help="räkna till och med")
    parser.add_argument("--period", choices=PERIODS, default="all", help="dela upp i perioder (%(default)s)")
    parser.add_argument("--by", action="append", default=[], metavar="VARIABEL", help="dela upp; kan upprepas")
    parser.add_argument("--service", action="append", default=[], metavar="KOD", help="bara den; kan upprepas")
    parser.add_argument("--public", action="store_true", help="utan små tal, att lämna ut")
    parser.add_argument("--engine", default="local", metavar="MOTOR", help="local (sc://… kommer senare)")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text eller json (%(default)s)")
    parser.add_argument("-o", "--output", type=Path, metavar="FIL", help="skriv till en fil")


def add_pack_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="mapp eller .zip med datasetet")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FIL", help="den packade filen")


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{given} är inte en dag, skriv till exempel 2024-05-31") from error


def run(args: argparse.Namespace, from_installation: Opened | None = None) -> int:
    """Analyse and print or write; `from_installation` opens a service of the installation's own database."""
    later = _comes_later(args)
    if later:
        return _refuse(later)
    keep()
    days = {"as_of": args.as_of, "from_day": args.from_day, "to_day": args.to_day}
    try:
        options = Options(**days, period=args.period, by=tuple(args.by), services=tuple(args.service))
        if args.public:
            _check_public(options)
        snapshot = opened(args.path, from_installation)
        said = _said(snapshot, options, args)
    except (WrongOption, Unreadable) as error:
        return _refuse(str(error))
    status = _deliver(said, args.output)
    gc.freeze()  # what was made goes with the process, and is not searched through before
    return status or _warn(snapshot, apart=args.format == "text" and args.output is None)


def _check_public(options: Options) -> None:
    from loke.analysis.disclosure.publishable import check  # only now: most analyses hide nothing

    check(options)


def _processors() -> int:
    """How many this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _public(snapshot: Snapshot, options: Options) -> "PublishableResult":
    from loke.analysis.disclosure.publishable import publish

    return publish(snapshot, options)


def _said(snapshot: Snapshot, options: Options, args: argparse.Namespace) -> Iterable[str]:
    """The pieces of what is asked for."""
    if args.format == "json" and not args.public:
        return in_batches(snapshot, options, processes=_processors())
    result = _public(snapshot, options) if args.public else analyse(snapshot, options)
    if args.format == "json":
        return [to_json(result)]
    from loke.publishing.report import text  # only now: other programs should not wait for our words

    return [text(result)]


def run_pack(args: argparse.Namespace) -> int:
    try:
        snapshot = opened(args.path)
        pack(snapshot, args.output)
    except Unreadable as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{args.output} gick inte att skriva: {error.strerror}")
    return _warn(snapshot)


class Unreadable(ValueError):  # noqa: N818 - it is the person who asked that reads it
    """The dataset could not be opened; the text is in Swedish, a line for each fault."""


def opened(path: str, from_installation: Opened | None = None) -> Snapshot:
    """The snapshot of a folder, a .zip, a packed file or `service:CODE`."""
    if path.startswith("service:"):
        if from_installation is None:
            raise Unreadable(f"{path}: den här installationens databas går inte att läsa härifrån.")
        return from_installation(path.removeprefix("service:"))
    return _opened(Path(path))


def _opened(path: Path) -> Snapshot:
    if not path.exists():
        raise Unreadable(f"{path} finns inte.")
    if not is_packed(path):
        return _read(path)
    try:
        return unpack(path)
    except Damaged as error:
        raise Unreadable(str(error)) from error


def _read(path: Path) -> Snapshot:
    # Only now: these imports take longer than the analysis of a packed file.
    from loke.dataset.faults import Refused
    from loke.dataset.reader import open_dataset

    try:
        return open_dataset(path)
    except Refused as error:
        raise Unreadable(str(error)) from error


def _comes_later(args: argparse.Namespace) -> str:
    if args.engine != "local":
        return f"--engine {args.engine} kommer i en senare version; local finns."
    if args.format in LATER_FORMATS:
        return f"--format {args.format} kommer i en senare version; json och text finns."
    return ""


def _warn(snapshot: Snapshot, apart: bool = False) -> int:
    """What the dataset's reader noticed, on standard error, after a blank line when a report stands above it."""
    if snapshot.warnings:
        sys.stdout.flush()
        print(*[""] * apart, *snapshot.warnings, sep="\n", file=sys.stderr)
    return 0


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return REFUSED


def _deliver(pieces: Iterable[str], path: Path | None) -> int:
    """On standard output, with a line break at the end, or in a file that is either whole or not there."""
    if path is None:
        last = "\n"
        for last in filter(None, pieces):
            sys.stdout.write(last)
        sys.stdout.write("" if last.endswith("\n") else "\n")
        return 0
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        as_it_is = path.is_symlink() or (path.exists() and not path.is_file())  # nothing takes a device's place
        with (path if as_it_is else beside).open("w", encoding="utf-8") as file:
            file.writelines(pieces)
        if not as_it_is:
            os.replace(beside, path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        return _refuse(f"{path} gick inte att skriva: {error.strerror}")
    return 0
