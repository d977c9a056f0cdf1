"""A week of one's clients as a grid, with what is planned in it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page
from loke.description.access import service_for
from loke.records import actions, reading
from loke.records.forms import WeekForm
from loke.records.forms.planned import with_forms
from loke.records.models import EpisodeQuerySet, PlannedContact
from loke.records.receipts import stored
from loke.records.views.whose import whose
from loke.records.week import Week, rows_of, week_named


@needs("client", "write")
def week(request: HttpRequest, service: str) -> HttpResponse:
    """One's ongoing clients, seven days; new contacts are chosen in the empty cells and saved together."""
    service = service_for(request, service, "client", "write")
    shown, asked = week_named(request.GET.get("vecka", "")), whose(request, service)
    page = reading.page_of(request, asked.episodes.listed())
    planned = _planned(shown, asked.episodes)
    clients = {episode.client_id for episode in page} | {
        one.episode.client_id for some in planned.values() for one in some
    }
    reading.log(request, service, clients)
    form = WeekForm(request.POST or None, service=service, week=shown, rows=rows_of(shown, list(page)))

    def act(**fields) -> str:
        actions.register_week(by=request.user, service=service, contacts=form.contacts())
        return request.get_full_path()

    more = {"page": page, "week": shown, "whose": asked, "today": timezone.localdate()}
    more["day_shown"] = _day_shown(request, shown)
    more |= {name: with_forms(some) for name, some in planned.items()}
    return stored(request, form, act) or form_page(request, form, "records/week.html", **more)


def _day_shown(request: HttpRequest, shown: Week) -> int:
    """Which of the seven days a telephone shows first: the one it showed when something was wrong, else today."""
    chosen = request.POST.get("dag", "")
    if chosen in "1234567" and chosen:
        return int(chosen)
    return timezone.localdate().isoweekday() if shown.is_this else 1


def _planned(shown: Week, episodes: EpisodeQuerySet) -> dict[str, list[PlannedContact]]:
    """What has passed without an answer, what is planned today, and what else lies in the week."""
    today = timezone.localdate()
    found = PlannedContact.objects.filter(episode__in=episodes).listed()
    coming = [one for one in found.between(shown.monday, shown.sunday) if one.date >= today]
    return {
        "passed": list(found.passed()[: reading.PAGE]),
        "planned_today": [one for one in coming if one.date == today],
        "planned_later": [one for one in coming if one.date > today],
    }
