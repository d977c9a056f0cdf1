"""The attacker of the tests, who has every table of everybody and by everything, and knows how tables hang together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, permutations
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from tests.analysis.disclosure.needs import is_so, subject
from tests.analysis.disclosure.relations import Relation, relations
from tests.analysis.disclosure.told import Key, Row, Share, counted, there

from loke.analysis.disclosure.attack import Search, System
from loke.analysis.disclosure.bounds import narrowed
from loke.dataset.definitions import Instrument, Service

FEWEST, WIDTH = 5, 5
KNOWN = tuple(relations())
NOT_OVER_YEARS = ("finished", "still after", "completed after", "discontinued after", "there after", "rest")
NOT_EVERY_ROW = ("there after", "eligible", "due", "skipped")
NOT_PEOPLE = ("contacts", "attended", "attended all")  # said of nobody: what a count is called when nobody hides it
Rows = Iterable[tuple[str, Row]]


@dataclass
class Known:
    """`shown` has None for what is hidden; `equations` are sums that are 0; `guarded` are people left over."""

    service: Service
    instruments: tuple[Instrument, ...]
    as_of: date
    nobody_returns: bool
    phases_end: bool
    shown: dict[Key, int | None] = field(default_factory=dict)
    truth: dict[Key, int] = field(default_factory=dict)
    equations: list[dict[Key, int]] = field(default_factory=list)
    guarded: dict[Key, str] = field(default_factory=dict)
    some: set[Key] = field(default_factory=set)  # there would be no row without somebody
    nobody: set[Key] = field(default_factory=set)  # what is seen to be none, once the limits have been looked at

    def read(self, published: Rows, real: Rows) -> None:
        """What no row tells of is hidden too: it may be there, or nobody."""
        self._take(self.truth, real)
        self.shown = dict.fromkeys(self.truth)
        self._take(self.shown, published)
        self.some = {key for key in there(published, self.service, self.as_of) if self.truth[key]}

    def _take(self, store: dict[Key, int | None], rows: Rows) -> None:
        """Equal numbers have equal keys. Shares of those who opened are taken for the people they stand for."""
        for table, row in rows:
            for key, value in counted(table, row, self.service, self.as_of):
                people = value
                if isinstance(value, Share):
                    people = round(value * self.truth[key._replace(name="opened", about=())])
                if people is not None or key not in store:
                    assert store.get(key) in (None, people), (table, key, store[key], people)
                    store[key] = people

    def learn(self) -> None:
        self._expected()
        self._over_years_and_groups()
        self._followed_up_later()
        names = _named(self)
        for relation in KNOWN:
            self._relate(relation, names)

    def _expected(self) -> None:
        """What is held against an expectation in all of its versions."""
        kinds = {(one.expectation, one.version): one for one in self.service.expectations}
        for key in [one for one in self.shown if one.name == "assessed"]:
            self._make(key._replace(name="held"), [key, key._replace(name="waiting")])
        for name in ("held", "assessed", "waiting", "below", "within", "above", "closed inside"):
            sums: dict[Key, list[Key]] = {}
            for key in [one for one in self.shown if one.name == name]:
                one = kinds[key.about]
                about = tuple(filter(None, subject(one))) if name != "held" else ()
                sums.setdefault(key._replace(name=f"{name} in {one.kind}", about=about), []).append(key)
            for whole, parts in sums.items():
                self._make(whole, parts)

    def _make(self, whole: Key, parts: list[Key]) -> None:
        values = [self.shown[part] for part in parts]
        self.shown[whole] = None if None in values else sum(values)
        self.truth[whole] = sum(self.truth[part] for part in parts)
        self.equations.append({whole: -1, **dict.fromkeys(parts, 1)})

    def _over_years_and_groups(self) -> None:
        sums: dict[tuple, dict[Key, int]] = {}
        for key in self.shown:
            if key.period != "all" and key.name not in NOT_OVER_YEARS:
                sums.setdefault((key._replace(period="all"), ""), {})[key] = 1
            if key.name == "finished":
                sums.setdefault((key._replace(name="closed", period="all"), "finished"), {})[key] = 1
            for one in key.groups if key.name not in ("completed after", "discontinued after", "still after") else ():
                sums.setdefault((key._replace(groups=key.groups - {one}), one[0]), {})[key] = 1
        numbers = {"age", *(one.variable for one in self.service.variables if one.type == "number")}
        for (whole, variable), parts in sums.items():
            if whole not in self.shown or (variable in numbers and not _complete(variable, parts)):
                continue
            if whole.name in NOT_EVERY_ROW:
                self._at_most(whole, parts)
            else:
                self.equations.append({whole: -1, **parts})

    def _followed_up_later(self) -> None:
        """Whoever could or should be followed up after more months could or should be so after fewer."""
        alike: dict[Key, list[Key]] = {}
        for key in [one for one in self.shown if one.name in ("due", "eligible")]:
            alike.setdefault(key._replace(about=()), []).append(key)
        for key, more in chain.from_iterable(permutations(keys, 2) for keys in alike.values()):
            if int(more.about[0]) > int(key.about[0]):
                rest = key._replace(name="rest", about=("sooner", key.name, key.about[0], more.about[0]))
                self.truth[rest] = self.truth[key] - self.truth[more]
                self.shown[rest], self.guarded[rest] = None, "sooner"
                self.equations.append({key: 1, more: -1, rest: -1})

    def _at_most(self, whole: Key, parts: Mapping[Key, int]) -> None:
        """There may be no row where nobody has ended, or been measured, though there were people."""
        rest = Key("rest", ("rows that are not there", whole.name, *whole.about, *map(str, parts)), *whole[2:])
        self.truth[rest] = self.truth[whole] - sum(self.truth[part] for part in parts)
        if self.truth[rest] >= 0:
            self.shown[rest] = None
            self.equations.append({whole: -1, rest: 1, **parts})

    def _relate(self, relation: Relation, names: dict[str, list[Key]]) -> None:
        driver = max(relation.terms, key=lambda term: (len(term.about), not term.every))
        for key in names.get(driver.name, []):
            bound = _bound(driver, key)
            if bound is not None and relation.scope in ("any", key.period if key.period == "all" else "year"):
                self._bind(relation, bound, key, names)

    def _bind(self, relation: Relation, bound: dict, key: Key, names: dict) -> None:
        equation: dict[Key, int] = {}
        groups = bound.pop("groups")
        if not all(is_so(need, self, relation, bound, key.period) for need in relation.needs):
            return
        meant = [list(self._meant(term, bound, groups, key.period, names)) for term in relation.terms]
        sums = [bool(found) for term, found in zip(relation.terms, meant, strict=True) if term.every]
        if (sums and not any(sums)) or not all(f or t.every for t, f in zip(relation.terms, meant, strict=True)):
            return
        for term, found in zip(relation.terms, meant, strict=True):
            for one in found:
                equation[one] = equation.get(one, 0) + term.times
        equation = {one: n for one, n in equation.items() if n}
        if not equation:
            return
        if relation.sign != "=":
            rest = Key("rest", (relation.text, *bound.values()), groups, key.period)
            self.truth[rest] = sum(n * self.truth[one] for one, n in equation.items())
            assert self.truth[rest] >= 0, (relation, {one: self.truth[one] for one in equation})
            self.shown[rest] = None
            equation[rest] = -1
            if relation.sign == ">=":
                self.guarded[rest] = relation.text
        self.equations.append(equation)

    def _meant(self, term, bound: dict, groups: frozenset, period: str, names: dict) -> Iterator[Key]:
        about = tuple(bound.get(word, word) for word in term.about)
        if term.group:
            groups = groups | {tuple(bound.get(word, word) for word in term.group)}
        if term.every:
            same = (one for one in names.get(term.name, []) if one.groups == groups and one.period == period)
            yield from (one for one in same if one.about[: len(about)] == about)
        elif (one := Key(term.name, about, groups, period)) in self.shown:
            yield one


def _complete(variable: str, parts: Mapping[Key, int]) -> bool:
    """Of a number only who lacks it may be told, and they are not everybody."""
    return {(key.name, dict(key.groups).get(variable)) for key in parts} != {("opened", "missing")}


def _named(known: Known) -> dict[str, list[Key]]:
    names: dict[str, list[Key]] = {}
    for key in known.shown:
        names.setdefault(key.name, []).append(key)
    return names


def _bound(term, key: Key) -> dict | None:
    """The letters of a term, as they stand in a key; None where the words do not agree."""
    if len(term.about) != len(key.about) and not term.every:
        return None
    bound: dict = {}
    for word, said in zip(term.about, key.about, strict=False):
        if word.isupper():
            bound[word] = said
        elif word != said:
            return None
    groups = key.groups
    if term.group:
        group = tuple(bound.get(word, word) for word in term.group)
        if any(word.isupper() and word not in bound for word in term.group):
            return None
        if group not in groups:
            return None
        groups = groups - {group}
    return bound | {"groups": groups}


class Breach(NamedTuple):
    """A number of 1-4 that can be told to be below five or narrowed to fewer than five whole numbers."""

    what: str
    key: Key
    value: int
    least: int
    most: int
    split: bool = False  # free in worlds alone where people are split


def told_by_limits(known: Known) -> tuple[list[Breach], int, int]:
    """What the limits of each sum alone tell, how many numbers there are to protect and the narrowest of these."""
    hidden, system, truth, least = _hidden(known)
    most = np.abs(system.right).max(initial=0) + max(known.truth.values(), default=0) + 2 * FEWEST
    low, high = narrowed(system.matrix, system.right, least, np.full(len(hidden), most))
    known.nobody = {key for key, n in known.shown.items() if n == 0} | {hidden[n] for n in np.flatnonzero(high < 1)}
    small = (truth > 0) & (truth < FEWEST)
    narrow = small & ((high < FEWEST) | (high - low + 1 < WIDTH))
    found = [
        Breach(known.guarded.get(hidden[n], "count"), hidden[n], int(truth[n]), int(low[n]), int(high[n]))
        for n in np.flatnonzero(narrow)
    ]
    return _seen(known) + found, int(small.sum()), int((high - low + 1)[small].min(initial=999))


def breaches(known: Known) -> tuple[list[Breach], int, int]:
    """What can be told too well, how many numbers worlds were looked for, and the narrowest interval of these."""
    hidden, system, truth, least = _hidden(known)
    real = np.array([known.truth[key] for key in hidden], float)
    search = Search(system, truth, real, least)
    search.all()
    found = []
    for number in np.flatnonzero(search.unproved if search.searched else search.told):
        if truth[number] < FEWEST:
            kind, low, high = known.guarded.get(hidden[number], "count"), search.least[number], search.most[number]
            split = not search.told[number]
            found.append(Breach(kind, hidden[number], int(truth[number]), int(low), int(high), split))
    small = (truth > 0) & (truth < FEWEST)
    proved = small & ~search.unproved
    widths = (search.most - search.least + 1)[proved]
    return found, int(proved.sum()), int(widths.min(initial=999))


def _hidden(known: Known) -> tuple[list[Key], System, np.ndarray, np.ndarray]:
    """What is hidden, the sums it is in, what is to be protected (-1 for the others), and what it is at least."""
    hidden = [key for key, n in known.shown.items() if n is None]
    for equation in known.equations:
        assert not sum(n * known.truth[key] for key, n in equation.items()), equation
    system = _system(known, hidden)
    truth = np.array([_protected(known, key) for key in hidden])
    return hidden, system, truth, np.array([key in known.some for key in hidden], float)


def _seen(known: Known) -> list[Breach]:
    people = {key: n for key, n in known.shown.items() if _is_people(key, known)}
    return [Breach("shown", key, n, n, n) for key, n in people.items() if n and n < FEWEST]


def _is_people(key: Key, known: Known) -> bool:
    return key.name not in NOT_PEOPLE and not (key.name == "rest" and key not in known.guarded)


def _protected(known: Known, key: Key) -> int:
    """The number, or -1 where it is nobody's, or may be told for not being small."""
    n = known.truth[key]
    if not _is_people(key, known) or (n >= FEWEST and (key.name == "rest" or " in " in key.name or key.name == "held")):
        return -1
    return n


def _system(known: Known, hidden: list[Key]) -> System:
    place = {key: number for number, key in enumerate(hidden)}
    rows, columns, weights, right = [], [], [], []
    for equation in known.equations:
        unknown = [(place[key], n) for key, n in equation.items() if key in place]
        told = sum(n * known.shown[key] for key, n in equation.items() if key not in place)
        if not unknown:
            assert told == 0, equation
            continue
        rows += [len(right)] * len(unknown)
        columns += [column for column, _ in unknown]
        weights += [n for _, n in unknown]
        right.append(-told)
    matrix = csr_array((weights, (rows, columns)), shape=(len(right), len(hidden)), dtype=float)
    _, label = connected_components(abs(matrix.T) @ abs(matrix), directed=False)
    return System(hidden, matrix, np.array(right, float), label)
