"""What every request passes: a language, a session that ends in time, a page with a rule, and no cache."""

import time
from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.core.exceptions import MiddlewareNotUsed, RequestDataTooBig
from django.db import connection
from django.http import Http404, HttpResponseBadRequest, HttpResponseNotAllowed, UnreadablePostError
from django.shortcuts import redirect
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from loke.accounts import unsent
from loke.accounts.factors import is_vouched_for, lacks_factor
from loke.accounts.pages import LIBRARY_RULES, rule_of
from loke.accounts.sign_ins import leave, recall, remember
from loke.database.turn import TURN

FORM = "application/x-www-form-urlencoded"  # a file is read apart
PATIENCE = 0.1  # seconds that a turn is waited for
METHODS = ("GET", "HEAD", "POST")
NEVER_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"
PLACE = "{nonce}"  # where it comes in the policy
BEFORE_A_FACTOR = {*LIBRARY_RULES, "set_language", "invitation"}


class Passed:
    """What a request passes on its way to the page, and the answer on its way back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


class OurSiteOnly(Passed):
    """Every answer, of whatever kind, is for pages of this site only; and there are three ways to ask."""

    def __call__(self, request):
        response = self.get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class InTurn(Passed):
    """Those who send a form in the same moment compute one at a time, up to when each first waits for the disk.

    On SQLite, which one at a time writes to anyhow; PostgreSQL is waited for at every statement.
    """

    def __init__(self, get_response):
        if connection.vendor != "sqlite":
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def __call__(self, request):
        if request.method != "POST" or request.content_type != FORM:
            return self.get_response(request)
        try:
            request.body  # noqa: B018 - what comes slowly is waited for before the turn
        except RequestDataTooBig:  # whoever reads it next says so
            pass
        except UnreadablePostError:  # cut off on the way: nobody is there any longer
            return HttpResponseBadRequest()
        TURN.take(PATIENCE)
        try:
            return self.get_response(request)
        finally:
            TURN.leave()


class OnePolicy(CSPMiddleware):
    """The library's, of a policy that no page changes: written once, and only the nonce is new."""

    def process_response(self, request, response):
        if settings.DEBUG:  # its own pages of errors have scripts
            return super().process_response(request, response)
        nonce = getattr(request, "_csp_nonce", "")
        response.headers[HEADER] = _policy(PLACE if nonce else None).replace(PLACE, nonce)
        if not nonce:  # one that is asked for from now on would be worth nothing
            request.csp_nonce = SimpleLazyObject(self._csp_nonce_post_response)
        return response


@cache
def _policy(nonce: str | None) -> str:
    return build_policy(nonce=nonce)


class ChosenLanguage(Passed):
    """Swedish until somebody chooses another language: how a browser is set up is not a choice."""

    def __call__(self, request):
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SessionEnds(Passed):
    """Sign out whoever has been away too long, and everybody when the working day is over."""

    def __call__(self, request):
        request.user = get_user(request)  # themselves, in place of Django's stand-in that every later question passes
        if request.user.is_authenticated:
            self.note(request, int(time.time()))
        else:
            recall(request)
        response = self.get_response(request)
        if request.user.is_authenticated and request.session.get("known_as") != request.session.session_key:
            remember(request)  # just signed in, or given a new key: nobody could end it otherwise
        return response

    def note(self, request, now: int) -> None:
        began, seen = request.session.get("began", now), request.session.get("seen", now)
        set_back = seen - now > 60  # the clock: nobody knows any longer for how long anybody has been away
        if set_back or now - seen > settings.SESSION_IDLE_AGE or now - began > settings.SESSION_COOKIE_AGE:
            leave(request)
        elif now - seen >= 60 or "began" not in request.session:  # once a minute, so that reading seldom writes
            request.session.update({"began": began, "seen": now})
            remember(request)


class SentAgain(Passed):
    """What was typed before the session ended is taken as the form it was; stands before the check of the token."""

    def process_view(self, request, view, args, kwargs):
        try:
            is_sealed = request.method == "POST" and unsent.FIELD in request.POST
        except UnreadablePostError:  # cut off on the way; the check of the token says so
            return None
        if not is_sealed:
            return None
        if (typed := unsent.opened(request)) is None:
            return unsent.held(request, "closed")
        request.POST = typed
        return None


class SecondFactor(Passed):
    """Whoever has no second factor chooses one before anything else."""

    def process_view(self, request, view, args, kwargs):
        outside = not request.user.is_authenticated or request.resolver_match.url_name in BEFORE_A_FACTOR
        vouched = outside or not lacks_factor(request.user) or is_vouched_for(request)
        return None if vouched else redirect("mfa_index")


class DefaultDeny(Passed):
    """Answer 404 for every page that has not said who may come in."""

    def process_view(self, request, view, args, kwargs):
        rule = rule_of(request.resolver_match, view)
        if rule is None:
            raise Http404
        return rule(request)


class PersonalPages(Passed):
    """Whatever a signed-in person sees stays out of every cache."""

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Cache-Control"] = NEVER_KEPT
        return response
