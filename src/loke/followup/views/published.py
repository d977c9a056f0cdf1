"""Publicerat: what leadership and committee read, over services and one by one, on the page and as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import override

from loke.accounts.files import as_file
from loke.accounts.pages import needs
from loke.description.content import base_of
from loke.followup.frozen import Altered, digest_of
from loke.followup.models import Release
from loke.followup.published.content import Published
from loke.followup.published.overview import overview_of
from loke.followup.published.papers import FILES, committee_paper, file_of
from loke.followup.published.reading import read_published


@needs("release", "see")
def published(request: HttpRequest) -> HttpResponse:
    """Service by service what is known and what is not, and comparable services beside each other."""
    overview = overview_of(request.user, timezone.localdate())
    return render(request, "followup/published/published.html", {"overview": overview})


def _read(request: HttpRequest, number: int) -> tuple[Release, Published]:
    """Raises Http404 for strangers, and for what has not been published or is no longer."""
    found = Release.objects.for_user(request.user).there().with_service().select_related("approved_by", "proposed_by")
    release = get_object_or_404(found, pk=number)
    try:
        return release, read_published(release)
    except Altered:
        raise Http404 from None


@needs("release", "see")
def release(request: HttpRequest, number: int) -> HttpResponse:
    found, said = _read(request, number)
    context = {"release": found, "published": said, "files": FILES, "digest": digest_of(found.content)}
    return render(request, "followup/published/release.html", context)


@needs("release", "see")
def committee_page(request: HttpRequest, number: int) -> HttpResponse:
    """One page to print."""
    found, said = _read(request, number)
    with override(said.head.language):
        paper = committee_paper(said)
    return render(request, "followup/published/committee.html", {"release": found, "paper": paper})


@needs("release", "see")
def release_content(request: HttpRequest, number: int) -> HttpResponse:
    """The release itself, byte for byte, for other programs."""
    found, _said = _read(request, number)
    answer = HttpResponse(found.content.encode(), content_type="application/json; charset=utf-8")
    answer["X-Content-SHA256"] = digest_of(found.content)
    return answer


@needs("release", "see")
def release_file(request: HttpRequest, number: int, paper: str, ending: str) -> HttpResponse:
    """The committee's page as Word or PDF, or the tables as Excel."""
    found, said = _read(request, number)
    if (paper, ending) not in FILES:
        raise Http404
    base = base_of(found.follow_up.service) if ending == "docx" else None
    with override(said.head.language):
        file = file_of(said, ending, base, timezone.localtime(found.published).date())
    return as_file(f"{said.head.service} {said.head.period}", ending, file)
