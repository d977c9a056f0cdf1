"""Do they come: contacts that were planned, missed and cancelled, on their own day."""

from collections.abc import Iterator
from dataclasses import dataclass

from loke.analysis.counts import Counts, add
from loke.analysis.estimates import share, wilson
from loke.analysis.frame import CELL, Frame
from loke.analysis.summary import Row, Summary
from loke.dataset.snapshot import ATTENDANCE

KINDS = len(ATTENDANCE)


@dataclass(eq=False, repr=False)
class AttendanceRow(Row):
    """Contacts planned in one intervention or in all, and those missed or cancelled."""

    intervention: str
    planned: int
    missed: int
    cancelled: int
    share: float | None
    low: float | None
    high: float | None


def count_attendance(frame: Frame) -> Iterator[tuple[str, Counts]]:
    """`attendance`: cell by the contact's day, kind (intervention and attendance in one number)."""
    if len(frame.part.contacts.day):
        yield "attendance", frame.contacts if frame.in_points is frame else _at_any_time(frame.contacts)


def _at_any_time(counts: Counts) -> Counts:
    """The same where all time is one period."""
    rows = counts.rows.copy()
    rows[:, CELL - 1] = 0
    return add([Counts(rows, counts.often)])


def attendance(summary: Summary) -> Iterator[AttendanceRow]:
    """A row for each intervention with a contact in the period, and one for all."""
    for cell, counts in summary.groups("attendance"):
        often = counts.histogram()
        named = summary.service(cell).interventions
        told = {code: [0] * KINDS for code in sorted({kind // KINDS for kind in often})}
        for kind, n in often.items():
            told[kind // KINDS][kind % KINDS] = n
        every = map(sum, zip(*told.values(), strict=True))
        for name, each in (*((named[code].intervention, found) for code, found in told.items()), ("all", every)):
            attended, missed, cancelled = each  # as in ATTENDANCE
            planned = attended + missed
            yield AttendanceRow(
                *summary.where(cell), name, planned, missed, cancelled, share(missed, planned), *wilson(missed, planned)
            )
