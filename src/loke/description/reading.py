"""What a verksamhetsbeskrivning says, heading by heading, as its pages show it; always read with the same queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from loke.description.headings import Field, Heading, headings
from loke.description.models import Part, Passage, Service, ServiceDescription, Wording

Key = tuple[int | None, str]  # a part's number and a field's code


def place_of(field: str, part: Part | None = None) -> str:
    """What a comment beside a field of a verksamhetsbeskrivning names; beside a row it is the row's code."""
    return f"{part.code}.{field}" if part else field


@dataclass(frozen=True)
class Answer:
    """A field with what is written in it, if anything; `waiting` are wordings that somebody has to choose between."""

    field: Field
    passage: Passage | None
    part: Part | None = None
    waiting: Sequence[Wording] = ()

    @property
    def name(self) -> str:
        """How it is called in a form: the field's code, after the part's if it stands in one."""
        return f"{self.part.code}-{self.field.code}" if self.part else self.field.code

    @property
    def place(self) -> str:
        """What a comment beside it names."""
        return place_of(self.field.code, self.part)

    @property
    def text(self) -> str:
        return self.passage.text if self.passage else ""

    @property
    def words(self) -> str:
        return self.field.words(self.text)

    @property
    def number(self) -> int:
        return self.passage.number if self.passage else 0


@dataclass(frozen=True)
class PartTold:
    """A phase or a type of intervention with its answers."""

    part: Part
    answers: Sequence[Answer]

    @property
    def name(self) -> str:
        return self.answers[0].text


@dataclass(frozen=True)
class Told:
    """A heading with its answers and, where it has them, its parts by kind."""

    heading: Heading
    answers: Sequence[Answer]
    parts: Mapping[str, Sequence[PartTold]]

    @property
    def written(self) -> list[Answer]:
        return [one for one in self.answers if one.text]

    @property
    def is_done(self) -> bool:
        return len(self.written) == len(self.answers)

    @property
    def last(self) -> Passage | None:
        """The passage that was written last, for who and when."""
        written = [one.passage for one in self.all_answers if one.passage and one.passage.number]
        return max(written, key=lambda passage: passage.changed, default=None)

    @property
    def all_answers(self) -> list[Answer]:
        return [*self.answers, *(a for told in self.parts.values() for part in told for a in part.answers)]


def told_of(description: ServiceDescription, removed: Collection[str] | None = ()) -> list[Told]:
    """All eight headings of a version. Three queries. Of the parts that were taken away those with a code in `removed`
    are there too (None: all of them), for whoever still writes in one."""
    passages = description.passages.select_related("changed_by")
    by_key = {(one.part_id, one.field): one for one in passages}
    waiting: dict[int, list[Wording]] = {}
    asides = Wording.objects.filter(passage__description=description, aside=Wording.Aside.WAITING)
    for one in asides.select_related("by"):
        waiting.setdefault(one.passage_id, []).append(one)
    there = [one for one in description.parts.all() if not one.removed or removed is None or one.code in removed]
    return [_told(heading, by_key, waiting, there) for heading in headings()]


def _told(heading: Heading, by_key: Mapping[Key, Passage], waiting: Mapping, parts: Sequence[Part]) -> Told:
    def answers(fields: Iterable[Field], part: Part | None = None) -> list[Answer]:
        found = [(field, by_key.get((part.pk if part else None, field.code))) for field in fields]
        return [Answer(field, one, part, waiting.get(one.pk, ()) if one else ()) for field, one in found]

    return Told(
        heading,
        answers(heading.fields),
        {
            kind: [PartTold(part, answers(fields, part)) for part in parts if part.kind == kind]
            for kind, fields in heading.parts.items()
        },
    )


def one_told(description: ServiceDescription, code: str, removed: Collection[str] = ()) -> Told:
    return next(told for told in told_of(description, removed) if told.heading.code == code)


def current(service: Service) -> ServiceDescription | None:
    """The version to look at first: the one being written, else the adopted one, else the last there was."""
    return service.descriptions.select_related("changed_by", "begun_by").latest_first().first()
