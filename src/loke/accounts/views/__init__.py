"""Pages about people: choosing one in the demo, being invited, and looking after who works where."""

import logging
import secrets
import sys
from contextlib import suppress
from itertools import takewhile

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.db import InternalError, OperationalError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as remember_language

from loke.accounts import actions, mail, shown_once, unsent
from loke.accounts.access import reach
from loke.accounts.faults import where
from loke.accounts.forms import AcceptInvitation, BecomePerson, Invite
from loke.accounts.models import Installation, Invitation, Membership, Organisation, Unit, User
from loke.accounts.pages import anybody, fresh, is_open, needs
from loke.accounts.roles import ROLES
from loke.accounts.sign_ins import BACKEND, alone_here
from loke.accounts.sso.chosen import signs_in_elsewhere
from loke.accounts.submissions import once
from loke.accounts.units import units_for

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
logger = logging.getLogger(__name__)


def see_other(address: str, *args) -> HttpResponse:
    """The answer to a form: go and look at the result."""
    response = redirect(address, *args)
    response.status_code = 303
    return response


def _sent(request):
    """What a form was sent with; None when it is only shown."""
    return request.POST if request.method == "POST" else None


@anybody
def demo(request):
    """Choose whom to be, in a demo and nowhere else."""
    if not (settings.DEMO and Installation.objects.filter(kind=Installation.Kind.DEMO).exists()):
        raise Http404
    form = BecomePerson(_sent(request))
    if request.method == "POST" and form.is_valid():
        login(request, form.cleaned_data["person"], backend=BACKEND)
        return see_other("/")
    return render(request, "accounts/demo.html", {"roles": list(_people_by_role())})


def _people_by_role():
    """Each role that somebody holds today, with the people who hold it and where."""
    active = Membership.objects.active().select_related("user", "unit", "organisation").order_by("pk")
    for role in ROLES:
        people: dict[User, list[str]] = {}
        for held in active:
            if held.role == role.code:
                people.setdefault(held.user, []).append(str(held.unit or held.organisation))
        if people:
            yield {"role": role, "people": list(people.items())}


@anybody
def invitation(request, key):
    """Looking at an invitation never uses it; only the form does."""
    found = Invitation.objects.open().filter(digest=Invitation.digest_of(key)).first()
    if found is None:
        return _closed(request)
    here = request.user if request.user.is_authenticated else None
    known = User.objects.filter(email=found.email).first()
    is_back = known is not None and not known.is_active  # and cannot sign in until the invitation is accepted
    form = (Form if known else AcceptInvitation)(_sent(request), initial={"name": found.name})
    if request.method == "POST" and here == (None if is_back else known) and form.is_valid():
        try:
            user = actions.accept_invitation(by=here, key=key, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except (Invitation.DoesNotExist, PermissionDenied):  # used a moment ago, or whoever invited may no longer
            return _closed(request)
        else:
            return _welcome_back(request, user) if is_back else _welcome(request, user, new=not known)
    context = {"invitation": found, "form": form, "known": known, "here": here, "is_back": is_back}
    return render(request, "accounts/invitation.html", context)


def _closed(request) -> HttpResponse:
    return render(request, "accounts/invitation_closed.html", status=410)


def _welcome(request, user: User, *, new: bool) -> HttpResponse:
    """Sign a new person in, to choose a safer way; but by the municipality where everybody signs in by that."""
    if not new:
        return see_other("/")
    if signs_in_elsewhere(user.email):
        messages.success(request, _("Välkommen, %(name)s.") % {"name": user})
        return see_other("account_login")
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password")
    messages.success(request, _("Välkommen, %(name)s.") % {"name": user})
    return see_other("mfa_index")


def _welcome_back(request, user: User) -> HttpResponse:
    """To signing in: the link opens the account again, and is no proof of who has it."""
    messages.success(request, _("Välkommen tillbaka, %(name)s. Logga in som du gjorde förut.") % {"name": user})
    return see_other("account_login")


@needs("people", "see")
def people(request):
    """Who works where and as what, and who is invited."""
    organisations = list(_organisations(request.user, "see"))
    held = (
        Membership.objects.active()
        .filter(organisation__in=organisations)
        .select_related("user", "unit", "organisation")
    )
    context = {
        "held": held.order_by("user__name", "pk"),
        "waiting": Invitation.objects.open().filter(organisation__in=organisations),
        "link": shown_once.take(request, "invitation"),
        "way_back": shown_once.take(request, "way_back"),
        "no_units": not units_for(request.user).exists(),
    }
    return render(request, "accounts/people.html", context)


@needs("people", "change")
@fresh
def invite(request):
    """Ask who, where and as what; the link is shown on the page of people."""
    form = Invite(_sent(request), organisations=_organisations(request.user, "change").prefetch_related("units"))
    made = []

    def act() -> str:
        made.append(actions.invite(by=request.user, **form.fields_of_invitation()))
        return reverse("people")

    if request.method == "POST" and form.is_valid():
        try:
            receipt = once(by=request.user, submission=form.cleaned_data["submission"], act=act)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            for invitation in made:  # stored by now, and nobody waits for the letter
                _send(request, invitation)
            return see_other(receipt)
    told = {"form": form, "no_units": not any(isinstance(place, Unit) for place in form.places.values())}
    return render(request, "accounts/invite.html", told)


def _send(request, made: Invitation) -> None:
    address = request.build_absolute_uri(reverse("invitation", args=[made.key]))
    told = {"address": address, "name": made.name, "closed": bool(made.closed)}
    shown_once.keep(request, "invitation", {**told, "sent": mail.send_invitation(made, address)})


@needs("people", "change")
@fresh
def end_role(request, number):
    """Ask once more, then end it."""
    organisations = _organisations(request.user, "change")
    held = get_object_or_404(Membership.objects.active(), pk=number, organisation__in=organisations)
    error = None
    if request.method == "POST":
        try:
            actions.end_role(by=request.user, membership=held)
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            messages.success(
                request, _("%(name)s är inte längre %(role)s.") % {"name": held.user, "role": held.get_role_display()}
            )
            return see_other("people")
    return render(request, "accounts/end_role.html", {"held": held, "error": error})


@needs("people", "change")
@fresh
def end_employment(request, number):
    """Ask once more, then end every role of one person in the organisation of this one."""
    found = Membership.objects.active().filter(organisation__in=_organisations(request.user, "change"))
    held = get_object_or_404(found.select_related("user", "organisation"), pk=number)
    error, person, kept = None, held.user, held.user.memberships.going_to_be()
    roles = list(kept.filter(organisation=held.organisation).select_related("organisation", "unit"))
    elsewhere = kept.exclude(organisation=held.organisation).exists()
    said = _("%(name)s arbetar inte längre i %(where)s.")
    if not elsewhere:
        said = _("%(name)s arbetar inte längre här och är utloggad.")
    if request.method == "POST":
        try:
            actions.end_employment(by=request.user, user=person, organisation=held.organisation)
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            messages.success(request, said % {"name": person, "where": held.organisation})
            return see_other("people")
    context = {"held": held, "roles": roles, "elsewhere": elsewhere, "error": error}
    return render(request, "accounts/end_employment.html", context)


def _organisations(user: User, verb: str):
    return Organisation.objects.filter(pk__in=reach(user, "people", verb).organisations)


@anybody
@require_POST
def set_language(request):
    return remember_language(request)


def not_found(request, exception=None):
    """Also the answer to what is forbidden: whoever may not know of a thing is not told that it exists."""
    return render(request, "404.html", status=404)


def not_understood(request, exception=None):
    """What is sent is too large, has too many fields or is nothing that we would send; no person is looked up."""
    too_much = isinstance(exception, TOO_MUCH)
    if too_much:
        _drop_the_rest(request)
    return HttpResponse(render_to_string("400.html", {"too_much": too_much}), status=413 if too_much else 400)


def _drop_the_rest(request):
    """Take in what is still being sent, as much as the proxy lets through: before that nobody reads an answer."""
    with suppress(OSError):
        for _piece in takewhile(bool, (request.read(65536) for _ in range(12 * 16))):
            pass


def failure(request):
    """Nothing here may fail in its turn: no database and no person, only a number to look for in the log.

    The log gets the kind of page, not its address: that of an invitation is its key. It gets the places the error
    went through, not its words.
    """
    reference = secrets.token_hex(4)
    page = request.resolver_match.route if request.resolver_match else ""
    logger.error("Felnummer %s: %s %s\n%s", reference, request.method, page, where(sys.exception()))
    shut = isinstance(sys.exception(), (OperationalError, InternalError))  # away, full or not to be written in
    told = render_to_string("500.html", {"reference": reference, "shut": shut})
    return HttpResponse(told, status=503 if shut else 500)


def csrf_failure(request, reason=""):
    """A form that was open while the same person signed in anew is kept; of another site's nothing is shown."""
    if unsent.is_from_here(request) and not is_open(request) and unsent.is_kept(request) and alone_here(request):
        return unsent.held(request, "again")
    return render(request, "403_csrf.html", status=403)
