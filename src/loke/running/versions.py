"""Whether the database belongs to this version of the program."""

from django.db.migrations.executor import MigrationExecutor


def behind(executor: MigrationExecutor) -> bool:
    """Whether there are steps that this version has yet to take."""
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def ahead(executor: MigrationExecutor) -> bool:
    """Whether a newer version has taken steps that this one does not know."""
    loader = executor.loader
    ours = {app for app, _ in loader.disk_migrations}
    replaced = {old for step in loader.replacements.values() for old in step.replaces}
    return any(step[0] in ours for step in set(loader.applied_migrations) - set(loader.disk_migrations) - replaced)
