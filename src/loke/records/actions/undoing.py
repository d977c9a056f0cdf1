"""Taking back: undoing what one has just registered, taking away what was a mistake, and putting it back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Service
from loke.records import history
from loke.records.contents import everything_in
from loke.records.models import SEALED, UNDO, Change, Episode, Registration
from loke.records.registered import bin_of, episodes_of, old_in_bin
from loke.records.storing import hold, hold_all, only_the_operator


@action("undo_registration")
def undo_registration(*, by: User | None, registration: Registration) -> Registration:
    """Take back what `by` registered less than ten minutes ago, where they may still write.

    Raises ValidationError when it is too late, done already, or when something has been changed since.
    """
    if by is None or registration.by_id != by.pk or registration.what == SEALED:
        raise PermissionDenied
    require(by, "client", "write", unit=registration.service.unit, own=True)
    hold_all(touched_by(by, registration))
    if registration.undoes_id or registration.at <= timezone.now() - UNDO:
        raise ValidationError(_("Det går att ångra i tio minuter. Ändra i stället det som är fel."))
    return history.undo(by=by, registration=registration)


def touched_by(by: User | None, registration: Registration) -> QuerySet[Episode]:
    """The episodes that a registration touched. Raises PermissionDenied unless one may still write in all of them."""
    touched = Episode.objects.filter(pk__in=episodes_of(registration))
    if by and touched.exclude(client=None).exclude(pk__in=Episode.objects.for_user(by, "write")).exists():
        raise PermissionDenied
    return touched


@action("remove_episode")
def remove_episode(*, by: User | None, episode: Episode) -> Service:
    """Take away an episode with everything in it, and its client unless there is another one; to the bin."""
    hold(by, episode)
    gone = everything_in(episode)
    history.store(by=by, service=episode.service, episode=episode, what="remove_episode", removed=gone)
    return episode.service


@action("put_back")
def put_back(*, by: User | None, registration: Registration) -> Registration:
    """Put back what lies in the bin. Raises ValidationError when it no longer can be."""
    if by is None or registration.pk not in {taken.registration.pk for taken in bin_of(registration.service, by)}:
        raise PermissionDenied
    hold_all(Episode.objects.filter(pk__in=episodes_of(registration)))
    return history.undo(by=by, registration=registration)


@action("empty_bin")
def empty_bin(*, by: User | None, service: Service) -> Service:
    """Erase what was taken away more than 30 days ago, with everything that is known of how it stood before."""
    only_the_operator(by)
    rows = list(old_in_bin().filter(registration__service=service).values_list("kind", "row", "registration"))
    for kind in {kind for kind, *_rest in rows}:
        Change.objects.filter(kind=kind, row__in=[row for its, row, _of in rows if its == kind]).delete()
    Registration.objects.filter(pk__in={registration for *_rest, registration in rows}).update(why="")
    return service
