"""What is hidden in one service's cube: every question of everybody, then every question split by every variable."""

from dataclasses import dataclass, field, replace

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.disclosure import groups
from loke.analysis.disclosure.cube import Cube
from loke.analysis.disclosure.everybody import Known, Settled, closed, hide_all, remember, settle
from loke.analysis.disclosure.questions import Question, Shown, Where, questions
from loke.analysis.disclosure.rectangles import Need, is_small
from loke.dataset.definitions import Service

# The questions that come first decide over equal counts in those that follow.
FIRST = ("endings", "who", "split", "due", "expectations", "better", "attendance", "interventions", "phases", "goals")


@dataclass(eq=False)
class Hidden:
    """Which counts are hidden [groups, periods], and of which bases the whole is."""

    cube: Cube
    counts: dict[Where, Array] = field(default_factory=dict)
    whole: dict[str, Array] = field(default_factory=dict)
    settled: list[Settled] = field(default_factory=list)

    def of(self, where: Where, base: str = "") -> Array:
        """Where nothing is known of a count, all of it is hidden."""
        everything = np.ones((len(self.cube.groups), len(self.cube.periods)), bool)
        return self.counts.get(where, self.whole.get(base, everything))


def hidden_in(cube: Cube, service: Service) -> Hidden:
    bases = {one.base: one.counts.sum(axis=0) for one in questions(cube, service)} | cube.whole
    found = Hidden(replace(cube, whole=bases))
    known: Known = {}
    for question in sorted(questions(found.cube, service), key=_order):
        settled = _settled(found, question, known)
        remember(settled, known)
        found.settled.append(settled)
    _split_all(found, known_split(found))
    return found


def _order(question: Question) -> tuple[int, bool]:
    first = str(question.name[0])
    return FIRST.index(first) if first in FIRST else len(FIRST), question.name[0] == "who" and not question.by


def _settled(found: Hidden, question: Question, known: Known) -> Settled:
    """One question; a split of what `who` tells is that question once more."""
    bases = found.cube.whole
    years = _years(bases[question.base])
    same = next((one for one in found.settled if _is_same(one.question, question)), None)
    if same is not None:
        return as_split(same, question)
    parts = _closed_groups(question, found.cube) if question.by else None
    settled = settle(question, years, known, parts)
    return hide_all(settled) if _outside(bases, question.base)[0].any() else settled


def _outside(bases: dict[str, Array], base: str) -> Array:
    """In which groups so few of all who opened have not closed, or not entered a phase, that it may not be told."""
    if base != "closed" and not base.startswith("entered "):
        return np.zeros(len(bases["opened"]), bool)
    return is_small(bases["opened"][:, 0] - bases[base][:, 0])


def _is_same(who: Question, split: Question) -> bool:
    return who.name == ("who", split.by, "opening") and split.name[:2] == ("split", "opened")


def _years(whole: Array) -> list[list[int]]:
    """The periods 1 .. as they may be told apart."""
    return [[year + 1 for year in members] for members in closed(whole[0, 1:])]


def _closed_groups(question: Question, cube: Cube) -> list[list[int]]:
    """The groups of a variable as they may be told apart among those opened, those closed and those counted here.

    Of the categories of `who` that nobody is in, each stands alone.
    """
    bases = {name: cube.whole[name] for name in ("opened", "closed", question.base)}
    sizes = np.stack([whole[question.columns, 0] for whole in bases.values()], axis=1)
    left_over = [bases["opened"] - bases[base] for base in dict.fromkeys(("closed", question.base))]
    sizes = np.concatenate([sizes, *(np.maximum(rest[question.columns, :1], 0) for rest in left_over)], axis=1)
    places = [[question.places[member] for member in members] for members in closed(sizes)]
    return places + [[part] for part in range(len(question.counts)) if part not in question.places]


def as_split(who: Settled, split: Question) -> Settled:
    """What is known of a variable's categories, as groups."""
    place = {part: n for n, part in enumerate(who.question.places)}
    parts = [[place[part] for part in members] for members in who.parts if members[0] in place]
    number = {n: m for m, n in enumerate(n for n, members in enumerate(who.parts) if members[0] in place)}
    rows = [next(r for r, one in enumerate(who.question.shown) if one.parts[part]) for part in who.question.places]
    turned = [
        (
            Need(coarse_in(need.parts, number), need.column, need.up, need.wide),
            one._replace(part=number[one.part], other=number[one.other]),
        )
        for need, one in who.exchanges
    ]
    return Settled(split, who.hidden[rows], parts, who.years, turned, who.nothing, who.yearless)


def coarse_in(parts: Array, number: dict[int, int]) -> Array:
    return np.array([bool(parts[n]) for n in number])


def known_split(found: Hidden) -> dict[tuple[str, str], Settled]:
    """How everything counted on one day falls into the groups of each variable."""
    return {(one.question.base, one.question.by): one for one in found.settled if one.question.name[0] == "split"}


def _split_all(found: Hidden, splits: dict[tuple[str, str], Settled]) -> None:
    shape = len(found.cube.groups), len(found.cube.periods)
    for base, whole in found.cube.whole.items():
        hidden = _whole(found.cube, base, whole, splits)
        found.whole[base] = np.ones_like(hidden) if _outside(found.cube.whole, base)[0] else hidden
    known: groups.Known = {}
    for settled in found.settled:
        question = settled.question
        if question.name[0] == "split":
            continue
        cells = np.ones((len(question.shown), *shape), bool)
        cells[:, 0, :] = settled.hidden
        for variable in found.cube.variables:
            split = splits[question.base, variable]
            hidden = _split_of(found, settled, split, known)
            groups.remember(settled, split, hidden, known)
            cells[:, split.question.columns, :] = hidden
        _show_what_is_told(found, settled, cells)
        for one, own in zip(question.shown, cells, strict=True):
            everything = not question.counts[~one.parts].any()
            hidden = found.whole[question.base] if everything else own
            found.counts[one.where] = found.counts.get(one.where, np.zeros_like(hidden)) | hidden


def _show_what_is_told(found: Hidden, settled: Settled, cells: Array) -> None:
    """Where everybody's count is shown to be 0, or the whole, so is that of each group; and each year's as over all."""
    question = settled.question
    for row, one in enumerate(question.shown):
        n, rest = (question.counts[parts].sum(axis=0) for parts in (one.parts, one.within & ~one.parts))
        small = is_small(rest) | is_small(n)
        cells[row][_told(n, cells[row]) & ~small] = False
        whole = _whole_of(found, settled, cells, one)
        full = _told(rest, cells[row] | whole) & ~small
        cells[row][full] = whole[full]
        _show_the_last(n, cells[row], found.cube)


def _show_the_last(n: Array, hidden: Array, cube: Cube) -> None:
    """What is alone hidden beside its sum is told: it is shown, or if it is small nothing is, by that variable."""
    for columns in cube.variables.values():
        mine = hidden[columns]
        by_year = mine & (mine.sum(axis=1) == 1)[:, None]
        by_group = mine & ((mine.sum(axis=0) == 1) & ~hidden[0])[None, :]
        for alone in (by_year, by_group):
            cells = np.zeros_like(hidden)
            cells[columns] = alone
            if (cells & is_small(n)).any():
                hidden[columns] = True
            else:
                hidden[cells] = False


def _told(n: Array, hidden: Array) -> Array:
    """Where it is 0 and somebody can see it, in the same period of everybody or in the same group over all."""
    seen = (n == 0) & ~hidden
    told: Array = (n == 0) & (seen[:1, :] | seen[:, :1])
    return told


def _whole_of(found: Hidden, settled: Settled, cells: Array, one: Shown) -> Array:
    """Where the count that this one is a part of is hidden."""
    for row, other in enumerate(settled.question.shown):
        if (other.parts == one.within).all():
            return np.asarray(cells[row])
    return found.whole[settled.question.base]


def _split_of(found: Hidden, settled: Settled, split: Settled, known: groups.Known) -> Array:
    """A variable split by another is the same table as the other split by it, and is decided once."""
    name, variable = settled.question.name, split.question.by
    if name[0] in ("who", "who_numbers") and name[2] == "opening" and name[1] in found.cube.variables:
        return _crossed(found, settled, split, known)
    if settled.question.base == "closed" and variable == "ending" and name[0] == "endings":
        return np.ones((len(settled.question.shown), len(split.question.columns), len(found.cube.periods)), bool)
    return groups.by_group(settled, split, known)


def _crossed(found: Hidden, settled: Settled, split: Settled, known: groups.Known) -> Array:
    name, variable = settled.question.name, split.question.by
    hidden = np.ones((len(settled.question.shown), len(split.question.columns), len(found.cube.periods)), bool)
    if name[1] == variable or name[0] == "who_numbers":
        return hidden
    other = {
        where.category: cells for where, cells in found.counts.items() if where[:2] == ("who", (variable, "opening"))
    }
    if not other:
        return groups.by_group(settled, split, known)
    for row, one in enumerate(settled.question.shown):
        mine = found.cube.groups.index((str(name[1]), str(one.where.category))) if _is_group(found, name, one) else -1
        for place, column in enumerate(split.question.columns):
            theirs = other.get(found.cube.groups[column][1])  # type: ignore[index]
            if mine >= 0 and theirs is not None:
                hidden[row, place] = theirs[mine]
    return hidden


def _is_group(found: Hidden, name: tuple[object, ...], one: Shown) -> bool:
    return (str(name[1]), str(one.where.category)) in found.cube.groups


def _whole(cube: Cube, base: str, whole: Array, splits: dict[tuple[str, str], Settled]) -> Array:
    """Where the count of everything is hidden: small, in a year or a group that is closed, or with its split."""
    hidden = np.zeros(whole.shape, bool)
    for members in _years(whole):
        if len(members) > 1:
            hidden[:, members] = True
    for variable, columns in cube.variables.items():
        split = splits.get((base, variable))
        hidden[columns] |= True if split is None else split.hidden
    hidden |= is_small(whole)
    if is_small(int(whole[0, 0])):
        hidden[:] = True
    return hidden
