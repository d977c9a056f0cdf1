"""Every cube is attacked before it leaves: what can be told exactly is shown, what can be narrowed is closed."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loke.analysis.disclosure.attack import THRESHOLD, Fault, attack
from loke.analysis.disclosure.knowledge import COUNTS, NAMES, Flat, Key, key_of, known
from loke.analysis.summary import Row
from loke.dataset.definitions import Service

# Numbers that several tables tell.
TOGETHER = {
    "due": ("completeness",),
    "eligible": ("lasting",),
    "finished": ("completeness",),
    "closed": ("endings", "completion", "who", "lasting", "completeness"),
    "pairs": ("better", "change", "reliable_change"),
    "held": ("expectations", "doses"),
}
Shut = str | tuple[Any, ...] | None
Rows = Sequence[tuple[str, Flat]]
Found = list[tuple[str, Row]]


@dataclass
class Proof:
    """What the attacks led to: numbers that may as well be shown, and what is closed, of everybody or by a variable."""

    told: set[Key] = field(default_factory=set)
    shut: set[tuple[Shut, str | None]] = field(default_factory=set)  # tables, or what is counted in any of them

    def is_shut(self, by: str | None) -> bool:
        """Whether anything has been closed of everybody, or by this variable."""
        return any(one in (None, by) for _, one in self.shut)

    def changed(self, table: str, by: str | None, keys: Mapping[str, Key | None], hidden: Iterable[str]) -> list[str]:
        """The hidden ones among a row's counts after the attacks."""
        gone = list(hidden)
        for column, key in keys.items():
            whats = (table, key and key[0])
            if self.shut and any((what, where) in self.shut for where in (by, None) for what in whats):
                gone += [] if column in gone else [column]
            elif column in gone and key in self.told:
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


def faults(published: Rows, real: Rows, service: Service, there: Container[Key] = ()) -> list[Fault]:
    """What somebody can tell of one service from these rows; `real` are the same rows with nothing hidden.

    `there` are the numbers that are known to be at least one.
    """
    return attack(known(published, service), truth_of(real, service.several), there)


def mended(proof: Proof, found: Sequence[Fault], splits: Sequence[str]) -> bool:
    """Take the faults to heart; whether one was small. What can be told anyway is no news when it is shown.

    What everybody's tables tell together with those split by some variables is the splits' fault, and closed there;
    only what is told by their having rows at all is closed of everybody.
    """
    shut = set(proof.shut)
    small = [fault for fault in found if fault.value < THRESHOLD]
    if not small:  # else what is closed now leaves it untold
        proof.told |= {fault.key for fault in found}
    ways = ((_numbers, _own), (_tables, _own), (_beside, _own), (_everything, _own), (_numbers, _all), (_tables, _all))
    for closed, where in ways:
        if proof.shut == shut:
            proof.shut |= {
                (what, by) for fault in small for what in closed(fault.key) for by in where(fault.key, splits)
            }
    return bool(small)


def _own(key: Key, splits: Sequence[str]) -> Sequence[str | None]:
    """The splits that the number is told in, or all of them where it is everybody's."""
    return [by for by, _ in key[1] if by in splits] or splits or [None]


def _all(key: Key, splits: Sequence[str]) -> Sequence[str | None]:
    return [None]


def _everything(key: Key) -> Iterable[Shut]:
    return NAMES


def _numbers(key: Key) -> Iterator[Shut]:
    """The number itself, or the parts that a whole is held against."""
    what: tuple[Any, ...] = key[0]
    if what[0] == "rest":
        yield from (one for one in what[2:] if isinstance(one, tuple))
    elif what[0] == "versions":
        return
    else:
        yield what


def _tables(key: Key) -> Iterator[str]:
    """The tables that tell of a number, or of what a whole leaves."""
    name = _name(key)
    if name in NAMES:
        yield name
        return
    yield from TOGETHER.get(name, tuple(NAMES))


def _beside(key: Key) -> Iterator[str]:
    """Where it is told how many have been measured, which bounds how many of them have been so twice."""
    if _name(key) in ("pairs", *TOGETHER["pairs"]):
        yield "completeness"


def _name(key: Key) -> str:
    """What is counted, or what is taken from a whole."""
    what: tuple[Any, ...] = key[0]
    name: str = what[2][0] if what[0] == "rest" else what[0]
    return "expectations" if name == "versions" else name


def attacked_together(rows: Found) -> Iterator[tuple[tuple[str, ...], Found]]:
    """Everybody, then everybody with each variable, and with all of them."""
    variables = tuple(sorted({row.by for _, row in rows if row.by}))
    for splits in ((), *((one,) for one in variables), *([variables] if len(variables) > 1 else [])):
        yield splits, [(table, row) for table, row in rows if row.by is None or row.by in splits]
