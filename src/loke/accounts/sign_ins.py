"""Sessions seen from outside: which ones a person has, and ending them on the server at once."""

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from loke.accounts.models import Membership, SignIn, User


def remember(request: HttpRequest) -> None:
    """Note that this session is in use."""
    if request.session.session_key is None:
        request.session.save()
    told = {"user": request.user, "browser": request.headers.get("User-Agent", "")[:200], "seen": timezone.now()}
    SignIn.objects.update_or_create(session=request.session.session_key, defaults=told)
    request.session["known_as"] = request.session.session_key


def sign_ins_of(user: User) -> QuerySet[SignIn]:
    """Those that still hold, the latest used first."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return user.sign_ins.filter(session__in=alive)


def end(sign_ins: QuerySet[SignIn]) -> int:
    """The next request of each of these sessions is a stranger's. Gives how many they were."""
    keys = list(sign_ins.values_list("session", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    SignIn.objects.filter(session__in=keys).delete()
    return len(keys)


def end_if_without_role(user: User) -> None:
    if not Membership.objects.active().filter(user=user).exists():
        end(user.sign_ins.all())
