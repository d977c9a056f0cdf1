"""Who the clients are and one of them: the list, the page, and what everything posted from it shares."""

from collections.abc import Callable
from functools import wraps

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.accounts.access import may, reach
from loke.accounts.models import Grant, User
from loke.accounts.pages import needs
from loke.accounts.submissions import StoredOnce, status_of
from loke.description.access import service_for
from loke.description.models import Service
from loke.description.words import words_for
from loke.records import pseudonyms, reading
from loke.records.alarms import Notice, notices, notices_in
from loke.records.coming import coming
from loke.records.course import Happened, Met, course_of, events_of, happened_in
from loke.records.forms import (
    ContactForm,
    PhaseForm,
    SearchForm,
)
from loke.records.forms.planned import with_forms
from loke.records.lookup import look_up, opened_lately, with_a_colleague
from loke.records.missing import lacking_first, may_be_filled_in, missing_in, plan_of
from loke.records.models import Contact, Episode, goals_in, near_enough, openings_of, planned_in, responsible_for
from loke.records.responsible import alone
from loke.records.rows import client_rows
from loke.records.views.sharing import to_share_out


def posted_from(page: str) -> Callable:
    """For what a form on `page` posts to: whoever may write there and comes in another way is led back to the page."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def post_only(request: HttpRequest, service: str, number: int, **more: int) -> HttpResponse:
            if request.method == "POST":
                return view(request, service, number, **more)
            here = service_for(request, service, "client", "write")
            if not Episode.objects.for_user(request.user, "write").filter(service=here, client=number).exists():
                raise Http404
            return redirect(page, service, number)

        return post_only

    return decorate


@needs("client", "read")
def clients(request: HttpRequest, service: str) -> HttpResponse:
    """My clients, those who lack something first; a search is posted, so that no code ever stands in an address."""
    service = service_for(request, service, "client", "read")
    search, ended = SearchForm(request.POST or None), request.GET.get("visa") == "avslutade"
    found, plan = Episode.objects.for_user(request.user).filter(service=service), plan_of(service)
    typed = search.cleaned_data["code"] if search.is_valid() else ""
    found = found.with_code(typed) if typed else found.ended() if ended else found.ongoing()
    where = reach(request.user, "client", "read")
    mine = service.unit_id not in where.units
    listed = found.listed() if mine else found.listed().prefetch_related("responsible")
    page = reading.page_of(request, lacking_first(plan, listed))
    reading.log(request, service, [episode.client_id for episode in page])
    context = {"service": service, "page": page, "search": search, "typed": typed}
    context["rows"] = client_rows(request.user, plan, page)
    context["unopened"] = reading.unopened(request, service, typed) if typed else []
    context |= {"ended": ended, "mine": mine, "words": words_for(service.client_term, get_language())}
    context["may_assign"] = may(request.user, "client", "assign", unit=service.unit)
    context["alarms"] = [] if request.htmx else _to_see(request, service)  # not at every key while somebody types
    context["may_import"] = may(request.user, "client", "import", unit=service.unit, own=True)
    context["may_approve"] = may(request.user, "retention", "approve", unit=service.unit)
    begin_so = {episode.client.code for episode in page}  # one's own that are not just this one are no question
    asked = not begin_so or begin_so & {typed, pseudonyms.tidy(typed)}
    context["elsewhere"] = look_up(request, service, typed) if asked else None
    context["opened"] = opened_lately(request.user, service)
    context["may_open"] = may(request.user, "client", "open", unit=service.unit)
    let_in = Grant.objects.current().filter(to=request.user, rows__service=service)
    context["grants"] = let_in.prefetch_related("rows__clients") if service.unit_id in where.granted_units else ()
    context["heading"] = _heading(mine, context["may_open"])
    context["alone"] = to_share_out(request).filter(alone(service.unit))
    return render(request, f"records/{'_found' if request.htmx else 'clients'}.html", context)


def _heading(mine: bool, may_open: bool) -> str:
    own = _("Mina klienter") if may_open else _("Klienter du får läsa")
    return own if mine else _("Enhetens klienter")


def _to_see(request: HttpRequest, service: Service) -> list[Notice]:
    """Answers that must be seen at once, about the clients whom one may register for; the reading is logged."""
    found = notices(Episode.objects.for_user(request.user, "write").filter(service=service).exclude(client=None))
    reading.log(request, service, {notice.measurement.episode.client_id for notice in found})
    return found


@needs("client", "read")
def client(request: HttpRequest, service: str, number: int) -> HttpResponse:
    return client_page(request, reading.episodes_here(request, service, number))


def client_page(request: HttpRequest, episodes: list[Episode], wrong: Form | None = None) -> HttpResponse:
    """The client's page; `wrong` is the form on it that came in with errors, to be shown as it was typed."""
    episode = episodes[0]
    plan, happened = plan_of(episode.service), happened_in(episode)
    lacking = missing_in(plan, episode, happened.measured)
    context = {
        "service": episode.service,
        "episode": episode,
        "others": episodes[1:],
        "is_back": with_a_colleague(request.user, episode),
        "own_code": not pseudonyms.is_code(episode.client.code),
        "wrong": wrong,
        **_rights(request.user, episode),
        **_forms(episode, happened, wrong),
        "coming": coming(plan, episode, happened.measured),
        "latest": happened.latest,
        "course": course_of(episode, happened),
        "events": events_of(episode, happened),
        "missing": lacking,
        "responsible": responsible_for(episode=episode.pk),
        "goals": goals_in(episode=episode.pk),
        "openings": openings_of(client=episode.client_id),
        "tasks": may_be_filled_in(plan, episode, lacking),
    }
    return render(request, "records/client.html", context, status=status_of(wrong) if wrong else 200)


def _forms(episode: Episode, happened: Happened, wrong: Form | None) -> dict[str, object]:
    """What can be sent from the client's page, `wrong` as it was typed."""
    usual, planned = likely(happened.latest), planned_in(episode=episode.pk)
    for one in planned:
        one.episode = episode
    return {
        "form": wrong if isinstance(wrong, ContactForm) else ContactForm(episode=episode, initial=usual),
        "phase_form": wrong if isinstance(wrong, PhaseForm) else PhaseForm(episode=episode, stays=happened.phases),
        "alarms": [(notice, StoredOnce(auto_id=False)) for notice in notices_in(episode)],
        "planned": with_forms(planned),
    }


def _rights(user: User, episode: Episode) -> dict[str, bool]:
    """What the person may do from the client's page besides reading it."""
    unit = episode.service.unit
    return {
        "may_write": near_enough(user, "write", episode),
        "may_part_with": near_enough(user, "part_with", episode),
        "may_protect": near_enough(user, "protect", episode),
        "may_extract_log": may(user, "access_log", "extract", unit=unit),
        "may_assign": may(user, "client", "assign", unit=unit) and not episode.closed,
        "may_extract": may(user, "client", "extract", unit=unit),
    }


def likely(latest: Met | Contact | None) -> dict[str, int | None]:
    """What was registered last time is the likeliest now."""
    return {"intervention": latest.intervention_id, "minutes": latest.minutes} if latest else {}


def to_write(request: HttpRequest, service: str, number: int) -> list[Episode]:
    return reading.episodes_here(request, service, number, "write")
