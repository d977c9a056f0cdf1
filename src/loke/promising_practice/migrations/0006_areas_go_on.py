"""What is to be developed is changed with history, goes on in the next revision, and is done when somebody says so."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from loke.accounts.guards import Guard, Install, without_triggers

AREA = "promising_practice_developmentarea"
OPEN = "EXISTS (SELECT 1 FROM promising_practice_practicereview r WHERE r.id = {row}.review_id AND r.judged IS NULL)"
SAME = " AND ".join(
    f"COALESCE(OLD.{one} = NEW.{one}, OLD.{one} IS NULL AND NEW.{one} IS NULL)"
    for one in ("before_id", "number", "changed", "changed_by_id")
)
# that it is done is said when the review is judged
KEPT = Guard(
    "promising_practice_area_keeps_its_history",
    AREA,
    f"({OPEN.format(row='OLD')} AND {OPEN.format(row='NEW')}) OR ({SAME})",
    ("UPDATE",),
)


def _by(model: str, on_delete, **told) -> models.ForeignKey:
    return models.ForeignKey(blank=True, null=True, on_delete=on_delete, related_name="+", to=model, **told)


class Migration(migrations.Migration):
    dependencies = [
        ("promising_practice", "0005_kept_when_judged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        *without_triggers(
            migrations.AddField(
                model_name="developmentarea",
                name="before",
                field=_by("promising_practice.developmentarea", django.db.models.deletion.SET_NULL),
            ),
            migrations.AddField(
                model_name="developmentarea",
                name="changed",
                field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="ändrat"),
            ),
            migrations.AddField(
                model_name="developmentarea",
                name="changed_by",
                field=_by(settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT, verbose_name="av"),
            ),
            migrations.AddField(
                model_name="developmentarea",
                name="done",
                field=models.DateField(blank=True, null=True, verbose_name="klart"),
            ),
            migrations.AddField(
                model_name="developmentarea",
                name="number",
                field=models.PositiveIntegerField(default=0, verbose_name="skrivet antal gånger"),
            ),
        ),
        Install(KEPT),
    ]
