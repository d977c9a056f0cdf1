"""The database refuses every change of a judged review but what revision it was begun from, and of what it says."""

from django.db import migrations

import loke.accounts.fields
from loke.accounts.guards import Guard, Install

REVIEW = "promising_practice_practicereview"
OPEN = "EXISTS (SELECT 1 FROM promising_practice_practicereview r WHERE r.id = {row}.review_id AND r.judged IS NULL)"
OLD, NEW = OPEN.format(row="OLD"), OPEN.format(row="NEW")
KEPT = (
    "service_id",
    "practice",
    "number",
    "about",
    "motive",
    "plan",
    "begun",
    "verdict",
    "verdict_motive",
    "responsible",
    "judged",
    "written",
    "changed",
)
MAY_BE_EMPTY = ("begun_by_id", "of_id", "changed_by_id")
AREA = ("review_id", "text", "priority", "responsible")
AREA_MAY_BE_EMPTY = ("element", "until", "removed")


def _same(columns: tuple[str, ...], may_be_empty: tuple[str, ...]) -> str:
    kept = [f"OLD.{one} = NEW.{one}" for one in columns]
    kept += [f"(OLD.{one} = NEW.{one} OR (OLD.{one} IS NULL AND NEW.{one} IS NULL))" for one in may_be_empty]
    return f"COALESCE({' AND '.join(kept)}, FALSE)"  # what was or becomes empty is not the same, nor unknown


def _said(name: str) -> tuple[Guard, ...]:
    table = f"promising_practice_{name}"
    return (
        Guard(f"{table}_in_an_open_one", table, NEW, ("INSERT",)),
        Guard(f"{table}_stays_as_it_was", table, f"{OLD} AND {NEW}", ("UPDATE",)),
    )


GUARDS = (
    Guard(
        "promising_practice_judged_stays_as_it_was",
        REVIEW,
        f"OLD.judged IS NULL OR {_same(KEPT, MAY_BE_EMPTY)}",
        ("UPDATE",),
    ),
    *_said("rowanswer"),
    *_said("elementjudgement"),
    *_said("participant"),
    Guard("promising_practice_area_in_an_open_one", "promising_practice_developmentarea", NEW, ("INSERT",)),
    # its cycle in Förbättra is begun when the review is judged
    Guard(
        "promising_practice_area_stays_as_it_was",
        "promising_practice_developmentarea",
        f"({OLD} AND {NEW}) OR {_same(AREA, AREA_MAY_BE_EMPTY)}",
        ("UPDATE",),
    ),
)


class Migration(migrations.Migration):
    dependencies = [("promising_practice", "0004_area_cycle")]
    operations = [
        migrations.AlterField(
            model_name="participant",
            name="name",
            field=loke.accounts.fields.Code(blank=True, max_length=200, verbose_name="namn"),
        ),
        Install(*GUARDS),
    ]
