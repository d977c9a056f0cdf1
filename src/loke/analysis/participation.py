"""Who took part between two days, read off a snapshot of one service: asked, met, with goals judged or all reached."""

from datetime import date

import numpy as np

from loke.analysis.cost import Helped
from loke.analysis.counts import Array
from loke.dataset.snapshot import ATTAINMENT, ATTENDANCE, DURING, NO_CODE, NO_DAY, Snapshot, day_number, day_of

REACHED = tuple(ATTAINMENT.index(name) for name in ("fully", "largely"))


def closed_between(snapshot: Snapshot, first: date, last: date) -> Array:
    """Which of the episodes closed then."""
    found: Array = (snapshot.closed >= day_number(first)) & (snapshot.closed <= day_number(last))
    return found


def earliest_opened(snapshot: Snapshot, first: date) -> date:
    """When the first of those opened who had not closed before that day; the day itself where there is nobody."""
    opened = snapshot.opened[snapshot.closed >= day_number(first)]
    return min(first, day_of(opened.min())) if len(opened) else first


def asked_during(snapshot: Snapshot, instrument: str, first: date, last: date) -> int:
    """How many of those who closed then had answered the instrument between start and end."""
    place = [one.instrument for one in snapshot.instruments].index(instrument)
    measured = snapshot.measurements[place]
    during = np.zeros(len(snapshot.opened), bool)
    during[measured.episode[measured.occasion == DURING]] = True
    return int((during & closed_between(snapshot, first, last)).sum())


def helped_by_goals(snapshot: Snapshot, first: date, last: date) -> Helped:
    """Of those who closed then and have judged goals: for how many all of them were reached fully or largely."""
    of = np.repeat(np.arange(len(snapshot.opened)), np.diff(snapshot.goal_bounds))
    judged = snapshot.goal_attainment != NO_CODE
    missed = judged & ~np.isin(snapshot.goal_attainment, REACHED)
    has_goals, has_missed = (np.bincount(of[which], minlength=len(snapshot.opened)) > 0 for which in (judged, missed))
    known = has_goals & closed_between(snapshot, first, last)
    return Helped(int((known & ~has_missed).sum()), int(known.sum()))


def met_between(snapshot: Snapshot, intervention: str, first: date, last: date) -> int:
    """How many had come to or missed a contact then, of one intervention or of `all`."""
    kinds = len(ATTENDANCE)
    wanted = [
        kinds * place + ATTENDANCE.index(came)
        for place, one in enumerate(snapshot.services[0].interventions)
        for came in ("attended", "missed")
        if intervention in ("all", one.intervention)
    ]
    then = (snapshot.contact_day >= day_number(first)) & (snapshot.contact_day <= day_number(last))
    return _whose(snapshot.contact_bounds, then & np.isin(snapshot.contact_kind, wanted))


def judged_between(snapshot: Snapshot, first: date, last: date) -> int:
    """How many had a goal judged then, or, where no day is told, closed then."""
    closed = np.repeat(snapshot.closed, np.diff(snapshot.goal_bounds))
    days = np.where(snapshot.goal_judged == NO_DAY, closed, snapshot.goal_judged)
    then = (days >= day_number(first)) & (days <= day_number(last))
    return _whose(snapshot.goal_bounds, then & (snapshot.goal_attainment != NO_CODE))


def _whose(bounds: Array, which: Array) -> int:
    """How many have at least one of the rows."""
    of = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    return len(np.unique(of[which]))
