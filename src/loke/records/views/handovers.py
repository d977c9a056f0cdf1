"""Moving to another service of the organisation: handing over and taking over."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, say_receipt, stored
from loke.description.access import service_for
from loke.description.models import Service
from loke.records import actions, reading
from loke.records.forms.handovers import HandOverForm, TakeOverForm
from loke.records.handing_over import in_groups, new_code
from loke.records.models import Episode
from loke.records.reading import address_of
from loke.records.receipts import stored as stored_with_undo


@needs("client", "part_with")
def hand_over(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """First which service, then what goes along; the code is shown once, in the answer itself, and stored nowhere."""
    episode = reading.episodes_here(request, service, number, "part_with")[0]
    to = _chosen(request, episode)
    if to is None:
        return render(request, "records/hand_over_to.html", {"episode": episode, "services": _others(episode)})
    form, shown = HandOverForm(request.POST or None, episode=episode, to=to), []

    def act(sex, age, variables=(), closed=None, ending=None) -> str:
        code = new_code()
        chosen = {"sex": sex, "age": age, "variables": list(variables)}
        actions.hand_over(by=request.user, episode=episode, to=to, code=code, **chosen)
        if closed:
            actions.end_episode(by=request.user, episode=episode, closed=closed, ending=ending)
        shown.append(in_groups(code))
        return address_of("client", episode)

    def say(request: HttpRequest, form: HandOverForm) -> None:
        if not shown:  # sent twice; else the page with the code says what to do with it
            say_receipt(request, form)

    answer = stored(request, form, act, say=say)
    context = {"episode": episode, "to": to, "service": episode.service}
    if answer and shown:
        return render(request, "records/handed_over.html", {**context, "code": shown[0]})
    return answer or form_page(request, form, "records/hand_over.html", **context)


def _others(episode: Episode):
    found = Service.objects.filter(unit__organisation=episode.service.unit.organisation).exclude(pk=episode.service_id)
    return found.select_related("unit").order_by("name")


def _chosen(request: HttpRequest, episode: Episode) -> Service | None:
    if not (named := request.GET.get("till", "")):
        return None
    to = _others(episode).filter(code=named).first()
    if to is None:
        raise Http404
    return to


@needs("client", "open")
def take_over(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "client", "open")
    form = TakeOverForm(request.POST or None, user=request.user)

    def act(code, opened) -> str:
        return address_of("client", actions.take_over(by=request.user, service=service, code=code, opened=opened))

    return stored_with_undo(request, form, act) or form_page(request, form, "records/take_over.html", service=service)
