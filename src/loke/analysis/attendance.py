"""Do they come: contacts that were planned, missed and cancelled, on their own day."""

from collections.abc import Iterator
from dataclasses import dataclass

from loke.analysis.counts import Column, Counts
from loke.analysis.estimates import share, wilson
from loke.analysis.frame import Frame
from loke.analysis.held import ATTENDED, CANCELLED, MISSED
from loke.analysis.summary import Row, Summary
from loke.dataset.snapshot import ATTENDANCE

KINDS = len(ATTENDANCE)


@dataclass(unsafe_hash=True)
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
    contacts = frame.part.contacts
    if len(contacts.day):
        yield "attendance", frame.contacted.count(Column(contacts.code, KINDS * len(frame.part.service.interventions)))


def attendance(summary: Summary) -> Iterator[AttendanceRow]:
    """A row for each intervention with a contact in the period, and one for all."""
    for cell, counts in summary.groups("attendance"):
        often = counts.histogram()
        named = summary.service(cell).interventions
        with_contacts = sorted({kind // KINDS for kind in often})
        for name, codes in (*((named[code].intervention, [code]) for code in with_contacts), ("all", with_contacts)):
            attended, missed, cancelled = (
                sum(often.get(KINDS * code + kind, 0) for code in codes) for kind in (ATTENDED, MISSED, CANCELLED)
            )
            planned = attended + missed
            yield AttendanceRow(
                *summary.where(cell), name, planned, missed, cancelled, share(missed, planned), *wilson(missed, planned)
            )
