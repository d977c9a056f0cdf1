"""What differs between two versions of the processbeskrivning: rows and expectations in their words, and threads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from loke.description.changes import KEPT
from loke.description.compare import ADDED, REMOVED, SAME, Segment, moved, segments
from loke.measures.process import Expected, Process

Words = dict[str, str]  # by code, in their order


@dataclass(frozen=True)
class Change:
    """A row or an expectation in the two versions: added, removed or kept, how its words differ, and if it moved."""

    state: str
    segments: Sequence[Segment]
    moved: bool = False

    @property
    def differs(self) -> bool:
        return self.state != KEPT or self.moved or any(one.kind != SAME for one in self.segments)


@dataclass(frozen=True)
class ColumnChange:
    name: str | Promise
    rows: Sequence[Change]

    @property
    def changed(self) -> list[Change]:
        return [one for one in self.rows if one.differs]

    @property
    def same(self) -> list[Change]:
        return [one for one in self.rows if not one.differs]


@dataclass(frozen=True)
class ThreadChange:
    state: str
    start: str
    end: str


@dataclass(frozen=True)
class ProcessChange:
    """Columns with all their rows; of expectations and threads those that differ."""

    columns: Sequence[ColumnChange]
    expectations: Sequence[Change]
    threads: Sequence[ThreadChange]

    @property
    def differs(self) -> bool:
        return bool(self.expectations or self.threads) or any(one.changed for one in self.columns)


def changes(old: Process, new: Process) -> ProcessChange:
    pairs = ((column.heading, _rows(old, kind), _rows(new, kind)) for kind, column in new.columns.items())
    columns = [ColumnChange(name, _between(was, now)) for name, was, now in pairs if was or now]
    said = _between(_said(old), _said(new), in_order=False)
    return ProcessChange(columns, [one for one in said if one.differs], _threads(old, new))


def _rows(process: Process, kind: str) -> Words:
    return {line.row.code: line.row.text for line in process.columns[kind].lines}


def _said(process: Process) -> Words:
    found: Iterable[Expected] = [*(one for line in process for one in line.expectations), *process.loose]
    return {one.first.code: one.words for one in found}


def _between(was: Words, now: Words, in_order: bool = True) -> list[Change]:
    turned = moved(list(was), list(now)) if in_order else ()
    there = ((KEPT if code in was else ADDED, was.get(code, ""), text, code in turned) for code, text in now.items())
    kept = [Change(state, segments(before, after), turned) for state, before, after, turned in there]
    return kept + [Change(REMOVED, segments(text, "")) for code, text in was.items() if code not in now]


def _threads(old: Process, new: Process) -> list[ThreadChange]:
    before, after = _tied(old), _tied(new)
    gone = [ThreadChange(REMOVED, *texts) for key, texts in before.items() if key not in after]
    return gone + [ThreadChange(ADDED, *texts) for key, texts in after.items() if key not in before]


def _tied(process: Process) -> dict[tuple[str, str], tuple[str, str]]:
    """The texts of the two rows of each thread, by their codes."""
    texts = {line.row.code: line.row.text for line in process}
    return {(start, end): (texts[start], texts[end]) for start, end in process.threads}
