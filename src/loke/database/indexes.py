"""An index that another one begins with goes, and every row that is stored is written in one place less."""

from django.db.migrations import AlterField, RunSQL, SeparateDatabaseAndState
from django.db.models import Field


class LeaveIndex(SeparateDatabaseAndState):
    """A migration operation that drops the index of one column only.

    Django would on SQLite build the whole table anew to do so, and lose its guards on the way.
    """

    def __init__(self, model: str, name: str, field: "Field[object, object]", index: str, column: str) -> None:
        table = index.partition(f"_{column}_")[0]
        back = f'CREATE INDEX "{index}" ON "{table}" ("{column}")'
        super().__init__([RunSQL(f'DROP INDEX "{index}"', back)], [AlterField(model, name, field)])
