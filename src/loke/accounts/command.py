"""Letting the first people in from the command line, before anybody can sign in and do it."""

import sys
from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import slugify

from loke.accounts import mail
from loke.accounts.actions import invite as open_door
from loke.accounts.actions import make_organisation
from loke.accounts.models import Organisation, Unit
from loke.accounts.roles import ROLE_NAMES, UNIT_ROLES


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email", metavar="E-POST", help="dit inbjudan är ställd")
    parser.add_argument("--name", metavar="NAMN", required=True, help="namnet på den som bjuds in")
    parser.add_argument(
        "--organisation", metavar="NAMN", required=True, help="namnet på kommunen; den läggs upp om den saknas"
    )
    parser.add_argument("--role", default="administrator", choices=list(ROLE_NAMES), help="rollen (%(default)s)")
    parser.add_argument("--unit", metavar="KOD", help="enhetens kod, för den som arbetar i en enhet")


def says_where(args: Namespace) -> bool:
    """Whether the role has its unit, and a word if not: known before there is a database to look in."""
    if args.role in UNIT_ROLES and not args.unit:
        _refuse("Den rollen hör till en enhet. Ange enhetens kod med --unit.")
        return False
    return True


def invite(args: Namespace) -> int:
    """Print the link to one invitation; 2 when something in it is wrong."""
    try:
        organisation = _organisation(args.organisation)
        unit = organisation.units.get(code=args.unit) if args.role in UNIT_ROLES else None
        made = open_door(
            by=None, email=args.email, name=args.name, role=args.role, organisation=organisation, unit=unit
        )
    except Unit.DoesNotExist:
        return _refuse(f"Enheten finns inte i {organisation}: {args.unit}")
    except ValidationError as error:
        return _refuse("\n".join(error.messages))
    link = f"{settings.SITE}{reverse('invitation', args=[made.key])}"
    sent = mail.send_invitation(made, link)
    sys.stderr.write("Inbjudan är skickad.\n" if sent else "Lämna över länken. Den gäller ett dygn och en gång.\n")
    sys.stdout.write(f"{link}\n")
    return 0


def _organisation(name: str) -> Organisation:
    found = Organisation.objects.filter(name=name).first()
    return found or make_organisation(by=None, code=slugify(name), name=name)


def _refuse(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 2
