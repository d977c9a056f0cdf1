"""Filling in what is asked: the variables of an occasion, and questionnaires."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page
from loke.measures.models import Instrument
from loke.records import actions
from loke.records.changes import steps_of
from loke.records.forms import BackgroundForm, TogetherForm
from loke.records.missing import Task, plan_of, tasks
from loke.records.models import Episode, Measurement
from loke.records.questionnaire import QuestionnaireForm
from loke.records.reading import address_of
from loke.records.receipts import stored
from loke.records.storing import ONCE
from loke.records.telling import told
from loke.records.views.clients import to_write


@needs("client", "write")
def fill_in(request: HttpRequest, service: str, number: int, occasion: str) -> HttpResponse:
    """What is asked about a client at an occasion; filled in for the first time or corrected."""
    episode = to_write(request, service, number)[0]
    task = _task(episode, occasion)
    form = BackgroundForm(request.POST or None, episode=episode, occasion=occasion)

    def act(seen, sex=None, age=None, why="", **fields) -> str:
        person = {"sex": sex, "age": age} if form.about_the_person else None
        said = {"occasion": occasion, "values": form.answers(), "person": person, "seen": seen, "why": why}
        actions.fill_in(by=request.user, episode=episode, **said)
        return address_of("client", episode)

    if receipt := stored(request, form, act):
        return receipt
    changed = told(step for step in steps_of(episode) if step.before is not None and form.shows(step))
    return form_page(request, form, "records/fill_in.html", episode=episode, task=task, history=changed)


@needs("client", "write")
def measure(request: HttpRequest, service: str, number: int, instrument: int, occasion: str) -> HttpResponse:
    """A questionnaire that was answered on paper, keyed by staff."""
    return _questionnaire(request, to_write(request, service, number)[0], instrument, occasion, QuestionnaireForm)


@needs("client", "write")
def measure_together(request: HttpRequest, service: str, number: int, instrument: int, occasion: str) -> HttpResponse:
    """A questionnaire that staff and client go through together before the screen."""
    return _questionnaire(request, to_write(request, service, number)[0], instrument, occasion, TogetherForm)


def _questionnaire(
    request: HttpRequest, episode: Episode, instrument: int, occasion: str, kind: type[QuestionnaireForm]
) -> HttpResponse:
    """Either way; what the answers say is shown as soon as they are stored."""
    task = _task(episode, occasion, instrument)
    asked = Instrument.objects.prefetch_related("items", "scales").get(pk=instrument)
    form = kind(request.POST or None, episode=episode, instrument=asked, occasion=occasion)

    def act(**fields) -> str:
        said = {"occasion": occasion, "answers": form.answers(), **form.details()}
        made = actions.record_measurement(by=request.user, episode=episode, instrument=asked, **said)
        return address_of("measurement", episode, made.pk)

    template = "records/measure_together.html" if kind is TogetherForm else "records/measure.html"
    context = {"episode": episode, "task": task, "there": _there(episode, asked, occasion)}
    return stored(request, form, act) or form_page(request, form, template, **context)


def _there(episode: Episode, asked: Instrument, occasion: str) -> QuerySet[Measurement]:
    """What is saved already of what each answers once."""
    if occasion not in ONCE:
        return Measurement.objects.none()
    return episode.measurements.filter(instrument=asked, occasion=occasion).order_by("date", "pk")


def _task(episode: Episode, occasion: str, instrument: int | None = None) -> Task:
    """What is to be filled in, if the service asks for it and the time has come; else there is no such page."""
    for task in tasks(plan_of(episode.service), episode):
        if (task.occasion, task.instrument) == (occasion, instrument):
            return task
    raise Http404
