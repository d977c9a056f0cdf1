from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_sealed_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="fileimport",
            name="left_out",
            field=models.JSONField(default=list, verbose_name="rader som hoppades över"),
        ),
    ]
