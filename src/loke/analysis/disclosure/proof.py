"""Every cube is attacked before it leaves: what can be told exactly is shown, what can be narrowed is closed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from loke.analysis.disclosure.attack import THRESHOLD, Fault, attack
from loke.analysis.disclosure.knowledge import COUNTS, NAMES, Flat, Key, key_of, known
from loke.analysis.summary import Row
from loke.dataset.definitions import Service

CELLS = 600  # counts up to which a split is attacked too, with everybody; a larger one rests on its exchanges alone
# Numbers that several tables tell.
TOGETHER = {"pairs": ("better", "change", "reliable_change"), "held": ("expectations", "doses")}
Rows = Sequence[tuple[str, Flat]]
Found = list[tuple[str, Row]]


@dataclass
class Proof:
    """What the attacks led to: numbers that may as well be shown, and tables closed, of everybody or by a variable."""

    told: set[Key] = field(default_factory=set)
    shut: set[tuple[str, str | None]] = field(default_factory=set)

    def changed(self, table: str, row: Flat, hidden: Iterable[str], several: Iterable[str]) -> list[str]:
        """The hidden columns of a row after the attacks."""
        gone = list(hidden)
        counts = COUNTS.get(table, ())
        for column in counts:
            if (table, row["by"]) in self.shut or (table, None) in self.shut:
                gone += [] if column in gone else [column]
            elif column in gone and key_of(table, row, column, several) in self.told:
                gone.remove(column)
        return gone


def truth_of(rows: Rows, several: Iterable[str]) -> dict[Key, int]:
    found = {}
    for table, row in rows:
        for column in COUNTS.get(table, ()) if table in NAMES else ():
            key = key_of(table, row, column, several)
            if key is not None and row[column] is not None:
                found[key] = int(row[column])
    return found


def faults(published: Rows, real: Rows, service: Service) -> list[Fault]:
    """What somebody can tell of one service from these rows; `real` are the same rows with nothing hidden."""
    several = {one.variable for one in service.variables if one.type == "choices"}
    kinds = {one.ending: one.kind for one in service.endings}
    return attack(known(published, several, kinds), truth_of(real, several))


def mended(proof: Proof, found: Iterable[Fault]) -> bool:
    """Take the faults to heart; whether one was small. What can be told anyway is no news when it is shown."""
    some = False
    for fault in found:
        some |= fault.value < THRESHOLD
        if fault.value >= THRESHOLD:
            proof.told.add(fault.key)
        else:
            proof.shut |= {(table, _variable(fault.key)) for table in _tables(fault.key)}
    return some


def _variable(key: Key) -> str | None:
    return next(iter(sorted(one for one, _ in key[1])), None)


def _tables(key: Key) -> Iterator[str]:
    """The tables that tell of a number, or of what a whole leaves."""
    what: tuple[Any, ...] = key[0]
    name = what[2][0] if what[0] == "rest" else what[0]
    if name in NAMES:
        yield name
        return
    yield from TOGETHER.get(name, tuple(NAMES))


def attacked_together(rows: Found) -> Iterator[Found]:
    """Everybody, and then everybody with each variable that is small enough."""
    everybody = [(table, row) for table, row in rows if row.by is None]
    yield everybody
    for variable in sorted({row.by for _, row in rows if row.by}):
        split = [(table, row) for table, row in rows if row.by == variable]
        if sum(len(COUNTS.get(table, ())) for table, _ in split) <= CELLS:
            yield everybody + split
