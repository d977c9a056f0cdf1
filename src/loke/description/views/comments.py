"""What is said of a version: a page of its own with the three questions first, and what its forms post to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme

from loke.accounts.pages import needs
from loke.accounts.submissions import stored
from loke.description import actions
from loke.description.access import described_for, needs_description, service_for
from loke.description.forms.reviews import AnswerForm, CommentForm
from loke.description.models import Comment, Service
from loke.description.said import KINDS, address_of, comments_of, kind_of

LONGEST_BACK = 150  # characters of an address to go back to; longer ones hold what somebody typed


@needs_description("see")
def comments(request: HttpRequest, service: str, kind: str, number: int) -> HttpResponse:
    service = described_for(request, service)
    return _page(request, _version(service, kind, number), request.GET.get("plats", ""))


def _version(service: Service, kind: str, number: int):
    if kind not in KINDS:
        raise Http404
    version = get_object_or_404(KINDS[kind], service=service, pk=number)
    version.service = service
    return version


def _page(request: HttpRequest, version, place: str, form=None, answering: Comment | None = None) -> HttpResponse:
    """All comments by question, or those beside one place; with `form` that one alone, to be filled in or mended."""
    everything = comments_of(version, request.user)
    if place and place not in everything.places:
        raise Http404
    said = everything.at(place) if place else everything
    context = {"service": request.service, "version": version, "kind": version._meta.verbose_name, "said": said}
    context |= {"kind_code": kind_of(version), "form": form, "answering": answering}
    context["back"] = _named(request)
    return render(request, "description/review_comments.html", context, status=422 if form and form.errors else 200)


@needs_description("comment")
def add_comment(request: HttpRequest, service: str, kind: str, number: int) -> HttpResponse:
    service = described_for(request, service, "comment")
    version = _version(service, kind, number)
    said = comments_of(version, request.user)
    place = request.POST.get("place") or request.GET.get("plats", "")
    form = CommentForm(request.POST or None, places=said.places, initial={"place": place})

    def act(**fields) -> str:
        comment = actions.add_comment(by=request.user, version=version, **fields)
        return _back(request, said.url, comment)

    shown = place if place in said.places else ""
    return stored(request, form, act) or _page(request, version, shown, form)


@needs("description", "write")
def answer_comment(request: HttpRequest, service: str, number: int) -> HttpResponse:
    service = service_for(request, service, "description", "write")
    ours = Comment.objects.filter(description__service=service) | Comment.objects.filter(process__service=service)
    comment = get_object_or_404(ours.select_related("description", "process", "by"), pk=number)
    comment.version.service = service
    form = AnswerForm(request.POST or None, initial={"answer": comment.answer, "why": comment.why})

    def act(**fields) -> str:
        answered = actions.answer_comment(by=request.user, comment=comment, **fields)
        return _back(request, address_of("comments", comment.version), answered)

    return stored(request, form, act) or _page(request, comment.version, "", form, comment)


def _back(request: HttpRequest, usual: str, comment: Comment) -> str:
    """The page the form stood on, at the comment."""
    return f"{_named(request) or usual}#kommentar-{comment.pk}"


def _named(request: HttpRequest) -> str:
    """The page of ours that a form or the way to it says that it stands on; nothing for anybody else's."""
    named = request.POST.get("back") or request.GET.get("back", "")
    fits = len(named) <= LONGEST_BACK and url_has_allowed_host_and_scheme(named, allowed_hosts=None)
    return named if fits else ""
