"""The pages of Dokumentera: my clients, one client, and the forms that register."""

from collections.abc import Callable
from functools import wraps

from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from loke.accounts.access import may, reach
from loke.accounts.models import AccessEntry
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.description.words import words_for
from loke.measures.models import Instrument
from loke.records import actions, reading
from loke.records.course import course_of, events_of
from loke.records.forms import (
    BackgroundForm,
    ContactForm,
    EndEpisodeForm,
    GroupSessionForm,
    OpenEpisodeForm,
    PhaseForm,
    SearchForm,
    ShareOutForm,
)
from loke.records.missing import Task, lacking_first, may_be_filled_in, missing, plan_of, tasks
from loke.records.models import Client, Episode, EpisodeQuerySet
from loke.records.questionnaire import QuestionnaireForm
from loke.records.reading import address_of
from loke.records.responsible import alone
from loke.records.rows import client_rows

PAGE = 50


def posted_from(page: str) -> Callable:
    """For what a form on `page` posts to: whoever may write there and comes in another way is led back to the page."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def post_only(request: HttpRequest, service: str, number: int) -> HttpResponse:
            if request.method == "POST":
                return view(request, service, number)
            here = service_for(request, service, "client", "write")
            if not Episode.objects.for_user(request.user, "write").filter(service=here, client=number).exists():
                raise Http404
            return redirect(page, service, number)

        return post_only

    return decorate


@needs("client", "read")
def clients(request: HttpRequest, service: str) -> HttpResponse:
    """My clients, those who lack something first; a search is posted, so that no code ever stands in an address."""
    service = service_for(request, service, "client", "read")
    search, ended = SearchForm(request.POST or None), request.GET.get("visa") == "avslutade"
    found, plan = Episode.objects.for_user(request.user).filter(service=service), plan_of(service)
    typed = search.cleaned_data["code"] if search.is_valid() else ""
    found = found.with_code(typed) if typed else found.ended() if ended else found.ongoing()
    page = Paginator(lacking_first(plan, found.listed()), PAGE).get_page(request.GET.get("sida"))
    reading.log(request, service, [episode.client_id for episode in page])
    context = {"service": service, "page": page, "rows": client_rows(plan, page), "search": search, "typed": typed}
    context["words"] = words_for(service.client_term, get_language())
    context |= {"ended": ended, "mine": service.unit_id not in reach(request.user, "client", "read").units}
    context["may_assign"] = may(request.user, "client", "assign", unit=service.unit)
    context["alone"] = _to_share_out(request).filter(alone(service.unit))
    return render(request, f"records/{'_found' if request.htmx else 'clients'}.html", context)


@needs("client", "read")
def client(request: HttpRequest, service: str, number: int) -> HttpResponse:
    service = service_for(request, service, "client", "read")
    return _client(request, reading.episodes_of(request, service, number))


def _client(request: HttpRequest, episodes: list[Episode], wrong: Form | None = None) -> HttpResponse:
    """The client's page; `wrong` is the form on it that came in with errors, to be shown as it was typed."""
    episode = episodes[0]
    plan = plan_of(episode.service)
    lacking = missing(plan, [episode])[episode.pk]
    context = {
        "service": episode.service,
        "episode": episode,
        "others": episodes[1:],
        "wrong": wrong,
        "form": wrong if isinstance(wrong, ContactForm) else _contact_form(episode),
        "phase_form": wrong if isinstance(wrong, PhaseForm) else PhaseForm(episode=episode),
        "course": course_of(episode),
        "events": events_of(episode),
        "missing": lacking,
        "may_assign": may(request.user, "client", "assign", unit=episode.service.unit) and not episode.closed,
        "tasks": may_be_filled_in(plan, episode, lacking),
    }
    return render(request, "records/client.html", context, status=422 if wrong else 200)


def _contact_form(episode: Episode) -> ContactForm:
    """What was registered last time is the likeliest now."""
    last = episode.contacts.first()
    usual = {"intervention": last.intervention_id, "minutes": last.minutes} if last else {}
    return ContactForm(service=episode.service, initial=usual)


@needs("client", "write")
@posted_from("client")
def register_contact(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episodes = _to_write(request, service, number)
    form = ContactForm(request.POST, service=episodes[0].service)

    def act(**fields) -> str:
        actions.register_contact(by=request.user, episode=episodes[0], **fields)
        return address_of("client", episodes[0])

    return stored(request, form, act) or _client(request, episodes, form)


@needs("client", "write")
@posted_from("client")
def enter_phase(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episodes = _to_write(request, service, number)
    form = PhaseForm(request.POST, episode=episodes[0])

    def act(phase, entered, **fields) -> str:
        actions.enter_phase(by=request.user, episode=episodes[0], phase=phase, entered=entered)
        return address_of("client", episodes[0])

    return stored(request, form, act) or _client(request, episodes, form)


@needs("client", "open")
def open_episode(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "client", "open")
    form = OpenEpisodeForm(request.POST or None, service=service)

    def act(code: Client | None, **fields) -> str:
        wanted = {name: fields[name] for name in ("opened", "age", "sex")}
        episode = actions.open_episode(by=request.user, service=service, client=code, **wanted)
        actions.record_values(by=request.user, episode=episode, occasion="opening", values=form.answers())
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/open_episode.html", service=service)


@needs("client", "write")
def fill_in(request: HttpRequest, service: str, number: int, occasion: str) -> HttpResponse:
    """What is asked about a client at an occasion; filled in for the first time or corrected."""
    episode = _to_write(request, service, number)[0]
    task = _task(episode, occasion)
    form = BackgroundForm(request.POST or None, episode=episode, occasion=occasion)

    def act(sex=None, age=None, **fields) -> str:
        if form.about_the_person:  # first, for it holds the client: whoever opens an episode does so before all else
            actions.record_sex_and_age(by=request.user, episode=episode, sex=sex, age=age)
        actions.record_values(by=request.user, episode=episode, occasion=occasion, values=form.answers())
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/fill_in.html", episode=episode, task=task)


@needs("client", "write")
def measure(request: HttpRequest, service: str, number: int, instrument: int, occasion: str) -> HttpResponse:
    """A questionnaire that was answered on paper, keyed by staff."""
    episode = _to_write(request, service, number)[0]
    task = _task(episode, occasion, instrument)
    asked = Instrument.objects.prefetch_related("items", "scales").get(pk=instrument)
    form = QuestionnaireForm(request.POST or None, episode=episode, instrument=asked, occasion=occasion)

    def act(**fields) -> str:
        told = {"occasion": occasion, "answers": form.answers(), **form.details()}
        actions.record_measurement(by=request.user, episode=episode, instrument=asked, **told)
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/measure.html", episode=episode, task=task)


@needs("client", "write")
def end_episode(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episode = _to_write(request, service, number)[0]
    if episode.closed and request.method == "GET":
        return redirect(address_of("client", episode))
    form = EndEpisodeForm(request.POST or None, service=episode.service)

    def act(closed, ending, **fields) -> str:
        actions.end_episode(by=request.user, episode=episode, closed=closed, ending=ending)
        actions.record_values(by=request.user, episode=episode, occasion="closing", values=form.answers())
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/end_episode.html", episode=episode)


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


@needs("client", "assign")
def assign(request: HttpRequest, service: str) -> HttpResponse:
    """Who is to answer for the ticked ones of the ongoing: the one asked about first, then those who have nobody."""
    service = service_for(request, service, "client", "assign")
    ongoing, asked = _to_share_out(request), reading.chosen(request)
    initial = {"episodes": ongoing.filter(pk=asked)}
    form = ShareOutForm(request.POST or None, service=service, episodes=ongoing, initial=initial)

    def act(responsible, episodes, **fields) -> str:
        actions.share_out(by=request.user, service=service, episodes=episodes, responsible=responsible)
        return reverse("assign", args=[service.code])

    if receipt := stored(request, form, act):
        return receipt
    first = ongoing.alias(asked=Q(pk=asked), alone=alone(service.unit)).order_by("-asked", "-alone", "-opened", "-pk")
    page = Paginator(first.prefetch_related("responsible"), PAGE).get_page(request.GET.get("sida"))
    reading.log(request, service, [episode.client_id for episode in page])
    return form_page(request, form, "records/assign.html", page=page)


def _to_share_out(request: HttpRequest) -> EpisodeQuerySet:
    mine = Episode.objects.for_user(request.user, "assign")
    return mine.filter(service=request.service).ongoing().listed()


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


def _to_write(request: HttpRequest, service: str, number: int) -> list[Episode]:
    found = service_for(request, service, "client", "write")
    return reading.episodes_of(request, found, number, "write")


def _task(episode: Episode, occasion: str, instrument: int | None = None) -> Task:
    """What is to be filled in, if the service asks for it and the time has come; else there is no such page."""
    for task in tasks(plan_of(episode.service), episode):
        if (task.occasion, task.instrument) == (occasion, instrument):
            return task
    raise Http404
