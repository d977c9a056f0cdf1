"""The beginning and the end of an episode."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page
from loke.description.access import service_for
from loke.description.models import Service
from loke.forms import number_of
from loke.records import actions, reading
from loke.records.coming import calendar_file
from loke.records.forms import EndEpisodeForm, OpenEpisodeForm, ReopenForm
from loke.records.history import together
from loke.records.missing import Task, missing, plan_of, tasks
from loke.records.models import Client, Episode, goals_in
from loke.records.reading import address_of
from loke.records.receipts import stored
from loke.records.views.clients import to_write


@needs("client", "open")
def open_episode(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "client", "open")
    known = {"code": _known(request, service)}
    form = OpenEpisodeForm(request.POST or None, service=service, user=request.user, initial=known)

    def act(code: Client | None, **fields) -> str:
        wanted = {name: fields[name] for name in ("opened", "age", "sex")}
        with together("open_episode"):
            episode = actions.open_episode(by=request.user, service=service, client=code, **wanted)
            if phase := fields.get("phase"):
                actions.enter_phases(by=request.user, episode=episode, stays=[(phase, episode.opened)])
            actions.record_values(by=request.user, episode=episode, occasion="opening", values=form.answers())
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/open_episode.html", service=service)


def _known(request: HttpRequest, service: Service) -> str:
    """The code of the client that the address names by number, if that has no episode yet."""
    named = Client.objects.filter(pk=number_of(request.GET.get("klient", "")))
    client = named.filter(unit=service.unit, episodes=None).first()
    reading.log(request, service, [client.pk] if client else [])
    return client.code if client else ""


@needs("client", "write")
def end_episode(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episode = to_write(request, service, number)[0]
    form = EndEpisodeForm(request.POST or None, episode=episode)

    def act(closed, ending, seen, why="", **fields) -> str:
        told = {"closed": closed, "ending": ending, "values": form.answers(), "seen": seen, "why": why}
        actions.end_episode(by=request.user, episode=episode, **told)
        return address_of("client", episode)

    if receipt := stored(request, form, act):
        return receipt
    unjudged = [goal for goal in goals_in(episode=episode.pk) if not goal.attainment]
    context = {"episode": episode, "missing": _before_it_ends(episode), "unjudged": unjudged}
    return form_page(request, form, "records/end_episode.html", **context)


def _before_it_ends(episode: Episode) -> list[Task]:
    """What is due and not there, and the questionnaires that are asked at the end."""
    plan = plan_of(episode.service)
    lacking = missing(plan, [episode])[episode.pk]
    filled = set(episode.measurements.filter(occasion="end").values_list("instrument", flat=True))
    last = [one for one in tasks(plan, episode) if one.occasion == "end" and one.instrument not in filled]
    return [*lacking, *(one for one in last if one not in lacking)]


@needs("client", "write")
def reopen_episode(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Take back an ending that was a mistake."""
    episode = to_write(request, service, number)[0]
    if not episode.closed:
        return redirect(address_of("client", episode))
    form = ReopenForm(request.POST or None, episode=episode)

    def act(seen, why) -> str:
        actions.reopen_episode(by=request.user, episode=episode, seen=seen, why=why)
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/reopen_episode.html", episode=episode)


@needs("client", "read")
def follow_up_calendar(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """The days of the follow-ups for one's own calendar, without anything about the client."""
    episode = reading.episodes_of(request, service_for(request, service, "client", "read"), number)[0]
    words = calendar_file(plan_of(episode.service), episode)
    disposition = {"Content-Disposition": 'attachment; filename="uppfoljning.ics"'}
    return HttpResponse(words, content_type="text/calendar; charset=utf-8", headers=disposition)
