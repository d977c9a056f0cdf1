"""What the units have tried in order to improve, each cycle begun, moved and ended as people do it."""

from collections.abc import Mapping
from datetime import date, timedelta

from loke.accounts.models import User
from loke.description.models import Service
from loke.improvement.actions import (
    add_step,
    begin_cycle,
    end_cycle,
    move_cycle,
    share_cycle,
    tick_step,
    write_note,
    write_plan,
    write_study,
)
from loke.improvement.models import ImprovementCycle

TOLD = ("causes", "trying", "prediction", "measure", "up", "size")


def begin(plan: Mapping, people: Mapping[str, User], day: date) -> None:
    """Every cycle of `plan`, with its days counted from `day`."""
    for one in plan["cycles"]:
        _go_through(one, people, day)


def _go_through(plan: Mapping, people: Mapping[str, User], day: date) -> None:
    by, service = people[plan["by"]], Service.objects.get(code=plan["service"])
    told = {name: plan[name] for name in ("title", "problem", "kind") if name in plan}
    cycle = begin_cycle(by=by, service=service, owner=people[plan["owner"]], **told)
    days = {name: day + timedelta(days=plan[name]) for name in ("begins", "seen_by") if name in plan}
    cycle = write_plan(by=by, cycle=cycle, **{name: plan[name] for name in TOLD if name in plan}, **days)
    cycle = move_cycle(by=by, cycle=cycle, phase=plan["phase"])
    _work(cycle, plan, people, day)
    if "ended" in plan:
        cycle = write_study(by=by, cycle=cycle, reading=plan["reading"])
        end = {"outcome": plan["outcome"], "words": plan["words"], "day": day + timedelta(days=plan["ended"])}
        cycle = end_cycle(by=by, cycle=cycle, **end)
        share_cycle(by=people[plan["shared_by"]], cycle=cycle)


def _work(cycle: ImprovementCycle, plan: Mapping, people: Mapping[str, User], day: date) -> None:
    for one in plan.get("steps", ()):
        by, until = people[one["owner"]], day + timedelta(days=one["until"])
        step = add_step(by=by, cycle=cycle, text=one["text"], owner=by, until=until)
        if one.get("done"):
            tick_step(by=by, step=step, done=True)
    for one in plan.get("notes", ()):
        write_note(by=people[one["by"]], cycle=cycle, day=day + timedelta(days=one["day"]), text=one["text"])
