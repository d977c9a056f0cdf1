"""What all actions of the records share: who may, holding the episode meanwhile, and how a row is checked and saved."""

from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.models import Unit, User
from loke.description.models import Service
from loke.records.models import Client, Episode, Measurement, held_episode, near_enough

ONCE = (Measurement.Occasion.START, Measurement.Occasion.END)  # when everybody answers a questionnaire once
CHUNK = 500  # rows at a time: databases take only so many numbers in a question, and memory is not endless


def chunks(rows: Sequence) -> Iterator[Sequence]:
    return (rows[first : first + CHUNK] for first in range(0, len(rows), CHUNK))


def hold(by: User | None, episode: Episode, verb: str = "write") -> None:
    """Refuse whoever may not; else hold the episode, as it stands now, until the transaction ends.

    Two who change the same episode at once do so one after the other, and the second sees what the first did.
    """
    held = next(iter(held_episode(user=by and by.pk, now=timezone.now(), episode=episode.pk)), None)
    if by is not None:
        by.held_in_request = None  # the roles are read afresh: one may have ended while the form was on its way
    if held is None or not (by is None or near_enough(by, verb, held)):
        raise PermissionDenied
    episode.opened, episode.closed, episode.ending_id, episode.age = held.opened, held.closed, held.ending_id, held.age


def hold_clients(numbers: Iterable[int | None]) -> dict[int, Client]:
    """Hold clients, before their episodes: everybody who holds both does so in this order."""
    held = Client.objects.select_for_update().filter(pk__in={number for number in numbers if number})
    return {client.pk: client for client in held.order_by("pk")}


def hold_all(episodes: Iterable[Episode]) -> None:
    """Hold several before anything is stored, in one order: two who meet the same clients never wait for each other."""
    if not connection.features.has_select_for_update:  # SQLite lets one at a time write anyhow
        return
    numbers = [episode.pk for episode in episodes]
    list(Episode.objects.select_for_update().filter(pk__in=numbers).order_by("-opened", "-pk").values_list("pk"))


def only_the_operator(by: User | None) -> None:
    """Refuse everybody but the command line."""
    if by is not None:
        raise PermissionDenied


def hold_service(service: Service) -> None:
    """Hold all the service's episodes until the transaction ends, in the same order as everybody else."""
    held = Episode.objects.select_for_update().filter(service=service).order_by("-opened", "-pk")
    list(held.values_list("pk"))


def way_to_episode(model: type[Model]) -> str:
    """By which relations rows of the kind belong to an episode; nothing where they belong to none."""
    names = {field.name for field in model._meta.fields}
    return "measurement__episode" if "measurement" in names else "episode" if "episode" in names else ""


def episode_of(row: Model) -> Episode | None:
    """The episode that a row belongs to; None of a client."""
    if isinstance(row, Client):
        return None
    if isinstance(row, Episode):
        return row
    return row.measurement.episode if hasattr(row, "measurement_id") else row.episode


def check_once(made: Measurement) -> None:
    """Raise ValidationError for a second filling-in, by the same person, of what is answered once."""
    told = {"instrument": made.instrument_id, "occasion": made.occasion, "respondent": made.respondent}
    others = Measurement.objects.filter(episode=made.episode_id, **told).exclude(pk=made.pk)
    if made.occasion in ONCE and others.exists():
        raise ValidationError(_("Svaren %(when)s är redan sparade.") % {"when": made.get_occasion_display()})


def save(thing, service: Service):
    thing.full_clean(exclude=_relations(thing))
    thing.save()
    service.touch()
    return thing


def check(thing: Model) -> None:
    """Raise ValidationError by field; what the database itself refuses is left to it, since there may be many."""
    thing.clean_fields(exclude=_relations(thing))


def _relations(thing: Model) -> list[str]:
    """What a row points at was loaded just now and need not be looked for again."""
    return [field.name for field in thing._meta.fields if field.is_relation]


def reached(by: User, unit: Unit) -> set[int]:
    """The numbers of the unit's clients whom somebody may take in rows about: those in reach, and codes not in use."""
    within = Client.objects.for_user(by, "import") | Client.objects.filter(episodes=None)
    return set(within.filter(unit=unit).values_list("pk", flat=True))
