"""The second factor: who has one, and how long ago it was last shown."""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, Q
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from loke.accounts import keys
from loke.accounts.models import User, WayBack
from loke.database.statements import written_once

FRESH = 5 * 60  # seconds that a second factor counts for what leaves the house or changes who may do what
VOUCHED = "sso"  # two factors shown to the municipality's provider, at the level that was asked
APP, KEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN


@written_once(user=BigIntegerField())
def _factors(user):
    return Authenticator.objects.filter(user=user, type__in=(APP, KEY)).only("type")


def factors_of(user: User) -> set[str]:
    return {factor.type for factor in _factors(user=user.pk)}


def lacks_factor(user: User) -> bool:
    """Whether a real installation lets the person in no further than to where a second factor is chosen."""
    return settings.SECOND_FACTOR and not factors_of(user)


def opens_alone(user: User, lost: str) -> bool:
    """Whether a way back for what is lost is all that it takes to be the person: nothing else of theirs is asked for.

    A password that was once chosen through a way that an administrator opened is not theirs alone.
    """
    if lost == WayBack.Lost.PASSWORD:
        return not factors_of(user)
    chosen = user.ways_back.exclude(Q(used=None) | Q(by=None) | Q(lost=WayBack.Lost.FACTOR))
    return lost == WayBack.Lost.BOTH or chosen.exists()


def is_vouched_for(request: HttpRequest) -> bool:
    """Whether this session began at the municipality's provider, which saw two factors."""
    return any(one.get("type") == VOUCHED for one in get_authentication_records(request, request.user))


def shows_a_factor(request: HttpRequest) -> bool:
    """Whether there is something more than a password that this person can be asked to show."""
    return bool(factors_of(request.user)) or is_vouched_for(request)


def is_fresh(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session within the last five minutes."""
    shown = [one["at"] for one in get_authentication_records(request, request.user) if one["method"] == "mfa"]
    return time.time() - max(shown, default=0) < FRESH


def note_shown(request: HttpRequest, factor: str) -> None:
    """A factor that has just been added was shown to add it."""
    record_authentication(request, request.user, method="mfa", type=factor)


def confirm_in_demo(request: HttpRequest) -> None:
    """The demo has neither passwords nor factors: a press stands for one."""
    record_authentication(request, request.user, method="mfa", type="demo", reauthenticated=True)


def way_to_show(request: HttpRequest) -> str:
    """The page on which this person shows the second factor again, leading back to where they were going."""
    held = factors_of(request.user)
    if not held and is_vouched_for(request):
        page = "sso"
    else:
        page = "mfa_reauthenticate" if APP in held else "mfa_reauthenticate_webauthn" if KEY in held else "mfa_index"
    return f"{reverse(page)}?{urlencode({'next': next_of(request)})}"


def next_of(request: HttpRequest) -> str:
    """Where the address says that the person was going, if that is here."""
    wanted = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if here else "/"


def page_above(address: str) -> str:
    """The nearest page on the way to an address that takes no fresh factor: where whoever does not go on has been."""
    while address.strip("/"):
        address = address.rstrip("/").rpartition("/")[0] + "/"
        try:
            view = resolve(address).func
        except Resolver404:
            continue
        if not getattr(view, "fresh", False):
            return address
    return "/"


def seal_anew() -> tuple[int, int]:
    """What factors are worked out from, under the newest key; gives how many were sealed, and how many not opened."""
    newest, done, broken = f"{keys.MARK}{keys.ring()[-1].version}:", 0, 0
    with transaction.atomic():
        for factor in Authenticator.objects.exclude(type=KEY).select_for_update().order_by("pk"):
            for name in keys.FROM:
                text = factor.data.get(name)
                if text and not text.startswith(newest):
                    try:
                        factor.data[name] = keys.seal(opened(text), keys.FACTORS)
                    except keys.SealError:
                        broken += 1
                    else:
                        done += 1
                        factor.save(update_fields=["data"])
    return done, broken


def opened(text: str) -> str:
    """Those that were stored before they were sealed stand in the open until the next change of key."""
    return keys.unseal(text, keys.FACTORS) if keys.is_sealed(text) else text
