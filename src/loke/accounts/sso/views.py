"""The two pages of signing in by the municipality: the way out to its provider, and the way back."""

import logging
import secrets
import time
from hmac import compare_digest

from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from loke.accounts.factors import VOUCHED, next_of
from loke.accounts.models import User
from loke.accounts.pages import anybody
from loke.accounts.sso import provider
from loke.accounts.sso.provider import Provider
from loke.accounts.sso.tokens import LEEWAY, NotTrusted, claims_of, is_time

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BEGUN = "sso"
MOST = "60/m/ip"  # a workplace has one address
logger = logging.getLogger(__name__)


@anybody
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the provider, with what only this browser and the provider know.

    Whoever is signed in already is there to show the factors again, and is led back to where they were going.
    """
    there, again = _provider(), request.user.is_authenticated
    if not consume(request, app="loke", action="sso", config={"sso": MOST}, limit_get=True):
        return render(request, "429.html", status=429)
    begun = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    try:
        address = there.way_in(back=_back(), again=again, **begun)
    except NotTrusted as error:
        return _refuse(request, there, error)
    begun |= {"at": int(time.time()), "next": next_of(request), "again": request.user.pk if again else None}
    request.session[BEGUN] = begun
    return redirect(address)


@anybody
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Sign in whoever the provider vouches for, if they have been invited here before."""
    there, begun = _provider(), request.session.pop(BEGUN, None)  # used once, whatever comes of it
    try:
        person, shown = _person(request, there, begun)
    except NotTrusted as error:
        return _refuse(request, there, error)
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="mfa", type=VOUCHED, at=shown)
    return redirect(begun["next"])


def _person(request: HttpRequest, there: Provider, begun: dict | None) -> tuple[User, float]:
    """Who it is, and when they showed the provider their factors."""
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    if not begun or time.time() - begun["at"] > 600 or not compare_digest(state.encode(), begun["state"].encode()):
        raise NotTrusted("state")
    if request.GET.get("iss", there.issuer) != there.issuer:
        raise NotTrusted("issuer")
    token, keys = there.token(code=code, back=_back(), verifier=begun["verifier"])
    known = {"issuer": there.issuer, "client": there.client, "levels": there.levels}
    claims = claims_of(token, keys, nonce=begun["nonce"], now=time.time(), **known)
    if claims.get("email_verified") is False:
        raise NotTrusted("address")
    found = User.objects.filter(email=str(claims.get(there.claim, "")).lower(), is_active=True).first()
    if found is None or begun["again"] not in (None, found.pk):
        raise NotTrusted("person")
    return found, _shown(claims.get("auth_time"), begun)


def _shown(said: object, begun: dict) -> float:
    """The provider's own time for it; a sign-in without one is as old as can be, and showing again demands one."""
    if begun["again"] is None:
        return min(said, time.time()) if is_time(said) else 0
    if not is_time(said) or said < begun["at"] - LEEWAY:
        raise NotTrusted("time of showing")
    return min(said, time.time())


def _provider() -> Provider:
    found = provider.chosen()
    if found is None:
        raise Http404
    return found


def _back() -> str:
    return f"{settings.SITE}{reverse('sso_back')}"


def _refuse(request: HttpRequest, there: Provider, error: NotTrusted) -> HttpResponse:
    logger.warning("Sign-in by the provider was refused: %s", error)
    return render(request, "accounts/sso_refused.html", {"provider": there.name}, status=403)
