"""What is worked out once for a part, however many groups it is then counted in: contacts, dose windows, scores."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import prod
from typing import NamedTuple

import numpy as np

from loke.analysis.counts import Array
from loke.analysis.pairs import Followed, Paired, Scored, followed, paired, scored
from loke.analysis.part import Part
from loke.dataset.months import MARGIN, add_months
from loke.dataset.snapshot import AFTER, ATTENDANCE, NO_DAY, Measurements


class Window(NamedTuple):
    """A dose window: the first day after it, and the contacts inside it [interventions, attendance, n]."""

    end: Array
    contacts: Array


class Compared(NamedTuple):
    """Pairs of start and end: the number of the scale among all `scales`, the episode, and whether it got better."""

    scale: Array
    scales: int
    episode: Array
    better: Array


@dataclass(eq=False, repr=False)
class Facts:
    """A part and what has been worked out of it."""

    part: Part

    @cached_property
    def contacts(self) -> Array:
        """How many contacts each episode has [interventions, attendance, n]."""
        contacts: Array = self._contacts_within[-1]
        return contacts

    @cached_property
    def windows(self) -> dict[int, Window]:
        """The contacts in the first months of an episode, for every number of months that a dose names."""
        ends = zip(self._window_ends.items(), self._contacts_within, strict=False)
        return {months: Window(end, contacts) for (months, end), contacts in ends}

    @cached_property
    def _window_ends(self) -> dict[int, Array]:
        doses = (expectation for expectation in self.part.service.expectations if expectation.kind == "dose")
        return {months: add_months(self.part.opened, months) for months in sorted({dose.months or 0 for dose in doses})}

    @cached_property
    def _contacts_within(self) -> Array:
        """Contacts [windows + 1, interventions, attendance, n] within each window and, last, at any time.

        A shorter window lies inside a longer one, so it is enough to count each contact once: in the shortest that
        holds it.
        """
        part, contacts = self.part, self.part.contacts
        shape = (len(self._window_ends) + 1, len(part.service.interventions), len(ATTENDANCE), len(part))
        # uint16: days before the opening wrap round to large numbers, so that one comparison sees both ends.
        days = contacts.day - part.opened.take(contacts.episode)
        codes = contacts.code.astype(np.min_scalar_type(prod(shape[:3])))
        for end in self._window_ends.values():
            length = (end - part.opened).astype(np.uint16)
            codes += (days >= length.take(contacts.episode)) * codes.dtype.type(shape[1] * shape[2])
        codes = codes * np.int64(len(part)) + contacts.episode
        counted: Array = np.bincount(codes, minlength=prod(shape)).reshape(shape)
        for shorter, longer in pairwise(counted):  # cumsum along the first axis takes forty times as long
            np.add(longer, shorter, out=longer)
        return counted

    @cached_property
    def due_after(self) -> dict[int, Array]:
        """Whether each episode's follow-up should be done by now, for all months after closing in use."""
        part = self.part
        over = {months: add_months(part.closed, months) + MARGIN <= part.as_of for months in part.follow_ups}
        return {months: done & part.has_closed for months, done in over.items()}

    @cached_property
    def eligible_after(self) -> dict[int, Array]:
        """Whether each episode's follow-up may have been done by now, for all months after closing in use."""
        part = self.part
        opens = {months: add_months(part.closed, months) - MARGIN <= part.as_of for months in part.follow_ups}
        return {months: begun & part.has_closed for months, begun in opens.items()}

    def measured_after(self, measured: Measurements, months: int) -> Array:
        """The rows measured at that follow-up within the margin, or on a day that is not told."""
        rows = np.flatnonzero((measured.months_after == months) & (measured.occasion == AFTER))
        day = measured.day[rows]
        away = np.abs(add_months(self.part.closed[measured.episode[rows]], months) - day)
        timely: Array = rows[(away <= MARGIN) | (day == NO_DAY)]
        return timely

    @cached_property
    def followed(self) -> list[Followed]:
        """Every scale at every follow-up that its instrument has been used at."""
        of = {found.instrument: found for found in self.instruments}
        return [
            followed(self.part, of[instrument], pair, months, self.measured_after(of[instrument].measured, months))
            for instrument, months in self.part.used_after
            for pair in self.pairs
            if pair.instrument == instrument
        ]

    @cached_property
    def instruments(self) -> list[Scored]:
        return list(scored(self.part))

    @cached_property
    def outcomes(self) -> Compared | None:
        """Every pair of every scale, compared; None without any."""
        first = np.cumsum([0, *(len(key.instrument.scales) for key in self.part.keys)])
        pairs = self.pairs
        if not pairs:
            return None
        scales = [int(first[pair.instrument]) + pair.scale for pair in pairs]
        return Compared(
            np.repeat(scales, [len(pair.complete) for pair in pairs]),
            int(first[-1]),
            np.concatenate([pair.episode[pair.complete] for pair in pairs]),
            np.concatenate([pair.better for pair in pairs]),
        )

    @cached_property
    def pairs(self) -> list[Paired]:
        return list(paired(self.part, self.instruments))
