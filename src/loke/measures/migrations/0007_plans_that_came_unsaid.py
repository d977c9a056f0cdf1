"""A plan that came with a dataset which does not say when anybody is asked is not taken for what the service has said."""

from django.db import migrations, models

from loke.accounts.guards import without_triggers


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0006_adopted_expectations"),
    ]

    operations = without_triggers(
        migrations.AddField(
            model_name="measurementplan",
            name="said",
            field=models.BooleanField(default=True, editable=False),
        ),
    )
