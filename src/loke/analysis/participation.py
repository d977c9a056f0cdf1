"""Who closed between two days, read off a snapshot of one service: asked meanwhile, goals all reached."""

from datetime import date

import numpy as np

from loke.analysis.cost import Helped
from loke.analysis.counts import Array
from loke.dataset.snapshot import ATTAINMENT, NO_CODE, OCCASIONS, Snapshot, day_number

REACHED = tuple(ATTAINMENT.index(name) for name in ("fully", "largely"))


def closed_between(snapshot: Snapshot, first: date, last: date) -> Array:
    """Which of the episodes closed then."""
    found: Array = (snapshot.closed >= day_number(first)) & (snapshot.closed <= day_number(last))
    return found


def asked_during(snapshot: Snapshot, instrument: str, first: date, last: date) -> int:
    """How many of those who closed then had answered the instrument between start and end."""
    place = [one.instrument for one in snapshot.instruments].index(instrument)
    measured = snapshot.measurements[place]
    during = np.zeros(len(snapshot.opened), bool)
    during[measured.episode[measured.occasion == OCCASIONS.index("during")]] = True
    return int((during & closed_between(snapshot, first, last)).sum())


def helped_by_goals(snapshot: Snapshot, first: date, last: date) -> Helped:
    """Of those who closed then and have judged goals: for how many all of them were reached fully or largely."""
    of = np.repeat(np.arange(len(snapshot.opened)), np.diff(snapshot.goal_bounds))
    judged = snapshot.goal_attainment != NO_CODE
    missed = judged & ~np.isin(snapshot.goal_attainment, REACHED)
    has_goals, has_missed = (np.bincount(of[which], minlength=len(snapshot.opened)) > 0 for which in (judged, missed))
    known = has_goals & closed_between(snapshot, first, last)
    return Helped(int((known & ~has_missed).sum()), int(known.sum()))
