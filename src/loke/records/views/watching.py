"""What is missing: my list of this week, how complete it is, and what cannot be right."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.models import User
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.description.models import Service
from loke.records import actions, reading, reminders
from loke.records.completeness import completeness, missing_now
from loke.records.forms.watching import NEVER, DismissForm, PeriodForm, ReminderForm, RemindForm, TakeUpForm
from loke.records.models import MONDAY, Dismissal, Episode, EpisodeQuerySet, ReminderChoice
from loke.records.quality import MOST_SETTLED, finding, look_at, settled
from loke.records.todo import asked_for, left_for, only, parts_of, services_of


@needs("client", "read")
def to_do(request: HttpRequest, service: str) -> HttpResponse:
    """What is left to fill in about one's own clients, each one click from where it is done; and the reminder."""
    service = service_for(request, service, "client", "read")
    form = ReminderForm(request.POST or None, initial={"weekday": _weekday(request)})

    def act(weekday) -> str:
        actions.choose_reminder(by=request.user, weekday=form.chosen())
        return reverse("to_do", args=[service.code])

    if receipt := stored(request, form, act):
        return receipt
    left, asked = left_for(request.user, service), asked_for(service, request.GET.get("vad", ""))
    left = only(left, asked) if asked else left
    reading.log(request, service, [one.episode.client_id for one in left])
    context = {"asked": asked, "parts": parts_of(left)}
    context["others"] = [one for one in services_of(request.user) if one.pk != service.pk]
    return form_page(request, form, "records/to_do.html", **context)


def _weekday(request: HttpRequest) -> str:
    chosen = ReminderChoice.objects.filter(user=request.user).first()
    weekday = chosen.weekday if chosen else MONDAY
    return NEVER if weekday is None else str(weekday)


@needs("client", "assign")
def complete(request: HttpRequest, service: str) -> HttpResponse:
    """How much of what was to be filled in is there, and whose clients lack it; no client is shown."""
    return complete_page(request, service_for(request, service, "client", "assign"))


def complete_page(request: HttpRequest, service: Service, wrong: RemindForm | None = None) -> HttpResponse:
    """How much is there; `wrong` is the form on the page that came in with errors, to be shown as it was sent."""
    period = PeriodForm.asked(request.GET)
    days = period.days()
    context = {"service": service, "period": period, "now": missing_now(service)}
    context["rows"] = completeness(service, *days, timezone.localdate()) if days else []
    context["remind"] = wrong or RemindForm(people=reminders.who_has_left(service))
    return form_page(request, wrong or period, "records/complete.html", **context)


@needs("client", "assign")
def remind(request: HttpRequest, service: str) -> HttpResponse:
    """The weekly letter sent at once to one of those who have something left."""
    service = service_for(request, service, "client", "assign")
    form, reminded = RemindForm(request.POST or None, people=reminders.who_has_left(service)), []

    def act(person) -> str:
        reminded.append(actions.remind(by=request.user, service=service, user=person))
        return reverse("completeness", args=[service.code])

    if receipt := stored(request, form, act):
        for person in reminded:  # stored by now, and nobody waits for the letter
            _send(request, person)
        return receipt
    return complete_page(request, service, form)


def _send(request: HttpRequest, person: User) -> None:
    try:
        reminders.send(person)
    except OSError:
        messages.error(request, _("Brevet gick inte iväg. Försök igen om en stund."))
    else:
        messages.success(request, _("%(name)s är påmind.") % {"name": person})


@needs("client", "read")
def quality(request: HttpRequest, service: str) -> HttpResponse:
    service = service_for(request, service, "client", "read")
    return quality_page(request, service, DismissForm())


def quality_page(request: HttpRequest, service: Service, form: DismissForm) -> HttpResponse:
    """What cannot be right among the clients one may read; a form with errors as it was typed."""
    found = look_at(service, _to_look_at(request, service), Episode.objects.for_user(request.user))
    stands = settled(found)
    shown = [*(one for rule in found for one in rule.findings), *(row.finding for row in stands[:MOST_SETTLED])]
    episodes = [episode for one in shown for episode in (one.episode, one.other) if episode]
    reading.log(request, service, {episode.client_id for episode in episodes})
    context = {"service": service, "found": found, "form": form}
    context["count"] = sum(rule.count for rule in found)
    context |= {"settled": stands[:MOST_SETTLED], "settled_count": len(stands)}
    context["readable"] = set(_to_look_at(request, service).values_list("pk", flat=True))
    context["writable"] = set(_to_look_at(request, service, "write").values_list("pk", flat=True))
    context["may_assign"] = may(request.user, "client", "assign", unit=service.unit)
    return render(request, "records/quality.html", context, status=422 if form.errors else 200)


def _to_look_at(request: HttpRequest, service: Service, verb: str = "read") -> EpisodeQuerySet:
    return Episode.objects.for_user(request.user, verb).filter(service=service).exclude(client=None)


@needs("client", "write")
def dismiss(request: HttpRequest, service: str) -> HttpResponse:
    """Something that a rule has found is right as it stands."""
    service = service_for(request, service, "client", "write")
    form = DismissForm(request.POST or None)

    def act(rule, key, why) -> str:
        reached = Episode.objects.for_user(request.user)
        found = finding(_to_look_at(request, service, "write"), reached, rule, key)
        if found is None:
            raise Http404
        actions.dismiss_finding(by=request.user, episode=found.episode, rule=rule, key=key, why=why)
        return reverse("quality", args=[service.code])

    return stored(request, form, act) or quality_page(request, service, form)


@needs("client", "write")
def take_up(request: HttpRequest, service: str, number: int) -> HttpResponse:
    service = service_for(request, service, "client", "write")
    mine = Dismissal.objects.filter(service=service, episode__in=_to_look_at(request, service, "write"))
    form, dismissal = TakeUpForm(request.POST or None), get_object_or_404(mine, pk=number)

    def act() -> str:
        actions.take_up_finding(by=request.user, dismissal=dismissal)
        return reverse("quality", args=[service.code])

    return stored(request, form, act) or quality_page(request, service, DismissForm())
