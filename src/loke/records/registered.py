"""What has been registered, told in words: what one may still undo, and what has been taken away."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.access import may
from loke.accounts.models import User
from loke.description.models import Service
from loke.records.history import KINDS
from loke.records.models import BIN, GAVE_WAY, UNDO, Change, Client, Contact, Episode, Registration, just_made
from loke.records.plurals import how_many
from loke.records.storing import chunks, way_to_episode

COUNTED = ("phase", "contact", "planned", "value", "measurement", "goal")  # the kinds that people count
# Whatever is stored under a name that begins so is kept for a while; in the bin, if there is a way back for it.
TAKEN = Q(what__startswith="remove_")
FROM_FILE = "import_rows"  # undone as a whole, where the file is shown
CORRECTED = "correct_counted"  # help without identity: it may take people away for good
WORDS: dict[str, str | Promise] = {
    "acknowledge_alarms": _("Svar lästa"),
    "add_codes": _("Koder ur egen lista"),
    "answer_planned": _("Planerad träff"),
    "change_contact": _("Ändrad träff"),
    "change_goal": _("Ändrat mål"),
    "correct_ending": _("Ändrat avslut"),
    "correct_counted": _("Rättad hjälp utan identitet"),
    "correct_episode": _("Rättelse"),
    "correct_measurement": _("Rättad mätning"),
    "drop_planned": _("Struken planering"),
    "end_episode": _("Avslut"),
    "enter_phase": _("Byte av fas"),
    "enter_phases": _("Faser"),
    "fill_in": _("Uppgifter"),
    "import_rows": _("Inläsning från fil"),
    "judge_goals": _("Bedömning av mål"),
    "move_planned": _("Flyttad träff"),
    "open_episode": _("Ny kontakt"),
    "plan_contacts": _("Planerade träffar"),
    "protect_client": _("Ändrat skydd av personuppgifter"),
    "record_measurement": _("Mätning"),
    "record_measurements": _("Mätningar"),
    "record_sex_and_age": _("Kön och ålder"),
    "record_values": _("Uppgifter"),
    "register_contact": _("Träff"),
    "register_contacts": _("Träffar"),
    "register_counted": _("Hjälp utan identitet"),
    "register_group_session": _("Gruppträff"),
    "register_week": _("Veckans träffar"),
    GAVE_WAY: _("Kod som inte användes"),
    "remove_contact": _("Borttagen träff"),
    "remove_episode": _("Borttagen kontakt med verksamheten"),
    "remove_goal": _("Borttaget mål"),
    "remove_group_session": _("Borttagen gruppträff"),
    "remove_measurement": _("Borttagen mätning"),
    "reopen_episode": _("Avslut taget tillbaka"),
    "set_goal": _("Mål"),
    "share_out": _("Fördelning av klienter"),
    "take_over": _("Mottagen klient"),
    "undo": _("Ångrat"),
}


def called(what: str) -> str:
    """What was done, as it is called on the screen."""
    return str(WORDS.get(what, what))


def fresh(by: User, service: Service, episode: Episode | None = None) -> list[Registration]:
    """What `by` has just registered in the service, or for the episode, and may still undo; the latest first."""
    found = just_made(by=by.pk, since=timezone.now() - UNDO, service=service.pk)
    return [one for one in found if episode is None or one.episode_number == episode.pk or _concerns(one, episode)]


def _concerns(registration: Registration, episode: Episode) -> bool:
    """Whether one of several clients that a registration concerned is the episode's; nothing sealed is read."""
    if registration.episode_number is not None:
        return False
    if registration.changes.filter(client_number=episode.client_id).exclude(client_number=None).exists():
        return True
    return any(episode.pk in _episodes(kind, numbers) for kind, numbers in registration.added.items())


def episodes_of(registration: Registration) -> set[int]:
    """The numbers of the episodes whose rows the registration added, changed or took away."""
    found, measurements = {registration.episode_number}, set()
    for kind, numbers in registration.added.items():
        found |= _episodes(kind, numbers)
    for change in registration.changes.all():
        episode, measurement = change.stood_under()
        found.add(change.row if change.kind == "episode" else episode)
        measurements.add(measurement)
    return (found | _episodes("measurement", list(measurements - {None}))) - {None}


def _episodes(kind: str, numbers: list[int]) -> set[int]:
    if kind == "episode":
        return set(numbers)
    way = way_to_episode(KINDS[kind])
    rows = KINDS[kind]._default_manager.order_by()
    some = chunks(numbers) if way else ()
    return {found for those in some for found in rows.filter(pk__in=those).values_list(way, flat=True)}


def clients_of(registration: Registration) -> set[int]:
    """The numbers of the clients whom it added, changed or took away anything of; nothing sealed is read."""
    changed = registration.changes.exclude(client_number=None).values_list("client_number", flat=True)
    found = {*changed, *registration.added.get("client", ())}
    for some in chunks(list({one for told in registration.added.items() for one in _episodes(*told)})):
        found |= set(Episode.objects.filter(pk__in=some).values_list("client", flat=True))
    return found - {None}


def _meeting(day: str, attendance: str) -> tuple[str, str]:
    return day, str(Contact.Attendance(attendance).label)


def in_bin(service: Service) -> QuerySet[Registration]:
    """What has been taken away and not been put back, the latest first; not a code that another client has again."""
    taken = service.registrations.filter(TAKEN, undone=None, at__gt=timezone.now() - BIN).exclude(what=GAVE_WAY)
    return taken.select_related("by").prefetch_related("changes").order_by("-pk")


@dataclass(frozen=True)
class Taken:
    """One thing in the bin: what it was, whose, and what went with it."""

    registration: Registration
    what: str
    client: int | None
    code: str
    content: str
    last_day: object


def bin_of(service: Service, user: User) -> list[Taken]:
    """What `user` may put back: all of the unit's, or what is of one's own clients and a client one took away."""
    found = list(in_bin(service))
    if not may(user, "client", "write", unit=service.unit):
        found = [one for one in found if _is_theirs(user, one)]
    numbers = {change.client_number for one in found for change in one.changes.all()}
    codes = dict(Client.objects.filter(pk__in=numbers).values_list("pk", "code"))
    return [_taken(one, codes) for one in found]


def _is_theirs(user: User, registration: Registration) -> bool:
    """Whether the person may write in every episode it concerns; of one that is gone, whether it was theirs.

    Nobody but the manager puts back somebody protected.
    """
    concerned = episodes_of(registration)
    there = Episode.objects.filter(pk__in=concerned)
    if there.exclude(pk__in=Episode.objects.for_user(user, "write")).exists():
        return False
    if concerned and there.count() == len(concerned):
        return True
    changes = registration.changes.all()
    clients = Client.objects.filter(pk__in={change.client_number for change in changes})
    protected = any(json.loads(change.before)["protected"] for change in changes if change.kind == "client")
    answered = (json.loads(change.before)["user_id"] for change in changes if change.kind == "responsible")
    mine = registration.what == "remove_episode" and (registration.by_id == user.pk or str(user.pk) in answered)
    return mine and not protected and not clients.exclude(protected=None).exists()


def _taken(registration: Registration, codes: dict[int, str]) -> Taken:
    changes = [change for change in registration.changes.all() if change.taken_away]
    clients = {change.client_number for change in changes if change.client_number}
    client = clients.pop() if len(clients) == 1 else None  # a group has no code of its own
    code = codes.get(client) or next((json.loads(c.before)["code"] for c in changes if c.kind == "client"), "")
    last = timezone.localdate(registration.at + BIN)
    content = content_of(c.kind for c in changes)
    if len(changes) == 1 and changes[0].kind == "contact":
        before = json.loads(changes[0].before)
        content = ", ".join(_meeting(before["date"], before["attendance"]))
    return Taken(registration, called(registration.what), client, code, content, last)


def content_of(kinds: Iterable[str]) -> str:
    """How many there are of what people count, and last the code if it is among them: "3 träffar, klientens kod"."""
    count = Counter(kinds)
    told = how_many({KINDS[kind]: count[kind] for kind in COUNTED})
    return ", ".join(filter(None, [told, _now("klientens kod") if count["client"] else ""]))


def taken_away() -> QuerySet[Change]:
    """The changes whose rows are gone for good: taken away or undone, not merely corrected, and not put back.

    Of people without a code nobody else would erase them.
    """
    away = Registration.objects.filter(TAKEN | Q(what__in=["undo", CORRECTED]), undone=None)
    return Change.objects.filter(taken_away=True, registration__in=away)


def old_in_bin() -> QuerySet[Change]:
    """What has lain there for so long that it is to be erased."""
    return taken_away().filter(registration__at__lte=timezone.now() - BIN)


def touched_by(by: User | None, registration: Registration) -> QuerySet[Episode]:
    """The episodes that a registration touched. Raises PermissionDenied unless one may still write in all of them."""
    touched = Episode.objects.filter(pk__in=episodes_of(registration))
    if by and touched.exclude(client=None).exclude(pk__in=Episode.objects.for_user(by, "write")).exists():
        raise PermissionDenied
    return touched
