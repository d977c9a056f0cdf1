"""The database refuses to delete a cycle that has ended, and its steps and log; one that goes on may go."""

from django.db import migrations

from loke.accounts.guards import Guard, Install

OPEN = "EXISTS (SELECT 1 FROM improvement_improvementcycle c WHERE c.id = OLD.cycle_id AND c.ended IS NULL)"
GUARDS = (
    Guard("improvement_ended_stays_there", "improvement_improvementcycle", "OLD.ended IS NULL", ("DELETE",)),
    Guard("improvement_cyclestep_stays_there", "improvement_cyclestep", OPEN, ("DELETE",)),
    Guard("improvement_cyclenote_stays_there", "improvement_cyclenote", OPEN, ("DELETE",)),
)


class Migration(migrations.Migration):
    dependencies = [("improvement", "0002_ended_never_changes")]
    operations = [Install(*GUARDS)]
