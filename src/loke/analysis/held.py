"""What each expectation looks at: for every episode held against it a value, and whether it can be judged yet."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.facts import Facts
from loke.analysis.part import KINDS, Part
from loke.dataset.definitions import Expectation, Service
from loke.dataset.snapshot import ATTENDANCE, NO_CODE, NO_DAY, SEX, YES_NO, day_number

ATTENDED, MISSED, CANCELLED = range(len(ATTENDANCE))
YES, NO = 1, 0


class Seen(NamedTuple):
    """For all n episodes: the value (whole numbers, but floats for `range`), and whether it can be judged."""

    value: Array
    assessable: Array


class Held(NamedTuple):
    """The episodes held against one version of an expectation, with what was seen of each of them."""

    number: int
    expectation: Expectation
    episodes: Array
    seen: Seen


def held_in(facts: Facts) -> Iterator[Held]:
    """Every version that somebody is held against. Versions that look at the same thing look once."""
    looked: dict[tuple[object, ...], Seen] = {}
    for index, episodes in _in_force(facts.part.service, facts.part.opened):
        if len(episodes):
            expectation = facts.part.service.expectations[index]
            same = looked_at(expectation)
            seen = looked.get(same) or looked.setdefault(same, KIND[expectation.kind](facts, expectation))
            yield Held(index, expectation, episodes, Seen(seen.value[episodes], seen.assessable[episodes]))


def looked_at(one: Expectation) -> tuple[object, ...]:
    """What an expectation looks at, whatever it expects of it."""
    return one.kind, one.variable, one.options, one.intervention, one.phase, one.instrument, one.scale, one.months


def _in_force(service: Service, opened: Array) -> Iterator[tuple[int, Array]]:
    """Each expectation with the episodes that are held against that version: those opened while it was in force."""
    chosen: dict[str, Array] = {}
    order = sorted(range(len(service.expectations)), key=lambda index: service.expectations[index].valid_from)
    for index in order:
        expectation = service.expectations[index]
        last = NO_DAY if expectation.valid_to is None else day_number(expectation.valid_to)
        held = (opened >= day_number(expectation.valid_from)) & (opened <= last)
        chosen.setdefault(expectation.expectation, np.full(len(opened), -1))[held] = index
    for index, expectation in enumerate(service.expectations):
        yield index, np.flatnonzero(chosen[expectation.expectation] == index)


def occasion_of(service: Service, code: str) -> str:
    """The occasion whose value counts: the first at which the variable is asked, opening if it is asked then."""
    occasions = next((variable.occasions for variable in service.variables if variable.variable == code), ())
    return "opening" if "opening" in occasions or not occasions else occasions[0]


def _values(part: Part, code: str) -> tuple[Array | None, Array]:
    """A variable's values, and which episodes can have one."""
    occasion = occasion_of(part.service, code)
    can = part.has_closed if occasion == "closing" else np.ones(len(part), bool)
    return part.values.get((code, occasion)), can


def _range(facts: Facts, expectation: Expectation) -> Seen:
    part = facts.part
    values, can = _values(part, expectation.variable)
    if expectation.variable == "age" and part.variable("age") is None:
        values = part.ages
    if values is None:
        return _nothing(part)
    known = np.asarray(~np.isnan(values) & can)
    return Seen(values, known)


def _category(facts: Facts, expectation: Expectation) -> Seen:
    part = facts.part
    values, can = _values(part, expectation.variable)
    if expectation.variable == "sex" and part.variable("sex") is None:
        values = part.sex
    if values is None:
        return _nothing(part)
    if values.ndim == 1:
        return Seen(np.asarray(values, np.int64), (values != NO_CODE) & can)
    accepted = [named in expectation.options for named in answers(part.service, expectation)]
    return Seen(np.asarray(values[:, accepted].any(axis=1), np.int64), values.any(axis=1) & can)


def answers(service: Service, expectation: Expectation) -> tuple[str, ...]:
    """The option codes that a `category` expectation's variable may have."""
    variable = next((one for one in service.variables if one.variable == expectation.variable), None)
    if variable is None:
        return SEX
    return YES_NO if variable.type == "yes_no" else tuple(option.option for option in variable.options)


def _dose(facts: Facts, expectation: Expectation) -> Seen:
    window = facts.windows[expectation.months or 0]
    attended = of_intervention(facts.part, expectation, window.contacts)[ATTENDED]
    return Seen(attended, window.end <= facts.part.as_of)


def of_intervention(part: Part, expectation: Expectation, contacts: Array) -> Array:
    """Contacts [attendance, n] of the intervention the expectation names, or of all."""
    codes = [intervention.intervention for intervention in part.service.interventions]
    found: Array = contacts[codes.index(expectation.intervention)] if expectation.intervention else contacts.sum(axis=0)
    return found


def _received(facts: Facts, expectation: Expectation) -> Seen:
    attended = of_intervention(facts.part, expectation, facts.contacts)[ATTENDED]
    some: Array = attended > 0
    return Seen(some.astype(np.int64), np.ones(len(facts.part), bool))


def _phase(facts: Facts, expectation: Expectation) -> Seen:
    """Days in the phase, several stays added; not to be judged before every stay has ended."""
    part, stays = facts.part, facts.part.stays
    code = [phase.phase for phase in part.service.phases].index(expectation.phase)
    here = stays.code == code
    episodes, left = stays.episode[here], stays.until[here]
    days = np.zeros(len(part), np.int64)
    np.add.at(days, episodes, left.astype(np.int64) - stays.day[here])
    assessable = np.bincount(episodes, minlength=len(part)) > 0
    assessable[episodes[left == NO_DAY]] = False
    return Seen(days, assessable)


def known_on(part: Part, expectation: Expectation) -> Array:
    """The day on which each episode can be judged, where that is not given when it opens; NO_DAY where it has not come.

    The day on which it left the phase for good, else the day on which it closed.
    """
    if expectation.kind != "phase":
        return part.closed
    here = part.stays.code == [phase.phase for phase in part.service.phases].index(expectation.phase)
    days = np.zeros(len(part), np.uint16)
    np.maximum.at(days, part.stays.episode[here], part.stays.until[here])
    days[days == 0] = NO_DAY
    return days


def _duration(facts: Facts, expectation: Expectation) -> Seen:
    part = facts.part
    return Seen(part.closed.astype(np.int64) - part.opened, part.ending_kind != NO_CODE)


def _completion(facts: Facts, expectation: Expectation) -> Seen:
    kind = facts.part.ending_kind
    return Seen((kind == KINDS.index("completed")).astype(np.int64), kind != NO_CODE)


def _improvement(facts: Facts, expectation: Expectation) -> Seen:
    """Better in at least one pair, where several kinds of respondents have answered."""
    value, assessable = np.full(len(facts.part), NO), np.zeros(len(facts.part), bool)
    wanted = (expectation.instrument, expectation.scale)
    for pair in facts.pairs:
        if (facts.part.keys[pair.instrument].instrument.instrument, pair.definition.scale) == wanted:
            episodes = pair.episode[pair.complete]
            assessable[episodes] = True
            value[episodes[pair.better]] = YES
    return Seen(value, assessable)


def _nothing(part: Part) -> Seen:
    return Seen(np.zeros(len(part), np.int64), np.zeros(len(part), bool))


KIND: dict[str, Callable[[Facts, Expectation], Seen]] = {
    "range": _range,
    "category": _category,
    "dose": _dose,
    "received": _received,
    "phase": _phase,
    "duration": _duration,
    "completion": _completion,
    "improvement": _improvement,
}
