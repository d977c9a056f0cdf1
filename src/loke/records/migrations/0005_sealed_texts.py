from django.db import migrations

import loke.accounts.fields
import loke.records.models.answers
from loke.accounts.fields import Stored

COLUMNS = {"Value": "text", "Registration": "why", "Change": "before"}


def write(apps, how):
    """Give every text that is not empty anew what `how` makes of it, past the models, which refuse an update."""
    for name, column in COLUMNS.items():
        model = apps.get_model("records", name)
        field = model._meta.get_field(column)
        rows = model.objects.exclude(**{column: ""}).order_by("pk")
        rows = rows.select_related("variable") if name == "Value" else rows
        for row in rows.iterator(2000):
            model.objects.filter(pk=row.pk).update(**{column: how(field, row)})


def seal(apps, editor):
    write(apps, lambda field, row: field.sealed(row))


def open_again(apps, editor):
    write(apps, lambda field, row: Stored(getattr(row, field.attname)))


class Migration(migrations.Migration):
    """Seals what stands open. The columns themselves stay as they are: text."""

    dependencies = [("records", "0004_registrations"), ("measures", "0006_adopted_expectations")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="change",
                    name="before",
                    field=loke.accounts.fields.SealedText(bound_to=("registration_id", "kind", "row")),
                ),
                migrations.AlterField(
                    model_name="registration",
                    name="why",
                    field=loke.accounts.fields.SealedText(
                        blank=True, bound_to=("service_id", "at"), verbose_name="varför"
                    ),
                ),
                migrations.AlterField(
                    model_name="value",
                    name="text",
                    field=loke.records.models.answers.Answered(
                        blank=True, bound_to=("episode_id", "variable_id", "occasion"), verbose_name="svar"
                    ),
                ),
            ]
        ),
        migrations.RunPython(seal, open_again),
    ]
