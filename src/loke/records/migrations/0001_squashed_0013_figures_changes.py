"""What a new database is made with in one step, where an older one took the steps that this replaces."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import loke.accounts.fields
import loke.records.models.answers
from django.conf import settings
from django.db import migrations, models
from loke.accounts.guards import Install, latest
from loke.database.creating import CreateModels


STEPS = (
    "0001_initial",
    "0002_guards",
    "0003_plans_with_answers_stay",
    "0004_registrations",
    "0005_sealed_texts",
    "0006_planned_contacts",
    "0007_moving_and_watching",
    "0008_reasons_goals_and_alarms",
    "0009_retention",
    "0010_reasons_grants_and_reviews",
    "0011_handovers_used_until_the_night",
    "0012_review_notes_take_a_new_seal",
    "0013_figures_changes",
)


class Migration(migrations.Migration):
    replaces = [("records", name) for name in STEPS]

    dependencies = [
        ("accounts", "0004_roles_grants_and_sign_ins"),
        ("description", "0006_rows_stay_in_their_version"),
        ("measures", "0006_adopted_expectations"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Client",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="clients",
                            to="accounts.unit",
                            verbose_name="enhet",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    (
                        "sex",
                        models.CharField(
                            blank=True,
                            choices=[("female", "kvinna"), ("male", "man"), ("other", "annat")],
                            max_length=6,
                            verbose_name="kön",
                        ),
                    ),
                    ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="födelseår")),
                    (
                        "protected",
                        models.DateField(blank=True, null=True, verbose_name="skyddade personuppgifter sedan"),
                    ),
                ],
                options={
                    "verbose_name": "klient",
                    "constraints": [
                        models.UniqueConstraint(fields=("unit", "code"), name="client_code"),
                        models.CheckConstraint(
                            condition=models.Q(("birth_year__gte", 1870), ("birth_year__lte", 2149)),
                            name="birth_year_of_a_living_person",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Ending",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="endings",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                    (
                        "kind",
                        models.CharField(
                            choices=[("completed", "fullföljt"), ("discontinued", "avbrott"), ("other", "annat")],
                            max_length=12,
                            verbose_name="slag",
                        ),
                    ),
                    ("planned", models.BooleanField(blank=True, null=True, verbose_name="planerat")),
                ],
                options={
                    "verbose_name": "avslutsorsak",
                    "ordering": ["pk"],
                    "constraints": [models.UniqueConstraint(fields=("service", "code"), name="ending_code")],
                },
            ),
            migrations.CreateModel(
                name="Episode",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="episodes",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    (
                        "client",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="episodes",
                            to="records.client",
                            verbose_name="klient",
                        ),
                    ),
                    ("opened", models.DateField(verbose_name="start")),
                    ("closed", models.DateField(blank=True, null=True, verbose_name="avslut")),
                    (
                        "ending",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            to="records.ending",
                            verbose_name="avslutsorsak",
                        ),
                    ),
                    ("age", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ålder vid start")),
                    (
                        "responsible",
                        models.ManyToManyField(
                            related_name="episodes", to=settings.AUTH_USER_MODEL, verbose_name="ansvariga"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "kontakt med verksamheten",
                    "indexes": [models.Index(fields=["service", "closed", "opened"], name="episode_by_service")],
                    "constraints": [
                        models.UniqueConstraint(fields=("service", "code"), name="episode_code"),
                        models.UniqueConstraint(
                            condition=models.Q(("closed", None)), fields=("client", "service"), name="one_open_episode"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("closed", None), ("closed__gte", models.F("opened")), _connector="OR"),
                            name="closes_after_it_opens",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("ending", None), ("closed__isnull", False), _connector="OR"),
                            name="ending_when_closed",
                        ),
                        models.CheckConstraint(condition=models.Q(("age__lte", 130)), name="age_of_a_living_person"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Dismissal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="dismissals",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    (
                        "episode",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="records.episode",
                            verbose_name="kontakt",
                        ),
                    ),
                    ("rule", models.CharField(max_length=40, verbose_name="regel")),
                    ("key", models.CharField(max_length=120)),
                    (
                        "why",
                        loke.accounts.fields.SealedText(bound_to=("service_id", "rule", "key"), verbose_name="varför"),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="vem",
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                ],
                options={
                    "verbose_name": "anmärkning som stämmer ändå",
                    "constraints": [models.UniqueConstraint(fields=("service", "rule", "key"), name="dismissed_once")],
                },
            ),
            migrations.CreateModel(
                name="Contact",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "episode",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="contacts",
                            to="records.episode",
                            verbose_name="kontakt",
                        ),
                    ),
                    ("date", models.DateField(verbose_name="datum")),
                    (
                        "intervention",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="description.intervention",
                            verbose_name="insats",
                        ),
                    ),
                    (
                        "attendance",
                        models.CharField(
                            choices=[("attended", "kom"), ("missed", "uteblev"), ("cancelled", "avbokat")],
                            max_length=9,
                            verbose_name="närvaro",
                        ),
                    ),
                    ("minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="minuter")),
                    ("session", loke.accounts.fields.Code(blank=True, max_length=60, verbose_name="gruppträff")),
                ],
                options={
                    "verbose_name": "träff",
                    "ordering": ["-date", "-pk"],
                    "indexes": [models.Index(fields=["episode", "date"], name="contact_by_episode")],
                },
            ),
            migrations.CreateModel(
                name="CarePlanGoal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "episode",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="goals",
                            to="records.episode",
                            verbose_name="kontakt",
                        ),
                    ),
                    (
                        "code",
                        loke.accounts.fields.SealedText(
                            bound_to=("episode_id",),
                            validators=[django.core.validators.MaxLengthValidator(200)],
                            verbose_name="mål",
                        ),
                    ),
                    (
                        "attainment",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("fully", "helt"),
                                ("largely", "i stor utsträckning"),
                                ("slightly", "i liten utsträckning"),
                                ("not_at_all", "inte alls"),
                            ],
                            max_length=10,
                            verbose_name="måluppfyllelse",
                        ),
                    ),
                    ("set_on", models.DateField(blank=True, null=True, verbose_name="satt")),
                    ("judged_on", models.DateField(blank=True, null=True, verbose_name="bedömt")),
                    (
                        "judged_by",
                        models.CharField(
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
                ],
                options={
                    "verbose_name": "mål i genomförandeplanen",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="Erasure",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="erasures",
                            to="accounts.unit",
                            verbose_name="enhet",
                        ),
                    ),
                    (
                        "ground",
                        models.CharField(
                            choices=[
                                ("time", "tiden har gått ut"),
                                ("request", "personen har begärt det"),
                                ("decision", "ett beslut"),
                                ("wrong", "uppgifterna är felaktigt registrerade"),
                            ],
                            max_length=8,
                            verbose_name="grund",
                        ),
                    ),
                    ("rules", models.JSONField(blank=True, default=dict, verbose_name="regel")),
                    ("proposed", models.DateTimeField(default=django.utils.timezone.now, verbose_name="föreslagen")),
                    (
                        "why",
                        loke.accounts.fields.SealedText(
                            blank=True, bound_to=("unit_id", "proposed"), verbose_name="varför"
                        ),
                    ),
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
                    ("first", models.DateTimeField(blank=True, null=True, verbose_name="godkänd")),
                    (
                        "first_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="godkänd av",
                        ),
                    ),
                    ("second", models.DateTimeField(blank=True, null=True, verbose_name="godkänd av den andra")),
                    (
                        "second_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="den andra",
                        ),
                    ),
                    ("until", models.DateField(blank=True, null=True, verbose_name="i karantän till")),
                    ("withdrawn", models.DateTimeField(blank=True, null=True, verbose_name="tillbakadragen")),
                    ("erased", models.DateTimeField(blank=True, null=True, verbose_name="raderad")),
                    ("counts", models.JSONField(blank=True, default=dict, verbose_name="antal")),
                ],
                options={
                    "verbose_name": "gallring",
                    "ordering": ["-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("second_by", None), ("first_by__isnull", False), _connector="OR"),
                            name="first_before_second",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("second_by", models.F("first_by")), _negated=True),
                            name="approved_by_two",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("second_by", models.F("proposed_by")), _negated=True),
                            name="proposer_does_not_confirm",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("erased", None),
                                models.Q(("second_by__isnull", False), ("until__isnull", False), ("why", "")),
                                _connector="OR",
                            ),
                            name="erased_after_two_approvals",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="FiguresChange",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="figures_changes",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("number", models.BigIntegerField()),
                    ("episodes", models.JSONField(default=list)),
                ],
                options={
                    "verbose_name": "ändring av siffror",
                    "constraints": [
                        models.UniqueConstraint(fields=("service", "number"), name="one_change_of_a_number")
                    ],
                },
            ),
            migrations.CreateModel(
                name="GrantedRows",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "grant",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="rows",
                            to="accounts.grant",
                            verbose_name="given tillgång",
                        ),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("whole", models.BooleanField(default=False, verbose_name="hela verksamheten")),
                    ("clients", models.ManyToManyField(related_name="+", to="records.client", verbose_name="klienter")),
                ],
                options={
                    "verbose_name": "rader som en given tillgång gäller",
                },
            ),
            migrations.CreateModel(
                name="Handover",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "to",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="handovers",
                            to="description.service",
                            verbose_name="mottagande verksamhet",
                        ),
                    ),
                    ("digest", models.CharField(max_length=64, unique=True)),
                    ("until", models.DateField(verbose_name="gäller till och med")),
                    ("sealed", models.BinaryField()),
                    ("episode_number", models.BigIntegerField(null=True)),
                ],
                options={
                    "verbose_name": "överlämning",
                },
            ),
            migrations.CreateModel(
                name="LogReview",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="log_reviews",
                            to="accounts.unit",
                            verbose_name="enhet",
                        ),
                    ),
                    ("month", models.DateField(verbose_name="månad")),
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
                    (
                        "note",
                        loke.accounts.fields.SealedText(
                            blank=True, bound_to=("unit_id", "month"), max_length=2000, verbose_name="anteckning"
                        ),
                    ),
                    ("readings", models.PositiveIntegerField(verbose_name="läsningar i månaden")),
                    ("risky", models.PositiveIntegerField(verbose_name="läsningar att titta närmare på")),
                    ("digest", models.CharField(max_length=64)),
                ],
                options={
                    "verbose_name": "granskning av läsningar",
                    "ordering": ["-month"],
                    "constraints": [models.UniqueConstraint(fields=("unit", "month"), name="one_review_a_month")],
                },
            ),
            migrations.CreateModel(
                name="Measurement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "episode",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="measurements",
                            to="records.episode",
                            verbose_name="kontakt",
                        ),
                    ),
                    (
                        "instrument",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="measures.instrument",
                            verbose_name="instrument",
                        ),
                    ),
                    ("code", loke.accounts.fields.Code(max_length=60, verbose_name="kod")),
                    (
                        "occasion",
                        models.CharField(
                            choices=[
                                ("start", "vid start"),
                                ("during", "under tiden"),
                                ("end", "vid avslut"),
                                ("after", "efter avslut"),
                            ],
                            max_length=6,
                            verbose_name="tillfälle",
                        ),
                    ),
                    ("date", models.DateField(blank=True, null=True, verbose_name="datum")),
                    (
                        "months_after",
                        models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="månader efter avslut"),
                    ),
                    ("respondent", models.CharField(blank=True, max_length=60, verbose_name="den som svarade")),
                    (
                        "mode",
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
                ],
                options={
                    "verbose_name": "mätning",
                    "indexes": [
                        models.Index(fields=["episode", "instrument", "occasion"], name="measurement_by_episode")
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("episode", "code"), name="measurement_code"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("occasion", "after"), _negated=True),
                                ("months_after__isnull", False),
                                _connector="OR",
                            ),
                            name="months_after_when_after",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Answer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "measurement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="records.measurement",
                            verbose_name="mätning",
                        ),
                    ),
                    (
                        "item",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="measures.item",
                            verbose_name="fråga",
                        ),
                    ),
                    (
                        "value",
                        models.DecimalField(
                            blank=True, decimal_places=9, max_digits=20, null=True, verbose_name="svar"
                        ),
                    ),
                    (
                        "reason",
                        models.CharField(
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
                ],
                options={
                    "verbose_name": "svar",
                    "constraints": [
                        models.UniqueConstraint(fields=("measurement", "item"), name="answer_once"),
                        models.CheckConstraint(
                            condition=models.Q(("value", None), ("reason", ""), _connector="OR"),
                            name="no_reason_beside_an_answer",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Acknowledgement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "measurement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="acknowledgements",
                            to="records.measurement",
                            verbose_name="mätning",
                        ),
                    ),
                    (
                        "item",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="measures.item",
                            verbose_name="fråga",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="vem",
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                ],
                options={
                    "verbose_name": "kvittering",
                    "constraints": [models.UniqueConstraint(fields=("measurement", "item"), name="acknowledged_once")],
                },
            ),
            migrations.CreateModel(
                name="OpenedForReason",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "client",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="openings",
                            to="records.client",
                            verbose_name="klient",
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
                    (
                        "reason",
                        models.CharField(
                            choices=[
                                ("stands_in", "Jag vikarierar för den som ansvarar"),
                                ("urgent", "Jour eller akut"),
                                ("called", "Klienten hörde av sig till mig"),
                                ("meeting", "Vi möter klienten tillsammans"),
                                ("corrects", "Jag rättar en registrering"),
                            ],
                            max_length=12,
                            verbose_name="skäl",
                        ),
                    ),
                    (
                        "words",
                        loke.accounts.fields.SealedText(
                            blank=True,
                            bound_to=("client_id", "by_id", "at"),
                            max_length=300,
                            verbose_name="mer om skälet",
                        ),
                    ),
                    ("until", models.DateTimeField(verbose_name="till")),
                ],
                options={
                    "verbose_name": "öppnad med skäl",
                    "ordering": ["-at"],
                    "indexes": [models.Index(fields=["by", "until"], name="opening_by_person")],
                },
            ),
            migrations.CreateModel(
                name="Phase",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "episode",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="phases",
                            to="records.episode",
                            verbose_name="kontakt",
                        ),
                    ),
                    (
                        "phase",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="description.plannedphase",
                            verbose_name="fas",
                        ),
                    ),
                    ("entered", models.DateField(verbose_name="från")),
                    ("left", models.DateField(blank=True, null=True, verbose_name="till")),
                ],
                options={
                    "verbose_name": "fas",
                    "ordering": ["entered", "pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("left", None), ("left__gte", models.F("entered")), _connector="OR"),
                            name="phase_left_after_entered",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PlannedContact",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "episode",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="planned",
                            to="records.episode",
                            verbose_name="kontakt",
                        ),
                    ),
                    ("date", models.DateField(verbose_name="datum")),
                    (
                        "intervention",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="description.intervention",
                            verbose_name="insats",
                        ),
                    ),
                    ("minutes", models.PositiveIntegerField(blank=True, null=True, verbose_name="minuter")),
                    ("series", loke.accounts.fields.Code(max_length=60, verbose_name="serie")),
                ],
                options={
                    "verbose_name": "planerad träff",
                    "ordering": ["date", "pk"],
                    "indexes": [models.Index(fields=["episode", "date"], name="planned_by_episode")],
                },
            ),
            migrations.CreateModel(
                name="Registration",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="registrations",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    ("episode_number", models.BigIntegerField(db_index=True, null=True)),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="vem",
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                    ("what", models.CharField(max_length=60, verbose_name="vad")),
                    (
                        "why",
                        loke.accounts.fields.SealedText(
                            blank=True, bound_to=("service_id", "at"), verbose_name="varför"
                        ),
                    ),
                    ("added", models.JSONField(default=dict)),
                    ("undone", models.DateTimeField(null=True, verbose_name="ångrad")),
                    (
                        "undoes",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="undoings",
                            to="records.registration",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "registrering",
                    "indexes": [models.Index(fields=["service", "at"], name="registration_by_service")],
                },
            ),
            migrations.CreateModel(
                name="ErasedClient",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "erasure",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="clients",
                            to="records.erasure",
                            verbose_name="gallring",
                        ),
                    ),
                    ("client_number", models.BigIntegerField(blank=True, db_index=True, null=True)),
                    ("episodes", models.JSONField(blank=True, default=list)),
                    ("ended", models.DateField(blank=True, null=True, verbose_name="upphörde")),
                    ("latest", models.DateField(blank=True, null=True, verbose_name="senast")),
                    (
                        "sealed",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="records.registration",
                        ),
                    ),
                    ("spared_until", models.DateField(blank=True, null=True, verbose_name="undantagen till")),
                    (
                        "spared_why",
                        loke.accounts.fields.SealedText(
                            blank=True, bound_to=("erasure_id", "spared_until"), verbose_name="varför"
                        ),
                    ),
                    (
                        "spared_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="vem",
                        ),
                    ),
                ],
                options={
                    "verbose_name": "klient som ska gallras",
                    "ordering": ["latest", "pk"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("spared_until", None)),
                            fields=("client_number",),
                            name="on_its_way_out_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("spared_until", None),
                                models.Q(("sealed", None), models.Q(("spared_why", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="spared_for_a_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Change",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "registration",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="changes",
                            to="records.registration",
                        ),
                    ),
                    ("kind", models.CharField(max_length=20)),
                    ("row", models.BigIntegerField()),
                    ("client_number", models.BigIntegerField(db_index=True, null=True)),
                    ("taken_away", models.BooleanField()),
                    ("before", loke.accounts.fields.SealedText(bound_to=("registration_id", "kind", "row"))),
                ],
                options={
                    "verbose_name": "ändring",
                    "indexes": [models.Index(fields=["kind", "row"], name="change_by_row")],
                },
            ),
            migrations.CreateModel(
                name="ReminderChoice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "user",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reminder",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="person",
                        ),
                    ),
                    ("weekday", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="veckodag")),
                ],
                options={
                    "verbose_name": "val av påminnelse",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("weekday", None), ("weekday__lte", 4), _connector="OR"),
                            name="reminded_on_a_working_day",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="RetentionRule",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "service",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="retention_rules",
                            to="description.service",
                            verbose_name="verksamhet",
                        ),
                    ),
                    (
                        "months",
                        models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="månader efter avslut"),
                    ),
                    ("ground", models.CharField(blank=True, max_length=200, verbose_name="rättsligt stöd")),
                    ("why", loke.accounts.fields.FreeText(verbose_name="varför")),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="vem",
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="tid")),
                ],
                options={
                    "verbose_name": "bevarandetid",
                    "ordering": ["-pk"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("ground", ""), ("months__gte", 1)),
                                models.Q(("months", None), models.Q(("ground", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="time_or_ground_to_wait",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReviewedReading",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "review",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="rows",
                            to="records.logreview",
                            verbose_name="granskning",
                        ),
                    ),
                    ("entry", models.BigIntegerField(verbose_name="läsning")),
                    ("score", models.PositiveSmallIntegerField(verbose_name="poäng")),
                    ("why", models.CharField(max_length=200, verbose_name="varför")),
                    (
                        "note",
                        loke.accounts.fields.SealedText(
                            blank=True, bound_to=("review_id", "entry"), max_length=300, verbose_name="anteckning"
                        ),
                    ),
                ],
                options={
                    "verbose_name": "granskad läsning",
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="Score",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "measurement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="scores",
                            to="records.measurement",
                            verbose_name="mätning",
                        ),
                    ),
                    (
                        "scale",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="measures.scale",
                            verbose_name="skala",
                        ),
                    ),
                    ("value", models.DecimalField(decimal_places=9, max_digits=20, verbose_name="poäng")),
                ],
                options={
                    "verbose_name": "poäng",
                    "constraints": [models.UniqueConstraint(fields=("measurement", "scale"), name="score_once")],
                },
            ),
            migrations.CreateModel(
                name="SentReminder",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="person",
                        ),
                    ),
                    ("week", models.DateField(verbose_name="vecka")),
                ],
                options={
                    "verbose_name": "skickad påminnelse",
                    "constraints": [models.UniqueConstraint(fields=("user", "week"), name="reminded_once_a_week")],
                },
            ),
            migrations.CreateModel(
                name="Value",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "episode",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="values",
                            to="records.episode",
                            verbose_name="kontakt",
                        ),
                    ),
                    (
                        "variable",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="measures.variable",
                            verbose_name="variabel",
                        ),
                    ),
                    ("occasion", models.CharField(blank=True, max_length=20, verbose_name="tillfälle")),
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
                    (
                        "text",
                        loke.records.models.answers.Answered(
                            blank=True, bound_to=("episode_id", "variable_id", "occasion"), verbose_name="svar"
                        ),
                    ),
                    (
                        "reason",
                        models.CharField(
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
                ],
                options={
                    "verbose_name": "uppgift",
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("episode", "variable", "occasion", "option"), name="option_chosen_once"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("option", None)),
                            fields=("episode", "variable", "occasion"),
                            name="value_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("option__isnull", False), ("reason", ""), ("text", "")),
                                models.Q(("option", None), ("reason", ""), models.Q(("text", ""), _negated=True)),
                                models.Q(("option", None), ("text", ""), models.Q(("reason", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="value_is_option_text_or_reason",
                        ),
                    ],
                },
            ),
        ),
        Install(*latest(__package__, STEPS)),
    ]
