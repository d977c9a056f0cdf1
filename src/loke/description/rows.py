"""The rows of a service's latest process description, as texts to follow up."""

from loke.description.models import ProcessRow, Service

FOLLOWED = (ProcessRow.Column.TARGET_GROUP, ProcessRow.Column.INTERVENTION, ProcessRow.Column.OUTCOME)


def row_texts(service: Service) -> list[tuple[str, list[str]]]:
    """The columns of the process description that is adopted, else of the one being written, each with its rows."""
    process = service.processes.adopted().first() or service.processes.latest_first().first()
    rows = list(process.rows.there()) if process else []
    return [(str(column.label).capitalize(), [row.text for row in rows if row.column == column]) for column in FOLLOWED]
