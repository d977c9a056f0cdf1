"""Whether what is on its way out still should go, when a rule has changed or somebody has come back meanwhile."""

from collections.abc import Collection, Iterator
from datetime import date

from loke.accounts.models import Unit
from loke.records.history import row_before
from loke.records.models import Episode, ErasedClient, Erasure, Measurement
from loke.records.retention import due


def no_longer_due(erasure: Erasure, day: date, months: due.Months | None = None) -> list[ErasedClient]:
    """Those of an erasure whose time has not passed on that day, by the rules as they are or by these months.

    What somebody has asked for or decided goes whatever its age.
    """
    if erasure.ground != Erasure.Ground.TIME:
        return []
    months = months or due.months_of(erasure.unit)
    rows = list(erasure.clients.filter(spared_until=None).select_related("sealed"))
    there = {number for one in due.due_in(erasure.unit, day, months) for number in _keys(one)}
    return [one for one in rows if not (_sealed_is_due(one, months, day) if one.sealed else _keys(one) <= there)]


def services_of(unit: Unit, rows: Collection[ErasedClient]) -> set[int]:
    """The numbers of the services whose records they have, when they are there again."""
    numbers = {number for one in rows for number in one.episodes}
    codes = {one.client_number for one in rows if not one.episodes}
    found = set(Episode.objects.filter(pk__in=numbers).values_list("service", flat=True))
    return found | {service for service, __ in due.put_in(unit, codes).values()}


def _keys(one: ErasedClient | due.Due) -> set[tuple[str, int | None]]:
    """Its episodes by number, or the client's number where there never was one."""
    return {("episode", number) for number in one.episodes} or {("client", one.client_number)}


def _sealed_is_due(one: ErasedClient, months: due.Months, day: date) -> bool:
    ended = dict(_ended(one)) or due.put_in(one.erasure.unit, {one.client_number})
    return bool(ended) and all(due.passed(last, months.get(service), day) for service, last in ended.values())


def _ended(one: ErasedClient) -> Iterator[tuple[int, tuple[int, date]]]:
    """Of each sealed episode its service and the day when it ended, or the later day of a measurement."""
    rows = [row_before(change) for change in one.sealed.changes.filter(kind__in=("episode", "measurement"))]
    measured = [row for row in rows if isinstance(row, Measurement) and row.date]
    for episode in (row for row in rows if isinstance(row, Episode)):
        days = [row.date for row in measured if row.episode_id == episode.pk]
        yield episode.pk, (episode.service_id, max([episode.closed, *days]))
