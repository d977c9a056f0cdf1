"""Answers that staff must see at once, as the instrument says, until somebody says that they have seen them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import BigIntegerField, Exists, F, OuterRef, QuerySet

from loke.database.statements import written_once
from loke.records.models import Acknowledgement, Answer, Episode, Measurement


@dataclass(frozen=True)
class Notice:
    """A filling-in with such answers, each with what is to be said of it."""

    measurement: Measurement
    answers: tuple[Answer, ...]

    @property
    def says(self) -> list[str]:
        return list(dict.fromkeys(answer.item.alarm.say for answer in self.answers))


def alarming(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Those that nobody has acknowledged."""
    seen = Acknowledgement.objects.filter(measurement=OuterRef("measurement"), item=OuterRef("item"))
    found = answers.filter(value__gte=F("item__alarm__lowest")).exclude(Exists(seen))
    return found.select_related("item__alarm", "measurement__instrument").order_by("-measurement__date", "-pk")


def notices(episodes: QuerySet[Episode]) -> list[Notice]:
    """The latest first."""
    return list(_as_notices(_with_all(alarming(Answer.objects.filter(measurement__episode__in=episodes)))))


def how_many(episodes: QuerySet[Episode]) -> int:
    """The number of fillings-in with such answers, for a page that shows nobody."""
    found = alarming(Answer.objects.filter(measurement__episode__in=episodes))
    return found.order_by().values("measurement").distinct().count()


def notices_in(episode: Episode) -> list[Notice]:
    return list(_as_notices(_alarming_in(episode=episode.pk)))


@written_once(episode=BigIntegerField())
def _alarming_in(episode):
    return _with_all(alarming(Answer.objects.filter(measurement__episode=episode)))


def _with_all(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    return answers.select_related("item__alarm", "measurement__instrument", "measurement__episode__client")


def _as_notices(answers: Iterable[Answer]) -> Iterator[Notice]:
    found: dict[int, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.measurement_id, []).append(answer)
    for some in found.values():
        yield Notice(some[0].measurement, tuple(sorted(some, key=lambda one: one.item.order)))
