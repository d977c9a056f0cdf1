"""An episode from opening to ending: who it is about, the phases it goes through and how it ends."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import PlannedPhase, Service
from loke.records import pseudonyms
from loke.records.history import store, together
from loke.records.models import Client, Ending, Episode, Phase, Responsible
from loke.records.responsible import staff
from loke.records.storing import check, hold, hold_all, hold_clients, save

NO_SUCH_CODE = gettext_lazy("Ingen klient i enheten har den koden. Kontrollera tecknen.")
NOT_ONGOING = gettext_lazy("Någon av de markerade har inte längre en pågående kontakt.")


@action("add_ending")
def add_ending(
    *, by: User | None, service: Service, code: str, name: str, kind: str, planned: bool | None = None
) -> Ending:
    """A way in which the service's episodes may end; `kind` is one of Ending.Kind."""
    require(by, "service", "change", unit=service.unit)
    return save(Ending(service=service, code=code, name=name, kind=kind, planned=planned), service)


@action("open_episode")
def open_episode(
    *,
    by: User | None,
    service: Service,
    opened: date,
    client: Client | None = None,
    sex: str = "",
    birth_year: int | None = None,
    age: int | None = None,
    responsible: Iterable[User] = (),
) -> Episode:
    """Open an episode for a client of the unit, or for a new one who gets a code.

    Raises ValidationError if the client has one open.
    """
    require(by, "client", "open", unit=service.unit)
    if client is None:
        client = Client(unit=service.unit, code=_unused_code(service), sex=sex, birth_year=birth_year)
        check(client)
    else:
        client = _held(by, service, client)
    with together("open_episode"):
        if client.pk is None:
            store(by=by, service=service, what="open_episode", added=[client])
        elif sex and sex != client.sex:
            client.sex = sex
            store(by=by, service=service, what="open_episode", changed=[client])
        episode = Episode(service=service, code=pseudonyms.new_code(), client=client, opened=opened, age=age)
        check(episode)
        store(by=by, service=service, what="open_episode", added=[episode])
        held = [Responsible(episode=episode, user=user) for user in responsible or ([by] if by else [])]
        store(by=by, service=service, what="open_episode", episode=episode, added=held)
    return episode


def _held(by: User | None, service: Service, client: Client) -> Client:
    """The client, held, if `by` may know of it and it has nothing ongoing in the service."""
    client = Client.objects.select_for_update().get(pk=client.pk)
    if client.protected and by is not None and not Client.objects.for_user(by).filter(pk=client.pk).exists():
        raise ValidationError({"code": ValidationError(NO_SUCH_CODE, code=pseudonyms.UNKNOWN)})
    if ongoing := client.episodes.ongoing().filter(service=service):
        raise ValidationError({"code": _is_here(by is None or bool(client.protected) or ongoing.for_user(by).exists())})
    return client


def _is_here(seen: bool) -> str:
    if seen:
        return _("Klienten har redan en pågående kontakt med verksamheten. Avsluta den först.")
    return _("Klienten har redan en pågående kontakt hos en kollega. Sök på koden och öppna den med skäl.")


def _unused_code(service: Service) -> str:
    code = pseudonyms.new_code()
    return _unused_code(service) if service.unit.clients.filter(code=code).exists() else code


@action("share_out")
def share_out(*, by: User | None, service: Service, episodes: Collection[Episode], responsible: User) -> Service:
    """Make one person, who works with clients in the unit, alone responsible for ongoing episodes of the service.

    Raises ValidationError by field; then nobody has got a new one.
    """
    require(by, "client", "assign", unit=service.unit)
    if not staff(service.unit).filter(pk=responsible.pk).exists():
        raise ValidationError({"responsible": _("Välj någon som arbetar med klienter i enheten.")})
    hold_all(episodes)
    ongoing = service.episodes.ongoing().filter(pk__in=[episode.pk for episode in episodes])
    numbers = list(ongoing.values_list("pk", flat=True))
    if len(numbers) < len(episodes):
        raise ValidationError({"episodes": NOT_ONGOING})
    before = Responsible.objects.filter(episode__in=numbers)
    after = [Responsible(episode_id=number, user=responsible) for number in numbers]
    store(by=by, service=service, what="share_out", added=after, removed=before)
    return service


@action("record_sex_and_age")
def record_sex_and_age(*, by: User | None, episode: Episode, sex: str, age: int | None) -> Episode:
    """Sex is the client's in every episode; age is that on the opening day of this one."""
    client = episode.client = hold_clients([episode.client_id])[episode.client_id]
    hold(by, episode)
    changed = [client] if client.sex != sex else []
    changed += [episode] if episode.age != age else []
    client.sex, episode.age = sex, age
    for row in changed:
        check(row)
    if changed:
        store(by=by, service=episode.service, episode=episode, what="record_sex_and_age", changed=changed)
    return episode


@action("enter_phase")
def enter_phase(*, by: User | None, episode: Episode, phase: PlannedPhase, entered: date) -> Episode:
    """Move on to a phase; the one before is left on the same day. Raises ValidationError by field."""
    hold(by, episode)
    if episode.closed:
        raise ValidationError(_("Kontakten är redan avslutad, %(day)s.") % {"day": episode.closed.isoformat()})
    before = episode.phases.select_related("phase").last()
    if before and before.left is None and before.phase == phase:
        raise ValidationError({"phase": _("Den fasen gäller redan. Välj en annan.")})
    first = before.entered if before else episode.opened
    if entered < first:
        words = _("Fasen innan började %(day)s. Välj den dagen eller en senare.")
        words = words if before else _("Kontakten började %(day)s. Välj den dagen eller en senare.")
        raise ValidationError({"entered": words % {"day": first.isoformat()}})
    _enter(by, episode, [(phase, entered)], what="enter_phase")
    return episode


@action("enter_phases")
def enter_phases(*, by: User | None, episode: Episode, stays: Sequence[tuple[PlannedPhase, date]]) -> Episode:
    """Phases with the day each was entered, in that order; a phase is left when the next is entered."""
    hold(by, episode)
    _enter(by, episode, stays, what="enter_phases")
    return episode


def _enter(by: User | None, episode: Episode, stays: Sequence[tuple[PlannedPhase, date]], *, what: str) -> None:
    days = [entered for _, entered in stays]
    made = [
        Phase(episode=episode, phase=phase, entered=entered, left=left)
        for (phase, entered), left in zip(stays, [*days[1:], None], strict=True)
    ]
    for stay in made:
        check(stay)
    before = list(episode.phases.filter(left=None, entered__lte=days[0])) if made else []
    for stay in before:
        stay.left = days[0]
    store(by=by, service=episode.service, episode=episode, what=what, added=made, changed=before)
