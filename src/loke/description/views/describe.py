"""The hub of Beskriv, and the pages where a verksamhetsbeskrivning is written and read."""

from collections.abc import Collection
from functools import partial

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from loke.accounts.submissions import form_page, stored
from loke.description import actions
from loke.description.access import described_for, may_describe, needs_description
from loke.description.forms.descriptions import HeadingForm, WordingForm, digest
from loke.description.headings import headings
from loke.description.hub import hub_of
from loke.description.models import Passage, Service, ServiceDescription, Wording
from loke.description.reading import Answer, Told, current, one_told, told_of
from loke.description.said import comments_of
from loke.forms import number_of

PARTS = {
    "up": partial(actions.move_part, up=True),
    "down": partial(actions.move_part, up=False),
    "remove": actions.remove_part,
    "restore": actions.restore_part,
}  # what a button beside a part does


@needs_description("see")
def describe(request: HttpRequest, service: str) -> HttpResponse:
    """Both descriptions: how far they have come, what is next, and the versions there have been."""
    service = described_for(request, service)
    hub = hub_of(service, request.user, timezone.localdate())
    return render(request, "description/describe.html", {"service": service, "hub": hub})


@needs_description("see")
def heading(request: HttpRequest, service: str, heading: str) -> HttpResponse:
    """A heading of the version at hand: to write in while it is open, else to read."""
    service = described_for(request, service)
    description = _at_hand(service)
    told = _told(description, heading, {name.partition("-")[0] for name in request.POST})
    may_write = may_describe(request.user, "write", service)
    if not may_write or not (description.is_open or request.method == "POST"):
        return render(request, "description/heading_read.html", _around(service, description, told))
    form = HeadingForm(
        request.POST or None, description=description, told=told, said=comments_of(description, request.user)
    )

    def act(**fields) -> str:
        asides = [one for one in _write(request, description, form) if one.aside]
        if asides:
            return reverse("choose_wording", args=[service.code, asides[0].pk])
        return _press(request, description, told)

    if receipt := stored(request, form, act):
        return receipt
    removed = description.parts.exclude(removed=None) if told.heading.parts else ()
    context = _around(service, description, told) | {"form": form, "removed": removed}
    return render(request, "description/heading.html", context, status=422 if form.errors else 200)


def _write(request: HttpRequest, description: ServiceDescription, form: HeadingForm) -> list[Wording]:
    return [
        actions.write_passage(
            by=request.user, description=description, field=one.field.code, part=one.part, text=text, seen=seen
        )
        for one, text, seen in form.changed()
    ]


def _press(request: HttpRequest, description: ServiceDescription, told: Told) -> str:
    """Do what the pressed button asks besides saving, and say where it leads."""
    here = reverse("heading", args=[description.service.code, told.heading.code])
    if (kind := request.POST.get("add")) in told.heading.parts:
        part = actions.add_part(by=request.user, description=description, kind=kind)
        return f"{here}#{part.code}"
    for button, do in PARTS.items():
        if number := request.POST.get(button):
            part = get_object_or_404(description.parts, pk=number_of(number))
            return f"{here}#{do(by=request.user, part=part).code}"
    following = [one for one in headings() if one.number == told.heading.number + 1]
    if following and "next" in request.POST:
        return reverse("heading", args=[description.service.code, following[0].code])
    return reverse("describe", args=[description.service.code])


@require_POST
@needs_description("write")
def autosave(request: HttpRequest, service: str, heading: str) -> JsonResponse:
    """One field, while it is being written: when it was saved and its new number, or what stands in the way."""
    service = described_for(request, service, "write")
    description = _at_hand(service)
    name = request.POST.get("name", "")
    answer = _answer(_told(description, heading, {name.partition("-")[0]}), name)
    told = {"field": answer.field.code, "part": answer.part, "text": request.POST.get("text", "")}
    try:
        seen = int(request.POST.get("seen", ""))
        wording = actions.write_passage(by=request.user, description=description, seen=seen, **told)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    except ValueError as error:
        raise Http404 from error
    if wording.aside:
        return JsonResponse({"choose": reverse("choose_wording", args=[service.code, wording.pk])}, status=409)
    at = timezone.localtime(wording.at).strftime("%H.%M")
    return JsonResponse({"saved": at, "seen": wording.number, "was": digest(wording.text)})


@needs_description("write")
def choose_wording(request: HttpRequest, service: str, aside: int) -> HttpResponse:
    """Two people wrote at once: both texts, and the choice of what shall stand."""
    service = described_for(request, service, "write")
    waiting = Wording.objects.select_related("passage__description", "passage__part", "passage__changed_by", "by")
    aside = get_object_or_404(waiting, pk=aside, passage__description__service=service)
    told, answer = _place(aside.passage)
    if aside.aside != Wording.Aside.WAITING:
        return redirect("heading", service.code, told.heading.code)
    form = WordingForm(request.POST or None, aside=aside)

    def act(seen, **fields) -> str:
        found = actions.settle_passage(by=request.user, aside=aside, text=form.text(), seen=seen)
        if found.aside:
            return reverse("choose_wording", args=[service.code, found.pk])
        return reverse("heading", args=[service.code, told.heading.code])

    return stored(request, form, act) or form_page(
        request, form, "description/choose_wording.html", aside=aside, answer=answer, told=told
    )


@needs_description("see")
def history(request: HttpRequest, service: str, passage: int) -> HttpResponse:
    """Everything that has been written in a field, the latest first."""
    service = described_for(request, service)
    passage = get_object_or_404(Passage.objects.select_related("description", "part"), pk=passage)
    if passage.description.service_id != service.pk:
        raise Http404
    told, answer = _place(passage)
    wordings = passage.wordings.select_related("by")
    context = {"service": service, "answer": answer, "told": told, "wordings": wordings}
    return render(request, "description/history.html", context)


def _place(passage: Passage) -> tuple[Told, Answer]:
    """The heading and the field that a passage stands in, also when its part has been taken away since."""
    for told in told_of(passage.description, removed=None):
        for answer in told.all_answers:
            if answer.passage and answer.passage.pk == passage.pk:
                return told, answer
    raise Http404


@needs_description("see")
def description_version(request: HttpRequest, service: str, version: int) -> HttpResponse:
    """The whole of one version, to read and to print."""
    service = described_for(request, service)
    description = get_object_or_404(service.descriptions.select_related("changed_by"), version=version)
    context = {"service": service, "description": description, "told": told_of(description)}
    return render(request, "description/version.html", context)


def _at_hand(service: Service) -> ServiceDescription:
    description = current(service)
    if description is None:
        raise Http404
    return description


def _told(description: ServiceDescription, code: str, removed: Collection[str]) -> Told:
    """The heading; a part that somebody took away while another wrote in it is there for what was written."""
    if code not in {one.code for one in headings()}:
        raise Http404
    return one_told(description, code, removed)


def _answer(told: Told, name: str) -> Answer:
    found = next((one for one in told.all_answers if one.name == name), None)
    if found is None:
        raise Http404
    return found


def _around(service: Service, description: ServiceDescription, told: Told) -> dict:
    return {"service": service, "description": description, "told": told, "headings": headings()}
