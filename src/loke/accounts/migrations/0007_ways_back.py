from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT

import loke.accounts.models

LOST = [
    ("password", "lösenordet"),
    ("factor", "appen eller nyckeln"),
    ("both", "både lösenordet och appen eller nyckeln"),
]
BY = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, null=True, related_name="+", verbose_name="av")
USER = models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="ways_back", verbose_name="person")
EXPIRES = models.DateTimeField(default=loke.accounts.models.in_one_day, verbose_name="gäller till")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_indexes_that_others_begin_with")]
    operations = [
        migrations.CreateModel(
            name="WayBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires", EXPIRES),
                ("used", models.DateTimeField(blank=True, null=True, verbose_name="använd")),
                ("lost", models.CharField(choices=LOST, max_length=8, verbose_name="tappat")),
                ("handed_over", models.BooleanField(default=False, verbose_name="visad för den som öppnade")),
                ("by", BY),
                ("user", USER),
            ],
            options={"verbose_name": "väg in igen"},
        ),
    ]
