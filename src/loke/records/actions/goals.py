"""Goals of the care plan: set, changed, judged and taken away."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.records.history import store
from loke.records.models import CarePlanGoal, Episode
from loke.records.seen import goal_rows, unchanged
from loke.records.storing import check, hold


@action("set_goal")
def set_goal(*, by: User | None, episode: Episode, **fields) -> CarePlanGoal:
    """A goal with its `code`, which is the goal in words, and if wanted set_on. Raises ValidationError by field."""
    hold(by, episode)
    goal = CarePlanGoal(episode=episode, **fields)
    _check(goal)
    store(by=by, service=episode.service, episode=episode, what="set_goal", added=[goal])
    return goal


@action("change_goal")
def change_goal(
    *, by: User | None, goal: CarePlanGoal, seen: str | None = None, why: str = "", **fields
) -> CarePlanGoal:
    """Other words, or how far it was reached: attainment, judged_on and judged_by.

    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    held, episode = _held(by, goal, seen), goal.episode
    before = {name: getattr(held, name) for name in fields}
    for name, value in fields.items():
        setattr(held, name, value)
    _check(held)
    if before != fields:
        store(by=by, service=episode.service, episode=episode, what="change_goal", why=why, changed=[held])
    return held


@action("remove_goal")
def remove_goal(*, by: User | None, goal: CarePlanGoal, seen: str | None = None, why: str = "") -> Episode:
    held, episode = _held(by, goal, seen), goal.episode
    store(by=by, service=episode.service, episode=episode, what="remove_goal", why=why, removed=[held])
    return episode


def _held(by: User | None, goal: CarePlanGoal, seen: str | None) -> CarePlanGoal:
    hold(by, goal.episode)
    rows = goal_rows(goal)
    if not rows:
        raise ValidationError(_("Målet är redan borttaget."))
    unchanged(seen, rows)
    return rows[0]


def _check(goal: CarePlanGoal) -> None:
    """A goal stands once in an episode, and what is judged has a day on or after the one it was set."""
    check(goal)
    if any(one.code == goal.code for one in goal.episode.goals.exclude(pk=goal.pk)):
        raise ValidationError({"code": _("Målet finns redan. Ändra det som står, eller skriv ett annat.")})
    if goal.set_on and goal.judged_on and goal.judged_on < goal.set_on:
        words = _("Målet sattes %(day)s. Välj den dagen eller en senare.")
        raise ValidationError({"judged_on": words % {"day": goal.set_on.isoformat()}})


@action("judge_goals")
def judge_goals(*, by: User | None, episode: Episode, goals: Iterable[tuple]) -> Episode:
    """How far goals of the care plan were reached: of each its text, attainment, day set and day judged.

    Judged anew, the last judgement holds.
    """
    hold(by, episode)
    names = ("code", "attainment", "set_on", "judged_on")
    made = [CarePlanGoal(episode=episode, **dict(zip(names, goal, strict=True))) for goal in goals]
    for goal in made:
        check(goal)
    there = {goal.code: goal for goal in episode.goals.all()}
    for goal in made:
        if stood := there.get(goal.code):
            goal.pk, goal.judged_by = stood.pk, stood.judged_by
    added, changed = ([goal for goal in made if (goal.pk is None) is new] for new in (True, False))
    store(by=by, service=episode.service, episode=episode, what="judge_goals", added=added, changed=changed)
    return episode
