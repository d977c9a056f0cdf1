"""What the database itself refuses of a cycle that has ended, and what it lets through."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.improvement.improving import begun, ended, started, today

from loke.improvement.actions import end_cycle
from loke.improvement.models import CycleNote, CycleStep, ImprovementCycle

KEPT = {
    "title": "Nytt",
    "origin_text": "Nytt",
    "owner": None,
    "begins": None,
    "measure": "",
    "up": False,
    "size": 3,
    "seen_by": None,
    "phase": "study",
    "words": "Nytt",
    "outcome": "drop",
    "ended": date(2020, 1, 1),
    "ended_by": None,
    "figures": None,
}


def check_refused(act) -> None:
    with pytest.raises(DatabaseError, match="improvement_"), transaction.atomic():
        act()


def test_what_has_ended_is_not_changed_even_past_the_actions(world):
    cycle = ended(world.aino, world.ungdom)
    there = ImprovementCycle.objects.filter(pk=cycle.pk)
    for name, value in KEPT.items():
        check_refused(lambda told={name: value}: there.update(**told))
    check_refused(lambda: there.update(ended=None, outcome="", phase="plan"))
    check_refused(lambda: there.update(source=begun(world.aino, world.ungdom)))
    check_refused(lambda: CycleStep.objects.create(cycle=cycle, text="Ring"))
    check_refused(lambda: CycleNote.objects.create(cycle=cycle, text="Ring"))


def test_steps_and_lines_of_what_has_ended_stay_as_they_were(world):
    cycle = begun(world.aino, world.ungdom)
    step, note = (model.objects.create(cycle=cycle, text="Ring") for model in (CycleStep, CycleNote))
    cycle.phase, cycle.ended, cycle.outcome = "done", today(), "drop"
    cycle.save()
    check_refused(lambda: CycleStep.objects.filter(pk=step.pk).update(text="Nytt"))
    check_refused(lambda: CycleNote.objects.filter(pk=note.pk).update(text="Nytt"))


def test_that_it_is_shared_and_written_in_may_change_after_it_has_ended(world):
    cycle = ended(world.aino, world.ungdom)
    cycle.shared, cycle.shared_by, cycle.reminded = today(), world.maryam, today()
    cycle.process = world.ungdom.processes.first()
    cycle.number += 1
    cycle.save()
    cycle.refresh_from_db()
    assert cycle.shared == today()


def test_what_it_came_from_may_go(world):
    second = ended(world.aino, world.ungdom, "adjust").after.get()
    second.phase, second.ended, second.outcome = "done", today(), "drop"
    second.save()
    ImprovementCycle.objects.filter(pk=second.pk).update(before=None)
    second.refresh_from_db()
    assert second.before is None


def test_what_has_ended_is_not_deleted_nor_its_steps_and_lines(world):
    cycle = started(world.aino, world.ungdom)
    step, note = (model.objects.create(cycle=cycle, text="Ring") for model in (CycleStep, CycleNote))
    end_cycle(by=world.aino, cycle=cycle, outcome="keep", words="Fler kommer")
    for row in (cycle, step, note):
        check_refused(type(row).objects.filter(pk=row.pk).delete)


def test_what_goes_on_may_be_deleted_with_its_steps_and_lines(world):
    cycle = begun(world.aino, world.ungdom)
    step, _note = (model.objects.create(cycle=cycle, text="Ring") for model in (CycleStep, CycleNote))
    ImprovementCycle.objects.filter(pk=cycle.pk).delete()
    assert not CycleStep.objects.filter(pk=step.pk).exists()
