"""The pages of signing in by the municipality: the way out to its provider, and the way back."""

import secrets
import time

from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.ratelimit import consume
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from loke.accounts.factors import VOUCHED, next_of
from loke.accounts.models import User
from loke.accounts.pages import anybody
from loke.accounts.sign_ins import BACKEND
from loke.accounts.sso.chosen import chosen
from loke.accounts.sso.provider import LEEWAY, NotTrusted, Provider
from loke.accounts.sso.refusals import note
from loke.accounts.sso.tokens import is_time

BEGUN = "sso"
MOST = "60/m/ip"  # a workplace has one address
LASTS = 10 * 60  # seconds that somebody may take to sign in over there


@anybody
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the provider, with what only this browser and the provider know.

    Whoever is signed in already is there to show the factors again, and is led back to where they were going.
    """
    there, again = _provider(), request.user.is_authenticated
    if _too_many(request):
        return render(request, "429.html", status=429)
    begun = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    try:
        address = there.way_in(begun, again=again)
    except NotTrusted as error:
        return _refuse(request, there, error)
    begun |= {"at": int(time.time()), "next": next_of(request), "again": request.user.pk if again else None}
    request.session[BEGUN] = begun
    return redirect(address)


@csrf_exempt
@anybody
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Take what a SAML provider has the browser bring; with its cookies, it comes for the rest on a page of ours.

    It signs nobody in, and needs no token of ours: only the browser that asked can use the key.
    """
    there = _of_saml()
    if _too_many(request):
        return render(request, "429.html", status=429)
    try:
        key = there.receive(request.POST)
    except NotTrusted as error:
        note(error)
        return redirect("sso_back")
    return redirect(f"{reverse('sso_back')}?{urlencode({'svar': key})}")


@anybody
@require_GET
def description(request: HttpRequest) -> HttpResponse:
    """What a SAML provider needs to know of us."""
    return HttpResponse(_of_saml().description(), content_type="application/samlmetadata+xml")


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
    if not begun or time.time() - begun["at"] > LASTS:
        raise NotTrusted("state")
    address, shown = there.vouched(request.GET, begun)
    found = User.objects.filter(email=address.lower(), is_active=True).first()
    if found is None or begun["again"] not in (None, found.pk):
        raise NotTrusted("person")
    return found, _shown(shown, begun)


def _shown(said: object, begun: dict) -> float:
    """The provider's own time for it; a sign-in without one is as old as can be, and showing again demands one."""
    if begun["again"] is None:
        return min(said, time.time()) if is_time(said) else 0
    if not is_time(said) or said < begun["at"] - LEEWAY:
        raise NotTrusted("time of showing")
    return min(said, time.time())


def _provider() -> Provider:
    found = chosen()
    if found is None:
        raise Http404
    return found


def _of_saml() -> Provider:
    found = _provider()
    if not found.posts:
        raise Http404
    return found


def _too_many(request: HttpRequest) -> bool:
    action = f"sso_{request.method}"
    return not consume(request, app="loke", action=action, config={action: MOST}, limit_get=True)


def _refuse(request: HttpRequest, there: Provider, error: NotTrusted) -> HttpResponse:
    note(error)
    return render(request, "accounts/sso_refused.html", {"provider": there.name}, status=403)
