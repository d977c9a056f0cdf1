"""Taking back: undo, the bin, and taking away an episode that was registered by mistake."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.description.models import Service
from loke.records import actions, reading
from loke.records.contents import content_in
from loke.records.forms.taking_back import PutBackForm, RemoveForm, UndoForm
from loke.records.lines import what_it_was
from loke.records.models import Episode, Registration
from loke.records.reading import address_of
from loke.records.receipts import stored as stored_with_undo
from loke.records.registered import CORRECTED, FROM_FILE, bin_of


@needs("client", "write")
def undo_registration(request: HttpRequest, service: str, registration: int) -> HttpResponse:
    """What one has just registered, undone by one press; the page itself is seen only when it cannot be.

    What came with a file goes with it, which is asked where the file is shown.
    """
    service = service_for(request, service, "client", "write")
    mine = get_object_or_404(Registration, pk=registration, service=service, by=request.user, undoes=None)
    if mine.what == FROM_FILE:
        return redirect("import_of", service.code, mine.pk)
    form = UndoForm(request.POST or None)

    def act() -> str:
        actions.undo_registration(by=request.user, registration=mine)
        return _where_it_was(request, service, mine)

    context = {"service": service, "registration": mine, "what": what_it_was(mine)}
    return stored(request, form, act) or form_page(request, form, "records/undo.html", **context)


PLACES = {"register_counted": "counted", CORRECTED: "counted", "add_codes": "add_codes", "share_out": "assign"}


def _where_it_was(request: HttpRequest, service: Service, registration: Registration) -> str:
    """The client's page, if there still is one that may be read, else the list that it was registered from."""
    mine = Episode.objects.for_user(request.user).filter(pk=registration.episode_number, service=service)
    known = mine.exclude(client=None).select_related("service").first()
    place = PLACES.get(registration.what, "clients")
    return address_of("client", known) if known else reverse(place, args=[service.code])


@needs("client", "write")
def paper_bin(request: HttpRequest, service: str) -> HttpResponse:
    """What has been taken away in the last 30 days, by whom, and back again with one press."""
    service = service_for(request, service, "client", "write")
    taken = bin_of(service, request.user)
    reading.log(request, service, [one.client for one in taken if one.client])
    return form_page(request, PutBackForm(), "records/bin.html", service=service, taken=taken)


@needs("client", "write")
def put_back(request: HttpRequest, service: str, registration: int) -> HttpResponse:
    service = service_for(request, service, "client", "write")
    found = {one.registration.pk: one for one in bin_of(service, request.user)}
    lying = get_object_or_404(Registration, pk=registration, pk__in=found)
    form = PutBackForm(request.POST or None)

    def act() -> str:
        actions.put_back(by=request.user, registration=lying)
        return _where_it_was(request, service, lying)

    if receipt := stored(request, form, act):
        return receipt
    taken = list(found.values())
    reading.log(request, service, [one.client for one in taken if one.client])
    return form_page(request, form, "records/bin.html", service=service, taken=taken)


@needs("client", "part_with")
def remove_episode(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Asks first, and says what goes."""
    episode = reading.episodes_here(request, service, number, "part_with")[0]
    form = RemoveForm(request.POST or None)

    def act() -> str:
        actions.remove_episode(by=request.user, episode=episode)
        return reverse("clients", args=[episode.service.code])

    context = {"episode": episode, "content": content_in([episode])}
    return stored_with_undo(request, form, act) or form_page(request, form, "records/remove_episode.html", **context)
