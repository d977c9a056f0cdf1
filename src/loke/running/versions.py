"""Whether the database belongs to this version of the program."""

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from loke.running.trouble import Refused


def behind(executor: MigrationExecutor) -> bool:
    """Whether there are steps that this version has yet to take."""
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def ahead(executor: MigrationExecutor) -> bool:
    """Whether a newer version has taken steps that this one does not know."""
    loader = executor.loader
    ours = {app for app, _ in loader.disk_migrations}
    replaced = {old for step in loader.replacements.values() for old in step.replaces}
    return any(step[0] in ours for step in set(loader.applied_migrations) - set(loader.disk_migrations) - replaced)


def of_another(last: list[list[str]]) -> bool:
    """Whether a copy, by the last step of each room, is of an older version; raises Refused when it is of a newer."""
    loader = MigrationLoader(None)
    ours = dict(sorted(loader.disk_migrations))  # of each room the last
    theirs = {app: name for app, name in last if app in ours}
    if any((app, name) not in loader.disk_migrations and name > ours[app] for app, name in theirs.items()):
        raise Refused("Kopian är gjord av en nyare version av Loke. Installera den först.")
    return theirs != ours
