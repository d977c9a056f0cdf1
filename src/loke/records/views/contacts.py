"""Registering what happened on a day: a contact, a group meeting, a new phase."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from loke.accounts.pages import needs
from loke.accounts.submissions import StoredOnce, form_page
from loke.description.access import service_for
from loke.records import actions, reading
from loke.records.actions.contacts import CONTACT_GONE
from loke.records.changes import last_of, who_and_when
from loke.records.forms import (
    ChangeContactForm,
    ContactForm,
    GroupSessionForm,
    PhaseForm,
    RemoveContactForm,
    RemoveGroupSessionForm,
)
from loke.records.groups import latest_of_groups, of_session, of_the_same
from loke.records.models import Contact, Episode, phases_in
from loke.records.reading import address_of
from loke.records.receipts import stored
from loke.records.storing import hold_all
from loke.records.views.clients import client_page, posted_from, to_write
from loke.records.views.whose import whose, with_those


@needs("client", "write")
@posted_from("client")
def register_contact(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """That the client was read and what is written wait for the disk together; what is sent again reads nothing."""
    episodes = reading.unlogged(request, service, number, "write")
    form, page = ContactForm(request.POST, episode=episodes[0]), address_of("client", episodes[0])

    def act(**fields) -> str:
        hold_all([episodes[0]])  # before the log, which nobody should wait for because somebody else has the episode
        reading.log(request, request.service, [number])
        actions.register_contact(by=request.user, episode=episodes[0], **fields)
        return page

    if receipt := stored(request, form, act, expected=page):
        return receipt
    reading.log(request, request.service, [number])
    return client_page(request, episodes, form)


@needs("client", "write")
def change_contact(request: HttpRequest, service: str, number: int, contact: int) -> HttpResponse:
    """A contact corrected; how it stood before is kept."""
    episodes = to_write(request, service, number)
    found = _contact(episodes, contact)
    if found is None:
        return gone(request, episodes, CONTACT_GONE)
    form = ChangeContactForm(request.POST or None, contact=found)

    def act(**fields) -> str:
        actions.change_contact(by=request.user, contact=found, **fields)
        return address_of("client", found.episode)

    remove = RemoveContactForm(auto_id=False, contact=found)
    more = {"episode": found.episode, "contact": found, "remove": remove}
    return stored(request, form, act) or form_page(request, form, "records/change_contact.html", **more)


@needs("client", "write")
@posted_from("client")
def remove_contact(request: HttpRequest, service: str, number: int, contact: int) -> HttpResponse:
    episodes = to_write(request, service, number)
    found = _contact(episodes, contact)
    if found is None:
        return gone(request, episodes, CONTACT_GONE)
    form = RemoveContactForm(request.POST, contact=found)

    def act(seen, **fields) -> str:
        actions.remove_contact(by=request.user, contact=found, seen=seen)
        return address_of("client", found.episode)

    if receipt := stored(request, form, act):
        return receipt
    change = ChangeContactForm(contact=found)
    change.clashes = form.clashes
    more = {"episode": found.episode, "contact": found, "remove": form}
    return form_page(request, change, "records/change_contact.html", **more)


@needs("client", "write")
def remove_group_session(request: HttpRequest, service: str, number: int, contact: int) -> HttpResponse:
    """A group meeting taken away for all whom one may write about, as when two have registered the same one."""
    episodes = to_write(request, service, number)
    found = _contact(episodes, contact)
    if found is None:
        return gone(request, episodes, CONTACT_GONE)
    if not found.session:
        return redirect(address_of("change_contact", found.episode, found.pk))
    mine = Episode.objects.for_user(request.user, "write")
    contacts = list(of_session(mine, found))
    reading.log(request, request.service, [one.episode.client_id for one in contacts])
    form = RemoveGroupSessionForm(request.POST or None, contacts=contacts)

    def act(seen) -> str:
        actions.remove_group_session(by=request.user, service=request.service, contacts=contacts, seen=seen)
        return address_of("client", found.episode)

    same = of_the_same(found)
    more = {"episode": found.episode, "contact": found, "contacts": contacts, "stored": _stored(found)}
    more["left"] = same.filter(session=found.session).count() - len(contacts)
    others = same.filter(episode=found.episode).exclude(session=found.session)
    more["others"] = [(one, _stored(one)) for one in others.select_related("episode__service")]
    return stored(request, form, act) or form_page(request, form, "records/remove_group_session.html", **more)


def _stored(contact: Contact) -> str:
    """By whom and when."""
    mine = ("contact", contact.pk, None)
    return who_and_when(last_of(contact.episode, lambda step: (step.kind, step.row, step.before) == mine))


def _contact(episodes: list[Episode], contact: int) -> Contact | None:
    found = Contact.objects.filter(episode__in=episodes, pk=contact).select_related("intervention").first()
    if found:
        found.episode = next(episode for episode in episodes if episode.pk == found.episode_id)
    return found


def gone(request: HttpRequest, episodes: list[Episode], words: str) -> HttpResponse:
    """For what is there no longer: the receipt of whoever has sent this before, else what has happened."""
    if request.method != "POST":
        raise Http404
    form = StoredOnce(request.POST)

    def act() -> str:
        raise ValidationError(words)

    return stored(request, form, act) or client_page(request, episodes, form)


@needs("client", "write")
@posted_from("client")
def enter_phase(request: HttpRequest, service: str, number: int) -> HttpResponse:
    episodes = to_write(request, service, number)
    form = PhaseForm(request.POST, episode=episodes[0], stays=phases_in(episode=episodes[0].pk))

    def act(phase, entered, **fields) -> str:
        actions.enter_phase(by=request.user, episode=episodes[0], phase=phase, entered=entered)
        return address_of("client", episodes[0])

    return stored(request, form, act) or client_page(request, episodes, form)


@needs("client", "write")
def group_session(request: HttpRequest, service: str) -> HttpResponse:
    """One form for a meeting with several clients: those who were there last time, until somebody is said not to be."""
    service = service_for(request, service, "client", "write")
    asked = whose(request, service)
    latest = latest_of_groups(asked.all_episodes, request.GET.get("insats", ""))
    episodes = list(with_those(asked, latest).listed())
    reading.log(request, service, [episode.client_id for episode in episodes])
    form = GroupSessionForm(request.POST or None, service=service, episodes=episodes, latest=latest)

    def act(date, intervention, minutes, **fields) -> str:
        told = {"date": date, "intervention": intervention, "minutes": minutes, "attendance": form.attendance()}
        actions.register_group_session(by=request.user, service=service, **told)
        return reverse("clients", args=[service.code])

    more = {"service": service, "whose": asked, "latest": latest}
    return stored(request, form, act) or form_page(request, form, "records/group_session.html", **more)
