"""Options that have become others: their answers count as what they became, wherever the answers are read from."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from loke.dataset.definitions import Expectation, Service, Variable
from loke.dataset.snapshot import Array

if TYPE_CHECKING:
    from loke.dataset.assemble import Values


def last_of(variable: Variable) -> dict[str, str]:
    """By the code of each option the one that it has become in the end, itself when it has become none."""
    becomes = {option.option: option.becomes for option in variable.options}
    found = {}
    for code in becomes:
        last, seen = code, {code}
        while becomes[last] in becomes.keys() - seen:
            last = becomes[last]
            seen.add(last)
        found[code] = last
    return found


def settled(services: tuple[Service, ...]) -> tuple[Service, ...]:
    """The services with only the options that have become no other; an expectation accepts what its own became."""
    return tuple(_settled(service) if _changed(service) else service for service in services)


def _changed(service: Service) -> bool:
    return any(option.becomes for variable in service.variables for option in variable.options)


def _settled(service: Service) -> Service:
    last = {variable.variable: last_of(variable) for variable in service.variables}
    return replace(
        service,
        variables=tuple(
            replace(one, options=tuple(o for o in one.options if last[one.variable][o.option] == o.option))
            for one in service.variables
        ),
        expectations=tuple(_accepting(one, last.get(one.variable, {})) for one in service.expectations),
    )


def _accepting(expectation: Expectation, last: Mapping[str, str]) -> Expectation:
    return replace(expectation, options=tuple(dict.fromkeys(last.get(code, code) for code in expectation.options)))


def settled_values(services: tuple[Service, ...], service: Array, values: "Values") -> "Values":
    """The values with each option as its place among those that are left; `service` is that of each value."""
    if not any(map(_changed, services)):
        return values
    settled = values.value.copy()
    for s, one in enumerate(services):
        for v, variable in enumerate(one.variables):
            if any(option.becomes for option in variable.options):
                own = (service == s) & (values.variable == v)
                settled[own] = _places(variable)[values.value[own].astype(np.int64)]
    return replace(values, value=settled)


def _places(variable: Variable) -> Array:
    """For each option, in order, the place of what it has become among the options that are left."""
    last = last_of(variable)
    left = {option.option: None for option in variable.options if last[option.option] == option.option}
    place = {code: number for number, code in enumerate(left)}
    return np.array([place[last[option.option]] for option in variable.options], np.float64)
