"""The pages of what is kept beside a review: evidence taken, the cost, the files to fetch and the file taken in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.files import as_file
from loke.accounts.log import record_action
from loke.accounts.pages import fresh, needs
from loke.accounts.submissions import form_page, stored
from loke.analysis.cost import LIMITS
from loke.description.access import service_for
from loke.description.content import base_of
from loke.description.models import Service
from loke.forms import number_of
from loke.promising_practice import actions
from loke.promising_practice.access import place_for, sent_to
from loke.promising_practice.content import content_of
from loke.promising_practice.costing import meanings
from loke.promising_practice.documents import MADE, named
from loke.promising_practice.evidence import offer
from loke.promising_practice.forms.kept import CostForm, EvidenceForm, TakeInForm
from loke.promising_practice.ground import Ground, ground_of, offered
from loke.promising_practice.guide import rows
from loke.promising_practice.models import FileTakenIn
from loke.promising_practice.offered import Shown

COSTS = ("cost", "cost_per_participant", "cost_per_helped")


@sent_to("guide_row", "row")
@needs("guide", "write")
def evidence(request: HttpRequest, service: str, number: int, row: str) -> HttpResponse:
    """Take what is offered: it goes into the description as text, and is frozen beside it."""
    place = place_for(request, service, number, "write")
    kind = next((one.evidence for one in rows() if one.code == row), "")
    form = EvidenceForm(request.POST)
    if not kind or place.is_assessment or not may(request.user, "figures", "see", unit=place.service.unit):
        raise Http404
    back = reverse("guide_row", args=[service, number, row])

    def act(period: str) -> str:
        ground = ground_of(place.service, timezone.localdate(), period)
        if (found := ground and offer(ground, kind)) is None:
            raise Http404
        actions.take_evidence(by=request.user, review=place.review, row=row, content=found)
        return f"{back}?period={ground.reading.period}#underlag"

    return stored(request, form, act) or redirect(back)


@needs("guide", "write")
def cost(request: HttpRequest, service: str) -> HttpResponse:
    """What a period costs, and beside it what comes of that."""
    service = service_for(request, service, "guide", "write")
    ground, asked = _ground(request, service), _asked(request, service)
    find = lambda: service.costs.filter(period=ground.reading.period).first()  # noqa: E731
    helped = [(one.code, one.words[:1].upper() + one.words[1:]) for one in meanings(ground)]
    form = CostForm(request.POST or None, find=find, helped=helped)

    def act(**told) -> str:
        actions.write_cost(by=request.user, service=service, period=ground.reading.period, **told)
        return reverse("guide_cost", args=[service.code], query={"period": ground.reading.period, **asked})

    if done := stored(request, form, act):
        return done
    found = [Shown(one) for kind in COSTS if (one := offer(ground, kind))]
    context = {
        "ground": ground,
        "asked": asked,
        "found": found,
        "periods": offered(service, ground.reading.today),
        "limits": LIMITS,
    }
    return form_page(request, form, "promising_practice/cost.html", **context)


def _asked(request: HttpRequest, service: Service) -> dict[str, str]:
    """The review and the question that somebody came from, nothing where they came from elsewhere."""
    number, code = request.GET.get("genomgang", ""), request.GET.get("fraga", "")
    if code not in {one.code for one in rows()}:
        return {}
    there = service.practice_reviews.own().filter(pk=number_of(number)).exists()
    return {"genomgang": number, "fraga": code} if there else {}


def _ground(request: HttpRequest, service: Service) -> Ground:
    """Raises Http404 for whoever sees no figures, and before anybody has begun."""
    ground = ground_of(service, timezone.localdate(), request.GET.get("period", ""))
    if ground is None or not may(request.user, "figures", "see", unit=service.unit):
        raise Http404
    return ground


@needs("guide", "see")
@fresh
def document(request: HttpRequest, service: str, number: int, ending: str) -> HttpResponse:
    """The whole description as a file: raw figures for the unit, so a second factor is asked for first."""
    place = place_for(request, service, number)
    if ending not in MADE or place.is_assessment or not place.sees_figures:
        raise Http404
    content = content_of(place.review)
    target = f"{service} lovande-arbetssatt-{number}.{ending}"
    record_action(by=request.user, unit=place.service.unit, what="fetch_practice", target=target)
    return as_file(named(content), ending, MADE[ending](content, _("Internt"), base_of(place.service)))


@needs("guide", "write")
def take_in(request: HttpRequest, service: str) -> HttpResponse:
    """A filled-in Word file of the same shape becomes a review that is begun."""
    service = service_for(request, service, "guide", "write")
    form = TakeInForm(request.POST or None, request.FILES or None)

    def act(file, read, practice) -> str:
        told = {"practice": practice, "name": file.name, "reading": read}
        taken = actions.take_in_practice(by=request.user, service=service, **told)
        return reverse("guide_taken_in", args=[service.code, taken.review_id])

    return stored(request, form, act) or form_page(request, form, "promising_practice/take_in.html")


@needs("guide", "see")
def taken_in(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What became of a file: line by line what was not read."""
    place = place_for(request, service, number)
    taken = get_object_or_404(FileTakenIn.objects.select_related("by"), review=place.review)
    context = {"service": place.service, "review": place.review, "taken": taken}
    return render(request, "promising_practice/taken_in.html", context)
