"""What is worked out once for a part, however many groups it is then counted in: contacts, dose windows, scores."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.pairs import Paired, Scored, paired, scored
from loke.analysis.part import Part
from loke.dataset.snapshot import ATTENDANCE


class Window(NamedTuple):
    """A dose window: the first day after it, and the contacts inside it [n, interventions, attendance]."""

    end: Array
    contacts: Array


@dataclass(frozen=True, eq=False)
class Facts:
    part: Part

    @cached_property
    def contacts(self) -> Array:
        """How many contacts each episode has [n, interventions, attendance]."""
        return self._by_kind(self._contact_codes)

    @cached_property
    def windows(self) -> dict[int, Window]:
        """The contacts in the first months of an episode, for every number of months that a dose names."""
        doses = (expectation for expectation in self.part.service.expectations if expectation.kind == "dose")
        return {months: self._window(months) for months in sorted({dose.months or 0 for dose in doses})}

    @cached_property
    def instruments(self) -> list[Scored]:
        return list(scored(self.part))

    @cached_property
    def pairs(self) -> list[Paired]:
        return list(paired(self.part, self.instruments))

    @cached_property
    def _contact_codes(self) -> Array:
        contacts = self.part.contacts
        return contacts.episode * self._kinds + contacts.code

    @property
    def _kinds(self) -> int:
        return len(ATTENDANCE) * len(self.part.service.interventions)

    def _by_kind(self, codes: Array) -> Array:
        shape = (len(self.part), len(self.part.service.interventions), len(ATTENDANCE))
        return np.bincount(codes, minlength=len(self.part) * self._kinds).reshape(shape)

    def _window(self, months: int) -> Window:
        contacts, opened = self.part.contacts, self.part.opened
        end = add_months(opened, months)
        length = (end - opened).astype(np.uint16)
        # Days before the opening wrap round to large numbers: one comparison sees both ends of the window.
        inside = contacts.day - opened[contacts.episode] < length[contacts.episode]
        return Window(end, self._by_kind(self._contact_codes[inside]))


def add_months(days: Array, months: int) -> Array:
    """Day numbers so many calendar months later, int64; a day that the month lacks becomes its last."""
    dates = days.astype("datetime64[D]")
    start = dates.astype("datetime64[M]")
    then = start + months
    first, following = then.astype("datetime64[D]"), (then + 1).astype("datetime64[D]")
    day = (dates - start.astype("datetime64[D]")).astype(np.int64)
    last = (following - first).astype(np.int64) - 1
    moved: Array = first.astype(np.int64) + np.minimum(day, last)
    return moved
