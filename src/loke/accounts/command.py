"""Letting people in from the command line: the first of them, and whoever has lost what they sign in with."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from loke.accounts import mail, organisations
from loke.accounts.actions import invite as open_door
from loke.accounts.actions import let_back_in
from loke.accounts.models import Organisation, Unit, User, WayBack
from loke.accounts.roles import ROLE_NAMES, UNIT_ROLES


def add_arguments(name: str, parser: ArgumentParser) -> Callable[[Namespace], int]:
    """The arguments of `loke invite` or `loke let-in`; gives what runs it."""
    add, run = {"invite": (_add_invite, invite), "let-in": (_add_let_in, let_in)}[name]
    add(parser)
    return run


def _add_invite(parser: ArgumentParser) -> None:
    parser.add_argument("email", metavar="E-POST", help="dit inbjudan är ställd")
    parser.add_argument("--name", metavar="NAMN", required=True, help="namnet på den som bjuds in")
    organisations.add_arguments(parser, "namnet på kommunen, som läggs upp om det är den första")
    parser.add_argument("--role", default="administrator", choices=list(ROLE_NAMES), help="rollen (%(default)s)")
    parser.add_argument("--unit", metavar="KOD", help="enhetens kod, för den som arbetar i en enhet")


def _add_let_in(parser: ArgumentParser) -> None:
    parser.add_argument("email", metavar="E-POST", help="adressen som personen loggar in med")
    parser.add_argument(
        "--lost",
        default=WayBack.Lost.BOTH.value,
        choices=WayBack.Lost.values,
        help="vad som är borta: lösenordet, appen eller nyckeln, eller båda (%(default)s)",
    )


def says_where(args: Namespace) -> bool:
    """Whether the role has its unit, and a word if not: known before there is a database to look in."""
    if args.role in UNIT_ROLES and not args.unit:
        _refuse("Den rollen hör till en enhet. Ange enhetens kod med --unit.")
        return False
    return True


def invite(args: Namespace) -> int:
    """Print the link to one invitation; 2 when something in it is wrong."""
    try:
        with transaction.atomic():  # nothing is left of what is refused
            organisation = organisations.called(organisations.meant(args.organisation, new=args.new_organisation))
            unit = organisation.units.get(code=args.unit) if args.role in UNIT_ROLES else None
            place = {"organisation": organisation, "unit": unit}
            made = open_door(by=None, email=args.email, name=args.name, role=args.role, **place)
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
    closed = "Den förra inbjudan till samma roll gäller inte längre.\n" if made.closed else ""
    sys.stderr.write(("Inbjudan är skickad.\n" if sent else hand_over) + closed)
    sys.stdout.write(f"{link}\n")
    return 0


def let_in(args: Namespace) -> int:
    """Print the link by which one person comes in again; 2 for somebody who is not here."""
    user = User.objects.filter(email=args.email.lower()).first()
    if user is None:
        return _refuse(f"Ingen här loggar in med {args.email}.")
    try:
        made = let_back_in(by=None, user=user, lost=args.lost, by_mail=False)
    except ValidationError as error:
        return _refuse("\n".join(error.messages))
    told = " Personen har också fått ett brev om det." if mail.send_way_back(made) else ""
    sys.stderr.write(
        f"Lämna över länken till {user} själv, när du vet vem du talar med. Den gäller ett dygn och en gång. "
        f"{user} är utloggad överallt.{told}\n"
    )
    sys.stdout.write(f"{settings.SITE}{reverse('come_back', args=[made.key])}\n")
    return 0


def _units_of(organisation: Organisation) -> str:
    there = ", ".join(f"{unit.code} ({unit.name})" for unit in organisation.units.all())
    none = "Där finns ingen enhet än. Förvaltaren lägger upp dem under Personer, Enheter."
    return f"Där finns: {there}" if there else none


def _refuse(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 2
