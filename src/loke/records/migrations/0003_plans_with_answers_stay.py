"""An instrument that has been answered in a service stays in its plan, so that the answers can be read."""

from django.db import migrations

from loke.accounts.guards import Guard, Install

GUARDS = (
    Guard(
        "plan_with_answers_stays",
        "measures_measurementplan",
        "NOT EXISTS (SELECT 1 FROM records_measurement m JOIN records_episode e ON e.id = m.episode_id "
        "WHERE m.instrument_id = OLD.instrument_id AND e.service_id = OLD.service_id)",
        ("DELETE",),
    ),
)


class Migration(migrations.Migration):
    dependencies = [("records", "0002_guards"), ("measures", "0004_variables_and_plan")]
    operations = [Install(*GUARDS)]
