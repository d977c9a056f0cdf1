"""Följ upp as files to take along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from loke.accounts.files import as_file
from loke.accounts.pages import fresh, needs
from loke.description.access import service_for
from loke.followup.downloads import fetched, fetched_then, is_there
from loke.followup.frozen import Altered
from loke.followup.views.saving import in_place


@needs("figures", "see")
@fresh
def follow_up_file(request: HttpRequest, service: str, paper: str, ending: str) -> HttpResponse:
    """What is chosen on the page as a document: raw figures for the unit, so a second factor is asked for first."""
    place = in_place(request, service)
    if not is_there(paper, ending):
        raise Http404
    told = {"by": request.user, "service": place.service, "reading": place.reading}
    name, data = fetched(**told, paper=paper, ending=ending)
    return as_file(name, ending, data)


@needs("figures", "see")
@fresh
def adopted_file(request: HttpRequest, service: str, number: int, paper: str, ending: str) -> HttpResponse:
    """An adopted follow-up as a document: what was frozen and what the group said."""
    here = service_for(request, service, "figures", "see")
    follow_up = get_object_or_404(here.follow_ups.exclude(adopted=None), pk=number)
    if not is_there(paper, ending):
        raise Http404
    try:
        name, data = fetched_then(by=request.user, follow_up=follow_up, paper=paper, ending=ending)
    except Altered:
        raise Http404 from None
    return as_file(name, ending, data)
