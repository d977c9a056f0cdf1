"""What can be done with a filled-in Word file of the processbeskrivning: read it back into the draft."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.access import require_invited_or
from loke.description.actions import add_row, tie_rows
from loke.description.models import ProcessDescription, ProcessRow, Service, WordReading
from loke.description.texts import without_identifiers
from loke.measures.actions.versions import begin_process_version
from loke.measures.sheet import MAIN, PHASES, version_line
from loke.publishing.documents.content import Row
from loke.publishing.documents.reading_sheet import SheetReading

LEADING = MAIN[0], MAIN[1]  # the columns that threads begin in


@action("take_in_process")
def take_in_process(*, by: User | None, service: Service, name: str, reading: SheetReading) -> WordReading:
    """Add the rows and threads of a filled-in Word file to the draft, which is begun if there is none.

    Rows that the draft has are left where they are.
    """
    require_invited_or(by, "write", service)
    draft = begin_process_version(by=by, service=service)
    ours = {version_line(one) for one in service.processes.all()}
    findings = [str(one) for one in reading.findings if one.text not in ours]
    before = draft.rows.there().count()
    _add(by, draft, reading, findings)
    return WordReading.objects.create(
        process=draft,
        name=without_identifiers(name)[:200],
        written=draft.rows.there().count() - before,
        findings="\n".join(map(without_identifiers, findings)),
        by=by,
    )


def _add(by: User | None, draft: ProcessDescription, reading: SheetReading, findings: list[str]) -> None:
    columns = [
        [_row(by, draft, column, row, findings) for row in rows]
        for column, rows in zip((*MAIN, PHASES), (*reading.columns, reading.phases), strict=True)
    ]
    for gap in range(len(LEADING)):
        for start, row in enumerate(columns[gap]):
            wanted = [columns[gap + 1][end] for first, end in reading.threads[gap] if first == start]
            if row and any(wanted):
                _tie(by, row, [one for one in wanted if one])


def _row(by: User | None, draft: ProcessDescription, column: str, row: Row, findings: list[str]) -> ProcessRow | None:
    """The draft's row of that text, made if need be; None, and a finding, for what may not be one."""
    there = draft.rows.there().filter(column=column)
    same = next((one for one in there if one.text.casefold() == row.text.strip().casefold()), None)
    if same:
        return same
    try:
        return add_row(by=by, process=draft, column=column, text=row.text)
    except ValidationError as error:
        findings.append(_("Raden ”%(text)s”: %(why)s") % {"text": row.text[:60], "why": " ".join(error.messages)})
        return None


def _tie(by: User | None, row: ProcessRow, wanted: list[ProcessRow]) -> None:
    """Threads there are stay; those the file tells of come."""
    tied = [*(one.end for one in row.leads_to.all()), *(one.start for one in row.comes_from.all())]
    tie_rows(by=by, row=row, others=list({one.pk: one for one in (*tied, *wanted)}.values()))
