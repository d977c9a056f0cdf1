"""Sessions seen from outside: which ones a person has, and ending them on the server at once."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from loke.accounts.models import Membership, SignIn, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"  # by which a session that we begin ourselves is known


def remember(request: HttpRequest) -> None:
    """Note that this session is in use."""
    if request.session.session_key is None:
        request.session.save()
    told = {"user": request.user, "browser": request.headers.get("User-Agent", "")[:200], "seen": timezone.now()}
    SignIn.objects.update_or_create(session=request.session.session_key, defaults=told)
    request.session["known_as"] = request.session.session_key


def leave(request: HttpRequest, out=logout) -> None:
    """Sign out. All that the browser's next session knows is who has been signed in before it, the last one last."""
    here = request.user.pk
    were = [one for one in request.session.get("were", []) if one != here]
    out(request)
    request.session["were"] = [*were, here]


def recall(request: HttpRequest) -> None:
    """A session that is over and gone is known by its key, as `leave` would have left it."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if key and request.session.is_empty() and (was := SignIn.objects.filter(session=key).first()):
        request.session["were"] = [was.user_id]


def was_here(request: HttpRequest) -> int | None:
    """The number of whoever is signed in, or was the last to be while the browser has been open."""
    return request.user.pk or [None, *request.session.get("were", [])][-1]


def alone_here(request: HttpRequest) -> bool:
    """Whether only one person is known to have been signed in before: a page that is still open is then theirs."""
    return request.session.get("were") == [was_here(request)]


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
