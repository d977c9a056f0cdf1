"""What is done every night, one step at a time: what fails stops nothing else and is told of."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from loke.accounts.models import Invitation, Submission, WayBack
from loke.exchange.nightly import forget_old_files
from loke.followup import comparable
from loke.improvement import reminders as improvement
from loke.records import nightly as records
from loke.running import backup, leftovers, proof, recovery, rotation
from loke.running.findings import Finding, age_of, ago, all_well, alone, remember, tried
from loke.running.trouble import Refused

KEPT_SUBMISSIONS = timedelta(days=30)  # as long as the bin: nobody sends a form again after that
ELSEWHERE = "tas på annat håll"
PROVED = timedelta(days=6, hours=12)  # every seventh night, though one of them begins a little early


def sessions() -> str:
    call_command("clearsessions", verbosity=0)
    return "utgångna är borta"


def expired() -> str:
    """Invitations and ways back that nobody used, receipts of forms, and what the cache holds that has had its time."""
    now = timezone.now()
    unused = {"used": None, "expires__lt": now - timedelta(days=1)}
    doors = sum(door.objects.filter(**unused).delete()[0] for door in (Invitation, WayBack))
    receipts, _ = Submission.objects.filter(at__lt=now - KEPT_SUBMISSIONS).delete()
    with connection.cursor() as cursor:
        then = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
        cursor.execute(f"DELETE FROM {settings.CACHES['default']['LOCATION']} WHERE expires < %s", [then])  # noqa: S608
    return f"{doors} länkar in och {receipts} kvitton borttagna"


def counted(task: Callable[[], int | None]) -> Callable[[], str]:
    """A task of a room, which gives how many it did something about, as a step of the night."""

    def step() -> str:
        number = task()
        return "klart" if number is None else str(number)

    return step


def broken_off() -> str:
    if left := leftovers.sweep(backup.folder()):
        raise Refused(f"prov av kopior är kvar på databasens server, med allt i dem: {', '.join(left)}")
    return "inget är kvar"


def logs() -> str:
    found = proof.logs()
    if not all_well(found):
        raise Refused("; ".join(one.says for one in found if not one.ok))
    return "; ".join(one.says for one in found)


def copy() -> str:
    if backup.is_elsewhere():
        return ELSEWHERE
    place = _place()
    place.mkdir(parents=True, exist_ok=True)
    made = backup.make(place)
    return f"{made.name}, {backup.thin(place)} äldre borttagna"


def _place() -> Path:
    place = backup.folder()
    if place is None:
        raise Refused("ingen mapp är vald: ange en i LOKE_BACKUP, eller elsewhere om kopiorna tas på annat håll")
    return place


def prove() -> str:
    if backup.is_elsewhere():
        return ELSEWHERE
    place = _place()
    age = age_of("proof")
    if age is not None and age < PROVED:
        return f"gjort {ago(age)}"
    made = backup.our_own(place)
    if not made:
        raise Refused("det finns ingen kopia att prova")
    latest = made[-1]
    found = proof.of_backup(latest, recovery.own())
    if not all_well(found):
        raise Refused("; ".join(f"{one.name}: {one.says}" for one in found if not one.ok))
    return f"{latest.name} återläst och jämförd"


# In this order: what is taken away, what is left counted, the proof that all is well, and last the copy.
STEPS: list[tuple[str, Callable[[], str]]] = [
    ("sessioner", sessions),
    ("utgånget", expired),
    *((name, counted(task)) for name, task in records.TASKS),
    *((name, counted(task)) for name, task in improvement.TASKS),
    ("utkast till import", counted(forget_old_files)),
    ("avbrutet", broken_off),
    ("undanlagda databaser", leftovers.drop_put_aside),
    ("nycklar", rotation.retire),
    ("jämförbara verksamheter", counted(comparable.count_comparable)),
    ("loggar", logs),
    ("säkerhetskopia", copy),
    ("återläsningsprov", prove),
]


def run() -> list[Finding]:
    """Every step, unless the night is at work already."""
    with alone("nightly") as mine:
        if not mine:
            raise Refused("Nattkörningen är redan igång.")
        found = [tried(name, step) for name, step in STEPS]
        if all_well(found):
            remember("nightly")
    return found
