"""Who may reach a page: every view says so with a decorator here, and a page that does not is not there."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from loke.accounts import unsent
from loke.accounts.access import keep_memberships, reach
from loke.accounts.factors import is_fresh, shows_a_factor

# Pages of libraries, by name; one that a new version of a library brings along stays closed until it is listed.
OPEN_LIBRARY_PAGES = (
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
OWN_LIBRARY_PAGES = (
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "mfa_list_webauthn",
    "mfa_reauthenticate_webauthn",
)
FACTOR_LIBRARY_PAGES = (  # they change how one signs in
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
)


def _open(request):
    return None


def _signed_in(request):
    if not request.user.is_authenticated:
        return _led(request, "away", settings.LOGIN_URL)
    keep_memberships(request.user)
    return None


def _just_shown(request):
    """Signed in, and whoever can show a factor has just done it: the library takes a password for one."""
    if (answer := _signed_in(request)) is not None:
        return answer
    return _to_confirm(request) if shows_a_factor(request) and not is_fresh(request) else None


def _to_confirm(request):
    return _led(request, "factor", reverse("confirm"))


def _led(request, why: str, first: str):
    """To another page first and then back here; a form that was sent waits in the answer."""
    if unsent.is_kept(request):
        return unsent.page(request, why, first)
    return redirect_to_login(request.get_full_path(), first)


def anybody(view: Callable) -> Callable:
    """A page for everyone, signed in or not."""
    view.rule = _open
    return view


def signed_in(view: Callable) -> Callable:
    """A page for whoever has signed in, without any data of a unit."""
    view.rule = _signed_in
    return view


def needs(resource: str, verb: str) -> Callable:
    """A page for those who may do this somewhere; to others it does not exist. The view then asks for each thing."""

    def decorate(view: Callable) -> Callable:
        def rule(request):
            if (answer := _signed_in(request)) is not None:
                return answer
            if not reach(request.user, resource, verb):
                raise Http404
            return None

        rule.needs = (resource, verb)
        view.rule = rule
        return view

    return decorate


def fresh(view: Callable) -> Callable:
    """A page that takes a second factor shown within five minutes; whoever has not is asked for it and led back.

    Stands under the rule: `@needs(…)` first, then `@fresh`.
    """

    @wraps(view)
    def shown_lately(request, *args, **kwargs):
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return _to_confirm(request)

    shown_lately.fresh = True
    return shown_lately


def posted(shown: Callable[..., str]) -> Callable:
    """An address that forms are sent to: whoever opens it, as after a change of language, is led on.

    `shown` takes what the view takes and gives the address of the page that has the form. Stands over the rule:
    `@posted(…)` first, then `@needs(…)`.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def either(request, *args, **kwargs):
            if request.method in ("GET", "HEAD"):
                return redirect(shown(request, *args, **kwargs))
            return require_POST(view)(request, *args, **kwargs)

        return either

    return decorate


LIBRARY_RULES = {
    **dict.fromkeys(OPEN_LIBRARY_PAGES, _open),
    **dict.fromkeys(OWN_LIBRARY_PAGES, _signed_in),
    **dict.fromkeys(FACTOR_LIBRARY_PAGES, _just_shown),
}


def rule_of(match, view: Callable) -> Callable | None:
    """The rule of a page, or None: default deny."""
    if view.__module__.startswith("allauth."):
        return LIBRARY_RULES.get(match.url_name)
    return getattr(view, "rule", None)


def is_open(request) -> bool:
    """Whether the page is for everyone, signed in or not."""
    return rule_of(request.resolver_match, request.resolver_match.func) is _open
