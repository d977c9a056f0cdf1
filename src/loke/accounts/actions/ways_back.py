"""Letting somebody in again who has lost what they sign in with, without anybody becoming them."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts import sign_ins
from loke.accounts.access import reach
from loke.accounts.actions.frame import action
from loke.accounts.factors import opens_alone
from loke.accounts.models import User, WayBack
from loke.accounts.passwords import check_password
from loke.accounts.sso.chosen import is_broken, signs_in_elsewhere


@action("let_back_in")
def let_back_in(*, by: User | None, user: User, lost: str, by_mail: bool) -> WayBack:
    """Open a door for a day; its `key`, which is stored nowhere in the open, is for the person alone.

    What they have signed in with holds until they have gone through, but every session ends now, and so does an
    earlier door. Not `by_mail`, whoever opens it holds the key: then it may not be all that it takes to be the person.
    Raises PermissionDenied for somebody who works where `by` does not look after people, ValidationError with why not.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    _check_whom(by, user)
    if by is not None and not by_mail and opens_alone(user, lost):
        raise ValidationError(
            _("Utan e-post kan bara den som sköter servern göra det: annars kunde du själv bli den personen.")
        )
    WayBack.objects.open().filter(user=user).update(expires=timezone.now())
    key = WayBack.new_key()
    made = WayBack.objects.create(digest=WayBack.digest_of(key), user=user, by=by, lost=lost, handed_over=not by_mail)
    sign_ins.end(user.sign_ins.all())
    made.key = key
    return made


@action("close_way_back")
def close_way_back(*, by: User | None, way: WayBack) -> WayBack:
    """One whose letter did not leave."""
    _check_whom(by, way.user)
    way.expires = timezone.now()
    way.save(update_fields=["expires"])
    return way


@action("hand_over_way_back")
def hand_over_way_back(*, by: User, way: WayBack) -> WayBack:
    """One whose letter did not leave: whoever opened it sees its key after all."""
    _check_whom(by, way.user)
    way.handed_over = True
    way.save(update_fields=["handed_over"])
    return way


@action("come_back")
def come_back(*, by: None, key: str, password: str) -> WayBack:
    """Go through the door, once: with a new password, or where the second factor was lost with the one they have.

    It signs nobody in; that is done as always afterwards. Whoever opened the door must still be allowed to, and
    if they hold the key it may still not be all that it takes: a factor may have gone since. Raises
    WayBack.DoesNotExist when it is closed, ValidationError by field, PermissionDenied.
    """
    way = WayBack.objects.open().select_for_update(of=("self",)).get(digest=WayBack.digest_of(key))
    user = way.user
    _check_whom(way.by, user)
    if way.handed_over and way.by is not None and opens_alone(user, way.lost):
        raise PermissionDenied
    if way.lost != WayBack.Lost.FACTOR:
        check_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
    elif not user.check_password(password):
        raise ValidationError({"password": _("Lösenordet stämmer inte.")})
    if way.lost != WayBack.Lost.PASSWORD:
        Authenticator.objects.filter(user=user).delete()  # the reserve codes too
    way.used = timezone.now()
    way.save(update_fields=["used"])
    sign_ins.end(user.sign_ins.all())
    return way


def _check_whom(by: User | None, user: User) -> None:
    """Somebody who is here, and of whose every role whoever opens the door looks after the people."""
    if not user.is_active:
        raise ValidationError(_("Personen har slutat. Bjud in igen i stället."))
    if by is not None:
        held = set(user.memberships.going_to_be().values_list("organisation", flat=True))
        if not held or not held <= reach(by, "people", "let_in").organisations:
            raise PermissionDenied
        if by == user:
            raise ValidationError(_("Ditt eget lösenord och dina egna nycklar byter du under Min inloggning."))
    if by is None and is_broken():
        return  # nobody knows here who signs in elsewhere, and the reserve is needed now; the sign-in itself asks again
    if signs_in_elsewhere(user.email):
        raise ValidationError(_("Personen loggar in genom kommunen, och får hjälp där."))
