"""The second factor: who has one, and how long ago it was last shown."""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from loke.accounts.models import User

FRESH = 5 * 60  # seconds that a second factor counts for what leaves the house or changes who may do what
VOUCHED = "sso"  # two factors shown to the municipality's provider, at the level that was asked
APP, KEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN


def factors_of(user: User) -> set[str]:
    return set(Authenticator.objects.filter(user=user, type__in=(APP, KEY)).values_list("type", flat=True))


def lacks_factor(user: User) -> bool:
    """Whether a real installation lets the person in no further than to where a second factor is chosen."""
    return settings.SECOND_FACTOR and not factors_of(user)


def is_vouched_for(request: HttpRequest) -> bool:
    """Whether this session began at the municipality's provider, which saw two factors."""
    return any(one.get("type") == VOUCHED for one in get_authentication_records(request, request.user))


def is_fresh(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session within the last five minutes."""
    shown = [one["at"] for one in get_authentication_records(request, request.user) if one["method"] == "mfa"]
    return time.time() - max(shown, default=0) < FRESH


def confirm_in_demo(request: HttpRequest) -> None:
    """The demo has neither passwords nor factors: a press stands for one."""
    record_authentication(request, request.user, method="mfa", type="demo", reauthenticated=True)


def way_to_show(request: HttpRequest) -> str:
    """The page on which this person shows the second factor again, leading back to where they were going."""
    held = factors_of(request.user)
    page = "mfa_reauthenticate" if APP in held else "mfa_reauthenticate_webauthn" if KEY in held else "mfa_index"
    return f"{reverse(page)}?{urlencode({'next': next_of(request)})}"


def next_of(request: HttpRequest) -> str:
    """Where the address says that the person was going, if that is here."""
    wanted = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if here else "/"
