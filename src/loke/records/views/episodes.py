"""The beginning and the end of an episode."""

from django.http import HttpRequest, HttpResponse

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.description.models import Service
from loke.records import actions, reading
from loke.records.forms import (
    EndEpisodeForm,
    OpenEpisodeForm,
)
from loke.records.history import together
from loke.records.models import Client
from loke.records.reading import address_of
from loke.records.views.clients import to_write


@needs("client", "open")
def open_episode(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "client", "open")
    form = OpenEpisodeForm(request.POST or None, service=service, initial={"code": _known(request, service)})

    def act(code: Client | None, **fields) -> str:
        wanted = {name: fields[name] for name in ("opened", "age", "sex")}
        with together("open_episode"):
            episode = actions.open_episode(by=request.user, service=service, client=code, **wanted)
            actions.record_values(by=request.user, episode=episode, occasion="opening", values=form.answers())
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/open_episode.html", service=service)


def _known(request: HttpRequest, service: Service) -> str:
    """The code of the client that the address names by number, if that has no episode yet."""
    number = request.GET.get("klient", "")
    named = Client.objects.filter(pk=number) if number.isdecimal() and len(number) < 19 else Client.objects.none()
    client = named.filter(unit=service.unit, episodes=None).first()
    reading.log(request, service, [client.pk] if client else [])
    return client.code if client else ""


@needs("client", "write")
def end_episode(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episode = to_write(request, service, number)[0]
    form = EndEpisodeForm(request.POST or None, episode=episode)

    def act(closed, ending, seen, **fields) -> str:
        told = {"closed": closed, "ending": ending, "values": form.answers(), "seen": seen}
        actions.end_episode(by=request.user, episode=episode, **told)
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/end_episode.html", episode=episode)
