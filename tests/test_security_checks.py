"""The list of what is guarded against is whole, and every test it names is there."""

import ast
import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
with (ROOT / "docs/security/checks.csv").open(encoding="utf-8", newline="") as file:
    CHECKS = list(csv.DictReader(file))
NUMBERS = {"C": 64, "A": 58, "F": 34}  # checks of the ASVS, attacks, faults
STATES = {"tested", "by hand", "later", "not applicable"}


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    return path.startswith("tests/") and (ROOT / path).is_file() and name in names_in(path)


def test_every_number_is_there_once_and_in_order():
    assert [one["id"] for one in CHECKS] == [f"{kind}{n}" for kind, last in NUMBERS.items() for n in range(1, last + 1)]
    assert all(one["asvs"] for one in CHECKS if one["id"].startswith("C"))


def test_every_one_says_what_it_is_and_where_it_stands():
    assert [one["id"] for one in CHECKS if not one["what"] or one["state"] not in STATES] == []
    assert [one["id"] for one in CHECKS if one["state"] == "tested" and not one["tests"]] == []
    assert [one["id"] for one in CHECKS if one["state"] != "tested" and not one["note"]] == []
    assert Counter(one["state"] for one in CHECKS)["tested"] > 100


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one["id"])
def test_every_test_that_is_named_is_there(one):
    assert [test for test in one["tests"].split() if not is_there(test)] == []
