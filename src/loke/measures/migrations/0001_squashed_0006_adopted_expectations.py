"""What a new database is made with in one step, where an older one took the steps that this replaces."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import loke.accounts.fields
import loke.measures.models.plans
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from loke.accounts.guards import Install, latest
from loke.database.creating import CreateModels


STEPS = (
    "0001_initial",
    "0002_expected_answer",
    "0003_instruments",
    "0004_variables_and_plan",
    "0005_rows_of_expectations",
    "0006_adopted_expectations",
)


class Migration(migrations.Migration):
    replaces = [("measures", name) for name in STEPS]

    dependencies = [
        ("accounts", "0002_logs_only_grow"),
        ("description", "0006_rows_stay_in_their_version"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Instrument",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="instruments",
                            to="accounts.organisation",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    (
                        "name",
                        models.CharField(
                            blank=True,
                            max_length=200,
                            validators=[loke.accounts.fields.no_identifiers],
                            verbose_name="namn",
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="accounts.unit",
                            verbose_name="gjort av",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "instrument",
                    "ordering": ["code"],
                    "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="instrument_code")],
                },
            ),
            migrations.CreateModel(
                name="FromLibrary",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "instrument",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="from_library",
                            to="measures.instrument",
                        ),
                    ),
                    ("entry", models.SlugField(max_length=60, verbose_name="i biblioteket")),
                ],
                options={
                    "verbose_name": "instrument ur biblioteket",
                },
            ),
            migrations.CreateModel(
                name="Item",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "instrument",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="items",
                            to="measures.instrument",
                            verbose_name="instrument",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    (
                        "name",
                        models.CharField(
                            blank=True,
                            max_length=300,
                            validators=[loke.accounts.fields.no_identifiers],
                            verbose_name="lydelse",
                        ),
                    ),
                    ("order", models.PositiveSmallIntegerField(verbose_name="ordning")),
                    (
                        "lowest",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="lägst"
                        ),
                    ),
                    (
                        "highest",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="högst"
                        ),
                    ),
                    ("allowed", models.CharField(blank=True, max_length=2000, verbose_name="tillåtna värden")),
                    ("own_limits", models.BooleanField(default=False)),
                    (
                        "kind",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            choices=[(1, "steg med ord"), (2, "ett helt tal"), (3, "en linje, med en decimal")],
                            null=True,
                            verbose_name="svarssätt",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "fråga",
                    "ordering": ["order"],
                    "constraints": [
                        models.UniqueConstraint(fields=("instrument", "code"), name="item_code"),
                        models.CheckConstraint(
                            condition=models.Q(("highest__gte", models.F("lowest"))), name="item_limits_in_order"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Alarm",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "item",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="alarm",
                            to="measures.item",
                            verbose_name="fråga",
                        ),
                    ),
                    ("lowest", models.DecimalField(decimal_places=9, max_digits=24, verbose_name="från och med")),
                    ("say", loke.accounts.fields.FreeText(verbose_name="säg till personalen")),
                ],
                options={
                    "verbose_name": "larmfråga",
                },
            ),
            migrations.CreateModel(
                name="Licence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="licences",
                            to="accounts.organisation",
                        ),
                    ),
                    ("entry", models.SlugField(max_length=60, verbose_name="i biblioteket")),
                    (
                        "holder",
                        models.CharField(
                            max_length=200,
                            validators=[loke.accounts.fields.no_identifiers],
                            verbose_name="licensen har",
                        ),
                    ),
                    (
                        "agreement",
                        models.CharField(
                            max_length=200,
                            validators=[loke.accounts.fields.no_identifiers],
                            verbose_name="nummer eller avtal",
                        ),
                    ),
                    ("valid_until", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                    (
                        "recorded_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="antecknad av",
                        ),
                    ),
                    ("recorded", models.DateTimeField(default=django.utils.timezone.now, verbose_name="antecknad")),
                ],
                options={
                    "verbose_name": "licens",
                    "ordering": ["-recorded", "-pk"],
                },
            ),
            migrations.CreateModel(
                name="MeasurementPlan",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="plans",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    (
                        "instrument",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="plans",
                            to="measures.instrument",
                            verbose_name="instrument",
                        ),
                    ),
                    ("at_start", models.BooleanField(default=True, verbose_name="vid start")),
                    (
                        "every_weeks",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            null=True,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(104),
                            ],
                            verbose_name="var n:te vecka",
                        ),
                    ),
                    ("at_end", models.BooleanField(default=True, verbose_name="vid avslut")),
                    (
                        "months_after",
                        models.CharField(
                            blank=True,
                            max_length=60,
                            validators=[loke.measures.models.plans.months_in_order],
                            verbose_name="månader efter avslut",
                        ),
                    ),
                    (
                        "how",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("alone", "själv"),
                                ("with_staff", "tillsammans med personal"),
                                ("proxy", "av någon annan"),
                                ("paper", "på papper"),
                            ],
                            max_length=10,
                            verbose_name="sätt",
                        ),
                    ),
                    (
                        "responsible",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[loke.accounts.fields.no_identifiers],
                            verbose_name="vem ser till det",
                        ),
                    ),
                    (
                        "minutes",
                        models.DecimalField(
                            blank=True,
                            decimal_places=1,
                            max_digits=4,
                            null=True,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("0.1")),
                                django.core.validators.MaxValueValidator(240),
                            ],
                            verbose_name="minuter",
                        ),
                    ),
                    ("note", loke.accounts.fields.FreeText(blank=True, verbose_name="anteckning")),
                ],
                options={
                    "verbose_name": "mätplan",
                    "constraints": [
                        models.UniqueConstraint(fields=("service", "instrument"), name="plan_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("every_weeks", None),
                                models.Q(("every_weeks__gte", 1), ("every_weeks__lte", 104)),
                                _connector="OR",
                            ),
                            name="plan_weeks_within_two_years",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("minutes", None), ("minutes__gt", 0), _connector="OR"),
                            name="plan_takes_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Scale",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "instrument",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="scales",
                            to="measures.instrument",
                            verbose_name="instrument",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                    ("items", models.CharField(blank=True, max_length=2000, verbose_name="frågor")),
                    ("reversed", models.CharField(blank=True, max_length=2000, verbose_name="vända frågor")),
                    ("parts", models.CharField(blank=True, max_length=2000, verbose_name="delskalor")),
                    (
                        "score",
                        models.CharField(
                            blank=True,
                            choices=[("mean", "medelvärde"), ("sum", "summa")],
                            max_length=4,
                            verbose_name="poäng",
                        ),
                    ),
                    (
                        "lowest",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="lägst"
                        ),
                    ),
                    (
                        "highest",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="högst"
                        ),
                    ),
                    ("need", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minst besvarade")),
                    (
                        "multiply",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="gånger"
                        ),
                    ),
                    (
                        "add",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="plus"
                        ),
                    ),
                    (
                        "better",
                        models.CharField(
                            choices=[("higher", "högre är bättre"), ("lower", "lägre är bättre")],
                            max_length=6,
                            verbose_name="riktning",
                        ),
                    ),
                    (
                        "step",
                        models.DecimalField(
                            decimal_places=9, max_digits=24, verbose_name="minsta förändring som räknas"
                        ),
                    ),
                    (
                        "sd",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="standardavvikelse"
                        ),
                    ),
                    (
                        "reliability",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="tillförlitlighet"
                        ),
                    ),
                    (
                        "reliability_kind",
                        models.CharField(blank=True, max_length=60, verbose_name="slag av tillförlitlighet"),
                    ),
                    (
                        "reliable",
                        models.DecimalField(
                            blank=True,
                            decimal_places=9,
                            max_digits=24,
                            null=True,
                            verbose_name="poäng för tillförlitlig förändring",
                        ),
                    ),
                    (
                        "cutoff",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="gräns"
                        ),
                    ),
                    (
                        "cutoff_female",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="gräns för kvinnor"
                        ),
                    ),
                    (
                        "cutoff_male",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="gräns för män"
                        ),
                    ),
                    ("source", models.TextField(blank=True, verbose_name="källa")),
                    (
                        "score_lowest",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="lägsta poäng"
                        ),
                    ),
                    (
                        "score_highest",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="högsta poäng"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "skala",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(fields=("instrument", "code"), name="scale_code"),
                        models.CheckConstraint(condition=models.Q(("step__gt", 0)), name="step_is_positive"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Norm",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "scale",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="norms",
                            to="measures.scale",
                            verbose_name="skala",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                    ("mean", models.DecimalField(decimal_places=9, max_digits=24, verbose_name="medelvärde")),
                    (
                        "sd",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="standardavvikelse"
                        ),
                    ),
                    ("n", models.PositiveIntegerField(blank=True, null=True, verbose_name="antal")),
                    ("country", models.CharField(blank=True, max_length=60, verbose_name="land")),
                    ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="år")),
                    ("ages", models.CharField(blank=True, max_length=60, verbose_name="åldrar")),
                    ("source", models.TextField(blank=True, verbose_name="källa")),
                ],
                options={
                    "verbose_name": "normgrupp",
                    "ordering": ["pk"],
                    "constraints": [models.UniqueConstraint(fields=("scale", "code"), name="norm_code")],
                },
            ),
            migrations.CreateModel(
                name="Translation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "instrument",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="translations",
                            to="measures.instrument",
                        ),
                    ),
                    (
                        "language",
                        models.CharField(
                            choices=[
                                ("sv", "svenska"),
                                ("sv-lattlast", "lätt svenska"),
                                ("en", "engelska"),
                                ("ar", "arabiska"),
                                ("so", "somaliska"),
                                ("ti", "tigrinska"),
                                ("fa", "persiska"),
                                ("fi", "finska"),
                                ("uk", "ukrainska"),
                                ("se", "nordsamiska"),
                            ],
                            max_length=12,
                            verbose_name="språk",
                        ),
                    ),
                    (
                        "provenance",
                        models.CharField(
                            choices=[
                                ("own", "skriven av oss"),
                                ("professional", "gjord av en översättare"),
                                ("machine", "gjord av en maskin, inte granskad"),
                            ],
                            default="own",
                            max_length=12,
                            verbose_name="texten är",
                        ),
                    ),
                    (
                        "title",
                        models.CharField(
                            blank=True,
                            max_length=200,
                            validators=[loke.accounts.fields.no_identifiers],
                            verbose_name="titel",
                        ),
                    ),
                    ("instruction", loke.accounts.fields.FreeText(blank=True, verbose_name="instruktion")),
                ],
                options={
                    "verbose_name": "text på ett språk",
                    "ordering": ["pk"],
                    "constraints": [models.UniqueConstraint(fields=("instrument", "language"), name="language_once")],
                },
            ),
            migrations.CreateModel(
                name="ItemText",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "translation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="items", to="measures.translation"
                        ),
                    ),
                    (
                        "item",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="texts",
                            to="measures.item",
                            verbose_name="fråga",
                        ),
                    ),
                    ("text", loke.accounts.fields.FreeText(blank=True, verbose_name="fråga")),
                    ("labels", loke.accounts.fields.FreeText(blank=True, verbose_name="ord för svaren")),
                ],
                options={
                    "verbose_name": "fråga på ett språk",
                    "constraints": [
                        models.UniqueConstraint(fields=("translation", "item"), name="item_once_in_language")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Variable",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="variables",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    (
                        "name",
                        models.CharField(
                            max_length=200, validators=[loke.accounts.fields.no_identifiers], verbose_name="namn"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[("background", "bakgrund"), ("intervention", "insats"), ("outcome", "utfall")],
                            max_length=12,
                            verbose_name="slag",
                        ),
                    ),
                    (
                        "type",
                        models.CharField(
                            choices=[
                                ("choice", "ett val"),
                                ("choices", "flera val"),
                                ("number", "tal"),
                                ("yes_no", "ja eller nej"),
                                ("date", "datum"),
                                ("text", "text"),
                            ],
                            max_length=8,
                            verbose_name="svarstyp",
                        ),
                    ),
                    ("occasion", models.CharField(blank=True, max_length=40, verbose_name="när")),
                    (
                        "component",
                        models.CharField(blank=True, max_length=200, verbose_name="rad i processbeskrivningen"),
                    ),
                    ("purpose", loke.accounts.fields.FreeText(blank=True, verbose_name="vad svaret ska användas till")),
                    (
                        "quality",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("structure", "strukturkvalitet"),
                                ("process", "processkvalitet"),
                                ("result", "resultatkvalitet"),
                            ],
                            max_length=9,
                            verbose_name="kvalitet",
                        ),
                    ),
                    (
                        "registered_by",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[loke.accounts.fields.no_identifiers],
                            verbose_name="vem registrerar",
                        ),
                    ),
                    (
                        "minutes",
                        models.DecimalField(
                            blank=True,
                            decimal_places=1,
                            max_digits=4,
                            null=True,
                            validators=[
                                django.core.validators.MinValueValidator(Decimal("0.1")),
                                django.core.validators.MaxValueValidator(240),
                            ],
                            verbose_name="minuter",
                        ),
                    ),
                    ("reason", loke.accounts.fields.FreeText(blank=True, verbose_name="varför en till")),
                    ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordning")),
                    ("retired", models.DateField(blank=True, null=True, verbose_name="ur bruk från")),
                ],
                options={
                    "verbose_name": "variabel",
                    "ordering": ["order", "pk"],
                    "constraints": [
                        models.UniqueConstraint(fields=("service", "code"), name="variable_code"),
                        models.CheckConstraint(
                            condition=models.Q(("minutes", None), ("minutes__gt", 0), _connector="OR"),
                            name="variable_takes_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Option",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "variable",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="options",
                            to="measures.variable",
                            verbose_name="variabel",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    (
                        "name",
                        models.CharField(
                            max_length=200, validators=[loke.accounts.fields.no_identifiers], verbose_name="namn"
                        ),
                    ),
                    ("order", models.IntegerField(blank=True, null=True, verbose_name="ordning")),
                    ("retired", models.DateField(blank=True, null=True, verbose_name="ur bruk från")),
                    (
                        "becomes",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.RESTRICT,
                            related_name="earlier",
                            to="measures.option",
                            verbose_name="räknas som",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "svarsalternativ",
                    "ordering": [models.OrderBy(models.F("order"), nulls_last=True), "pk"],
                    "constraints": [
                        models.UniqueConstraint(fields=("variable", "code"), name="option_code"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("becomes", None), models.Q(("becomes", models.F("pk")), _negated=True), _connector="OR"
                            ),
                            name="option_becomes_another",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Expectation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "process",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="expectations",
                            to="description.processdescription",
                        ),
                    ),
                    (
                        "row",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="expectations",
                            to="description.processrow",
                            verbose_name="rad",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("range", "inom ett spann"),
                                ("category", "rätt alternativ"),
                                ("dose", "antal träffar"),
                                ("received", "fick insatsen"),
                                ("phase", "dagar i fas"),
                                ("duration", "dagar i kontakt"),
                                ("completion", "fullföljer"),
                                ("improvement", "blir bättre"),
                            ],
                            max_length=12,
                            verbose_name="slag",
                        ),
                    ),
                    ("text", models.CharField(max_length=300, verbose_name="text")),
                    ("valid_from", models.DateField(verbose_name="gäller från")),
                    ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till")),
                    (
                        "variable",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            to="measures.variable",
                            verbose_name="variabel",
                        ),
                    ),
                    ("of_age", models.BooleanField(default=False, verbose_name="gäller ålder")),
                    (
                        "option",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            to="measures.option",
                            verbose_name="alternativ",
                        ),
                    ),
                    ("answer", loke.accounts.fields.Code(blank=True, max_length=60, verbose_name="svar")),
                    (
                        "intervention",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
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
                            to="description.plannedphase",
                            verbose_name="fas",
                        ),
                    ),
                    (
                        "scale",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            to="measures.scale",
                            verbose_name="skala",
                        ),
                    ),
                    (
                        "lowest",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="från"
                        ),
                    ),
                    (
                        "highest",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="till"
                        ),
                    ),
                    ("months", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="månader")),
                    (
                        "share",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=24, null=True, verbose_name="andel"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "förväntan",
                    "ordering": ["pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("process", "code", "option"), name="expected_option_in_version"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("option", None)),
                            fields=("process", "code", "answer"),
                            name="expectation_in_version",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                            ),
                            name="expectation_ends_after_start",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("highest__gte", models.F("lowest"))), name="expectation_span_in_order"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("share__gte", 0), ("share__lte", 1)),
                            name="expectation_share_is_a_share",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ConfirmedFact",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="confirmed_facts",
                            to="accounts.organisation",
                        ),
                    ),
                    ("entry", models.SlugField(max_length=60, verbose_name="i biblioteket")),
                    ("fact", models.CharField(max_length=120, verbose_name="uppgift")),
                    ("value", models.TextField(verbose_name="värde")),
                    ("source", loke.accounts.fields.FreeText(max_length=500, verbose_name="källa")),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="bekräftad av",
                        ),
                    ),
                    ("confirmed", models.DateTimeField(default=django.utils.timezone.now, verbose_name="bekräftad")),
                ],
                options={
                    "verbose_name": "bekräftad uppgift",
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "entry", "fact"), name="fact_confirmed_once")
                    ],
                },
            ),
        ),
        Install(*latest(__package__, STEPS)),
    ]
