"""The second person's pages: what waits to be published, exactly as it would be read, and not a number more."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from loke.accounts.pages import fresh, needs
from loke.accounts.submissions import form_page, stored
from loke.followup.actions import releases as actions
from loke.followup.forms import ApproveForm
from loke.followup.frozen import Altered
from loke.followup.models import Release
from loke.followup.published.alike import alike
from loke.followup.published.approvers import approvers_of
from loke.followup.published.reading import read_published


@needs("release", "approve")
def to_approve(request: HttpRequest) -> HttpResponse:
    """What somebody has proposed."""
    found = (
        Release.objects.for_user(request.user, "approve").with_service().without_content().select_related("proposed_by")
    )
    published = found.registered().reverse().select_related("approved_by")
    return render(request, "followup/published/to_approve.html", {"waiting": found.waiting(), "published": published})


@needs("release", "approve")
@fresh
def approve_release(request: HttpRequest, number: int) -> HttpResponse:
    found = Release.objects.for_user(request.user, "approve").waiting().with_service().select_related("proposed_by")
    release = get_object_or_404(found, pk=number)
    form = ApproveForm(request.POST or None)

    def act() -> str:
        actions.approve_release(by=request.user, release=release)
        return reverse("to_approve")

    try:
        context = {"release": release, "published": read_published(release), "own": release.proposed_by == request.user}
    except Altered:
        raise Http404 from None
    context["alike"] = alike(context["published"])
    context["approvers"] = approvers_of(release, release.proposed_by) if context["own"] else []
    return stored(request, form, act) or form_page(request, form, "followup/published/approve.html", **context)
