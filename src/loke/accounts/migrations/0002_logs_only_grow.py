"""The logs only grow and a unit's roles are its organisation's, kept by the database; and the cache's table."""

from django.core.management import call_command
from django.db import migrations

from loke.accounts.guards import append_only, Install, same


def make_cache_table(apps, editor):
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunPython(make_cache_table, migrations.RunPython.noop),
        Install(*(append_only(f"accounts_{log}") for log in ("auditentry", "accessentry", "accessedclient"))),
        Install(
            same(
                "role_in_a_unit_of_its_organisation",
                "accounts_membership",
                "SELECT organisation_id FROM accounts_unit WHERE id = NEW.unit_id",
                "NEW.organisation_id",
            )
        ),
    ]
