"""Följ upp as files to take along."""

from django.http import Http404, HttpRequest, HttpResponse

from loke.accounts.files import as_file
from loke.accounts.pages import fresh, needs
from loke.followup.downloads import fetched, is_there
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
