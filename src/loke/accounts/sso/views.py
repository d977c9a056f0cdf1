"""The two pages of signing in by the municipality: the way out to its provider, and the way back."""

import logging
import secrets
import time
from hmac import compare_digest

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from loke.accounts.factors import VOUCHED
from loke.accounts.models import User
from loke.accounts.pages import anybody
from loke.accounts.sso import provider
from loke.accounts.sso.provider import Provider
from loke.accounts.sso.tokens import NotTrusted, claims_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BEGUN = "sso"
logger = logging.getLogger(__name__)


@anybody
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the provider, with what only this browser and the provider know."""
    there = _provider()
    begun = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    try:
        address = there.way_in(back=_back(), **begun)
    except NotTrusted as error:
        return _refuse(request, there, error)
    request.session[BEGUN] = {**begun, "at": int(time.time())}
    return redirect(address)


@anybody
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Sign in whoever the provider vouches for, if they have been invited here before."""
    there, begun = _provider(), request.session.pop(BEGUN, None)  # used once, whatever comes of it
    try:
        person = _person(request, there, begun)
    except NotTrusted as error:
        return _refuse(request, there, error)
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="mfa", type=VOUCHED, reauthenticated=True)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _person(request: HttpRequest, there: Provider, begun: dict | None) -> User:
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
    if found is None:
        raise NotTrusted("person")
    return found


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
