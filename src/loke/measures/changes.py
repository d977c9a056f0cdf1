"""What differs between two versions of the processbeskrivning: rows, words, threads and expectations."""

from collections.abc import Iterator
from dataclasses import dataclass

from loke.description.compare import Segment, moved, segments
from loke.measures.process import Expected, Line, Process


@dataclass(frozen=True)
class Changes:
    """What the new version has that the old has not, and the other way round; rows are known by their codes."""

    added: list[Line]
    removed: list[Line]
    reworded: list[list[Segment]]
    moved: list[Line]
    tied: list[tuple[str, str]]  # the words of two rows
    untied: list[tuple[str, str]]
    expectations_added: list[Expected]
    expectations_removed: list[Expected]
    expectations_reworded: list[list[Segment]]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def changes(old: Process, new: Process) -> Changes:
    before, after = ({line.row.code: line for line in process} for process in (old, new))
    kept, passed = [code for code in after if code in before], moved(list(before), list(after))
    said_before, said_after = (dict(_expectations(process)) for process in (old, new))
    return Changes(
        added=[line for code, line in after.items() if code not in before],
        removed=[line for code, line in before.items() if code not in after],
        reworded=list(_reworded((before[code].row.text, after[code].row.text) for code in kept)),
        moved=[line for code, line in after.items() if code in passed],
        tied=_threads(new, after, set(old.threads)),
        untied=_threads(old, before, set(new.threads)),
        expectations_added=[one for code, one in said_after.items() if code not in said_before],
        expectations_removed=[one for code, one in said_before.items() if code not in said_after],
        expectations_reworded=list(
            _reworded((said_before[code].words, one.words) for code, one in said_after.items() if code in said_before)
        ),
    )


def _expectations(process: Process) -> Iterator[tuple[str, Expected]]:
    for line in process:
        yield from ((one.first.code, one) for one in line.expectations)
    yield from ((one.first.code, one) for one in process.loose)


def _reworded(pairs) -> Iterator[list[Segment]]:
    return (segments(old, new) for old, new in pairs if old != new)


def _threads(process: Process, lines: dict[str, Line], known: set[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(lines[start].row.text, lines[end].row.text) for start, end in process.threads if (start, end) not in known]
