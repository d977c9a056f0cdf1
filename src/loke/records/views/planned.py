"""Meetings that are planned: a new series, one of them, and how it went."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page
from loke.records import actions
from loke.records.actions.planned import PLAN_GONE
from loke.records.forms import AnswerPlannedForm, DropForm, MoveForm, SeriesForm
from loke.records.models import Episode, PlannedContact
from loke.records.reading import address_of
from loke.records.receipts import stored
from loke.records.views.clients import client_page, likely, posted_from, to_write
from loke.records.views.contacts import gone
from loke.records.week import week_of


@needs("client", "write")
def plan_contacts(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """A series of meetings with a client."""
    episode = to_write(request, service, number)[0]
    form = SeriesForm(request.POST or None, service=episode.service, initial=likely(episode.contacts.first()))

    def act(intervention, minutes, **fields) -> str:
        told = {"intervention": intervention, "minutes": minutes, "days": form.days()}
        actions.plan_contacts(by=request.user, episode=episode, **told)
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/plan_contacts.html", episode=episode)


@needs("client", "write")
def planned_contact(request: HttpRequest, service: str, number: int, planned: int) -> HttpResponse:
    """One planned meeting: moved, or dropped, alone or with the rest of its series."""
    episodes = to_write(request, service, number)
    found = _found(episodes, planned)
    if found is None:
        return gone(request, episodes, PLAN_GONE)
    form = MoveForm(request.POST or None, planned=found)

    def act(**fields) -> str:
        actions.move_planned(by=request.user, planned=found, **fields)
        return address_of("client", found.episode)

    rest = found.episode.planned.filter(series=found.series, date__gt=found.date).count()
    more = {"episode": found.episode, "planned": found, "rest": rest, "drop": DropForm(auto_id=False)}
    return stored(request, form, act) or form_page(request, form, "records/planned_contact.html", **more)


@needs("client", "write")
@posted_from("client")
def drop_planned(request: HttpRequest, service: str, number: int, planned: int) -> HttpResponse:
    episodes = to_write(request, service, number)
    found = _found(episodes, planned)
    form = DropForm(request.POST)

    def act(rest, **fields) -> str:
        actions.drop_planned(by=request.user, planned=found, rest=rest)
        return address_of("client", found.episode)

    return _done(request, episodes, found, form, act)


@needs("client", "write")
@posted_from("client")
def answer_planned(request: HttpRequest, service: str, number: int, planned: int) -> HttpResponse:
    """With one press a planned meeting becomes a contact."""
    episodes = to_write(request, service, number)
    found = _found(episodes, planned)
    form = AnswerPlannedForm(request.POST, planned=found)

    def act(attendance, back, **fields) -> str:
        actions.answer_planned(by=request.user, planned=found, attendance=attendance)
        week = f"{reverse('week', args=[service])}?vecka={week_of(found.date).name}"
        return week if back else address_of("client", found.episode)

    return _done(request, episodes, found, form, act)


def _found(episodes: list[Episode], planned: int) -> PlannedContact | None:
    return (
        PlannedContact.objects.filter(episode__in=episodes, pk=planned).select_related("episode__service__unit").first()
    )


def _done(request: HttpRequest, episodes: list[Episode], found: PlannedContact | None, form, act: Callable):
    if found is None:
        return gone(request, episodes, PLAN_GONE)
    return stored(request, form, act) or client_page(request, episodes, form)
