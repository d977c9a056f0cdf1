"""Letting the first people in from the command line, before anybody can sign in and do it."""

import sys
from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from loke.accounts import mail, organisations
from loke.accounts.actions import invite as open_door
from loke.accounts.models import Organisation, Unit
from loke.accounts.roles import ROLE_NAMES, UNIT_ROLES


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email", metavar="E-POST", help="dit inbjudan är ställd")
    parser.add_argument("--name", metavar="NAMN", required=True, help="namnet på den som bjuds in")
    organisations.add_arguments(parser, "namnet på kommunen, som läggs upp om det är den första")
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
        organisation = organisations.called(organisations.meant(args.organisation, new=args.new_organisation))
        unit = organisation.units.get(code=args.unit) if args.role in UNIT_ROLES else None
        made = open_door(
            by=None, email=args.email, name=args.name, role=args.role, organisation=organisation, unit=unit
        )
    except organisations.Unfit as unfit:
        return _refuse(str(unfit))
    except Unit.DoesNotExist:
        return _refuse(f"Enheten finns inte i {organisation}: {args.unit}\n{_units_of(organisation)}")
    except ValidationError as error:
        return _refuse("\n".join(error.messages))
    link = f"{settings.SITE}{reverse('invitation', args=[made.key])}"
    sent = mail.send_invitation(made, link)
    failed = "Brevet gick inte att skicka. " if settings.EMAIL_HOST else ""
    hand_over = f"{failed}Lämna över länken. Den gäller ett dygn och en gång.\n"
    sys.stderr.write("Inbjudan är skickad.\n" if sent else hand_over)
    sys.stdout.write(f"{link}\n")
    return 0


def _units_of(organisation: Organisation) -> str:
    there = ", ".join(f"{unit.code} ({unit.name})" for unit in organisation.units.all())
    return (
        f"Där finns: {there}"
        if there
        else "Där finns ingen enhet än. Förvaltaren lägger upp dem under Personer, Enheter."
    )


def _refuse(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 2
