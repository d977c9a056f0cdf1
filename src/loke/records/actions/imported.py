"""Storing many rows at once, as one registration that is undone as a whole."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Service
from loke.records.history import client_number, store
from loke.records.models import Answer, Contact, Episode, Registration, Responsible, Score
from loke.records.registered import FROM_FILE
from loke.records.storing import check, episode_of, reached

BY_DATABASE = (Answer, Score, Responsible)  # numbers within limits that the database keeps


@action("import_rows")
def import_rows(
    *, by: User | None, service: Service, added: Sequence[Model], changed: Sequence[Model], removed: Sequence[Model]
) -> Registration:
    """Rows of clients of one service that are to come, to be as they stand here, and to go: all of them or none.

    Hold the episodes first. Raises ValidationError, and PermissionDenied for an episode that is not one's own.
    """
    rows = [*added, *changed, *removed]
    episodes = {episode.pk for row in rows if (episode := episode_of(row)) and episode.pk}
    mine = set(Episode.objects.for_user(by, "import").values_list("pk", flat=True)) if by else episodes
    clients = {number for row in rows if (number := client_number(row))}
    theirs = reached(by, service.unit) if by else clients
    require(by, "client", "import", unit=service.unit, own=episodes <= mine and clients <= theirs)
    for row in (*added, *changed):
        if not isinstance(row, BY_DATABASE):
            check(row)
        _check_day(row)
    try:
        with transaction.atomic():
            return store(by=by, service=service, what=FROM_FILE, added=added, changed=changed, removed=removed)
    except IntegrityError as error:
        raise ValidationError(_("Något har ändrats under tiden. Inget är inläst. Gör provkörningen igen.")) from error


def _check_day(row: Model) -> None:
    if isinstance(row, Contact):
        episode = row.episode
        if row.date < episode.opened or (episode.closed and row.date > episode.closed):
            raise ValidationError(_("En träff ligger utanför klientens kontakt med verksamheten."))
