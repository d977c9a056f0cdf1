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
    "0002_ended_never_changes",
    "0003_ended_stays_there",
)


class Migration(migrations.Migration):
    replaces = [("improvement", name) for name in STEPS]

    dependencies = [
        ("accounts", "0001_initial"),
        ("description", "0006_rows_stay_in_their_version"),
        ("followup", "0002_adopted_never_changes"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="ImprovementCycle",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="cycles",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    (
                        "title",
                        models.CharField(
                            max_length=120, validators=[loke.accounts.fields.no_identifiers], verbose_name="namn"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("adaptive", "Görs saker rätt?"), ("developmental", "Görs rätt saker?")],
                            default="adaptive",
                            max_length=13,
                            verbose_name="slag av lärande",
                        ),
                    ),
                    (
                        "origin",
                        models.CharField(
                            choices=[
                                ("deviation", "Något som inte blev som tänkt"),
                                ("decision", "Ett beslut på ett möte"),
                                ("area", "Ett utvecklingsområde"),
                                ("adjusted", "En tidigare förbättring"),
                                ("shared", "En delad idé"),
                                ("idea", "En egen idé"),
                            ],
                            default="idea",
                            max_length=9,
                            verbose_name="börjar från",
                        ),
                    ),
                    ("origin_text", loke.accounts.fields.FreeText(blank=True, verbose_name="det som sades då")),
                    ("deviation", loke.accounts.fields.Code(blank=True, max_length=80, verbose_name="avvikelse")),
                    (
                        "answer",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="cycles",
                            to="followup.deviationanswer",
                            verbose_name="svar",
                        ),
                    ),
                    (
                        "decision",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="cycles",
                            to="followup.decision",
                            verbose_name="beslut",
                        ),
                    ),
                    (
                        "before",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="after",
                            to="improvement.improvementcycle",
                            verbose_name="fortsätter",
                        ),
                    ),
                    (
                        "source",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="tried_by",
                            to="improvement.improvementcycle",
                            verbose_name="hämtad från",
                        ),
                    ),
                    ("problem", loke.accounts.fields.FreeText(blank=True, verbose_name="problem")),
                    ("causes", loke.accounts.fields.FreeText(blank=True, verbose_name="tänkbara orsaker")),
                    ("trying", loke.accounts.fields.FreeText(blank=True, verbose_name="det vi ska pröva")),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="håller i det",
                        ),
                    ),
                    ("begins", models.DateField(blank=True, null=True, verbose_name="börjar")),
                    ("prediction", loke.accounts.fields.FreeText(blank=True, verbose_name="det vi tror")),
                    ("measure", models.CharField(blank=True, max_length=200, verbose_name="mått")),
                    ("up", models.BooleanField(blank=True, null=True, verbose_name="ökar")),
                    (
                        "size",
                        models.DecimalField(
                            blank=True, decimal_places=2, max_digits=7, null=True, verbose_name="hur mycket"
                        ),
                    ),
                    ("seen_by", models.DateField(blank=True, null=True, verbose_name="ska synas")),
                    (
                        "phase",
                        models.CharField(
                            choices=[("plan", "Planera"), ("do", "Göra"), ("study", "Studera"), ("done", "Agera")],
                            default="plan",
                            max_length=5,
                            verbose_name="läge",
                        ),
                    ),
                    ("reading", loke.accounts.fields.FreeText(blank=True, verbose_name="så läser vi det")),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[("keep", "Behåll"), ("adjust", "Justera"), ("drop", "Lägg ner")],
                            max_length=6,
                            verbose_name="det vi gör",
                        ),
                    ),
                    ("words", loke.accounts.fields.FreeText(blank=True, verbose_name="varför")),
                    ("ended", models.DateField(blank=True, null=True, verbose_name="avslutad")),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="avslutad av",
                        ),
                    ),
                    ("figures", models.JSONField(blank=True, null=True, verbose_name="siffror när den avslutades")),
                    (
                        "process",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="description.processdescription",
                            verbose_name="ny version",
                        ),
                    ),
                    ("shared", models.DateField(blank=True, null=True, verbose_name="delad")),
                    (
                        "shared_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="delad av",
                        ),
                    ),
                    ("reminded", models.DateField(blank=True, null=True, verbose_name="påmind")),
                    ("number", models.PositiveIntegerField(default=0, verbose_name="skriven antal gånger")),
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
                    "verbose_name": "förbättring",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended", None), models.Q(("deviation", ""), _negated=True)),
                            fields=("service", "deviation"),
                            name="one_open_cycle_of_a_deviation",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ended", None), ("outcome", "")),
                                models.Q(
                                    ("ended__isnull", False),
                                    ("phase", "done"),
                                    models.Q(("outcome", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="ended_cycle_has_its_outcome",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("shared", None), ("ended__isnull", False), _connector="OR"),
                            name="only_an_ended_cycle_is_shared",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CycleStep",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "cycle",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="steps",
                            to="improvement.improvementcycle",
                            verbose_name="förbättring",
                        ),
                    ),
                    ("text", loke.accounts.fields.FreeText(verbose_name="steg")),
                    (
                        "owner",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="vem",
                        ),
                    ),
                    ("until", models.DateField(blank=True, null=True, verbose_name="senast")),
                    ("done", models.DateTimeField(blank=True, null=True, verbose_name="gjort")),
                    ("removed", models.DateTimeField(blank=True, null=True, verbose_name="borttaget")),
                    ("reminded", models.DateField(blank=True, null=True, verbose_name="påmind")),
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
                            verbose_name="ändrat av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "steg i en förbättring",
                    "ordering": [models.OrderBy(models.F("until"), nulls_last=True), "pk"],
                },
            ),
            migrations.CreateModel(
                name="CycleNote",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "cycle",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="notes",
                            to="improvement.improvementcycle",
                            verbose_name="förbättring",
                        ),
                    ),
                    ("day", models.DateField(default=django.utils.timezone.localdate, verbose_name="dag")),
                    ("text", loke.accounts.fields.FreeText(verbose_name="anteckning")),
                    ("written", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skriven")),
                    (
                        "written_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="skriven av",
                        ),
                    ),
                    ("removed", models.DateTimeField(blank=True, null=True, verbose_name="borttagen")),
                ],
                options={
                    "verbose_name": "anteckning i en förbättring",
                    "ordering": ["-day", "-pk"],
                },
            ),
        ),
        Install(*latest(__package__, STEPS)),
    ]
