"""What can be done to people: add, invite, give a role and end it."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts import sign_ins
from loke.accounts.access import require
from loke.accounts.actions.frame import action
from loke.accounts.models import Invitation, Membership, Organisation, Unit, User, WayBack
from loke.accounts.passwords import check_password
from loke.accounts.roles import UNIT_ROLES


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
    _check_place(role, organisation, unit)
    membership = Membership(
        user=user, role=role, organisation=organisation, unit=unit, since=since or timezone.localdate()
    )
    membership.full_clean()
    membership.save()
    return membership


@action("end_role")
def end_role(*, by: User | None, membership: Membership, until: date | None = None) -> Membership:
    """Right ends on `until` (today): from then on the very next request is refused.

    Raises ValidationError for the last administrator, without whom nobody could be let in again.
    """
    require(by, "people", "change", organisation=membership.organisation)
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)  # two could end each other's role
    others = Membership.objects.active().filter(organisation=membership.organisation, role="administrator")
    if membership.role == "administrator" and not others.exclude(pk=membership.pk).exists():
        raise ValidationError(_("Någon måste vara förvaltare. Bjud in en till förvaltare först."))
    membership.until = max(until or timezone.localdate(), membership.since)
    membership.save()
    sign_ins.end_if_without_role(membership.user)
    return membership


@action("end_employment")
def end_employment(*, by: User | None, user: User, organisation: Organisation) -> User:
    """End every role in the organisation, begun or not; whoever has none elsewhere can sign in no more, and is out.

    What somebody was invited to there before is closed too, and a way back: they would open the way in again.
    Raises ValidationError for the last administrator.
    """
    require(by, "people", "change", organisation=organisation)
    for held in user.memberships.going_to_be().filter(organisation=organisation):
        end_role(by=by, membership=held)
    Invitation.objects.open().filter(email=user.email, organisation=organisation).update(expires=timezone.now())
    WayBack.objects.open().filter(user=user).update(expires=timezone.now())
    if not user.memberships.going_to_be().exists():
        user.is_active = False
        user.save(update_fields=["is_active"])
    return user


@action("end_sign_ins")
def end_sign_ins(*, by: User, keep: str, only: int | None = None) -> User:
    """End one's own sessions but the one that is named `keep`: one of them, or all."""
    chosen = by.sign_ins.exclude(session=keep)
    sign_ins.end(chosen.filter(pk=only) if only else chosen)
    return by


@action("invite")
def invite(
    *, by: User | None, email: str, name: str, role: str, organisation: Organisation, unit: Unit | None = None
) -> Invitation:
    """Open a door for one person for a day; the invitation's `key`, which is stored nowhere in the open, opens it.

    One that stood open for them to the same role in the same place is closed: the last one is what they are given.
    Raises ValidationError by field.
    """
    require(by, "people", "change", organisation=organisation)
    _check_place(role, organisation, unit)
    held = Membership.objects.active().filter(role=role, organisation=organisation, unit=unit)
    if held.filter(user__email=email.lower()).exists():
        raise ValidationError({"email": _("Personen har redan den rollen.")})
    key = Invitation.new_key()
    invitation = Invitation(email=email.lower(), name=name, role=role, organisation=organisation, unit=unit)
    invitation.digest, invitation.invited_by = Invitation.digest_of(key), by
    invitation.full_clean()
    earlier = Invitation.objects.open().filter(email=invitation.email, role=role, organisation=organisation, unit=unit)
    invitation.closed = earlier.update(expires=timezone.now())
    invitation.save()
    invitation.key = key
    return invitation


@action("accept_invitation")
def accept_invitation(*, by: User | None, key: str, name: str = "", password: str | None = None) -> User:
    """Go through the door, once: a new person (`by` is None) with name and password, or one who is here already.

    One whose employment had ended needs neither: the way in is open again, and they sign in as they did.
    The role is given in the name of whoever invited, who must still be allowed to. Raises Invitation.DoesNotExist
    when the door is closed, ValidationError by field, PermissionDenied for somebody else's invitation.
    """
    invitation = Invitation.objects.open().select_for_update(of=("self",)).get(digest=Invitation.digest_of(key))
    if by is None and (back := User.objects.filter(email=invitation.email, is_active=False).first()):
        user = back
        user.is_active = True
        user.save(update_fields=["is_active"])
    elif by is None:
        check_password(password, User(email=invitation.email, name=name))
        user = add_person(by=invitation.invited_by, email=invitation.email, name=name, password=password)
    elif by.email == invitation.email:
        user = by
    else:
        raise PermissionDenied
    give_role(
        by=invitation.invited_by,
        user=user,
        role=invitation.role,
        organisation=invitation.organisation,
        unit=invitation.unit,
    )
    invitation.used = timezone.now()
    invitation.save()
    return user


def _check_place(role: str, organisation: Organisation, unit: Unit | None) -> None:
    """A role in a unit is held in one of the organisation's own, any other in the whole of it."""
    if (role in UNIT_ROLES) != (unit is not None) or (unit and unit.organisation_id != organisation.pk):
        raise ValidationError({"place": _("Välj en enhet för den som arbetar i en, annars hela organisationen.")})
