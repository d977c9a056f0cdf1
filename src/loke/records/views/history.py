"""What has been done to an episode: everything that was registered and changed, by whom, when and why."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from loke.accounts.pages import needs
from loke.description.access import service_for
from loke.records import reading
from loke.records.changes import steps_of
from loke.records.telling import told


@needs("client", "read")
def episode_history(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episode = reading.episodes_of(request, service_for(request, service, "client", "read"), number)[0]
    page = Paginator(told(steps_of(episode)), reading.PAGE).get_page(request.GET.get("sida"))
    return render(request, "records/history.html", {"service": episode.service, "episode": episode, "page": page})
