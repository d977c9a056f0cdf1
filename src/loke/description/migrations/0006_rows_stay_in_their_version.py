"""What belongs to an adopted version is not moved out of it either: an update looks at where the row was, too."""

from importlib import import_module

from django.db import migrations

from loke.accounts.guards import Guard, Install

KEYS = import_module("loke.description.migrations.0004_adopted_never_changes").KEYS


class Migration(migrations.Migration):
    dependencies = [("description", "0005_documents")]
    operations = [
        Install(
            *(
                Guard(f"{table}_stays_in_its_version", table, f"EXISTS ({query.format(row='OLD')})", ("UPDATE",))
                for table, query in KEYS.items()
            )
        )
    ]
