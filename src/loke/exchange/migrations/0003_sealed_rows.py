import loke.accounts.fields
from django.db import migrations


class Migration(migrations.Migration):
    """The column stays as it is. A draft that stands open is gone within a day, or sealed when it is next stored."""

    dependencies = [("exchange", "0002_files")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="fileimport",
                    name="rows",
                    field=loke.accounts.fields.SealedText(
                        blank=True, bound_to=("service_id", "by_id", "at"), verbose_name="rader"
                    ),
                )
            ]
        )
    ]
