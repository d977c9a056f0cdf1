"""How the counts of one table hang together with those of another: what several tables tell together."""

from __future__ import annotations

from collections.abc import Container, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from loke.analysis.disclosure.knowledge import Key, Knowledge

What = tuple[Any, ...]
OPENED, CLOSED, FINISHED = ("opened",), ("closed",), ("finished",)  # the last of those who opened in the period
KINDS = ("completed", "discontinued", "other")


def across(found: Knowledge, several: Container[str], kinds: Mapping[str, str | None]) -> None:
    """Add to what is known every sum over the counts of several tables; `kinds` are those of the endings."""
    for key in list(found.shown):
        _inside_opened(found, key)
        _same_scale(found, key)
        _both_times(found, key)
        _answered(found, key, several)
        _complete(found, key)
        _followed_up(found, key)
        _attended(found, key)
        _still_there(found, key)
    _later(found)
    _by_ending(found, kinds)


def _inside_opened(found: Knowledge, key: Key) -> None:
    """Whoever has closed, or entered a phase, has opened; of those who opened in a year some have closed by now."""
    what, groups, period = key
    inside = what in (CLOSED, FINISHED) or (what[0] == "phases" and what[-1] == "entered" and period == "all")
    if inside and (period == "all" or what != CLOSED):
        _inside(found, (OPENED, groups, period), key)


def _inside(found: Knowledge, whole: Key, *parts: Key, same: bool = False) -> None:
    """`same` where the parts may be known to be all of the whole."""
    if whole in found.shown and all(part in found.shown for part in parts):
        name = ("rest", whole[0], *(part[0] for part in parts), parts[0][1])
        found.leave(name, {whole: 1, **dict.fromkeys(parts, -1)}, same)


def _beside(key: Key, *what: Any) -> Key:
    """Something else of the same people in the same period."""
    return what, key[1], key[2]


def _same_scale(found: Knowledge, key: Key) -> None:
    """Those with three scores are among those with two; who was better then, among those who were better, and so on.

    Over all, whoever has closed with a score has been measured.
    """
    what = key[0]
    name = what[1:4]
    pairs, better = _beside(key, "pairs", *name), _beside(key, "better", *name, "better")
    if what[0] == "change" and what[-1] in ("started", "ended"):
        _inside(found, _beside(key, *CLOSED), key)
        occasion, other = ("start", "ended") if what[-1] == "started" else ("end", "started")
        _left_of(found, key, {key: -1, _beside(key, *what[:-1], other): -1, pairs: 1, _beside(key, *CLOSED): 1})
        if key[2] == "all":
            _inside(found, _beside(key, "completeness", what[1], occasion, "done"), key, same=occasion == "end")
    elif what[0] == "lasting" and what[-1] == "triples":
        then, reached = (_beside(key, *what[:-1], one) for one in ("better_at_end", "reached"))
        _inside(found, pairs, key)
        _inside(found, better, then)
        _left_of(found, key, {then: 1, key: -1, pairs: 1, better: -1})
        _left_of(found, key, {key: 1, reached: -1, pairs: -1, _beside(key, *CLOSED): 1})
    elif what[0] == "reliable_change" and what[-1] == "improved":
        ways = {one: _beside(key, *what[:-1], one) for one in ("recovered", "deteriorated")}
        _left_of(found, key, {key: -1, ways["recovered"]: -1, better: 1})
        _left_of(found, key, {key: 1, ways["recovered"]: 1, better: -1})
        worse = _beside(key, "better", *name, "worse")
        _inside(found, worse, ways["deteriorated"])
        _inside(found, ways["deteriorated"], worse)


def _left_of(found: Knowledge, key: Key, sums: dict[Key, int]) -> None:
    if found.shown.keys() >= sums.keys():
        found.leave(("rest", *(one[0] for one in sums), key[0]), {key: sums[key], **sums})


def _both_times(found: Knowledge, key: Key) -> None:
    """Who answered at opening and closing is among those who did at closing, and in the group of the opening."""
    what, groups, period = key
    if what[0] != "yes_no" or what[-1] != "yes_yes":
        return
    variable = what[1]
    _inside(found, _beside(key, *CLOSED), _beside(key, "yes_no", variable, "pairs"))
    if variable in {one for one, _ in groups}:
        return
    for answer in ("yes", "no"):
        then = [(("yes_no", variable, f"{one}_{answer}"), groups, period) for one in ("yes", "no")]
        _inside(found, (("who", variable, "closing", answer, "n"), groups, period), *then)
        both = [(("yes_no", variable, f"{answer}_{one}"), groups, period) for one in ("yes", "no")]
        _inside(found, (CLOSED, groups | {(variable, answer)}, period), *both)
        if period == "all":
            _inside(found, (OPENED, groups | {(variable, answer)}, period), *both)
        for one, later in zip(both, ("yes", "no"), strict=True):
            inside = groups | {(variable, answer)}
            for name in (one[0], ("who", variable, "closing", later, "n")):
                _equal(found, one, (name, inside, period))


def _answered(found: Knowledge, key: Key, several: Container[str]) -> None:
    """Where several answers may be given, whoever gave one may have given another or not."""
    what = key[0]
    if what[0] == "who" and what[1] in several and what[2] == "opening" and what[3] != "missing":
        whole, missing = _beside(key, *OPENED), _beside(key, "who", *what[1:3], "missing", "n")
        if found.shown.keys() >= {whole, missing}:
            found.leave(("rest", OPENED, what), {key: -1, whole: 1, missing: -1})


def _complete(found: Knowledge, key: Key) -> None:
    """Whoever has answered and whoever has not are all: who opened, and over all who have closed.

    In a group by their own answer at opening all of them have one, and in the group without it nobody has.
    """
    what, groups, period = key
    if what[0] != "completeness" or what[-1] != "done":
        return
    opened, own = _beside(key, *OPENED), dict(groups).get(what[1])
    if what[2] == "opening" and own is not None:
        if opened in found.shown:
            found.equations.append({key: 1} if own == "missing" else {key: 1, opened: -1})
    elif what[2] == "opening":
        for missing in ((OPENED, groups | {(what[1], "missing")}, period), _beside(key, *_missing(what[1], "opening"))):
            _equal(found, opened, key, missing)
    elif what[2] == "closing" and period == "all":
        for name in (_missing(what[1], "closing"), ("who_numbers", what[1], "closing", "missing")):
            _equal(found, _beside(key, *CLOSED), key, _beside(key, *name))


def _missing(variable: str, occasion: str) -> What:
    return "who", variable, occasion, "missing", "n"


def _followed_up(found: Knowledge, key: Key) -> None:
    """Who should have been followed up is among those who could be, and whoever was reached in time is among both."""
    what, groups, period = key
    if what[0] == "due":
        _inside(found, (FINISHED if period != "all" else CLOSED, groups, period), key)
    if what[0] == "eligible" and period == "all":
        _inside(found, key, _beside(key, "due", f"after_{what[1]}"))
    elif what[0] == "eligible":  # of a year that has long been over all could be
        found.nobody.add(_beside(key, "rest", CLOSED, what, groups))
    elif what[0] == "lasting" and what[-1] == "reached" and period == "all":
        after = f"after_{what[4]}"
        done = _beside(key, "completeness", what[1], after, "done")
        due, eligible = _beside(key, "due", after), _beside(key, "eligible", what[4])
        _inside(found, key, done)
        # reached without being due: could be, and not due
        _left_of(found, eligible, {eligible: 1, due: -1, key: -1, done: 1})


def _later(found: Knowledge) -> None:
    """Whoever could or should be followed up after a year, could or should be so after half a year."""
    listed: dict[tuple[Any, ...], list[Key]] = {}
    for key in found.shown:
        if key[0][0] in ("due", "eligible"):
            listed.setdefault((key[0][0], *key[1:]), []).append(key)
    for keys in listed.values():
        for sooner, later in pairwise(sorted(keys, key=lambda key: int(str(key[0][1]).removeprefix("after_")))):
            _inside(found, sooner, later)


def _still_there(found: Knowledge, key: Key) -> None:
    """A phase ends when somebody closes, so that whoever is still in one has not, nor has an ending."""
    what, groups, period = key
    if what[0] == "phases" and what[-1] == "ongoing":
        if period == "all":
            _inside(found, _beside(key, *OPENED), _beside(key, *CLOSED), key)
        if dict(groups).get("ending", "missing") != "missing":
            found.nobody.add(key)


def _attended(found: Knowledge, key: Key) -> None:
    """Over all, whoever received something has come to it at least once."""
    what, _, period = key
    if what[0] == "interventions" and what[-1] == "received" and period == "all":
        planned, missed = (_beside(key, "attendance", what[1], column) for column in ("planned", "missed"))
        if found.shown.keys() >= {planned, missed}:
            found.leave(("more", what[1]), {planned: 1, missed: -1, key: -1})


def _equal(found: Knowledge, one: Key, *others: Key) -> None:
    if one in found.shown and others and all(other in found.shown for other in others):
        found.equations.append({one: -1, **dict.fromkeys(others, 1)})


def _by_ending(found: Knowledge, kinds: Mapping[str, str | None]) -> None:
    """The groups of the split by ending are counted in the table of endings too, of everybody and of other groups."""
    cells = dict.fromkeys(key[1:] for key in found.shown if "ending" not in dict(key[1]))
    for kind in (*KINDS, "missing"):
        endings = [name for name, one in kinds.items() if one == kind] if kind != "missing" else ["missing"]
        for groups, period in cells:
            parts: list[Key] = [(("endings", name, "n"), groups, period) for name in endings]
            group = groups | {("ending", kind)}
            _equal(found, (CLOSED, group, period), *parts)
            for name, one in {**kinds, "missing": "missing"}.items():
                here: Key = (("endings", name, "n"), group, period)
                if one == kind:
                    _equal(found, here, (("endings", name, "n"), groups, period))
                elif here in found.shown:
                    found.equations.append({here: 1})  # nobody of another kind is in the group
            if kind != "missing":  # whoever has an ending has closed
                ended = parts if period == "all" else [(FINISHED, group, period)]
                _equal(found, (OPENED, group, period), *ended)
