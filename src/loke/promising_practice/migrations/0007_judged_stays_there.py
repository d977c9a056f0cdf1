"""The database refuses to delete a judged review and anything that it says; one that is open may go."""

from django.db import migrations

from loke.accounts.guards import Guard, Install

OPEN = "EXISTS (SELECT 1 FROM promising_practice_practicereview r WHERE r.id = OLD.review_id AND r.judged IS NULL)"
PARTS = ("rowanswer", "elementjudgement", "participant", "developmentarea")
GUARDS = (
    Guard(
        "promising_practice_judged_stays_there", "promising_practice_practicereview", "OLD.judged IS NULL", ("DELETE",)
    ),
    *(
        Guard(f"promising_practice_{part}_stays_there", f"promising_practice_{part}", OPEN, ("DELETE",))
        for part in PARTS
    ),
)


class Migration(migrations.Migration):
    dependencies = [("promising_practice", "0006_areas_go_on")]
    operations = [Install(*GUARDS)]
