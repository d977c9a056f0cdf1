"""Records as they are read from the web: through the door of rights, and never without a line in the access log."""

from collections.abc import Callable, Iterable
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Max, Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from loke.accounts.access import may
from loke.accounts.log import record_reading
from loke.description.access import service_for
from loke.description.models import Service
from loke.forms import number_of
from loke.records.models import Client, Contact, Episode, near_enough, near_of_client

PAGE = 50  # rows
FEW = 10  # codes without an episode
SOME = 10**18  # a number that stands nowhere else in an address
CHOSEN = "kontakt"  # names one of several episodes of a client in an address


def episodes_of(request: HttpRequest, service: Service, client: int, verb: str = "read") -> list[Episode]:
    """The client's episodes in the service: the chosen one, else the ongoing one, else the latest comes first.

    Logged. 404 to whoever may not, as if there were none.
    """
    found = Episode.objects.for_user(request.user, verb).filter(service=service, client=client)
    found = found.select_related("client", "ending", "service__unit__organisation")
    here = _chosen_first(request, list(found.first_shown_first()))
    log(request, service, [client])
    return here


def episodes_here(request: HttpRequest, service: str, client: int, verb: str = "read") -> list[Episode]:
    """The same, found by the service's code, and with how near the person stands to each."""
    here = unlogged(request, service, client, verb)
    log(request, request.service, [client])
    return here


def unlogged(request: HttpRequest, service: str, client: int, verb: str) -> list[Episode]:
    """The same before anybody has seen them: logged by the caller with what is stored, or before the page is made."""
    found = near_of_client(user=request.user.pk, now=timezone.now(), service=service, client=client)
    here = [episode for episode in found if near_enough(request.user, verb, episode)]
    request.service = here[0].service if here else service_for(request, service, "client", verb)
    return _chosen_first(request, here)


def _chosen_first(request: HttpRequest, episodes: list[Episode]) -> list[Episode]:
    if not episodes:
        raise Http404
    if len(episodes) > 1:
        episodes.sort(key=lambda episode: str(episode.pk) != request.GET.get(CHOSEN))
    return episodes


def row_of(rows: QuerySet, episodes: list[Episode]) -> Model:
    """The row, which is of one of the episodes and knows it as it was read. Raises Http404 where there is none."""
    found = get_object_or_404(rows, episode__in=episodes)
    found.episode = next(episode for episode in episodes if episode.pk == found.episode_id)
    return found


def address_of(page: str, episode: Episode, *more: object) -> str:
    """A page about an episode; one that has ended is named in the address, since the client may have come back."""
    chosen = f"?{CHOSEN}={episode.pk}" if episode.closed else ""
    return reverse(page, args=[episode.service.code, episode.client_id, *more]) + chosen


def addresses_of(page: str, episode: Episode) -> Callable[[int], str]:
    """The same page about each of many things, whose way is asked for once."""
    before, after = address_of(page, episode, SOME).split(str(SOME))
    return lambda number: f"{before}{number}{after}"


def unopened(request: HttpRequest, service: Service, typed: str) -> list[Client]:
    """Clients of the unit with a code that begins as typed who have no episode yet, for those who may open one."""
    if not may(request.user, "client", "open", unit=service.unit):
        return []
    found = list(service.unit.clients.unopened(typed)[:FEW])
    log(request, service, [client.pk for client in found])
    return found


def page_of(request: HttpRequest, rows) -> Page:
    """The page of a long list that the address names, else the first."""
    return Paginator(rows, PAGE).get_page(request.GET.get("sida"))


def month_of(text: str) -> date:
    """2026-10, as it stands in an address, as its first day. Raises Http404, also for one that has not begun."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
    if first > timezone.localdate():
        raise Http404
    return first


def chosen(request: HttpRequest) -> int:
    """The number of the episode that the address names; 0, which none has, if it names none."""
    return number_of(request.GET.get(CHOSEN, ""))


def log(request: HttpRequest, service: Service, clients: Iterable[int]) -> None:
    """Write down who was shown which clients, and on which page; called before the page is made."""
    if shown := list(clients):
        record_reading(by=request.user, unit=service.unit, what=request.resolver_match.url_name, clients=shown)


def last_contacts(episodes: Iterable[Episode]) -> dict[int, object]:
    """The day of the latest contact of each episode to which the client came, by episode number."""
    came = Contact.Attendance.ATTENDED
    found = Contact.objects.filter(episode__in=[episode.pk for episode in episodes], attendance=came)
    return dict(found.values_list("episode").annotate(Max("date")).order_by())
