"""Registering contacts: one, several of one client, or one meeting of a group."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Intervention, Service
from loke.records import pseudonyms
from loke.records.history import store, together
from loke.records.models import Contact, Episode
from loke.records.storing import check, hold, hold_all


@action("register_contacts")
def register_contacts(*, by: User | None, episode: Episode, contacts: Sequence[Mapping]) -> Episode:
    """Several contacts of one episode at once, each a mapping of date, intervention, attendance, minutes, session."""
    hold(by, episode)
    made = [Contact(episode=episode, **fields) for fields in contacts]
    for contact in made:
        _check_days(contact)
    store(by=by, service=episode.service, episode=episode, what="register_contacts", added=made)
    return episode


@action("register_contact")
def register_contact(
    *,
    by: User | None,
    episode: Episode,
    date: date,
    intervention: Intervention,
    attendance: str = Contact.Attendance.ATTENDED,
    minutes: int | None = None,
    session: str = "",
) -> Contact:
    """Register one contact. Raises ValidationError by field."""
    hold(by, episode)
    contact = Contact(
        episode=episode, date=date, intervention=intervention, attendance=attendance, minutes=minutes, session=session
    )
    check(contact)
    _check_days(contact)
    store(by=by, service=episode.service, episode=episode, what="register_contact", added=[contact])
    return contact


@action("register_group_session")
def register_group_session(
    *,
    by: User | None,
    service: Service,
    date: date,
    intervention: Intervention,
    minutes: int | None,
    attendance: Mapping[Episode, str],
) -> Service:
    """One meeting for several clients: `attendance` of each episode; all are stored or none."""
    session = pseudonyms.new_code()
    hold_all(attendance)
    told = {"date": date, "intervention": intervention, "minutes": minutes, "session": session}
    with together("register_group_session"):
        for episode, how in attendance.items():
            register_contact(by=by, episode=episode, attendance=how, **told)
    return service


def _check_days(contact: Contact) -> None:
    episode = contact.episode
    if contact.date < episode.opened:
        raise ValidationError(
            {"date": _("Träffen ligger före starten, %(day)s.") % {"day": episode.opened.isoformat()}}
        )
    if episode.closed and contact.date > episode.closed:
        raise ValidationError(
            {"date": _("Träffen ligger efter avslutet, %(day)s.") % {"day": episode.closed.isoformat()}}
        )
