"""What a new database is made with in one step, where an older one took the steps that this replaces."""

import django.db.models.deletion
import django.utils.timezone
import loke.accounts.fields
from django.conf import settings
from django.db import migrations, models
from loke.accounts.guards import Install, latest
from loke.database.creating import CreateModels


STEPS = (
    "0001_initial",
    "0002_adopted_never_changes",
    "0003_releases",
    "0004_published_never_changes",
)


class Migration(migrations.Migration):
    replaces = [("followup", name) for name in STEPS]

    dependencies = [
        ("accounts", "0001_initial"),
        ("description", "0006_rows_stay_in_their_version"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="FollowUp",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="follow_ups",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("period", models.CharField(max_length=10, verbose_name="period")),
                    ("split", loke.accounts.fields.Code(blank=True, max_length=60, verbose_name="uppdelning")),
                    ("begun", models.DateTimeField(default=django.utils.timezone.now, verbose_name="påbörjad")),
                    (
                        "begun_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="påbörjad av",
                        ),
                    ),
                    ("met", models.DateField(blank=True, null=True, verbose_name="mötets dag")),
                    ("participants", loke.accounts.fields.FreeText(blank=True, verbose_name="deltog")),
                    ("adopted", models.DateField(blank=True, null=True, verbose_name="antagen")),
                    (
                        "adopted_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="antagen av",
                        ),
                    ),
                    ("language", models.CharField(blank=True, max_length=10, verbose_name="språk")),
                    ("verdicts", models.JSONField(blank=True, default=list, verbose_name="utfall")),
                    ("content", models.TextField(blank=True, verbose_name="innehåll")),
                    ("digest", models.CharField(blank=True, max_length=64, verbose_name="kontrollsumma")),
                ],
                options={
                    "verbose_name": "uppföljning",
                    "ordering": ["-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("adopted", None)),
                            fields=("service", "period"),
                            name="one_open_follow_up_of_a_period",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("adopted", None), ("digest", "")),
                                models.Q(("adopted__isnull", False), models.Q(("digest", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="adopted_follow_up_is_frozen",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DeviationAnswer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "follow_up",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="followup.followup",
                            verbose_name="uppföljning",
                        ),
                    ),
                    ("deviation", loke.accounts.fields.Code(max_length=80, verbose_name="avvikelse")),
                    ("version", loke.accounts.fields.Code(blank=True, max_length=20, verbose_name="version")),
                    ("text", models.CharField(max_length=300, verbose_name="det som var tänkt")),
                    (
                        "answer",
                        models.CharField(
                            choices=[
                                ("practice", "Vi ändrar arbetssättet"),
                                ("description", "Vi ändrar beskrivningen"),
                                ("explanation", "Vi har en förklaring"),
                                ("too_few", "Det är för få för att säga"),
                            ],
                            max_length=11,
                            verbose_name="svar",
                        ),
                    ),
                    ("words", loke.accounts.fields.FreeText(blank=True, verbose_name="hur vi tänker")),
                    ("who", loke.accounts.fields.FreeText(blank=True, verbose_name="vem")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="senast")),
                    ("late", models.BooleanField(default=False, verbose_name="efter antagandet")),
                    ("number", models.PositiveIntegerField(default=0, verbose_name="skrivet antal gånger")),
                    ("changed", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ändrat")),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="av",
                        ),
                    ),
                    ("withdrawn", models.DateTimeField(blank=True, null=True, verbose_name="taget tillbaka")),
                ],
                options={
                    "verbose_name": "svar på avvikelse",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("follow_up", "deviation", "version"), name="deviation_answered_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Decision",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "follow_up",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="decisions",
                            to="followup.followup",
                            verbose_name="uppföljning",
                        ),
                    ),
                    ("section", loke.accounts.fields.Code(max_length=40, verbose_name="fråga")),
                    ("text", loke.accounts.fields.FreeText(verbose_name="beslut")),
                    ("who", loke.accounts.fields.FreeText(blank=True, verbose_name="vem")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="senast")),
                    ("made", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                    (
                        "made_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="antecknat av",
                        ),
                    ),
                    ("removed", models.DateTimeField(blank=True, null=True, verbose_name="borttaget")),
                ],
                options={
                    "verbose_name": "beslut",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="Release",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "follow_up",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="releases",
                            to="followup.followup",
                            verbose_name="uppföljning",
                        ),
                    ),
                    (
                        "level",
                        models.CharField(
                            choices=[
                                ("outside", "Till ledning och nämnd"),
                                ("public", "Till ledning och nämnd, med avrundade tal som får spridas vidare"),
                            ],
                            max_length=7,
                            verbose_name="för vem",
                        ),
                    ),
                    ("content", models.TextField(verbose_name="innehåll")),
                    ("basis", models.TextField(verbose_name="underlag")),
                    ("beside", models.JSONField(blank=True, default=list, verbose_name="prövad mot")),
                    ("digest", models.CharField(max_length=64, verbose_name="kontrollsumma")),
                    ("prepared", models.DateTimeField(default=django.utils.timezone.now, verbose_name="förberedd")),
                    (
                        "prepared_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="förberedd av",
                        ),
                    ),
                    ("proposed", models.DateTimeField(blank=True, null=True, verbose_name="föreslagen")),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="föreslagen av",
                        ),
                    ),
                    ("published", models.DateTimeField(blank=True, null=True, verbose_name="publicerad")),
                    (
                        "approved_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="godkänd av",
                        ),
                    ),
                    ("withdrawn", models.DateTimeField(blank=True, null=True, verbose_name="tillbakadragen")),
                    (
                        "withdrawn_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="tillbakadragen av",
                        ),
                    ),
                    ("why", loke.accounts.fields.FreeText(blank=True, verbose_name="varför den drogs tillbaka")),
                ],
                options={
                    "verbose_name": "publicering",
                    "ordering": ["-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("published", None),
                                models.Q(
                                    ("approved_by__isnull", False),
                                    ("proposed__isnull", False),
                                    ("proposed_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="release_is_published_by_two",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("approved_by", None),
                                models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="release_by_two_persons",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SectionReading",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "follow_up",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="readings",
                            to="followup.followup",
                            verbose_name="uppföljning",
                        ),
                    ),
                    ("section", loke.accounts.fields.Code(max_length=40, verbose_name="fråga")),
                    ("text", loke.accounts.fields.FreeText(blank=True, verbose_name="så läser vi det")),
                    ("number", models.PositiveIntegerField(default=0, verbose_name="skrivet antal gånger")),
                    ("changed", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ändrat")),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "gruppens läsning",
                    "ordering": ["pk"],
                    "constraints": [models.UniqueConstraint(fields=("follow_up", "section"), name="section_read_once")],
                },
            ),
        ),
        Install(*latest(__package__, STEPS)),
    ]
