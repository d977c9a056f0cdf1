"""The pages of Dokumentera: my clients, one client, and the forms that register."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from loke.accounts.models import AccessEntry
from loke.accounts.pages import needs
from loke.accounts.submissions import once
from loke.description.access import service_for
from loke.records import actions, reading
from loke.records.course import course_of, events_of
from loke.records.forms import ContactForm, EndEpisodeForm, GroupSessionForm, OpenEpisodeForm, SearchForm, answers
from loke.records.models import Client, Episode
from loke.records.rows import client_rows

PAGE = 50


@needs("client", "read")
def clients(request: HttpRequest, service: str) -> HttpResponse:
    """My clients, those who lack something first; a search is posted, so that no code ever stands in an address."""
    service = service_for(request, service, "client", "read")
    search, ended = SearchForm(request.POST or None), request.GET.get("visa") == "avslutade"
    found = Episode.objects.for_user(request.user).filter(service=service)
    if search.is_valid() and search.cleaned_data["code"]:
        found = found.with_code(search.cleaned_data["code"])
    else:
        found = found.ended() if ended else found.ongoing()
    page = Paginator(found.listed(), PAGE).get_page(request.GET.get("sida"))
    reading.log(request, service, [episode.client_id for episode in page if episode.client_id])
    context = {"service": service, "page": page, "rows": client_rows(service, page), "search": search, "ended": ended}
    return render(request, f"records/{'_client_rows' if request.htmx else 'clients'}.html", context)


@needs("client", "read")
def client(request: HttpRequest, service: str, number: int) -> HttpResponse:
    service = service_for(request, service, "client", "read")
    episodes = reading.episodes_of(request, service, number)
    return client_page(request, episodes, ContactForm(service=service, initial=_usual(episodes[0])))


def client_page(request: HttpRequest, episodes: list[Episode], form: ContactForm) -> HttpResponse:
    """The client's page, with the form as it stands: empty, or with what was typed and what is wrong with it."""
    episode = episodes[0]
    context = {
        "service": episode.service,
        "episode": episode,
        "earlier": episodes[1:],
        "form": form,
        "course": course_of(episode),
        "events": events_of(episode),
        "missing": client_rows(episode.service, [episode])[0].missing,
    }
    return render(request, "records/client.html", context, status=422 if form.errors else 200)


def _usual(episode: Episode) -> dict:
    """What was registered last time is the likeliest now."""
    last = episode.contacts.first()
    return {"intervention": last.intervention_id, "minutes": last.minutes} if last else {}


@needs("client", "write")
@require_POST
def register_contact(request: HttpRequest, service: str, number: int) -> HttpResponse:
    service = service_for(request, service, "client", "write")
    episodes = reading.episodes_of(request, service, number, "write")
    form = ContactForm(request.POST, service=service)

    def act(submission, **fields) -> str:
        actions.register_contact(by=request.user, episode=episodes[0], **fields)
        return reverse("client", args=[service.code, number])

    return _stored(request, form, act) or client_page(request, episodes, form)


@needs("client", "open")
def open_episode(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "client", "open")
    form = OpenEpisodeForm(request.POST or None, service=service)

    def act(code: Client | None, **fields) -> str:
        wanted = {name: fields[name] for name in ("opened", "age", "sex")}
        episode = actions.open_episode(by=request.user, service=service, client=code, **wanted)
        if given := answers(form):
            actions.record_values(by=request.user, episode=episode, occasion="opening", values=given)
        return reverse("client", args=[service.code, episode.client_id])

    return _stored(request, form, act) or _form(request, service, form, "records/open_episode.html")


@needs("client", "write")
def end_episode(request: HttpRequest, service: str, number: int) -> HttpResponse:
    service = service_for(request, service, "client", "write")
    episode = reading.episodes_of(request, service, number, "write")[0]
    form = EndEpisodeForm(request.POST or None, service=service)

    def act(closed, ending, **fields) -> str:
        actions.end_episode(by=request.user, episode=episode, closed=closed, ending=ending)
        if given := answers(form):
            actions.record_values(by=request.user, episode=episode, occasion="closing", values=given)
        return reverse("client", args=[service.code, number])

    return _stored(request, form, act) or _form(request, service, form, "records/end_episode.html", episode=episode)


@needs("client", "write")
def group_session(request: HttpRequest, service: str) -> HttpResponse:
    """One form for a meeting with several clients: everybody is there until somebody is said not to be."""
    service = service_for(request, service, "client", "write")
    episodes = list(Episode.objects.for_user(request.user, "write").filter(service=service).ongoing().listed())
    reading.log(request, service, [episode.client_id for episode in episodes])
    form = GroupSessionForm(request.POST or None, service=service, episodes=episodes)

    def act(date, intervention, minutes, **fields) -> str:
        actions.register_group_session(
            by=request.user,
            service=service,
            date=date,
            intervention=intervention,
            minutes=minutes,
            attendance=form.attendance(),
        )
        return reverse("clients", args=[service.code])

    return _stored(request, form, act) or _form(request, service, form, "records/group_session.html", episodes=episodes)


@needs("access_log", "see")
def readings(request: HttpRequest, service: str) -> HttpResponse:
    """Who in the unit has been shown which clients, the latest first."""
    service = service_for(request, service, "access_log", "see")
    entries = AccessEntry.objects.filter(unit=service.unit).select_related("by").prefetch_related("clients")
    page = Paginator(entries, PAGE).get_page(request.GET.get("sida"))
    numbers = {shown.client_number for entry in page for shown in entry.clients.all()}
    codes = dict(Client.objects.filter(unit=service.unit, pk__in=numbers).values_list("pk", "code"))
    reading.log(request, service, codes)
    return render(request, "records/readings.html", {"service": service, "page": page, "codes": codes})


def _stored(request: HttpRequest, form: Form, act: Callable[..., str]) -> HttpResponse | None:
    """Do what a posted form asks, once, and lead to its receipt; None when nothing is posted or something is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    fields = form.cleaned_data
    try:
        receipt = once(by=request.user, submission=fields["submission"], act=lambda: act(**fields))
    except ValidationError as error:
        _add_errors(form, error)
        return None
    return HttpResponseRedirect(receipt, status=303)


def _add_errors(form: Form, error: ValidationError) -> None:
    """Errors beside their fields, and what concerns no field of the form above it."""
    for name, messages in getattr(error, "message_dict", {"": error.messages}).items():
        form.add_error(name if name in form.fields else None, messages)


def _form(request: HttpRequest, service, form: Form, template: str, **more) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"service": service, "form": form, **more}, status=status)
