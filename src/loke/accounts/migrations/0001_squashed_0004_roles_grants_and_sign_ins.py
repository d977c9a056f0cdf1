"""What a new database is made with in one step, where an older one took the steps that this replaces."""

from importlib import import_module
import django.db.models.deletion
import django.utils.timezone
import loke.accounts.fields
import loke.accounts.models
from django.conf import settings
from django.db import migrations, models
from loke.accounts.guards import Install, latest
from loke.database.creating import CreateModels


STEPS = (
    "0001_initial",
    "0002_logs_only_grow",
    "0003_forgettable_logs",
    "0004_roles_grants_and_sign_ins",
)


class Migration(migrations.Migration):
    replaces = [("accounts", name) for name in STEPS]

    dependencies = []

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="User",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                    ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-post")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                    ("title", models.CharField(blank=True, max_length=100, verbose_name="befattning")),
                    ("is_active", models.BooleanField(default=True, verbose_name="aktiv")),
                    ("joined", models.DateTimeField(auto_now_add=True, verbose_name="inlagd")),
                ],
                options={
                    "verbose_name": "person",
                    "ordering": ["name"],
                },
            ),
            migrations.CreateModel(
                name="LogHead",
                fields=[
                    ("log", models.CharField(max_length=20, primary_key=True, serialize=False)),
                    ("number", models.BigIntegerField(default=0)),
                    ("digest", models.CharField(default="", max_length=64)),
                ],
                options={
                    "verbose_name": "loggens senaste länk",
                },
            ),
            migrations.CreateModel(
                name="Organisation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("code", models.SlugField(max_length=60, unique=True, verbose_name="kod")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                ],
                options={
                    "verbose_name": "organisation",
                    "ordering": ["name"],
                },
            ),
            migrations.CreateModel(
                name="Installation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("real", "riktiga uppgifter"), ("demo", "påhittade uppgifter")], max_length=4
                        ),
                    ),
                    ("created", models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    "verbose_name": "installation",
                    "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_installation")],
                },
            ),
            migrations.CreateModel(
                name="SignIn",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("session", models.CharField(max_length=40, unique=True)),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sign_ins",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="person",
                        ),
                    ),
                    ("browser", models.CharField(blank=True, max_length=200, verbose_name="webbläsare")),
                    ("began", models.DateTimeField(default=django.utils.timezone.now, verbose_name="började")),
                    ("seen", models.DateTimeField(default=django.utils.timezone.now, verbose_name="senast")),
                ],
                options={
                    "verbose_name": "inloggning",
                    "ordering": ["-seen"],
                },
            ),
            migrations.CreateModel(
                name="Submission",
                fields=[
                    ("id", models.UUIDField(primary_key=True, serialize=False)),
                    (
                        "by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("receipt", models.CharField(max_length=200)),
                    ("at", models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    "verbose_name": "inskickat formulär",
                },
            ),
            migrations.CreateModel(
                name="Unit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="units",
                            to="accounts.organisation",
                            verbose_name="organisation",
                        ),
                    ),
                    ("code", models.SlugField(max_length=60, verbose_name="kod")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                ],
                options={
                    "verbose_name": "enhet",
                    "ordering": ["name"],
                    "constraints": [models.UniqueConstraint(fields=("organisation", "code"), name="unit_code")],
                },
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="person",
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("practitioner", "medarbetare"),
                                ("manager", "enhetschef"),
                                ("coach", "LOKE-coach"),
                                ("leadership", "ledning eller nämnd"),
                                ("administrator", "förvaltare"),
                                ("protection_officer", "dataskyddsombud"),
                            ],
                            max_length=20,
                            verbose_name="roll",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="accounts.organisation",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="memberships",
                            to="accounts.unit",
                        ),
                    ),
                    ("since", models.DateField(default=django.utils.timezone.localdate, verbose_name="från")),
                    ("until", models.DateField(blank=True, null=True, verbose_name="till")),
                ],
                options={
                    "verbose_name": "roll i enheten",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("role__in", ("practitioner", "manager", "coach")), ("unit__isnull", False)),
                                models.Q(
                                    models.Q(("role__in", ("practitioner", "manager", "coach")), _negated=True),
                                    ("unit__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            name="role_is_held_in_its_place",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                            name="role_ends_after_start",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("until", None)), fields=("user", "role", "unit"), name="role_held_once"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("unit", None), ("until", None)),
                            fields=("user", "role", "organisation"),
                            name="high_role_held_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Invitation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    ("digest", models.CharField(max_length=64, unique=True)),
                    ("email", models.EmailField(max_length=254, verbose_name="e-post")),
                    ("name", models.CharField(max_length=200, verbose_name="namn")),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("practitioner", "medarbetare"),
                                ("manager", "enhetschef"),
                                ("coach", "LOKE-coach"),
                                ("leadership", "ledning eller nämnd"),
                                ("administrator", "förvaltare"),
                                ("protection_officer", "dataskyddsombud"),
                            ],
                            max_length=20,
                            verbose_name="roll",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="invitations",
                            to="accounts.organisation",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="invitations",
                            to="accounts.unit",
                        ),
                    ),
                    (
                        "invited_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="invitations",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "expires",
                        models.DateTimeField(default=loke.accounts.models.in_one_day, verbose_name="gäller till"),
                    ),
                    ("used", models.DateTimeField(blank=True, null=True, verbose_name="använd")),
                ],
                options={
                    "verbose_name": "inbjudan",
                },
            ),
            migrations.CreateModel(
                name="Grant",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="grants",
                            to="accounts.unit",
                            verbose_name="enhet",
                        ),
                    ),
                    (
                        "to",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="grants",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="till",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="av",
                        ),
                    ),
                    ("purpose", loke.accounts.fields.FreeText(max_length=300, verbose_name="ändamål")),
                    ("given", models.DateTimeField(default=django.utils.timezone.now, verbose_name="given")),
                    ("until", models.DateField(verbose_name="till och med")),
                    ("ended", models.DateTimeField(blank=True, null=True, verbose_name="avslutad i förtid")),
                ],
                options={
                    "verbose_name": "given tillgång",
                    "ordering": ["-pk"],
                },
            ),
            migrations.CreateModel(
                name="AuditEntry",
                fields=[
                    ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField(verbose_name="tid")),
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
                    (
                        "unit",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="accounts.unit",
                            verbose_name="enhet",
                        ),
                    ),
                    ("what", models.CharField(max_length=100, verbose_name="vad")),
                    ("content", models.CharField(blank=True, default="", max_length=64)),
                    ("digest", models.CharField(max_length=64)),
                    ("target", models.CharField(blank=True, max_length=100, verbose_name="gäller")),
                    ("salt", models.CharField(blank=True, default=loke.accounts.models.new_salt, max_length=32)),
                ],
                options={
                    "verbose_name": "händelse i loggen",
                    "ordering": ["-number"],
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="AccessEntry",
                fields=[
                    ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField(verbose_name="tid")),
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
                    (
                        "unit",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="accounts.unit",
                            verbose_name="enhet",
                        ),
                    ),
                    ("what", models.CharField(max_length=100, verbose_name="vad")),
                    ("content", models.CharField(blank=True, default="", max_length=64)),
                    ("digest", models.CharField(max_length=64)),
                ],
                options={
                    "verbose_name": "läsning i loggen",
                    "ordering": ["-number"],
                    "abstract": False,
                    "indexes": [
                        models.Index(fields=["unit", "at"], name="reading_in_unit"),
                        models.Index(fields=["by", "at"], name="reading_by_person"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AccessedClient",
                fields=[
                    (
                        "id",
                        models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="clients",
                            to="accounts.accessentry",
                        ),
                    ),
                    ("client_number", models.BigIntegerField(db_index=True, null=True)),
                    ("salt", models.CharField(blank=True, default=loke.accounts.models.new_salt, max_length=32)),
                    ("seal", models.CharField(default="", max_length=64)),
                ],
                options={
                    "verbose_name": "läst klient",
                    "constraints": [
                        models.UniqueConstraint(fields=("entry", "client_number"), name="client_read_once_an_entry")
                    ],
                },
            ),
        ),
        migrations.RunPython(
            import_module(f"{__package__}.0002_logs_only_grow").make_cache_table, migrations.RunPython.noop
        ),
        Install(*latest(__package__, STEPS)),
    ]
