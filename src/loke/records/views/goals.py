"""The goals of the care plan: set, changed, judged and taken away."""

from django.http import HttpRequest, HttpResponse

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page
from loke.records import actions
from loke.records.changes import steps_of
from loke.records.forms import ChangeGoalForm, GoalForm, TakeAwayForm
from loke.records.models import CarePlanGoal
from loke.records.reading import address_of, row_of
from loke.records.receipts import stored
from loke.records.telling import told
from loke.records.views.clients import to_write


@needs("client", "write")
def goals(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """All goals of the episode, and the form for a new one."""
    episode = to_write(request, service, number)[0]
    form = GoalForm(request.POST or None)

    def act(**fields) -> str:
        actions.set_goal(by=request.user, episode=episode, **fields)
        return address_of("goals", episode)

    found = list(episode.goals.all())
    return stored(request, form, act) or form_page(request, form, "records/goals.html", episode=episode, goals=found)


@needs("client", "write")
def change_goal(request: HttpRequest, service: str, number: int, goal: int) -> HttpResponse:
    found = _found(request, service, number, goal)
    form = ChangeGoalForm(request.POST or None, goal=found)

    def act(**fields) -> str:
        actions.change_goal(by=request.user, goal=found, **fields)
        return address_of("goals", found.episode)

    if receipt := stored(request, form, act):
        return receipt
    mine = (one for one in steps_of(found.episode) if (one.kind, one.row) == ("goal", found.pk) and one.before)
    return form_page(request, form, "records/change_goal.html", episode=found.episode, goal=found, history=told(mine))


@needs("client", "write")
def remove_goal(request: HttpRequest, service: str, number: int, goal: int) -> HttpResponse:
    found = _found(request, service, number, goal)
    form = TakeAwayForm(request.POST or None, row=found)

    def act(seen, why) -> str:
        actions.remove_goal(by=request.user, goal=found, seen=seen, why=why)
        return address_of("goals", found.episode)

    page = "records/remove_goal.html"
    return stored(request, form, act) or form_page(request, form, page, episode=found.episode, goal=found)


def _found(request: HttpRequest, service: str, number: int, goal: int) -> CarePlanGoal:
    return row_of(CarePlanGoal.objects.filter(pk=goal), to_write(request, service, number))
