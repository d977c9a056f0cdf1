"""Publishing a description, what is shown of it outside the unit, and the catalogue of all that are published."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from loke.accounts.access import may
from loke.accounts.files import as_file
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.models import Service
from loke.followup.frozen import Altered, digest_of, unaltered, written
from loke.promising_practice import actions
from loke.promising_practice.access import Place, place_for, sent_to
from loke.promising_practice.catalogue import entries, told_of
from loke.promising_practice.documents import MADE, named
from loke.promising_practice.forms.kept import PublishForm, SearchForm
from loke.promising_practice.found import language_of
from loke.promising_practice.models import Publication
from loke.promising_practice.outside import Outside, outside_of
from loke.promising_practice.papers import reading_paper
from loke.publishing.documents.paper import Paper


@needs("guide", "publish")
def publish(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What will be shown and what is left out, before anybody else sees it."""
    place = _own(request, service, number)
    context = {"place": place, "review": place.review, "out": place.review.publications.out().first()}
    if "names" not in request.GET:
        return render(request, "promising_practice/publish_first.html", {"service": place.service, **context})
    shown = outside_of(place.review, timezone.localdate(), names=request.GET["names"] == "1")
    form = PublishForm(request.POST or None, seal=lambda: _seal(shown), initial=told_of(place.service))

    def act(seen: str, read: bool, **told) -> str:
        told |= {"content": shown.content, "seen": seen}
        made = actions.publish_practice(by=request.user, review=place.review, **told)
        return reverse("catalogue_entry", args=[made.pk])

    if done := stored(request, form, act):
        return done
    context |= {"shown": shown, "paper": reading_paper(shown.content)}
    return form_page(request, form, "promising_practice/publish.html", **context)


def _own(request: HttpRequest, service: str, number: int) -> Place:
    place = place_for(request, service, number)
    if place.is_assessment or not may(request.user, "guide", "publish", unit=place.service.unit):
        raise Http404
    return place


def _seal(shown: Outside) -> str:
    return digest_of(written(shown.content))


@sent_to("guide_publish")
@needs("guide", "publish")
def withdraw(request: HttpRequest, service: str, number: int) -> HttpResponse:
    place = _own(request, service, number)
    for one in place.review.publications.out():
        actions.withdraw_practice(by=request.user, publication=one)
    return redirect("guide_review", service, number)


@needs("catalogue", "see")
def catalogue(request: HttpRequest) -> HttpResponse:
    """The descriptions that units have published, for everybody with a role in the installation."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = entries(asked.get("q", ""), asked.get("care_form", ""))
    services = Service.objects.for_user(request.user, "guide", "see").order_by("name")[:2]
    context = {"form": form, "found": found, "any": Publication.objects.out().exists(), "services": list(services)}
    return render(request, "promising_practice/catalogue.html", context)


@needs("catalogue", "see")
def entry(request: HttpRequest, entry: int) -> HttpResponse:
    one = _published(entry)
    context = {"entry": one, "paper": _paper(one)}
    context["may_withdraw"] = may(request.user, "guide", "publish", unit=one.access_unit)
    return render(request, "promising_practice/catalogue_entry.html", context)


def _published(entry: int) -> Publication:
    found = Publication.objects.out().select_related("review__service__unit__organisation", "published_by")
    return get_object_or_404(found, pk=entry)


def _content(one: Publication) -> Mapping[str, Any]:
    """Raises Http404 when what is stored is not what was published."""
    try:
        return unaltered(one)
    except Altered:
        raise Http404 from None


def _paper(one: Publication) -> Paper:
    """In the language that it was published in, headings and all."""
    content = _content(one)
    with override(language_of(content)):
        return reading_paper(content)


@needs("catalogue", "see")
def file(request: HttpRequest, entry: int, ending: str) -> HttpResponse:
    """What is published as a file; it holds nothing that the page does not show."""
    one = _published(entry)
    if ending not in MADE:
        raise Http404
    content = _content(one)
    with override(language_of(content)):
        return as_file(named(content), ending, MADE[ending](content, "", None))
