"""What somebody had typed when their session ended: sealed to them in the page that answers, and stored nowhere.

Whoever is back sends the seal, unread, to the same address; it opens for that person there, as the form they sent.
"""

import time

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse

from loke.accounts import keys
from loke.accounts.sign_ins import was_here

FIELD = "unsent"
BY_ITSELF = {"csrfmiddlewaretoken", "submission"}  # what a form holds in which nothing is written or chosen


def is_kept(request: HttpRequest) -> bool:
    """Whether this is a form of ours with something in it, of somebody who is or was signed in.

    Those of the library may hold passwords; what a script sends stays in the page that it comes from; and what takes a
    fresh factor is not held out to whoever signs in, since others may have sat there meanwhile.
    """
    if request.method != "POST" or request.htmx or not request.accepts("text/html"):
        return False
    view = request.resolver_match.func
    ours = not view.__module__.startswith("allauth.")
    mine = request.user.is_authenticated or not getattr(view, "fresh", False)
    return ours and mine and was_here(request) is not None and bool(set(request.POST) - BY_ITSELF)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser vouches that a page of this site sent it."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def held(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says why; whoever is not signed in does that first."""
    return page(request, why) if request.user.is_authenticated else page(request, "away", settings.LOGIN_URL)


def page(request: HttpRequest, why: str, way: str = "") -> HttpResponse:
    """Says why nothing is stored yet, leads by `way` in another tab, and holds what was typed meanwhile."""
    told = {
        "why": why,
        "way": way and redirect_to_login(reverse("back_again"), way).url,
        "address": request.get_full_path(),
        "sealed": request.POST.get(FIELD) or _sealed(request),
        "had_files": bool(request.FILES),
    }
    return render(request, "accounts/unsent.html", told, status=403)


def _sealed(request: HttpRequest) -> str:
    return keys.seal(f"{time.time():.0f}&{request.POST.urlencode()}", _place(request, was_here(request)))


def _place(request: HttpRequest, person: int | None) -> str:
    return f"{FIELD}|{person}|{request.get_full_path()}"


def opened(request: HttpRequest) -> QueryDict | None:
    """What was typed, with the token of today: that it opens shows that the form is ours.

    None of somebody else's, or when it has lain for as long as a session may last.
    """
    try:
        sealed, _, form = keys.unseal(request.POST[FIELD], _place(request, request.user.pk)).partition("&")
    except keys.SealError:
        return None
    if time.time() - int(sealed) > settings.SESSION_COOKIE_AGE:
        return None
    typed = QueryDict(form, mutable=True)
    typed["csrfmiddlewaretoken"] = get_token(request)
    return typed
