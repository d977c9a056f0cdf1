"""A signed review takes one change only: its note sealed anew, when the key of the texts is changed."""

from django.db import migrations

from loke.accounts.guards import Guard, append_only, Install

TABLES = {
    "records_logreview": ("id", "unit_id", "month", "by_id", "at", "readings", "risky", "digest"),
    "records_reviewedreading": ("id", "review_id", "entry", "score", "why"),
}


def kept(table: str) -> Guard:
    return Guard(f"{table}_only_grows", table, "1 = 0", ("DELETE",))


def sealed_anew(table: str, others: tuple[str, ...]) -> Guard:
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in others)
    sealed = " AND ".join(f"substr({row}.note, 1, 7) = 'sealed:'" for row in ("OLD", "NEW"))
    return Guard(f"{table}_only_sealed_anew", table, f"{sealed} AND {same}", ("UPDATE",))


def former(statements: str):
    def operate(apps, editor):
        with editor.connection.cursor() as cursor:
            for table in TABLES:
                for statement in getattr(append_only(table), statements)(editor.connection.vendor):
                    cursor.execute(statement)

    return operate


class Migration(migrations.Migration):
    dependencies = [("records", "0011_handovers_used_until_the_night")]
    operations = [
        migrations.RunPython(former("drop"), former("create")),
        Install(*map(kept, TABLES), *(sealed_anew(table, others) for table, others in TABLES.items())),
    ]
