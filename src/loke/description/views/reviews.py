"""Pages about who reads a description from outside: let in, asked to pair, let out, and what they themselves meet."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description import actions, mail
from loke.description.access import described_for, needs_description, service_for
from loke.description.forms.reviews import InviteForm, OtherServiceForm, PairForm
from loke.description.models import Comment, Review
from loke.description.said import to_read


@needs("service", "see")
def partners(request: HttpRequest, service: str) -> HttpResponse:
    """Everybody in the unit sees who is and has been let in; the manager lets in and out."""
    service = service_for(request, service)
    people = ("partner", "invited_by", "pair__service__unit", "pair__partner")
    reviews = service.reviews.select_related(*people)
    may_ask = may(request.user, "description", "ask", unit=service.unit)
    reading, waiting = reviews.open(), reviews.waiting()
    before = reviews.exclude(pk__in=[one.pk for one in (*reading, *waiting)])
    context = {"service": service, "reading": reading, "waiting": waiting, "before": before, "may_ask": may_ask}
    return render(request, "description/reviews.html", context)


@needs("description", "ask")
def invite_partner(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "description", "ask")
    form, made = InviteForm(request.POST or None, service=service), []

    def act(**fields) -> str:
        made.append(actions.invite_partner(by=request.user, service=service, **fields))
        return reverse("partners", args=[service.code])

    return _told(request, stored(request, form, act), made) or form_page(
        request, form, "description/review_invite.html"
    )


def _told(request: HttpRequest, done: HttpResponse | None, made: list[Review]) -> HttpResponse | None:
    """The answer, and for each invitation that is stored by now a letter and a message that says so."""
    for review in made if done else ():
        messages.success(request, _letter(request, review))
    return done


def _letter(request: HttpRequest, review: Review) -> str:
    """Send the letter if the installation can, and say that it was sent, or where the invitation is to be found."""
    link = request.build_absolute_uri(reverse("my_review", args=[review.service.code]))
    told = {"name": review.partner, "day": review.until.isoformat()}
    if mail.send_review(review, link):
        return _("%(name)s är inbjuden till och med %(day)s och har fått ett mejl.") % told
    words = _("%(name)s är inbjuden till och med %(day)s. Säg till att beskrivningen finns under Byt verksamhet.")
    return words % told


@needs("description", "ask")
def ask_to_pair(request: HttpRequest, service: str) -> HttpResponse:
    """First which other service, then who reads what."""
    service = service_for(request, service, "description", "ask")
    choice = OtherServiceForm(request.GET if "med" in request.GET else None, service=service)
    if not choice.is_valid():
        return form_page(request, choice, "description/review_other.html")
    other = choice.cleaned_data["med"]
    form, made = PairForm(request.POST or None, service=service, other=other), []

    def act(**fields) -> str:
        made.append(actions.ask_to_pair(by=request.user, service=service, other=other, **fields))
        return reverse("partners", args=[service.code])

    return _told(request, stored(request, form, act), made) or form_page(
        request, form, "description/review_pair.html", other=other
    )


@needs("description", "ask")
def answer_pair(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Yes or no to the other service; whoever answers twice is only led back."""
    service = service_for(request, service, "description", "ask")
    review = Review.objects.filter(service=service, pk=number).exclude(pair=None).first()
    if review is None:
        raise Http404
    if request.method == "POST" and request.POST.get("svar") in ("ja", "nej"):
        try:
            actions.answer_pair(by=request.user, review=review, agree=request.POST["svar"] == "ja")
        except PermissionDenied:
            messages.info(request, _("Frågan är redan besvarad."))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, _("Ert svar är sparat."))
    return redirect("partners", service.code)


@needs_description("see")
def end_review(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Ask once more, then end it: the manager lets somebody out, or the partner leaves."""
    service = described_for(request, service)
    review = service.reviews.filter(pk=number, ended=None).select_related("partner").first()
    own = review is not None and review.partner_id == request.user.pk
    if review is None or not (own or may(request.user, "description", "ask", unit=service.unit)):
        raise Http404
    if request.method == "POST":
        actions.end_review(by=request.user, review=review)
        messages.success(request, _("Inbjudan är avslutad. Kommentarerna finns kvar."))
        return redirect("home") if own else redirect("partners", service.code)
    return render(request, "description/review_end.html", {"service": service, "review": review, "own": own})


@needs_description("see")
def my_review(request: HttpRequest, service: str) -> HttpResponse:
    """What somebody who is invited comes to: who asks for what, until when, and the versions to read."""
    service = described_for(request, service)
    found = Review.objects.open().of(request.user).filter(service=service)
    review = found.select_related("invited_by").first()
    if review is None:
        raise Http404
    context = {"service": service, "review": review, "to_read": to_read(service), "questions": Comment.Question.labels}
    return render(request, "description/review_mine.html", context)
