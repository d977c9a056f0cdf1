"""What is done every night, one step at a time: what fails stops nothing else and is told of."""

from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from loke.accounts.models import Invitation, Submission
from loke.exchange.nightly import forget_old_files
from loke.records import nightly as records
from loke.running import backup, proof, recovery, rotation
from loke.running.findings import Finding, Refused, age_of, all_well, alone, remember, tried

KEPT_SUBMISSIONS = timedelta(days=30)  # as long as the bin: nobody sends a form again after that
KEPT_BACKUPS = 30
PROVED = timedelta(days=6, hours=12)  # every seventh night, though one of them begins a little early


def sessions() -> str:
    call_command("clearsessions", verbosity=0)
    return "utgångna är borta"


def expired() -> str:
    """Invitations that nobody used, receipts of forms, and what the cache holds that has had its time."""
    now = timezone.now()
    invitations, _ = Invitation.objects.filter(used=None, expires__lt=now - timedelta(days=1)).delete()
    receipts, _ = Submission.objects.filter(at__lt=now - KEPT_SUBMISSIONS).delete()
    cache.get("loke")
    return f"{invitations} inbjudningar och {receipts} kvitton borttagna"


def counted(task: Callable[[], int | None]) -> Callable[[], str]:
    """A task of a room, which gives how many it did something about, as a step of the night."""

    def step() -> str:
        number = task()
        return "klart" if number is None else str(number)

    return step


def logs() -> str:
    found = proof.logs()
    if not all_well(found):
        raise Refused("; ".join(one.says for one in found if not one.ok))
    return "; ".join(one.says for one in found)


def copy() -> str:
    place = backup.folder()
    if place is None:
        return "ingen mapp är vald i LOKE_BACKUP"
    place.mkdir(parents=True, exist_ok=True)
    made = backup.make(place)
    return f"{made.name}, {backup.drop_old(place, KEPT_BACKUPS)} äldre borttagna"


def prove() -> str:
    if backup.folder() is None:
        return "ingen mapp är vald i LOKE_BACKUP"
    age = age_of("proof")
    if age is not None and age < PROVED:
        return f"provad för {age.days} dagar sedan"
    latest = max(backup.folder().glob(f"*{backup.ENDING}"), key=lambda one: one.stat().st_mtime, default=None)
    if latest is None:
        raise Refused("det finns ingen kopia att prova")
    found = proof.of_backup(latest, recovery.read())
    if not all_well(found):
        raise Refused("; ".join(f"{one.name}: {one.says}" for one in found if not one.ok))
    return f"{latest.name} återläst och jämförd"


# In this order: what is taken away first, then the proof that all is well, and last the copy of what is left.
STEPS: list[tuple[str, Callable[[], str]]] = [
    ("sessioner", sessions),
    ("utgånget", expired),
    ("papperskorg", counted(records.empty_bins)),
    ("överlämningar", counted(records.erase_handovers)),
    ("påminnelser", counted(records.send_reminders)),
    ("förslag till gallring", counted(records.propose_erasures)),
    ("gallring", counted(records.erase_what_is_due)),
    ("utkast till import", counted(forget_old_files)),
    ("nycklar", rotation.retire),
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
