"""`loke import` and `loke export`: services from a dataset into the database, and a service back out."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from loke.accounts import organisations
from loke.accounts.models import Organisation, Unit, User
from loke.dataset.faults import Refused
from loke.dataset.reader import Dataset, read
from loke.dataset.writer import ENDINGS
from loke.description.models import Service
from loke.exchange.actions import export_service, import_service
from loke.exchange.checks import check

UNNAMED = "Organisation"  # of a service whose dataset does not name its organisation, where there is none
REFUSED = 2  # exit status for wrong options and for input that is not right


def add_import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", type=Path, help="mapp eller .zip med datasetet")
    parser.add_argument("--unit", metavar="KOD", help="enheten som en ny verksamhet hör till (en egen)")
    organisations.add_arguments(parser, "organisationen som en ny verksamhet hör till")


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", metavar="SERVICE", help="verksamhetens kod")
    parser.add_argument("path", metavar="PATH", type=Path, help="mapp eller .zip att skriva")
    parser.add_argument("--format", choices=ENDINGS, default="csv", help="tabellernas format (%(default)s)")


def run_import(args: argparse.Namespace) -> int:
    """Take in every service of a dataset, or none; gives the exit status."""
    before = set(Service.objects.values_list("code", flat=True))
    owners = set(Organisation.objects.values_list("name", flat=True))
    try:
        unit = _unit(args.unit, args.organisation) if args.unit else None
        with read(args.path) as dataset:
            for warning in dataset.source.warnings:
                _say(warning)
            where = {"unit": unit, "organisation": args.organisation, "new": args.new_organisation}
            services = import_dataset(dataset, by=None, progress=_say, **where)
    except (Refused, organisations.Unfit) as refused:
        _say(str(refused))
        return REFUSED
    for service in services:
        _say(_where(service, service.code in before, args.organisation, owners))
    _say(f"Klart: {', '.join(service.name for service in services)}.")
    return 0


def _where(service: Service, was_here: bool, asked: str, owners: set[str]) -> str:
    """Where the service lies now, and what did not come of what was asked."""
    unit, owner = service.unit, service.organisation.name
    place = f"i enheten {unit.name}, {owner}"
    if not was_here:
        return f"{service.name} lades {place}{'' if owner in owners else ' (en ny organisation)'}."
    stays = " och ligger kvar där: --organisation gäller bara nya verksamheter" if asked and asked != owner else ""
    return f"{service.name} fanns redan {place}{stays}. Den är uppdaterad."


def import_dataset(
    dataset: Dataset,
    *,
    by: User | None,
    unit: Unit | None = None,
    organisation: str = "",
    new: bool = False,
    progress: Callable[[str], object] = lambda line: None,
) -> list[Service]:
    """Every service of the dataset stored, or none. Raises Refused, and Unfit where nobody knows where it belongs."""
    check(dataset)
    told = {"by": by, "dataset": dataset, "unit": unit, "progress": progress}
    with transaction.atomic():
        owners = {} if unit else _owners(dataset, organisation, new)
        codes = [one.service for one in dataset.services]
        return [import_service(**told, code=code, organisation=owners.get(code, "")) for code in codes]


def _owners(dataset: Dataset, asked: str, new: bool) -> dict[str, str]:
    """The name of the organisation that each service comes to if it is not here; what is here stays where it is."""
    here = set(Service.objects.values_list("code", flat=True))
    if asked:
        organisations.meant(asked, new=new)
    rows = list(dataset.rows("services"))
    named = next((row["organisation"] for row in rows if row["organisation"]), UNNAMED)
    told = {row["service"]: row["organisation"] or named for row in rows if row["service"] not in here}
    return {code: organisations.meant(asked, new=new, otherwise=name) for code, name in told.items()}


def _unit(code: str, organisation: str) -> Unit:
    if organisation:
        organisations.meant(organisation)
    units = Unit.objects.filter(code=code, **({"organisation__name": organisation} if organisation else {}))
    if len(units) != 1:
        known = ", ".join(sorted(Unit.objects.values_list("code", flat=True)))
        why = "i flera organisationer, ange --organisation" if units else f"inte{known and f'. Här finns: {known}'}"
        raise organisations.Unfit(f"Enheten {code} finns {why}.")
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
