"""Invariants over several tables, kept by the database: triggers for SQLite and PostgreSQL from one condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from django.db import migrations
from django.db.migrations.operations.base import Operation


@dataclass(frozen=True)
class Guard:
    """Refuses a row of `table` for which `holds` (SQL over NEW) is false; the error names the guard."""

    name: str
    table: str
    holds: str
    events: tuple[str, ...] = ("INSERT", "UPDATE")

    def create(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            row = "OLD" if "DELETE" in self.events else "NEW"
            return [
                f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF NOT ({self.holds}) THEN RAISE EXCEPTION '{self.name}' USING ERRCODE = 'check_violation'; END IF; "
                f"RETURN {row}; END $$",
                f"CREATE TRIGGER {self.name} BEFORE {' OR '.join(self.events)} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
            ]
        return [
            f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} ON {self.table} WHEN NOT ({self.holds}) "
            f"BEGIN SELECT RAISE(ABORT, '{self.name}'); END"
            for event in self.events
        ]

    def drop(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [f"DROP TRIGGER {self.name} ON {self.table}", f"DROP FUNCTION {self.name}()"]
        return [f"DROP TRIGGER {self.name}_{event.lower()}" for event in self.events]


def append_only(table: str) -> Guard:
    return Guard(f"{table}_only_grows", table, "1 = 0", ("UPDATE", "DELETE"))


def same(name: str, table: str, left: str, right: str) -> Guard:
    """Both scalar queries must give the same value, unless the left one gives none."""
    return Guard(name, table, f"({left}) IS NULL OR ({left}) = ({right})")


def without_triggers(*operations) -> list:
    """The operations of a migration with SQLite's triggers out of the way meanwhile, and then back as they were.

    A table that is rebuilt loses its own, and is not renamed while another's names it.
    """
    kept: list[str] = []

    def take(apps, editor):
        if editor.connection.vendor == "sqlite":
            with editor.connection.cursor() as cursor:
                triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
                for name, sql in triggers:
                    kept.append(sql)
                    cursor.execute(f'DROP TRIGGER "{name}"')

    def put(apps, editor):
        with editor.connection.cursor() as cursor:
            while kept:
                cursor.execute(kept.pop())

    return [migrations.RunPython(take, put), *operations, migrations.RunPython(put, take)]


class Install(Operation):
    """A migration operation that puts the guards in place, and takes them away when undone.

    Django rebuilds a SQLite table when its columns change, and triggers go with the old one: a migration that alters
    a guarded table installs its guards anew.
    """

    def __init__(self, *guards: Guard) -> None:
        self.guards = guards

    def state_forwards(self, app_label, state) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for guard in self.guards:
            for statement in guard.create(schema_editor.connection.vendor):
                schema_editor.execute(statement, None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for guard in self.guards:
            for statement in guard.drop(schema_editor.connection.vendor):
                schema_editor.execute(statement, None)

    def describe(self) -> str:
        return f"Install {', '.join(guard.name for guard in self.guards)}"


def latest(package: str, names: Iterable[str]) -> list[Guard]:
    """The guards that stand when the migrations of a room with these names have been made, one after the other."""
    steps = [import_module(f"{package}.{name}").Migration.operations for name in names]
    installed = [operation for step in steps for operation in step if isinstance(operation, Install)]
    return list({guard.name: guard for operation in installed for guard in operation.guards}.values())
