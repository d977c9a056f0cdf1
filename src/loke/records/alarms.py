"""Answers that staff must see at once, as the instrument says, until somebody says that they have seen them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

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


def notices(episodes: Iterable[Episode] | QuerySet[Episode]) -> list[Notice]:
    """The latest first."""
    found: dict[int, list[Answer]] = {}
    answers = alarming(Answer.objects.filter(measurement__episode__in=episodes))
    for answer in answers.select_related("item__alarm", "measurement__instrument", "measurement__episode__client"):
        found.setdefault(answer.measurement_id, []).append(answer)
    return list(_as_notices(found))


def _as_notices(found: dict[int, list[Answer]]) -> Iterator[Notice]:
    for answers in found.values():
        yield Notice(answers[0].measurement, tuple(sorted(answers, key=lambda one: one.item.order)))
