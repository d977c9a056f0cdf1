import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import loke.accounts.fields
from django.conf import settings
from django.db import migrations, models

from loke.accounts.fields import Stored
from loke.accounts.guards import without_triggers


def seal(apps, editor):
    for row in apps.get_model("records", "CarePlanGoal").objects.order_by("pk").iterator(2000):
        row.save(update_fields=["code"])


def open_again(apps, editor):
    goals = apps.get_model("records", "CarePlanGoal").objects
    for row in goals.order_by("pk").iterator(2000):
        goals.filter(pk=row.pk).update(code=Stored(row.code))


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0006_adopted_expectations"),
        ("records", "0007_moving_and_watching"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = without_triggers(
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
            ],
            options={
                "verbose_name": "kvittering",
            },
        ),
        migrations.AlterModelOptions(
            name="careplangoal",
            options={"ordering": ["pk"], "verbose_name": "mål i genomförandeplanen"},
        ),
        migrations.RemoveConstraint(
            model_name="careplangoal",
            name="goal_once",
        ),
        migrations.RemoveConstraint(
            model_name="value",
            name="value_is_option_or_text",
        ),
        migrations.AddField(
            model_name="careplangoal",
            name="judged_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("staff", "personalen"),
                    ("client", "klienten"),
                    ("together", "klienten och personalen tillsammans"),
                ],
                max_length=8,
                verbose_name="bedömt av",
            ),
        ),
        migrations.AddField(
            model_name="value",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_asked", "ej tillfrågad"),
                    ("declined", "avböjt"),
                    ("not_applicable", "ej aktuellt"),
                    ("do_not_know", "vet ej"),
                ],
                max_length=14,
                verbose_name="varför inget svar",
            ),
        ),
        migrations.AlterField(
            model_name="careplangoal",
            name="code",
            field=loke.accounts.fields.SealedText(
                bound_to=("episode_id",),
                validators=[django.core.validators.MaxLengthValidator(200)],
                verbose_name="mål",
            ),
        ),
        migrations.AddConstraint(
            model_name="value",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("option__isnull", False), ("reason", ""), ("text", "")),
                    models.Q(("option", None), ("reason", ""), models.Q(("text", ""), _negated=True)),
                    models.Q(("option", None), ("text", ""), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="value_is_option_text_or_reason",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vem",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="measures.item", verbose_name="fråga"
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="measurement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="acknowledgements",
                to="records.measurement",
                verbose_name="mätning",
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(fields=("measurement", "item"), name="acknowledged_once"),
        ),
        migrations.RunPython(seal, open_again),
    )
