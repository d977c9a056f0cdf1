"""What is done with the records every night, by `loke nightly`."""

from loke.description.models import Service
from loke.records import actions
from loke.records.registered import old_in_bin


def empty_bins() -> int:
    """Erase what has lain in the bin for 30 days; how many services had any."""
    services = Service.objects.filter(pk__in=old_in_bin().values("registration__service"))
    for service in services:
        actions.empty_bin(by=None, service=service)
    return len(services)


def erase_handovers() -> None:
    """Erase what one service handed over and no other took over in time."""
    actions.erase_handovers(by=None)
