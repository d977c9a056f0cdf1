"""What a new database is made with in one step, where an older one took the steps that this replaces."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import loke.accounts.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from loke.accounts.guards import Install, latest
from loke.database.creating import CreateModels


STEPS = (
    "0001_initial",
    "0002_evidence",
    "0003_kept_as_it_was",
    "0004_area_cycle",
    "0005_kept_when_judged",
    "0006_areas_go_on",
    "0007_judged_stays_there",
)


class Migration(migrations.Migration):
    replaces = [("promising_practice", name) for name in STEPS]

    dependencies = [
        ("accounts", "0001_initial"),
        ("description", "0007_invited_to_assess"),
        ("improvement", "0001_initial"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="PracticeReview",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="practice_reviews",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("practice", loke.accounts.fields.Code(max_length=200, verbose_name="arbetssätt")),
                    ("number", models.PositiveIntegerField(default=1, verbose_name="revidering")),
                    (
                        "about",
                        loke.accounts.fields.FreeText(blank=True, verbose_name="kort om arbetssättet och målgruppen"),
                    ),
                    ("motive", loke.accounts.fields.FreeText(blank=True, verbose_name="varför just det valdes")),
                    ("plan", loke.accounts.fields.FreeText(blank=True, verbose_name="plan")),
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
                    (
                        "of",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="assessments",
                            to="promising_practice.practicereview",
                        ),
                    ),
                    (
                        "before",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="promising_practice.practicereview",
                        ),
                    ),
                    (
                        "verdict",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("very_good", "Mycket bra"),
                                ("mostly", "Till största delen"),
                                ("needs_work", "Behöver utvecklas i flera delar"),
                            ],
                            max_length=10,
                            verbose_name="samlad bedömning",
                        ),
                    ),
                    ("verdict_motive", loke.accounts.fields.FreeText(blank=True, verbose_name="motivering")),
                    (
                        "responsible",
                        loke.accounts.fields.Code(blank=True, max_length=200, verbose_name="ansvarig för bedömningen"),
                    ),
                    ("judged", models.DateField(blank=True, null=True, verbose_name="bedömd")),
                    ("written", models.PositiveIntegerField(default=0, verbose_name="skriven antal gånger")),
                    ("changed", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ändrad")),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="ändrad av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "genomgång av ett arbetssätt",
                    "ordering": ["practice", "-number", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("of", None)),
                            fields=("service", "practice", "number"),
                            name="practice_review_number",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("judged", None), ("of", None)),
                            fields=("service", "practice"),
                            name="one_open_practice_review",
                        ),
                        models.UniqueConstraint(fields=("of", "begun_by"), name="assessed_once_by_each"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("judged", None), models.Q(("verdict", ""), _negated=True), _connector="OR"
                            ),
                            name="judged_review_has_a_verdict",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Participant",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="participants",
                            to="promising_practice.practicereview",
                        ),
                    ),
                    ("name", loke.accounts.fields.Code(blank=True, max_length=200, verbose_name="namn")),
                    ("function", loke.accounts.fields.Code(blank=True, max_length=200, verbose_name="funktion")),
                    (
                        "organisation",
                        loke.accounts.fields.Code(blank=True, max_length=200, verbose_name="organisation"),
                    ),
                    ("external", models.BooleanField(default=False, verbose_name="extern")),
                    ("assessor", models.BooleanField(default=False, verbose_name="deltar vid bedömningen")),
                    ("removed", models.DateTimeField(blank=True, null=True, verbose_name="borttagen")),
                ],
                options={
                    "verbose_name": "deltagare",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="FileTakenIn",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "review",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="taken_in",
                            to="promising_practice.practicereview",
                            verbose_name="genomgång",
                        ),
                    ),
                    ("name", models.CharField(max_length=200, verbose_name="filnamn")),
                    ("findings", models.TextField(blank=True, verbose_name="det som inte lästes in")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                    (
                        "by",
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
                    "verbose_name": "inläst beskrivning av ett arbetssätt",
                },
            ),
            migrations.CreateModel(
                name="ElementJudgement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
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
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="judgements",
                            to="promising_practice.practicereview",
                        ),
                    ),
                    ("element", models.PositiveSmallIntegerField(verbose_name="element")),
                    ("summary", loke.accounts.fields.FreeText(blank=True, verbose_name="sammanfattning")),
                    ("comment", loke.accounts.fields.FreeText(blank=True, verbose_name="kommentar")),
                    (
                        "status",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("very_good", "Mycket bra"),
                                ("on_the_way", "På god väg"),
                                ("needs_work", "Behöver utvecklas vidare"),
                            ],
                            max_length=10,
                            verbose_name="status",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "bedömning av ett element",
                    "ordering": ["element"],
                    "constraints": [models.UniqueConstraint(fields=("review", "element"), name="element_judged_once")],
                },
            ),
            migrations.CreateModel(
                name="DevelopmentArea",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
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
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="areas",
                            to="promising_practice.practicereview",
                        ),
                    ),
                    ("element", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="element")),
                    ("text", loke.accounts.fields.FreeText(verbose_name="att utveckla")),
                    ("priority", models.PositiveSmallIntegerField(verbose_name="prioritet")),
                    ("responsible", loke.accounts.fields.Code(blank=True, max_length=200, verbose_name="ansvarig")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="senast")),
                    ("removed", models.DateTimeField(blank=True, null=True, verbose_name="borttaget")),
                    ("done", models.DateField(blank=True, null=True, verbose_name="klart")),
                    (
                        "before",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="promising_practice.developmentarea",
                        ),
                    ),
                    (
                        "cycle",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="improvement.improvementcycle",
                            verbose_name="förbättring",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "utvecklingsområde",
                    "ordering": ["priority", "pk"],
                },
            ),
            migrations.CreateModel(
                name="Comment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="comments",
                            to="promising_practice.practicereview",
                        ),
                    ),
                    ("element", models.PositiveSmallIntegerField(verbose_name="element")),
                    ("row", loke.accounts.fields.Code(blank=True, max_length=10, verbose_name="fråga")),
                    ("text", loke.accounts.fields.FreeText(verbose_name="kommentar")),
                    (
                        "by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="av",
                        ),
                    ),
                    ("made", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                    ("settled", models.DateTimeField(blank=True, null=True, verbose_name="klar")),
                    (
                        "settled_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="klar enligt",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "kommentar i genomgången",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="Publication",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="publications",
                            to="promising_practice.practicereview",
                            verbose_name="genomgång",
                        ),
                    ),
                    (
                        "care_form",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("open", "Öppenvård"),
                                ("residential", "Heldygnsvård"),
                                ("both", "Både öppenvård och heldygnsvård"),
                            ],
                            max_length=11,
                            verbose_name="vårdform",
                        ),
                    ),
                    ("target_group", loke.accounts.fields.FreeText(blank=True, verbose_name="målgrupp")),
                    ("content", models.TextField(verbose_name="innehåll")),
                    ("words", models.TextField(verbose_name="sökord")),
                    ("digest", models.CharField(max_length=64, verbose_name="kontrollsumma")),
                    ("published", models.DateTimeField(default=django.utils.timezone.now, verbose_name="publicerad")),
                    (
                        "published_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="publicerad av",
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
                ],
                options={
                    "verbose_name": "publicerad beskrivning",
                    "ordering": ["-published", "-pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("withdrawn", None)), fields=("review",), name="review_published_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="RowAnswer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
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
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="promising_practice.practicereview",
                        ),
                    ),
                    ("row", loke.accounts.fields.Code(max_length=10, verbose_name="fråga")),
                    (
                        "answer",
                        models.CharField(
                            blank=True,
                            choices=[("yes", "Ja"), ("no", "Nej"), ("not_relevant", "Ej relevant")],
                            max_length=12,
                            verbose_name="svar",
                        ),
                    ),
                    ("reason", loke.accounts.fields.FreeText(blank=True, verbose_name="varför ej relevant")),
                    (
                        "status",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("done", "På plats"),
                                ("under_way", "På gång"),
                                ("planned", "Planerat"),
                                ("not_planned", "Inte planerat"),
                            ],
                            max_length=11,
                            verbose_name="hur långt",
                        ),
                    ),
                    ("status_text", loke.accounts.fields.FreeText(blank=True, verbose_name="hur långt, med egna ord")),
                    ("description", loke.accounts.fields.FreeText(blank=True, verbose_name="beskrivning")),
                ],
                options={
                    "verbose_name": "svar på en fråga i guiden",
                    "ordering": ["pk"],
                    "constraints": [models.UniqueConstraint(fields=("review", "row"), name="row_answered_once")],
                },
            ),
            migrations.CreateModel(
                name="Evidence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "answer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="evidence",
                            to="promising_practice.rowanswer",
                            verbose_name="svar",
                        ),
                    ),
                    ("kind", loke.accounts.fields.Code(max_length=60, verbose_name="slag")),
                    ("period", models.CharField(max_length=10, verbose_name="period")),
                    ("content", models.TextField(verbose_name="innehåll")),
                    ("digest", models.CharField(max_length=64, verbose_name="kontrollsumma")),
                    ("taken", models.DateTimeField(default=django.utils.timezone.now, verbose_name="taget")),
                    (
                        "taken_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="taget av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "underlag",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="Cost",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="costs",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("period", models.CharField(max_length=10, verbose_name="period")),
                    (
                        "kr",
                        models.DecimalField(
                            blank=True,
                            decimal_places=2,
                            max_digits=12,
                            null=True,
                            validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                            verbose_name="kronor",
                        ),
                    ),
                    (
                        "hours",
                        models.DecimalField(
                            blank=True,
                            decimal_places=2,
                            max_digits=12,
                            null=True,
                            validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                            verbose_name="arbetstimmar",
                        ),
                    ),
                    (
                        "hourly",
                        models.DecimalField(
                            blank=True,
                            decimal_places=2,
                            max_digits=12,
                            null=True,
                            validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                            verbose_name="kronor per timme",
                        ),
                    ),
                    ("included", loke.accounts.fields.FreeText(blank=True, verbose_name="vad som är räknat")),
                    (
                        "helped",
                        loke.accounts.fields.Code(blank=True, max_length=160, verbose_name="vad som räknas som hjälpt"),
                    ),
                    ("number", models.PositiveIntegerField(default=0, verbose_name="skriven antal gånger")),
                    ("changed", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ändrad")),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="ändrad av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "kostnad",
                    "ordering": ["-period"],
                    "constraints": [
                        models.UniqueConstraint(fields=("service", "period"), name="cost_of_a_period_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("hourly", None), ("hours", None), ("kr__isnull", False)),
                                models.Q(("hours__isnull", False), ("kr", None)),
                                _connector="OR",
                            ),
                            name="cost_in_kronor_or_hours",
                        ),
                    ],
                },
            ),
        ),
        Install(*latest(__package__, STEPS)),
    ]
