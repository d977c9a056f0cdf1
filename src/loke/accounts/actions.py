"""What can be done to people, and the frame that makes every change an action: atomic, allowed and logged."""

import functools
import inspect
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.utils import timezone

from loke.accounts import log
from loke.accounts.access import require
from loke.accounts.models import Installation, Invitation, Membership, Organisation, Unit, User


def action(name: str) -> Callable:
    """Make a function an action: keyword-only with `by`, one transaction, one entry in the audit log.

    `by` is a User, or None for the operator at the command line. The entry names what the action returned.
    """

    def decorate(function: Callable) -> Callable:
        assert "by" in inspect.signature(function).parameters, name

        @functools.wraps(function)
        def run(**kwargs):
            with transaction.atomic():
                result = function(**kwargs)
                log.record_action(by=kwargs["by"], unit=_unit_of(result), what=name, target=_target(result))
            return result

        run.action = name
        return run

    return decorate


def _unit_of(result) -> Unit | None:
    return result if isinstance(result, Unit) else getattr(result, "access_unit", None) or getattr(result, "unit", None)


def _target(result) -> str:
    return f"{result._meta.label} {result.pk}" if hasattr(result, "_meta") else ""


@action("make_installation")
def make_installation(*, by: User | None, kind: str) -> Installation:
    """Say once what this database is for. Raises IntegrityError the second time."""
    return Installation.objects.create(pk=1, kind=kind)


@action("make_organisation")
def make_organisation(*, by: User | None, code: str, name: str) -> Organisation:
    return Organisation.objects.create(code=code, name=name)


@action("make_unit")
def make_unit(*, by: User | None, organisation: Organisation, code: str, name: str) -> Unit:
    return Unit.objects.create(organisation=organisation, code=code, name=name)


@action("add_person")
def add_person(*, by: User | None, email: str, name: str, title: str = "", password: str | None = None) -> User:
    """A person without any role yet; without a password only a passkey or an invitation lets them in."""
    return User.objects.create_user(email=email, name=name, title=title, password=password)


@action("give_role")
def give_role(
    *,
    by: User | None,
    user: User,
    role: str,
    organisation: Organisation,
    unit: Unit | None = None,
    since: date | None = None,
) -> Membership:
    require(by, "people", "change", organisation=organisation)
    membership = Membership(
        user=user, role=role, organisation=organisation, unit=unit, since=since or timezone.localdate()
    )
    membership.full_clean()
    membership.save()
    return membership


@action("end_role")
def end_role(*, by: User | None, membership: Membership, until: date | None = None) -> Membership:
    """Right ends on `until` (today): from then on the very next request is refused."""
    require(by, "people", "change", organisation=membership.organisation)
    membership.until = max(until or timezone.localdate(), membership.since)
    membership.save()
    return membership
