"""The logs only grow, kept by the database; and the cache's table, which rate limits need."""

from django.core.management import call_command
from django.db import migrations

from loke.accounts.guards import append_only, install


def make_cache_table(apps, editor):
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
        install(*(append_only(f"accounts_{log}") for log in ("auditentry", "accessentry", "accessedclient"))),
    ]
