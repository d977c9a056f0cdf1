"""The averages of the attacker: sums of scores and numbers by subtraction, between tables and within them."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from scipy.optimize import linprog
from tests.analysis.disclosure.attacker import FEWEST, Known
from tests.analysis.disclosure.told import Key

INFEASIBLE = 2  # as SciPy says that nothing fits
Rows = Iterable[tuple[str, dict[str, Any]]]
# What is averaged: table and column, the people behind it, and the columns that say of what. Those of one family are
# sums of the same numbers over more people or fewer, so that one less another is the sum of those between.
SCALE = ("instrument", "scale")
AVERAGED = {
    "number": [("who_numbers", "mean", "n", "number", ("variable",), "opening")],
    "number at closing": [("who_numbers", "mean", "n", "number closing", ("variable",), "closing")],
    "score at start": [
        ("norms", "mean", "n", "started", SCALE, "start"),
        ("change", "mean_start", "pairs", "pairs", SCALE, ""),
        ("lasting", "mean_start", "triples", "triples", (*SCALE, "months_after"), ""),
    ],
    "score at end": [
        ("norms", "mean", "n", "ended", SCALE, "end"),
        ("change", "mean_end", "pairs", "pairs", SCALE, ""),
        ("lasting", "mean_end", "triples", "triples", (*SCALE, "months_after"), ""),
    ],
    "contacts": [("interventions", "contacts", "received", "received", ("intervention",), "")],
    "dose": [("doses", "mean", "n", "assessed", ("expectation", "version"), "")],
}


def few_averages(known: Known, published: Rows, real: Rows) -> Iterator[str]:
    """Every sum over fewer than five people that follows from the averages shown."""
    published = list(published)
    for family, tables in AVERAGED.items():
        shown, names = set(), set()
        for table, mean, people, name, about, occasion in tables:
            for kind, row in published:
                if kind != table or (occasion and row["occasion"] != occasion):
                    continue
                groups = frozenset({(row["by"], row["group"])} if row.get("by") else ())
                names.add(name)
                if row[mean] is not None and people not in row["hidden"]:
                    shown.add(Key(name, tuple(str(row[one]) for one in about), groups, row["period"]))
        if shown:
            yield from _told(family, known, shown, names)


def _told(family: str, known: Known, shown: set[Key], names: set[str]) -> Iterator[str]:
    """A sum is told when it is a combination of those shown: where nothing that they leave open moves it.

    First as if it were seen where there is nobody; then it must be the sum of these people and of others, who as it
    happens are none, and not what is left when one takes away the sum of others, who might have been somebody.
    """
    equations = [
        {key: n for key, n in equation.items() if key not in shown and key not in known.nobody}
        for equation in known.equations
        if all(key.name in names or key.name == "rest" for key in equation if known.truth[key])
    ]
    there = list(dict.fromkeys(key for equation in equations for key in equation))
    matrix = np.array([[equation.get(key, 0.0) for key in there] for equation in equations]).reshape(-1, len(there))
    people = np.array([known.truth[key] > 0 for key in there], bool)
    some = np.vstack([matrix[:, people], np.zeros(people.sum())])
    _, values, right = np.linalg.svd(some, full_matrices=True)
    moves = np.abs(right[int((values > 1e-9).sum()) :]).max(axis=0, initial=0)
    for place, moved in zip(np.flatnonzero(people), moves, strict=True):
        n = known.truth[there[place]]
        if moved < 1e-9 and n < FEWEST and _is_a_sum(matrix, people, place):
            yield f"{family}: the sum of {n} people is told, {there[place]}"


def _is_a_sum(matrix: np.ndarray, people: np.ndarray, place: int) -> bool:
    """Whether some of the equations together give the sum in this place, and of the others only more of nobody."""
    wanted = np.arange(len(people)) == place
    more = linprog(
        np.zeros(len(matrix)),
        A_ub=-matrix[:, ~people].T,
        b_ub=np.zeros((~people).sum()),
        A_eq=matrix[:, people].T,
        b_eq=wanted[people].astype(float),
        bounds=(None, None),
    )
    return more.status != INFEASIBLE
