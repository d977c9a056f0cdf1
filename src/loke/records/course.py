"""One episode as its time line and its list of events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from loke.measures.models import Expectation
from loke.publishing import timeline
from loke.publishing.marks import Picture
from loke.publishing.numbers import shortest
from loke.records.curves import curves_of
from loke.records.models import Contact, Episode, Phase
from loke.records.moments import later
from loke.records.reading import address_of


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


def course_of(episode: Episode) -> Picture:
    """The time line, with what was intended on the day the episode opened behind it."""
    expectations = list(_in_force(episode))
    course = timeline.Course(
        opened=episode.opened,
        today=max(timezone.localdate(), episode.opened),
        closed=episode.closed,
        phases=tuple(_phase(stay, expectations) for stay in episode.phases.select_related("phase")),
        contacts=tuple(timeline.Contact(c.date, c.attendance) for c in episode.contacts.order_by("date")),
        intention=next(_intention(episode, expectations), None),
        curves=curves_of(episode),
    )
    return timeline.time_line(course, language=get_language())


def _in_force(episode: Episode):
    """The latest version first: it is the one that an analysis holds the episode against."""
    lasting = Q(valid_to=None) | Q(valid_to__gte=episode.opened)
    begun = Expectation.objects.in_force().filter(
        lasting, process__service=episode.service, valid_from__lte=episode.opened
    )
    return begun.order_by("-valid_from", "pk")


def _phase(stay: Phase, expectations: list[Expectation]) -> timeline.Phase:
    meant = next((e for e in expectations if e.kind == Expectation.Kind.PHASE and e.phase_id == stay.phase_id), None)
    lowest, highest = (meant.lowest, meant.highest) if meant else (None, None)
    whole = [None if end is None else int(end) for end in (lowest, highest)]
    return timeline.Phase(stay.phase.name, stay.entered, stay.left, *whole)


def _intention(episode: Episode, expectations: list[Expectation]) -> Iterator[timeline.Intention]:
    """The first expected number of contacts, and how many there have been of it."""
    for expected in expectations:
        if expected.kind == Expectation.Kind.DOSE:
            last = later(episode.opened, expected.months)
            contacts = episode.contacts.filter(attendance=Contact.Attendance.ATTENDED, date__lt=last)
            if expected.intervention_id:
                contacts = contacts.filter(intervention=expected.intervention_id)
            meant = "–".join(shortest(end) for end in (expected.lowest, expected.highest) if end is not None)
            words = {"n": contacts.count(), "meant": meant, "months": expected.months}
            yield timeline.Intention(
                episode.opened,
                last,
                _("%(n)s träffar på %(months)s månader, tänkt %(meant)s") % words,
                _("%(n)s träffar, tänkt %(meant)s") % words,
            )


def events_of(episode: Episode) -> list[Event]:
    """Everything that has happened, the latest first."""
    events = [
        Event(episode.opened, _("Start")),
        *(Event(p.entered, _("Fasen %(name)s börjar") % {"name": p.phase}) for p in episode.phases.all()),
        *(_meeting(episode, one) for one in episode.contacts.select_related("intervention").order_by("date", "pk")),
        *(
            Event(m.date, str(m.instrument), m.get_occasion_display(), measurement=m.pk)
            for m in episode.measurements.exclude(date=None).select_related("instrument").order_by("pk")
        ),
    ]
    if episode.closed:
        events.append(Event(episode.closed, _("Avslut"), str(episode.ending or "")))
    return sorted(events, key=lambda event: event.day)[::-1]


def _meeting(episode: Episode, contact: Contact) -> Event:
    more = contact.get_attendance_display()
    if contact.minutes:
        minutes = ngettext("%(n)s minut", "%(n)s minuter", contact.minutes) % {"n": contact.minutes}
        more = f"{more}, {minutes}"
    kind = "" if contact.attendance == Contact.Attendance.ATTENDED else "off"
    link = address_of("change_contact", episode, contact.pk)
    return Event(contact.date, contact.intervention.name, more, kind, link)
