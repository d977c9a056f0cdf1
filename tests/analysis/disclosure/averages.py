"""The averages of the attacker: sums of scores and numbers by subtraction, between tables and within them."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from tests.analysis.disclosure.attacker import FEWEST, Known
from tests.analysis.disclosure.told import Key

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

    The sum of nobody is known where it is seen that there is nobody.
    """
    place: dict[Key, int] = {}
    rows = []
    for equation in known.equations:
        there = [key for key in equation if key not in known.nobody and key not in shown]
        if all(key.name in names or key.name == "rest" for key in equation if key not in known.nobody):
            rows.append({place.setdefault(key, len(place)): equation[key] for key in there})
    matrix = np.zeros((len(rows) + 1, len(place)))
    for number, row in enumerate(rows):
        for column, n in row.items():
            matrix[number, column] = n
    _, values, right = np.linalg.svd(matrix, full_matrices=True)
    free = right[int((values > 1e-9).sum()) :]
    for key, moves in zip(place, np.abs(free).max(axis=0, initial=0), strict=True):
        if moves < 1e-9 and 0 < known.truth[key] < FEWEST:
            yield f"{family}: the sum of {known.truth[key]} people is told, {key}"
