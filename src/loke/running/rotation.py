"""A new version of the key, every text sealed anew under it, and old versions gone when nothing needs them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from loke.accounts import factors, keys
from loke.accounts.fields import Stored
from loke.accounts.keys import SealError
from loke.running import recovery
from loke.running.findings import held, local

BATCH = 500  # rows in one transaction: others wait for it
TOLD = 20  # rows of a column that are told one by one
LAG = timedelta(days=1)  # what was being written when the key was changed is long since stored


@dataclass(frozen=True)
class Listed:
    """One key of the installation, by what it is for; never the key itself."""

    what: str
    version: int
    made: str
    replaced: str
    fingerprint: str
    texts: int | None


def inventory() -> list[Listed]:
    used = keys.used()
    listed = [
        Listed("texter om klienter", one.version, local(one.made), until, one.fingerprint, used.get(one.version, 0))
        for one in keys.ring()
        for until in [one.replaced and local(one.replaced)]
    ]
    backup = recovery.path()
    if backup.exists():
        listed.append(Listed("säkerhetskopior", 1, _changed(backup), "", recovery.own().fingerprint, None))
    signing = settings.HOME / "secret-key"
    if signing.exists():
        listed.append(Listed("inloggningar", 1, _changed(signing), "", "", None))
    return listed


def _changed(file) -> str:
    moment = datetime.fromtimestamp(file.stat().st_mtime, timezone.get_current_timezone())
    return moment.isoformat(timespec="seconds")


def rotate(progress: Callable[[str], None], *, new: bool = False) -> int:
    """Make a new version, or go on with the one begun, and seal everything under it; gives how many would not open.

    Stopped halfway nothing is lost: every version that a text needs is kept. With `new`, and when all that is left of
    the one begun are texts that do not open, another version is made.
    """
    with held("keys") as mine:
        if not mine:
            progress("Nycklarna byts redan.")
            return 0
        there = keys.ring()
        if not new and set(keys.used()) - {there[-1].version}:
            progress(f"Fortsätter med version {there[-1].version}.")
            done, broken = _seal_all_anew(there[-1].version, progress)
            if done or not broken:
                return broken
        there = _with_new(there)
        progress(f"Version {there[-1].version} är gjord.")
        return _seal_all_anew(there[-1].version, progress)[1]


def _with_new(there: list[keys.Key]) -> list[keys.Key]:
    made = keys.new(there[-1].version + 1)
    keys.write([*there[:-1], replace(there[-1], replaced=made.made), made])
    return keys.ring()


def _seal_all_anew(version: int, progress: Callable[[str], None]) -> tuple[int, int]:
    """How many texts were sealed anew, and how many would not open."""
    counted = [factors.seal_anew(), *(_seal_anew(field, version, progress) for field in keys.sealed_columns())]
    return sum(done for done, _ in counted), sum(broken for _, broken in counted)


def _seal_anew(field, version: int, progress: Callable[[str], None]) -> tuple[int, int]:
    """Every text of a column that an older version has sealed, some at a time; tells which rows would not open."""
    last, done, broken = 0, 0, list[str]()
    while rows := _older(field, version, last):
        with transaction.atomic():
            results = [_seal_one(field, row) for row in rows]
        last, done = rows[-1].pk, done + sum(results)
        broken += [str(row.pk) for row, opened in zip(rows, results, strict=True) if not opened]
    if done or broken:
        progress(f"{field.model._meta.verbose_name}: {done} texter")
    if broken:
        more = " med flera" if len(broken) > TOLD else ""
        progress(f"  {len(broken)} gick inte att öppna: {field.model._meta.label} {', '.join(broken[:TOLD])}{more}")
    return done, len(broken)


def _older(field, version: int, after: int) -> list:
    name, rows = field.name, field.model._base_manager.filter(pk__gt=after).order_by("pk")
    rows = rows.filter(**{f"{name}__startswith": keys.MARK})
    rows = rows.exclude(**{f"{name}__startswith": f"{keys.MARK}{version}:"})
    return list(rows.only("pk", name, *field.bound_to)[:BATCH])


def _seal_one(field, row) -> bool:
    """Seal one text anew, unless somebody has just written another in its place."""
    before = str(row.__dict__[field.attname])
    try:
        text = Stored(keys.seal(getattr(row, field.attname), field.place(row)))
    except SealError:
        return False
    field.model._base_manager.filter(pk=row.pk, **{field.name: before}).update(**{field.name: text})
    return True


def retire() -> str:
    """Take away versions that were replaced a day ago and that no text needs; copies hold the keys they need."""
    with held("keys") as mine:
        used, there = keys.used(), keys.ring()
        gone = [one for one in there[:-1] if mine and one.version not in used and _long_ago(one.replaced)]
        if gone:
            keys.write([one for one in there if one not in gone])
    return f"{len(gone)} gamla nycklar borttagna"


def _long_ago(moment: str) -> bool:
    return bool(moment) and timezone.now() - datetime.fromisoformat(moment) > LAG
