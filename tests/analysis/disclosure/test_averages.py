"""The attacker of averages finds a sum over fewer than five, and does not say so of one that nobody can work out."""

from datetime import date

from tests.analysis.disclosure.attacker import Known
from tests.analysis.disclosure.averages import _told
from tests.analysis.disclosure.told import Key

REST = "rest"


def known(people: str, sums: str, nobody: str = "") -> Known:
    """`people` as "all 10, a 6": how many there are of each; `sums` as "all = a + b"."""
    found = Known(service=None, instruments=(), as_of=date(2026, 1, 1), nobody_returns=True, phases_end=True)
    found.truth = {key(name): int(n) for name, n in map(str.split, people.split(", "))}
    for line in sums.split(", "):
        whole, parts = line.split(" = ")
        found.equations.append({key(whole): -1, **{key(part): 1 for part in parts.split(" + ")}})
    found.nobody = {key(name) for name in nobody.split()}
    return found


def key(name: str) -> Key:
    return Key("rest" if name.startswith(REST) else name, (name,), frozenset(), "all")


def told(found: Known, shown: str) -> list[str]:
    names = {one.name for one in found.truth}
    lines = _told("score", found, {key(name) for name in shown.split()}, names)
    return [line.partition("about=('")[2].partition("'")[0] for line in lines]


def test_what_the_others_leave_of_a_whole_is_told():
    assert told(known("all 10, a 6, b 4", "all = a + b"), "all a") == ["b"]
    assert told(known("all 11, a 6, b 5", "all = a + b"), "all a") == []
    assert told(known("all 10, a 6, b 4", "all = a + b"), "all") == []


def test_it_is_told_together_with_a_group_that_happens_to_be_nobody():
    assert told(known("all 10, a 6, b 4, c 0", "all = a + b + c"), "all a") == ["b"]


def test_it_is_not_told_where_somebody_else_may_have_to_be_taken_away():
    """Ten of a group ended, six of everybody both began and ended: those six need not be of the group."""
    people = "ended 10, pairs 6, mine 6, theirs 0, rest 4"
    assert told(known(people, "pairs = mine + theirs, ended = mine + rest"), "ended pairs") == []
    assert told(known(people, "pairs = mine + theirs, ended = mine + rest", nobody="theirs"), "ended pairs") == ["rest"]
