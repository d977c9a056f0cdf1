"""One filling-in: what it says, its correction, taking it away, and the answers in it that must be seen at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from loke.accounts.pages import needs
from loke.accounts.submissions import StoredOnce, form_page
from loke.description.access import service_for
from loke.measures.faces import questionnaire
from loke.records import actions, reading
from loke.records.alarms import notices_in
from loke.records.changes import Step, steps_of
from loke.records.forms import MeasurementForm, TakeAwayForm
from loke.records.models import Episode, Measurement
from loke.records.reading import address_of, row_of
from loke.records.receipts import stored
from loke.records.scores import said_of
from loke.records.telling import told


@needs("client", "read")
def measurement(request: HttpRequest, service: str, number: int, filled: int) -> HttpResponse:
    """The scores in words, what is missing, the answers, and what has been changed in them."""
    found = _found(request, service, number, filled, "read")
    context = {
        "service": found.episode.service,
        "episode": found.episode,
        "measurement": found,
        "scales": said_of(found),
        "answers": _answers(found),
        "history": told(step for step in steps_of(found.episode) if _changes(step, found)),
        "alarms": [(notice, StoredOnce(auto_id=False)) for notice in notices_in(found.episode)],
        "may_write": Episode.objects.for_user(request.user, "write").filter(pk=found.episode_id).exists(),
    }
    return render(request, "records/measurement.html", context)


@needs("client", "write")
def correct_measurement(request: HttpRequest, service: str, number: int, filled: int) -> HttpResponse:
    found = _found(request, service, number, filled)
    form = MeasurementForm(request.POST or None, measurement=found)

    def act(seen, why, **fields) -> str:
        said = {"answers": form.answers(), "seen": seen, "why": why, **form.details()}
        actions.correct_measurement(by=request.user, measurement=found, **said)
        return address_of("measurement", found.episode, found.pk)

    page = "records/correct_measurement.html"
    return stored(request, form, act) or form_page(request, form, page, episode=found.episode, measurement=found)


@needs("client", "write")
def remove_measurement(request: HttpRequest, service: str, number: int, filled: int) -> HttpResponse:
    found = _found(request, service, number, filled)
    form = TakeAwayForm(request.POST or None, row=found)

    def act(seen, why) -> str:
        actions.remove_measurement(by=request.user, measurement=found, seen=seen, why=why)
        return address_of("client", found.episode)

    page = "records/remove_measurement.html"
    return stored(request, form, act) or form_page(request, form, page, episode=found.episode, measurement=found)


@needs("client", "write")
def acknowledge_alarms(request: HttpRequest, service: str, number: int, filled: int) -> HttpResponse:
    """Posted from the notice, wherever it stands."""
    found = _found(request, service, number, filled)
    back = address_of("measurement", found.episode, found.pk)

    def act() -> str:
        actions.acknowledge_alarms(by=request.user, measurement=found)
        return back

    return stored(request, ReadForm(request.POST), act) or redirect(back)


class ReadForm(StoredOnce):
    def receipt(self) -> str:
        return _("Svaret är läst. I historiken står vem som har läst det och när.")


def _found(request: HttpRequest, service: str, number: int, filled: int, verb: str = "write") -> Measurement:
    """The client's filling-in with that number; 404 to whoever may not. The reading is logged."""
    episodes = reading.episodes_of(request, service_for(request, service, "client", verb), number, verb)
    return row_of(Measurement.objects.select_related("instrument").filter(pk=filled), episodes)


def _answers(found: Measurement) -> list[tuple]:
    """Each question in its own words with what was answered, in words where there are any, else why it was not."""
    given = {answer.item.code: answer for answer in found.answers.select_related("item")}
    return [
        (face, given.get(face.code), _step(face, given.get(face.code)))
        for face in questionnaire(found.instrument, "sv").questions
    ]


def _step(face, answer) -> str:
    if answer is None or answer.value is None:
        return ""
    return next((words for value, words in face.steps if float(value) == float(answer.value)), "")


def _changes(step: Step, found: Measurement) -> bool:
    """Whether the step changed something of the filling-in that stood there before."""
    if step.before is None or step.kind == "acknowledgement":
        return False
    return step.about.get("measurement_id") == str(found.pk) or (step.kind, step.row) == ("measurement", found.pk)
