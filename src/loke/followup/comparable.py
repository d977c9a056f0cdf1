"""What is told of comparable services: a few counts of each, kept between starts while it and the day are the same."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone

from loke import __version__
from loke.analysis.calculation import analyse_alone
from loke.analysis.funnel import ServicesRow
from loke.analysis.options import Options
from loke.analysis.summary import Row
from loke.analysis.who import WhoNumbersRow, WhoRow
from loke.description.models import Service
from loke.followup.dataset import snapshot_for

Counts = Mapping[str, Sequence[Row]]  # by table

TABLES: dict[str, type[Row]] = {"services": ServicesRow, "who_numbers": WhoNumbersRow, "who": WhoRow}
TOLD = {"services": {}, "who_numbers": {"variable": "age"}, "who": {"variable": "sex", "category": "female"}}
USUAL = "year"  # the kind of period that Följ upp opens with
KEPT = 36 * 60 * 60  # seconds, until the night has counted anew


def counts_of(services: Iterable[Service], today: date, kind: str) -> dict[str, Counts]:
    """By the code of each service, up to `today`, by that kind of period; only what has changed is read and counted."""
    asked = {_key(one, kind): one for one in services}
    there = ((asked[key], json.loads(text)) for key, text in cache.get_many(asked).items())
    kept = {one: _rows(tables) for one, (of, tables) in there if of == _state(one, today)}
    new = {one: _counted(one, today, kind) for one in asked.values() if one not in kept}
    if new:
        keep_counts(new, today, kind)
    return {one.code: counts for one, counts in (kept | new).items()}


def keep_counts(counted: Mapping[Service, Counts], today: date, kind: str) -> None:
    """All in one go, in the place of what was; where somebody else is writing they are counted again next time."""
    texts = {_key(one, kind): json.dumps((_state(one, today), _plain(rows))) for one, rows in counted.items()}
    with suppress(DatabaseError), transaction.atomic():
        cache.set_many(texts, KEPT)


def count_comparable(today: date | None = None) -> int:
    """Count every service that has a group, so that the first who opens Följ upp need not wait; how many there were."""
    day = today or timezone.localdate()
    return len(counts_of(Service.objects.exclude(group=""), day, USUAL))


def _key(service: Service, kind: str) -> str:
    return f"comparable-{service.pk}-{kind}"


def _state(service: Service, today: date) -> str:
    """What the counts are true of."""
    return f"{service.change} {today} {__version__}"


def _counted(service: Service, today: date, kind: str) -> Counts:
    tables = analyse_alone(TABLES, snapshot_for(service), Options(as_of=today, period=kind)).tables
    return {name: [row for row in rows if TOLD[name].items() <= vars(row).items()] for name, rows in tables.items()}


def _plain(counts: Counts) -> dict[str, list[dict[str, Any]]]:
    return {name: [vars(row) for row in rows] for name, rows in counts.items()}


def _rows(tables: Mapping[str, Sequence[dict[str, Any]]]) -> Counts:
    return {name: [TABLES[name](**row) for row in rows] for name, rows in tables.items()}


TASKS = (("jämförbara verksamheter", count_comparable),)
