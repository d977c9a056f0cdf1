"""Filling in what is asked: the variables of an occasion, and questionnaires."""

from django.http import Http404, HttpRequest, HttpResponse

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.measures.models import Instrument
from loke.records import actions
from loke.records.forms import (
    BackgroundForm,
)
from loke.records.missing import Task, plan_of, tasks
from loke.records.models import Episode
from loke.records.questionnaire import QuestionnaireForm
from loke.records.reading import address_of
from loke.records.views.clients import to_write


@needs("client", "write")
def fill_in(request: HttpRequest, service: str, number: int, occasion: str) -> HttpResponse:
    """What is asked about a client at an occasion; filled in for the first time or corrected."""
    episode = to_write(request, service, number)[0]
    task = _task(episode, occasion)
    form = BackgroundForm(request.POST or None, episode=episode, occasion=occasion)

    def act(seen, sex=None, age=None, **fields) -> str:
        person = {"sex": sex, "age": age} if form.about_the_person else None
        told = {"occasion": occasion, "values": form.answers(), "person": person, "seen": seen}
        actions.fill_in(by=request.user, episode=episode, **told)
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/fill_in.html", episode=episode, task=task)


@needs("client", "write")
def measure(request: HttpRequest, service: str, number: int, instrument: int, occasion: str) -> HttpResponse:
    """A questionnaire that was answered on paper, keyed by staff."""
    episode = to_write(request, service, number)[0]
    task = _task(episode, occasion, instrument)
    asked = Instrument.objects.prefetch_related("items", "scales").get(pk=instrument)
    form = QuestionnaireForm(request.POST or None, episode=episode, instrument=asked, occasion=occasion)

    def act(**fields) -> str:
        told = {"occasion": occasion, "answers": form.answers(), **form.details()}
        actions.record_measurement(by=request.user, episode=episode, instrument=asked, **told)
        return address_of("client", episode)

    return stored(request, form, act) or form_page(request, form, "records/measure.html", episode=episode, task=task)


def _task(episode: Episode, occasion: str, instrument: int | None = None) -> Task:
    """What is to be filled in, if the service asks for it and the time has come; else there is no such page."""
    for task in tasks(plan_of(episode.service), episode):
        if (task.occasion, task.instrument) == (occasion, instrument):
            return task
    raise Http404
