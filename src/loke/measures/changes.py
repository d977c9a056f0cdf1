"""What differs between two versions of the processbeskrivning: rows, words, threads and expectations."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from loke.measures.process import Expected, Line, Process

SAME, INSERTED, DELETED = "", "ins", "del"


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they stand in both versions, only in the new (ins) or only in the old (del)."""

    text: str
    how: str = SAME


@dataclass(frozen=True)
class Changes:
    """What the new version has that the old has not, and the other way round; rows are known by their codes."""

    added: list[Line]
    removed: list[Line]
    reworded: list[list[Piece]]
    moved: list[Line]
    tied: list[tuple[str, str]]  # the words of two rows
    untied: list[tuple[str, str]]
    expectations_added: list[Expected]
    expectations_removed: list[Expected]
    expectations_reworded: list[list[Piece]]

    def __bool__(self) -> bool:
        return any(vars(self).values())


def changes(old: Process, new: Process) -> Changes:
    before, after = ({line.row.code: line for line in process} for process in (old, new))
    kept = [code for code in after if code in before]
    said_before, said_after = (dict(_expectations(process)) for process in (old, new))
    return Changes(
        added=[line for code, line in after.items() if code not in before],
        removed=[line for code, line in before.items() if code not in after],
        reworded=list(_reworded((before[code].row.text, after[code].row.text) for code in kept)),
        moved=_moved(before, after),
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


def _reworded(pairs) -> Iterator[list[Piece]]:
    return (words_between(old, new) for old, new in pairs if old != new)


def _moved(before: dict[str, Line], after: dict[str, Line]) -> list[Line]:
    """Rows that have passed another row that both versions have."""
    order = [code for code in before if code in after]
    kept = [code for code in after if code in before]
    still = {kept[block.b + n] for block in _same(order, kept) for n in range(block.size)}
    return [after[code] for code in kept if code not in still]


def _same(old: Sequence, new: Sequence):
    return SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()


def _threads(process: Process, lines: dict[str, Line], known: set[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(lines[start].row.text, lines[end].row.text) for start, end in process.threads if (start, end) not in known]


def words_between(old: str, new: str) -> list[Piece]:
    """Both texts as one, word by word."""
    before, after = (re.findall(r"\s*\S+", text) for text in (old, new))
    pieces = []
    for _how, b0, b1, a0, a1 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if _how == "equal":
            pieces.append(Piece("".join(after[a0:a1])))
            continue
        pieces += [Piece("".join(before[b0:b1]), DELETED)] if b1 > b0 else []
        pieces += [Piece("".join(after[a0:a1]), INSERTED)] if a1 > a0 else []
    return pieces
