"""An adopted version's expectations are not rewritten, and an instrument knows which unit made it.

Only the days between which they hold may change: the next version ends them. A dataset that comes in is the exception
that this leaves room for: it replaces the expectations of versions in force with its own, by taking them away and
making them anew, and what it brings of earlier versions was never a draft here. So the guard is on the update.
"""

import django.db.models.deletion
from django.db import migrations, models

from loke.accounts.guards import Guard, Install

OPEN = (
    "EXISTS (SELECT 1 FROM description_processdescription d"
    " WHERE d.id = {row}.process_id AND d.status IN ('draft', 'comments'))"
)
WRITTEN = (
    *("process_id", "code", "kind", "text", "of_age", "answer", "lowest", "highest", "months", "share"),
    *("row_id", "variable_id", "option_id", "intervention_id", "phase_id", "scale_id"),
)
SAME = " AND ".join(f"OLD.{name} IS NOT DISTINCT FROM NEW.{name}" for name in WRITTEN)
GUARD = Guard(
    "expectation_of_an_adopted_version",
    "measures_expectation",
    f"({OPEN.format(row='OLD')} AND {OPEN.format(row='NEW')}) OR ({SAME})",
    ("UPDATE",),
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_logs_only_grow"),
        ("description", "0006_rows_stay_in_their_version"),
        ("measures", "0005_rows_of_expectations"),
    ]
    operations = [
        migrations.AddField(
            model_name="instrument",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.unit",
                verbose_name="gjort av",
            ),
        ),
        Install(GUARD),
    ]
