"""Registering what happened on a day: a contact, a group meeting, a new phase."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.records import actions, reading
from loke.records.forms import (
    ContactForm,
    GroupSessionForm,
    PhaseForm,
)
from loke.records.models import Episode
from loke.records.reading import address_of
from loke.records.views.clients import client_page, posted_from, to_write


@needs("client", "write")
@posted_from("client")
def register_contact(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episodes = to_write(request, service, number)
    form = ContactForm(request.POST, service=episodes[0].service)

    def act(**fields) -> str:
        actions.register_contact(by=request.user, episode=episodes[0], **fields)
        return address_of("client", episodes[0])

    return stored(request, form, act) or client_page(request, episodes, form)


@needs("client", "write")
@posted_from("client")
def enter_phase(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episodes = to_write(request, service, number)
    form = PhaseForm(request.POST, episode=episodes[0])

    def act(phase, entered, **fields) -> str:
        actions.enter_phase(by=request.user, episode=episodes[0], phase=phase, entered=entered)
        return address_of("client", episodes[0])

    return stored(request, form, act) or client_page(request, episodes, form)


@needs("client", "write")
def group_session(request: HttpRequest, service: str) -> HttpResponse:
    """One form for a meeting with several of one's own clients: all are there until somebody is said not to be."""
    service = service_for(request, service, "client", "write")
    mine = Episode.objects.for_user(request.user, "write").filter(service=service, responsible=request.user)
    episodes = list(mine.ongoing().listed())
    reading.log(request, service, [episode.client_id for episode in episodes])
    usual = {"intervention": reading.usual_of_groups(episodes)}
    form = GroupSessionForm(request.POST or None, service=service, episodes=episodes, initial=usual)

    def act(date, intervention, minutes, **fields) -> str:
        told = {"date": date, "intervention": intervention, "minutes": minutes, "attendance": form.attendance()}
        actions.register_group_session(by=request.user, service=service, **told)
        return reverse("clients", args=[service.code])

    return stored(request, form, act) or form_page(request, form, "records/group_session.html", service=service)
