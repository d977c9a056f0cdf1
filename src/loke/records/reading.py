"""Records as they are read from the web: through the door of rights, and never without a line in the access log."""

from collections.abc import Iterable

from django.db.models import Max
from django.http import Http404, HttpRequest

from loke.accounts.log import record_reading
from loke.description.models import Service
from loke.records.models import Contact, Episode


def episodes_of(request: HttpRequest, service: Service, client: int, verb: str = "read") -> list[Episode]:
    """The client's episodes in the service, the latest first; logged. 404 to whoever may not, as if there were none."""
    found = Episode.objects.for_user(request.user, verb).filter(service=service, client=client)
    episodes = list(found.select_related("client", "ending", "service__unit").order_by("-opened", "-pk"))
    if not episodes:
        raise Http404
    log(request, service, [client])
    return episodes


def log(request: HttpRequest, service: Service, clients: Iterable[int]) -> None:
    """Write down who was shown which clients, and on which page; called before the page is made."""
    record_reading(by=request.user, unit=service.unit, what=request.resolver_match.url_name, clients=clients)


def last_contacts(episodes: Iterable[Episode]) -> dict[int, object]:
    """The day of the latest contact of each episode, by episode number."""
    found = Contact.objects.filter(episode__in=[episode.pk for episode in episodes])
    return dict(found.values_list("episode").annotate(Max("date")).order_by())
