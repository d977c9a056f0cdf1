"""Registering contacts: one, several of one client, or one meeting of a group."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loke.accounts.actions import action
from loke.accounts.models import User
from loke.database.statements import new_row
from loke.description.models import Intervention, Service
from loke.records import pseudonyms
from loke.records.history import store, together, version_of
from loke.records.models import Contact, Episode, PlannedContact, lasted
from loke.records.seen import unchanged
from loke.records.storing import check, hold, hold_all
from loke.records.week import place_of

CONTACT_GONE = gettext_lazy("Träffen finns inte längre. Någon har tagit bort den. Inget är sparat.")


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
    told = {"date": date, "intervention": intervention, "attendance": attendance}
    contact = new_row(Contact, episode=episode, session=session, minutes=lasted(attendance, minutes), **told)
    check(contact)
    _check_days(contact)
    planned = PlannedContact.objects.met_by([contact])
    store(by=by, service=episode.service, episode=episode, what="register_contact", added=[contact], removed=planned)
    return contact


@action("change_contact")
def change_contact(
    *,
    by: User | None,
    contact: Contact,
    date: date,
    intervention: Intervention,
    attendance: str,
    minutes: int | None,
    seen: str,
    why: str = "",
) -> Contact:
    """Correct a contact; `seen` is the version of it that was corrected, and `why` stands in the history.

    Raises Stale when it has been changed since, ValidationError by field.
    """
    hold(by, contact.episode)
    there = _as_seen(contact, seen)
    there.date, there.intervention, there.attendance = date, intervention, attendance
    there.minutes = lasted(attendance, minutes)
    check(there)
    _check_days(there)
    if version_of([there]) != seen:
        episode = contact.episode
        store(by=by, service=episode.service, episode=episode, what="change_contact", why=why, changed=[there])
    return there


@action("remove_contact")
def remove_contact(*, by: User | None, contact: Contact, seen: str) -> Episode:
    """Take a contact away; it can be put back for as long as the bin is kept. Raises Stale as above."""
    episode = contact.episode
    hold(by, episode)
    store(by=by, service=episode.service, episode=episode, what="remove_contact", removed=[_as_seen(contact, seen)])
    return episode


@action("remove_group_session")
def remove_group_session(*, by: User | None, service: Service, contacts: Sequence[Contact], seen: str) -> Service:
    """Take a group meeting away for all of these at once. Raises Stale when any of them has changed since."""
    hold_all(contact.episode for contact in contacts)
    for contact in contacts:
        hold(by, contact.episode)
    found = Contact.objects.filter(pk__in=[contact.pk for contact in contacts])
    there = list(found.select_related("episode").order_by("pk"))
    if not there:
        raise ValidationError(CONTACT_GONE)
    unchanged(seen, there)
    store(by=by, service=service, what="remove_group_session", removed=there)
    return service


def _as_seen(contact: Contact, seen: str) -> Contact:
    """The contact as it stands now that its episode is held."""
    there = Contact.objects.filter(pk=contact.pk).first()
    if there is None:
        raise ValidationError(CONTACT_GONE)
    unchanged(seen, [there])
    there.episode = contact.episode
    return there


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


@action("register_week")
def register_week(*, by: User | None, service: Service, contacts: Collection[Contact]) -> Service:
    """New contacts of several clients on several days, all or none.

    Raises ValidationError by `place_of` the contact; so where there is one that day already.
    """
    episodes = {contact.episode_id: contact.episode for contact in contacts}
    hold_all(episodes.values())
    for episode in episodes.values():
        hold(by, episode)
    found = Contact.objects.filter(episode__in=episodes, date__in={contact.date for contact in contacts})
    there, faults = set(found.values_list("episode", "date")), {}
    for contact in contacts:
        check(contact)
        if (contact.episode_id, contact.date) in there:
            faults[place_of(contact)] = _("Det finns redan en träff den dagen. Lägg till en till på klientens sida.")
    if faults:
        raise ValidationError(faults)
    for contact in contacts:
        _check_days(contact)
    planned = PlannedContact.objects.met_by(contacts)
    one = next(iter(episodes.values())) if len(episodes) == 1 else None
    store(by=by, service=service, episode=one, what="register_week", added=contacts, removed=planned)
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
