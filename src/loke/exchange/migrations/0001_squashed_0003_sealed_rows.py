"""What a new database is made with in one step, where an older one took the steps that this replaces."""

import django.db.models.deletion
import django.utils.timezone
import loke.accounts.fields
from django.conf import settings
from django.db import migrations, models
from loke.database.creating import CreateModels


STEPS = (
    "0001_initial",
    "0002_files",
    "0003_sealed_rows",
)


class Migration(migrations.Migration):
    replaces = [("exchange", name) for name in STEPS]

    dependencies = [
        ("accounts", "0001_initial"),
        ("description", "0006_rows_stay_in_their_version"),
        ("records", "0004_registrations"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="FileImport",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="imports",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="vem",
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                    ("name", models.CharField(blank=True, max_length=200, verbose_name="filnamn")),
                    (
                        "rows",
                        loke.accounts.fields.SealedText(
                            blank=True, bound_to=("service_id", "at"), verbose_name="rader"
                        ),
                    ),
                    ("plan", models.JSONField(default=dict, verbose_name="vad som är valt")),
                    ("counts", models.JSONField(default=list, verbose_name="antal")),
                    (
                        "registration",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="records.registration",
                            verbose_name="registrering",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "inläst fil",
                    "ordering": ["-at", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="Origin",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="origin",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("organisation", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                    (
                        "clients",
                        models.ManyToManyField(
                            related_name="+", to="records.client", verbose_name="uppräknade klienter"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "ursprung",
                },
            ),
            migrations.CreateModel(
                name="KnownColumns",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="known_columns",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("signature", models.CharField(max_length=64)),
                    ("names", models.TextField(verbose_name="rubriker")),
                    ("told", models.JSONField(verbose_name="vad de är")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="senast")),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "ihågkomna kolumner",
                    "ordering": ["-at"],
                    "constraints": [
                        models.UniqueConstraint(fields=("service", "signature"), name="columns_known_once")
                    ],
                },
            ),
        ),
    ]
