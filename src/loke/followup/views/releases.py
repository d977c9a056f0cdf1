"""Publicera uppåt: what would leave the unit of an adopted follow-up, prepared, looked at, proposed and withdrawn."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from loke.accounts.pages import fresh, needs
from loke.accounts.submissions import add_errors, form_page, stored
from loke.description.access import service_for
from loke.followup.actions import releases as actions
from loke.followup.forms import DiscardForm, PrepareForm, ProposeForm, WithdrawForm
from loke.followup.frozen import Altered
from loke.followup.models import Release
from loke.followup.published.approvers import approvers_of
from loke.followup.published.making import make, may_be_published
from loke.followup.published.reading import read_published
from loke.followup.published.sides import Sides


@needs("release", "propose")
def prepare_release(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What has been published of an adopted follow-up, and for whom more may be."""
    here = service_for(request, service, "release", "propose")
    follow_up = get_object_or_404(here.follow_ups.exclude(adopted=None), pk=number)
    form, made = PrepareForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:  # before anything is held: it takes a second or two
            made = make(follow_up, form.cleaned_data["level"])
        except ValidationError as error:
            add_errors(form, error)

    def act(level: str) -> str:
        release = actions.prepare_release(by=request.user, made=made)
        return reverse("propose_release", args=[here.code, release.pk])

    found = follow_up.releases.without_content().select_related("prepared_by", "proposed_by", "approved_by")
    context = {"follow_up": follow_up, "releases": found, "may_be": may_be_published(follow_up)}
    answer = stored(request, form, act) if made else None
    return answer or form_page(request, form, "followup/published/prepare.html", **context)


def _release(request: HttpRequest, service: str, number: int) -> Release:
    here = service_for(request, service, "release", "propose")
    found = Release.objects.filter(follow_up__service=here).select_related("follow_up__service__unit__organisation")
    return get_object_or_404(found, pk=number)


@needs("release", "propose")
@fresh
def propose_release(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Every number beside what would be published, what is hidden and why; and the button that proposes it."""
    release = _release(request, service, number)
    form = ProposeForm(request.POST or None)

    def act() -> str:
        actions.propose_release(by=request.user, release=release)
        return _back(release)

    try:
        context = {"release": release, "sides": Sides(release), "published": read_published(release)}
    except Altered:
        raise Http404 from None
    context["approvers"] = approvers_of(release, release.proposed_by or request.user)
    return stored(request, form, act) or form_page(request, form, "followup/published/propose.html", **context)


@needs("release", "propose")
def discard_release(request: HttpRequest, service: str, number: int) -> HttpResponse:
    release = _release(request, service, number)
    form, page = DiscardForm(request.POST or None), "followup/published/discard.html"
    if release.published:
        return redirect(_back(release))

    def act() -> str:
        actions.discard_release(by=request.user, release=release)
        return reverse("prepare_release", args=[service, release.follow_up_id])

    return stored(request, form, act) or form_page(request, form, page, release=release, back=_back(release))


@needs("release", "propose")
@fresh
def withdraw_release(request: HttpRequest, service: str, number: int) -> HttpResponse:
    release = _release(request, service, number)
    form, page = WithdrawForm(request.POST or None), "followup/published/withdraw.html"
    if release.published is None or release.withdrawn:
        return redirect(_back(release))

    def act(why: str) -> str:
        actions.withdraw_release(by=request.user, release=release, why=why)
        return _back(release)

    return stored(request, form, act) or form_page(request, form, page, release=release, back=_back(release))


def _back(release: Release) -> str:
    return reverse("propose_release", args=[release.follow_up.service.code, release.pk])
