"""What is worked out once for a part, however many groups it is then counted in: contacts, dose windows, scores."""

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.pairs import Paired, Scored, paired, scored
from loke.analysis.part import Part
from loke.dataset.snapshot import ATTENDANCE

MARGIN = 30  # days on either side of closing + N months within which a follow-up belongs (methods.md 2.8)


class Window(NamedTuple):
    """A dose window: the first day after it, and the contacts inside it [interventions, attendance, n]."""

    end: Array
    contacts: Array


@dataclass(frozen=True, eq=False)
class Facts:
    part: Part

    @cached_property
    def contacts(self) -> Array:
        """How many contacts each episode has [interventions, attendance, n]."""
        return self._by_kind(self._contact_codes)

    @cached_property
    def windows(self) -> dict[int, Window]:
        """The contacts in the first months of an episode, for every number of months that a dose names."""
        doses = (expectation for expectation in self.part.service.expectations if expectation.kind == "dose")
        return {months: self._window(months) for months in sorted({dose.months or 0 for dose in doses})}

    @cached_property
    def due_after(self) -> dict[int, Array]:
        """Whether each episode's follow-up should be done by now, for all months after closing in use."""
        part = self.part
        over = {months: add_months(part.closed, months) + MARGIN <= part.as_of for months in part.follow_ups}
        return {months: done & part.has_closed for months, done in over.items()}

    @cached_property
    def instruments(self) -> list[Scored]:
        return list(scored(self.part))

    @cached_property
    def pairs(self) -> list[Paired]:
        return list(paired(self.part, self.instruments))

    @cached_property
    def _contact_codes(self) -> Array:
        contacts = self.part.contacts
        return contacts.code * np.int64(len(self.part)) + contacts.episode

    @cached_property
    def _days_into_episode(self) -> Array:
        """uint16; days before the opening wrap round to large numbers, so that one comparison sees both ends."""
        contacts = self.part.contacts
        return contacts.day - self.part.opened[contacts.episode]

    def _by_kind(self, codes: Array) -> Array:
        shape = (len(self.part.service.interventions), len(ATTENDANCE), len(self.part))
        return np.bincount(codes, minlength=prod(shape)).reshape(shape)

    def _window(self, months: int) -> Window:
        end = add_months(self.part.opened, months)
        length = (end - self.part.opened).astype(np.uint16)
        inside = self._days_into_episode < length[self.part.contacts.episode]
        return Window(end, self._by_kind(self._contact_codes[inside]))


# The first day of every month from 1970 on, past the last day that a uint16 can hold and the longest window after it.
MONTH_STARTS = np.arange(4800).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def add_months(days: Array, months: int) -> Array:
    """Day numbers so many calendar months later, int64; a day that the month lacks becomes its last."""
    month = np.searchsorted(MONTH_STARTS, days, side="right") - 1
    first, following = MONTH_STARTS[month + months], MONTH_STARTS[month + months + 1]
    moved: Array = np.minimum(first + days - MONTH_STARTS[month], following - 1)
    return moved
