"""One episode as its time line and its list of events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from loke.dataset.months import months_later
from loke.measures.models import Expectation, in_force_on
from loke.publishing import timeline
from loke.publishing.marks import Picture
from loke.publishing.numbers import shortest
from loke.records.curves import curves_of
from loke.records.models import Contact, Episode, Measurement, Phase, contacts_in, measured_in, phases_in
from loke.records.reading import addresses_of


class Met(NamedTuple):
    """What is shown of a contact; there may be hundreds."""

    number: int
    date: date
    attendance: str
    minutes: int | None
    intervention_id: int
    name: str
    session: str


@dataclass(frozen=True)
class Happened:
    """All that has happened in an episode, read once for everything that is shown of it; the first day first."""

    contacts: list[Met]
    phases: list[Phase]
    measured: list[Measurement]

    @property
    def latest(self) -> Met | None:
        """The latest contact of the client's own to which they came, else one in a group, else the latest."""
        backwards = self.contacts[::-1]
        came = [contact for contact in backwards if contact.attendance == Contact.Attendance.ATTENDED]
        alone = [contact for contact in came if not contact.session]
        return next(iter([*alone[:1], *came[:1], *backwards[:1]]), None)


def happened_in(episode: Episode) -> Happened:
    number = episode.pk
    contacts = [Met(*one) for one in contacts_in(episode=number)]
    return Happened(contacts, phases_in(episode=number), measured_in(episode=number))


@dataclass(frozen=True)
class Event:
    """One thing that happened on a day; `kind` is how its node is drawn on the thread: done, open or off.

    `link` leads to the page where it is changed.
    """

    day: date
    what: str
    more: str = ""
    kind: str = ""
    link: str = ""
    measurement: int | None = None  # its number, for a way to what it says


def course_of(episode: Episode, happened: Happened) -> Picture:
    """The time line, with what was intended on the day the episode opened behind it."""
    # the latest version first: it is the one that an analysis holds the episode against
    expectations = in_force_on(service=episode.service_id, day=episode.opened)
    course = timeline.Course(
        opened=episode.opened,
        today=max(timezone.localdate(), episode.opened),
        closed=episode.closed,
        phases=tuple(_phase(stay, expectations) for stay in happened.phases),
        contacts=tuple(timeline.Contact(c.date, c.attendance) for c in happened.contacts),
        intention=next(_intention(episode, expectations, happened.contacts), None),
        curves=curves_of(episode, happened.measured),
    )
    return timeline.time_line(course, language=get_language())


def _phase(stay: Phase, expectations: list[Expectation]) -> timeline.Phase:
    meant = next((e for e in expectations if e.kind == Expectation.Kind.PHASE and e.phase_id == stay.phase_id), None)
    lowest, highest = (meant.lowest, meant.highest) if meant else (None, None)
    whole = [None if end is None else int(end) for end in (lowest, highest)]
    return timeline.Phase(stay.phase.name, stay.entered, stay.left, *whole)


def _intention(episode: Episode, expectations: list[Expectation], contacts: list[Met]) -> Iterator[timeline.Intention]:
    """The first expected number of contacts, and how many there have been of it."""
    for expected in expectations:
        if expected.kind == Expectation.Kind.DOSE:
            last = months_later(episode.opened, expected.months)
            came = [one for one in contacts if one.attendance == Contact.Attendance.ATTENDED and one.date < last]
            given = [one for one in came if expected.intervention_id in (None, one.intervention_id)]
            meant = "–".join(shortest(end) for end in (expected.lowest, expected.highest) if end is not None)
            goes_on = not episode.closed and timezone.localdate() < last
            words = {"n": len(given), "meant": meant, "months": expected.months}
            short = ngettext("%(n)s träff, tänkt %(meant)s", "%(n)s träffar, tänkt %(meant)s", len(given)) % words
            yield timeline.Intention(episode.opened, last, _so_far(len(given), goes_on) % words, short)


def _so_far(given: int, goes_on: bool) -> str:
    if goes_on:
        return ngettext(
            "%(n)s träff hittills, tänkt %(meant)s på %(months)s mån",
            "%(n)s träffar hittills, tänkt %(meant)s på %(months)s mån",
            given,
        )
    return ngettext(
        "%(n)s träff på %(months)s mån, tänkt %(meant)s",
        "%(n)s träffar på %(months)s mån, tänkt %(meant)s",
        given,
    )


def events_of(episode: Episode, happened: Happened) -> list[Event]:
    """Everything that has happened, the latest first."""
    events = [
        Event(episode.opened, _("Start")),
        *(Event(p.entered, _("Fasen %(name)s börjar") % {"name": p.phase}) for p in happened.phases),
        *_meetings(episode, happened.contacts),
        *(
            Event(m.date, str(m.instrument), m.get_occasion_display(), measurement=m.pk)
            for m in happened.measured
            if m.date
        ),
    ]
    if episode.closed:
        events.append(Event(episode.closed, _("Avslut"), str(episode.ending or "")))
    return sorted(events, key=lambda event: event.day)[::-1]


def _meetings(episode: Episode, contacts: list[Met]) -> Iterator[Event]:
    named, change = (
        {value: str(label) for value, label in Contact.Attendance.choices},
        addresses_of("change_contact", episode),
    )
    for contact in contacts:
        more, came = named[contact.attendance], contact.attendance == Contact.Attendance.ATTENDED
        if contact.minutes and came:  # of the others they are what was meant
            minutes = ngettext("%(n)s minut", "%(n)s minuter", contact.minutes) % {"n": contact.minutes}
            more = f"{more}, {minutes}"
        yield Event(contact.date, contact.name, more, "" if came else "off", change(contact.number))
