"""Codes taken over from the unit's own list."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Unit, User
from loke.description.models import Service
from loke.records.history import store
from loke.records.models import Client
from loke.records.own_codes import look_through
from loke.records.storing import check

SAID = 10  # codes named in a message


@action("add_codes")
def add_codes(*, by: User | None, service: Service, codes: Sequence[str]) -> Service:
    """Make a client of each of the unit's own codes, to be opened when the time comes; all or none."""
    require(by, "client", "open", unit=service.unit)
    if faults := look_through("\n".join(codes)).faults:
        raise ValidationError({"codes": faults})
    Unit.objects.select_for_update().get(pk=service.unit_id)
    known = {code.casefold(): code for code in service.unit.clients.values_list("code", flat=True)}
    if there := [code for code in codes if code.casefold() in known]:
        more = "" if len(there) <= SAID else " …"
        words = _("De här koderna finns redan i enheten: %(codes)s. Ta bort dem ur listan.")
        raise ValidationError({"codes": words % {"codes": ", ".join(there[:SAID]) + more}})
    made = [Client(unit=service.unit, code=code) for code in codes]
    for client in made:
        check(client)
    store(by=by, service=service, what="add_codes", added=made)
    return service
