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
    "0002_versions_and_rows",
    "0003_move_texts_and_rows",
    "0004_adopted_never_changes",
    "0005_documents",
    "0006_rows_stay_in_their_version",
    "0007_invited_to_assess",
)


class Migration(migrations.Migration):
    replaces = [("description", name) for name in STEPS]

    dependencies = [
        ("accounts", "0002_logs_only_grow"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="BaseDocument",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "organisation",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="base_document",
                            to="accounts.organisation",
                        ),
                    ),
                    ("name", models.CharField(max_length=200, verbose_name="filnamn")),
                    ("content", models.BinaryField(verbose_name="innehåll")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="inlagd")),
                    (
                        "by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="inlagd av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "dokumentmall",
                },
            ),
            migrations.CreateModel(
                name="Service",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="services",
                            to="accounts.unit",
                            verbose_name="enhet",
                        ),
                    ),
                    ("code", models.SlugField(max_length=60, unique=True, verbose_name="kod")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                    ("group", models.SlugField(blank=True, max_length=60, verbose_name="jämförelsegrupp")),
                    ("client_term", models.CharField(blank=True, max_length=40, verbose_name="ord för klient")),
                    ("change", models.BigIntegerField(default=0, editable=False)),
                ],
                options={
                    "verbose_name": "verksamhet",
                    "ordering": ["name"],
                },
            ),
            migrations.CreateModel(
                name="Intervention",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="interventions",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                    ("intended", models.BooleanField(default=True, verbose_name="avsedd")),
                    ("proposed", models.DateField(blank=True, null=True, verbose_name="föreslagen")),
                ],
                options={
                    "verbose_name": "insats",
                    "ordering": ["pk"],
                    "constraints": [models.UniqueConstraint(fields=("service", "code"), name="intervention_code")],
                },
            ),
            migrations.CreateModel(
                name="PlannedPhase",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="phases",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                    ("order", models.IntegerField(blank=True, null=True, verbose_name="ordning")),
                    ("proposed", models.DateField(blank=True, null=True, verbose_name="föreslagen")),
                ],
                options={
                    "verbose_name": "planerad fas",
                    "ordering": [models.OrderBy(models.F("order"), nulls_last=True), "code"],
                    "constraints": [models.UniqueConstraint(fields=("service", "code"), name="phase_code")],
                },
            ),
            migrations.CreateModel(
                name="ProcessDescription",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("draft", "utkast"),
                                ("comments", "ute för kommentarer"),
                                ("adopted", "antagen"),
                                ("replaced", "ersatt"),
                            ],
                            default="draft",
                            max_length=10,
                            verbose_name="läge",
                        ),
                    ),
                    ("adopted", models.DateField(blank=True, null=True, verbose_name="antagen")),
                    ("participants", loke.accounts.fields.FreeText(blank=True, verbose_name="deltog när den antogs")),
                    ("reason", loke.accounts.fields.FreeText(blank=True, verbose_name="varför en ny version")),
                    ("begun", models.DateTimeField(auto_now_add=True, null=True, verbose_name="påbörjad")),
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
                    ("changed", models.DateTimeField(blank=True, null=True, verbose_name="ändrad")),
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
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="processes",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("version", loke.accounts.fields.Code(max_length=20, verbose_name="version")),
                ],
                options={
                    "verbose_name": "processbeskrivning",
                    "ordering": ["adopted", "pk"],
                    "constraints": [
                        models.UniqueConstraint(fields=("service", "version"), name="process_description_version"),
                        models.UniqueConstraint(
                            condition=models.Q(("status__in", ("draft", "comments"))),
                            fields=("service",),
                            name="one_open_process_description",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("status", "adopted")),
                            fields=("service",),
                            name="one_adopted_process_description",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("status__in", ("draft", "comments")), ("adopted__isnull", False), _connector="OR"
                            ),
                            name="adopted_process_description_has_a_day",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProcessRow",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "process",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="rows",
                            to="description.processdescription",
                        ),
                    ),
                    (
                        "column",
                        models.CharField(
                            choices=[
                                ("target_group", "målgrupp"),
                                ("intervention", "insats"),
                                ("outcome", "avsett resultat"),
                                ("phase", "fas"),
                            ],
                            max_length=12,
                            verbose_name="kolumn",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=20, verbose_name="kod")),
                    (
                        "text",
                        models.CharField(
                            max_length=200, validators=[loke.accounts.fields.no_identifiers], verbose_name="text"
                        ),
                    ),
                    ("order", models.PositiveSmallIntegerField(verbose_name="ordning")),
                    (
                        "intervention",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rows",
                            to="description.intervention",
                            verbose_name="insats",
                        ),
                    ),
                    (
                        "phase",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="rows",
                            to="description.plannedphase",
                            verbose_name="fas",
                        ),
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
                    ("removed", models.DateTimeField(blank=True, null=True, verbose_name="borttagen")),
                ],
                options={
                    "verbose_name": "rad i processbeskrivningen",
                    "ordering": ["order", "pk"],
                    "constraints": [
                        models.UniqueConstraint(fields=("process", "code"), name="process_row_code"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("column", "intervention"), ("intervention__isnull", False)),
                                models.Q(models.Q(("column", "intervention"), _negated=True), ("intervention", None)),
                                _connector="OR",
                            ),
                            name="row_of_interventions_has_one",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("column", "phase"), ("phase__isnull", False)),
                                models.Q(models.Q(("column", "phase"), _negated=True), ("phase", None)),
                                _connector="OR",
                            ),
                            name="row_of_phases_has_one",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Review",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reviews",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    (
                        "partner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reviews",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="reflektionspartner",
                        ),
                    ),
                    (
                        "task",
                        models.CharField(
                            choices=[
                                ("comment", "läsa och kommentera"),
                                ("draft", "skriva ett utkast och kommentera"),
                                ("assess", "läsa och göra en egen bedömning av ett arbetssätt"),
                            ],
                            default="comment",
                            max_length=7,
                            verbose_name="uppgift",
                        ),
                    ),
                    ("message", loke.accounts.fields.FreeText(blank=True, verbose_name="hälsning")),
                    ("since", models.DateField(default=django.utils.timezone.localdate, verbose_name="från")),
                    ("until", models.DateField(verbose_name="sista dag")),
                    (
                        "invited_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="inbjuden av",
                        ),
                    ),
                    ("agreed", models.BooleanField(default=True, verbose_name="överenskommen")),
                    ("ended", models.DateTimeField(blank=True, null=True, verbose_name="avslutad")),
                    (
                        "pair",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="description.review",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "kollegiegranskning",
                    "ordering": ["-until", "-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("until__gte", models.F("since"))), name="review_ends_after_start"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("agreed", True), ("ended", None)),
                            fields=("service", "partner"),
                            name="invited_once_at_a_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ServiceDescription",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("draft", "utkast"),
                                ("comments", "ute för kommentarer"),
                                ("adopted", "antagen"),
                                ("replaced", "ersatt"),
                            ],
                            default="draft",
                            max_length=10,
                            verbose_name="läge",
                        ),
                    ),
                    ("adopted", models.DateField(blank=True, null=True, verbose_name="antagen")),
                    ("participants", loke.accounts.fields.FreeText(blank=True, verbose_name="deltog när den antogs")),
                    ("reason", loke.accounts.fields.FreeText(blank=True, verbose_name="varför en ny version")),
                    ("begun", models.DateTimeField(auto_now_add=True, null=True, verbose_name="påbörjad")),
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
                    ("changed", models.DateTimeField(blank=True, null=True, verbose_name="ändrad")),
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
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="descriptions",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("version", models.PositiveIntegerField(verbose_name="version")),
                ],
                options={
                    "verbose_name": "verksamhetsbeskrivning",
                    "ordering": ["-version"],
                    "constraints": [
                        models.UniqueConstraint(fields=("service", "version"), name="service_description_version"),
                        models.UniqueConstraint(
                            condition=models.Q(("status__in", ("draft", "comments"))),
                            fields=("service",),
                            name="one_open_service_description",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("status", "adopted")),
                            fields=("service",),
                            name="one_adopted_service_description",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("status__in", ("draft", "comments")), ("adopted__isnull", False), _connector="OR"
                            ),
                            name="adopted_service_description_has_a_day",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Part",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "description",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="parts",
                            to="description.servicedescription",
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("phase", "fas"), ("intervention", "typ av insats")],
                            max_length=12,
                            verbose_name="slag",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=20, verbose_name="kod")),
                    ("order", models.PositiveSmallIntegerField(verbose_name="ordning")),
                    ("removed", models.DateTimeField(blank=True, null=True, verbose_name="borttagen")),
                ],
                options={
                    "verbose_name": "fas eller typ av insats",
                    "ordering": ["kind", "order", "pk"],
                    "constraints": [models.UniqueConstraint(fields=("description", "code"), name="part_code")],
                },
            ),
            migrations.CreateModel(
                name="Passage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "description",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="passages",
                            to="description.servicedescription",
                        ),
                    ),
                    (
                        "part",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="passages",
                            to="description.part",
                        ),
                    ),
                    ("field", loke.accounts.fields.Code(max_length=40, verbose_name="fält")),
                    ("text", models.TextField(blank=True, verbose_name="text")),
                    ("number", models.PositiveIntegerField(default=0, verbose_name="skrivet antal gånger")),
                    ("changed", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ändrad")),
                    (
                        "changed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="skriven av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "stycke",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("part", None)), fields=("description", "field"), name="passage_once"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("part", None), _negated=True),
                            fields=("part", "field"),
                            name="passage_once_in_a_part",
                        ),
                    ],
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
                        "description",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="comments",
                            to="description.servicedescription",
                        ),
                    ),
                    (
                        "process",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="comments",
                            to="description.processdescription",
                        ),
                    ),
                    ("place", loke.accounts.fields.Code(blank=True, max_length=80, verbose_name="gäller")),
                    (
                        "question",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("thread", "Hänger problemen och resultaten ihop?"),
                                ("reasonable", "Är det rimligt att insatserna leder dit?"),
                                ("instruments", "Finns det instrument som kan visa om det blir så?"),
                            ],
                            max_length=11,
                            verbose_name="fråga",
                        ),
                    ),
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
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                    (
                        "answer",
                        models.CharField(
                            blank=True,
                            choices=[("taken", "tas in"), ("not_taken", "tas inte in")],
                            max_length=9,
                            verbose_name="svar",
                        ),
                    ),
                    ("why", loke.accounts.fields.FreeText(blank=True, verbose_name="varför")),
                    (
                        "answered_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="besvarad av",
                        ),
                    ),
                    ("answered", models.DateTimeField(blank=True, null=True, verbose_name="besvarad")),
                ],
                options={
                    "verbose_name": "kommentar",
                    "ordering": ["at", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("description__isnull", False), ("process", None)),
                                models.Q(("description", None), ("process__isnull", False)),
                                _connector="OR",
                            ),
                            name="comment_on_one_description",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Thread",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "start",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="leads_to",
                            to="description.processrow",
                            verbose_name="från",
                        ),
                    ),
                    (
                        "end",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="comes_from",
                            to="description.processrow",
                            verbose_name="till",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "tråd",
                    "ordering": ["pk"],
                    "constraints": [models.UniqueConstraint(fields=("start", "end"), name="thread_once")],
                },
            ),
            migrations.CreateModel(
                name="Wording",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "passage",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="wordings",
                            to="description.passage",
                            verbose_name="stycke",
                        ),
                    ),
                    ("number", models.PositiveIntegerField(verbose_name="nummer")),
                    ("text", models.TextField(blank=True, verbose_name="text")),
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
                    ("begun", models.DateTimeField(default=django.utils.timezone.now, verbose_name="började")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                    (
                        "aside",
                        models.CharField(
                            blank=True,
                            choices=[("waiting", "väntar på val"), ("settled", "valet är gjort")],
                            max_length=7,
                            verbose_name="vid sidan av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "lydelse",
                    "ordering": ["-at", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="WordReading",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "description",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="readings",
                            to="description.servicedescription",
                        ),
                    ),
                    (
                        "process",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="readings",
                            to="description.processdescription",
                        ),
                    ),
                    ("name", models.CharField(max_length=200, verbose_name="filnamn")),
                    ("written", models.PositiveIntegerField(verbose_name="inlästa texter")),
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
                    "verbose_name": "inläst Word-fil",
                    "ordering": ["-at", "-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("description__isnull", False), ("process", None)),
                                models.Q(("description", None), ("process__isnull", False)),
                                _connector="OR",
                            ),
                            name="reading_into_one_description",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="YearlyAnswer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "description",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="yearly_answers",
                            to="description.servicedescription",
                        ),
                    ),
                    (
                        "answer",
                        models.CharField(
                            choices=[
                                ("yes", "Ja, den stämmer"),
                                ("small", "Nästan, en liten ändring behövs"),
                                ("new", "Nej, vi börjar på en ny version"),
                            ],
                            max_length=5,
                            verbose_name="svar",
                        ),
                    ),
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
                    ("at", models.DateField(default=django.utils.timezone.localdate, verbose_name="dag")),
                ],
                options={
                    "verbose_name": "svar på årets fråga",
                    "ordering": ["-at", "-pk"],
                },
            ),
        ),
        Install(*latest(__package__, STEPS)),
    ]
