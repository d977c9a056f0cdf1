"""Taking back: undoing what one has just registered, taking away what was a mistake, and putting it back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Service
from loke.records import history
from loke.records.alarms import notices_in
from loke.records.contents import everything_in
from loke.records.models import GAVE_WAY, SEALED, UNDO, Change, Episode, Registration
from loke.records.registered import FROM_FILE, bin_of, episodes_of, old_in_bin, touched_by
from loke.records.storing import hold, hold_all, hold_clients, only_the_operator
from loke.records.undoing import undo


@action("undo_registration")
def undo_registration(*, by: User | None, registration: Registration) -> Registration:
    """Take back what `by` registered less than ten minutes ago, where they may still write; a file, by its own action.

    Raises ValidationError when it is too late, done already, or when something has been changed since.
    """
    if by is None or registration.by_id != by.pk or registration.what in (SEALED, GAVE_WAY, FROM_FILE):
        raise PermissionDenied
    require(by, "client", "write", unit=registration.service.unit, own=True)
    touched = touched_by(by, registration)
    hold_clients(_clients_of(registration))
    hold_all(touched)
    if registration.undoes_id or registration.at <= timezone.now() - UNDO:
        raise ValidationError(_("Det går att ångra i tio minuter. Ändra i stället det som är fel."))
    return undo(by=by, registration=registration)


@action("remove_episode")
def remove_episode(*, by: User | None, episode: Episode) -> Service:
    """Take away an episode with everything in it, and its client unless there is another one; to the bin.

    Raises ValidationError while there is an answer in it that somebody must see at once.
    """
    hold_clients([episode.client_id])
    hold(by, episode, "part_with")
    if notices_in(episode):
        raise ValidationError(_("Här finns ett svar som behöver läsas nu. Läs det på klientens sida först."))
    gone = everything_in(episode)
    history.store(by=by, service=episode.service, episode=episode, what="remove_episode", removed=gone)
    return episode.service


@action("put_back")
def put_back(*, by: User | None, registration: Registration) -> Registration:
    """Put back what lies in the bin. Raises ValidationError when it no longer can be."""
    if by is None or registration.pk not in {taken.registration.pk for taken in bin_of(registration.service, by)}:
        raise PermissionDenied
    require(by, "client", "write", unit=registration.service.unit, own=True)
    hold_clients(_clients_of(registration))
    hold_all(Episode.objects.filter(pk__in=episodes_of(registration)))
    return undo(by=by, registration=registration)


def _clients_of(registration: Registration) -> list[int]:
    """The clients that it brought, changed or took away."""
    changed = registration.changes.filter(kind="client").values_list("row", flat=True)
    return [*registration.added.get("client", ()), *changed]


@action("empty_bin")
def empty_bin(*, by: User | None, service: Service) -> Service:
    """Erase what was taken away more than 30 days ago, with everything that is known of how it stood before."""
    only_the_operator(by)
    rows = list(old_in_bin().filter(registration__service=service).values_list("kind", "row", "registration"))
    for kind in {kind for kind, *_rest in rows}:
        for some in history.chunks([row for its, row, _of in rows if its == kind]):
            Change.objects.filter(kind=kind, row__in=some).delete()
    for some in history.chunks(sorted({registration for *_rest, registration in rows})):
        Registration.objects.filter(pk__in=some).update(why="")
    return service
