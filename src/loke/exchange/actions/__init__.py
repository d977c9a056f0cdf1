"""What can be done with whole services as datasets, and with files of rows on their way into the records."""

from loke.exchange.actions.datasets import export_intention, export_service, import_service
from loke.exchange.actions.files import (
    begin_import,
    choose_rows,
    choose_sheet,
    discard_import,
    forget_columns,
    map_columns,
    map_values,
    run_import,
    undo_import,
)

__all__ = [
    "begin_import",
    "choose_rows",
    "choose_sheet",
    "discard_import",
    "export_intention",
    "export_service",
    "forget_columns",
    "import_service",
    "map_columns",
    "map_values",
    "run_import",
    "undo_import",
]
