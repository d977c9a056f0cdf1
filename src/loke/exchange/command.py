"""`loke import` and `loke export`: services from a dataset into the database, and a service back out."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from loke.accounts.models import Unit, User
from loke.dataset.faults import Refused
from loke.dataset.reader import Dataset, read
from loke.dataset.writer import ENDINGS
from loke.description.models import Service
from loke.exchange.actions import export_service, import_service
from loke.exchange.checks import check

REFUSED = 2  # exit status for wrong options and for input that is not right


def add_import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", type=Path, help="mapp eller .zip med datasetet")
    parser.add_argument("--unit", metavar="KOD", help="enheten som en ny verksamhet hör till (en egen)")
    parser.add_argument("--organisation", metavar="NAMN", default="", help="organisationen som en ny enhet hör till")


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", metavar="SERVICE", help="verksamhetens kod")
    parser.add_argument("path", metavar="PATH", type=Path, help="mapp eller .zip att skriva")
    parser.add_argument("--format", choices=ENDINGS, default="csv", help="tabellernas format (%(default)s)")


def run_import(args: argparse.Namespace) -> int:
    """Take in every service of a dataset, or none; gives the exit status."""
    try:
        unit = _unit(args.unit, args.organisation) if args.unit else None
        with read(args.path) as dataset:
            for warning in dataset.source.warnings:
                _say(warning)
            services = import_dataset(dataset, by=None, unit=unit, organisation=args.organisation, progress=_say)
    except (Refused, Unfit) as refused:
        _say(str(refused))
        return REFUSED
    _say(f"Klart: {', '.join(service.name for service in services)}.")
    return 0


def import_dataset(
    dataset: Dataset,
    *,
    by: User | None,
    unit: Unit | None = None,
    organisation: str = "",
    progress: Callable[[str], object] = lambda line: None,
) -> list[Service]:
    """Every service of the dataset stored, or none. Raises Refused."""
    check(dataset)
    where = {"unit": unit, "organisation": organisation, "progress": progress}
    with transaction.atomic():
        return [import_service(by=by, dataset=dataset, code=one.service, **where) for one in dataset.services]


class Unfit(ValueError):  # noqa: N818 - it is the person who asked that reads it
    """What was asked for is not there; the text is in Swedish."""


def _unit(code: str, organisation: str) -> Unit:
    units = Unit.objects.filter(code=code, **({"organisation__name": organisation} if organisation else {}))
    if len(units) != 1:
        raise Unfit(f"Enheten {code} finns {'inte' if not units else 'i flera organisationer, ange --organisation'}.")
    return units[0]


def run_export(args: argparse.Namespace) -> int:
    """Write a service as a package; gives the exit status."""
    service = Service.objects.select_related("unit__organisation").filter(code=args.service).first()
    if service is None:
        _say(f"Verksamheten {args.service} finns inte i den här installationen.")
        return REFUSED
    try:
        export_service(by=None, service=service, path=args.path, ending=args.format)
    except OSError as error:
        _say(f"{args.path} gick inte att skriva: {error.strerror or error}")
        return REFUSED
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)
