"""Who answers for which client."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page
from loke.description.access import service_for
from loke.records import actions, reading
from loke.records.forms import (
    ShareOutForm,
)
from loke.records.models import Episode, EpisodeQuerySet
from loke.records.receipts import stored
from loke.records.responsible import alone


@needs("client", "assign")
def assign(request: HttpRequest, service: str) -> HttpResponse:
    """Who is to answer for the ticked ones of the ongoing: the one asked about first, then those who have nobody."""
    service = service_for(request, service, "client", "assign")
    ongoing, asked = to_share_out(request), reading.chosen(request)
    initial = {"episodes": ongoing.filter(pk=asked)}
    form = ShareOutForm(request.POST or None, service=service, episodes=ongoing, initial=initial)

    def act(responsible, episodes, **fields) -> str:
        actions.share_out(by=request.user, service=service, episodes=episodes, responsible=responsible)
        return reverse("assign", args=[service.code])

    if receipt := stored(request, form, act):
        return receipt
    first = ongoing.alias(asked=Q(pk=asked), alone=alone(service.unit)).order_by("-asked", "-alone", "-opened", "-pk")
    page = reading.page_of(request, first.prefetch_related("responsible"))
    reading.log(request, service, [episode.client_id for episode in page])
    return form_page(request, form, "records/assign.html", page=page)


def to_share_out(request: HttpRequest) -> EpisodeQuerySet:
    mine = Episode.objects.for_user(request.user, "assign")
    return mine.filter(service=request.service).ongoing().listed()
