"""The tables of a new database, a room's at once."""

from collections.abc import Sequence

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """A migration operation that makes several models, which may point at each other.

    Made one by one, each makes Django build anew every model that it leads to, which in the end is all of them.
    """

    def __init__(self, *models: CreateModel) -> None:
        self.models: Sequence[CreateModel] = models

    def state_forwards(self, app_label, state) -> None:
        state.__dict__.pop("apps", None)  # built when they are asked for, when all are there
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {', '.join(model.name for model in self.models)}"
