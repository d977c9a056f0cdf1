"""What differs between two reviews as plain content: two revisions, or the group's and a second assessor's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from loke.publishing.documents.content import tidy

ROW = ("answer", "reason", "status", "status_text", "description")
ELEMENT = ("status", "summary", "comment")
VERDICT = ("verdict", "motive", "responsible", "judged")
ABOUT = ("about", "motive", "plan")


@dataclass(frozen=True)
class Difference:
    """A field of a part that is not the same in both: `part` is about, rows, elements, verdict or areas.

    `place` is the row's code or the element's number, empty for what there is one of.
    """

    part: str
    place: str
    field: str
    one: str
    other: str


def differences(one: Mapping, other: Mapping) -> list[Difference]:
    """In the order of the guide, nothing for what is the same; an area is there in one, in the other or in both."""
    return [
        *_fields("about", "", ABOUT, one, other),
        *_parts("rows", ROW, one, other),
        *_parts("elements", ELEMENT, one, other),
        *_fields("verdict", "", VERDICT, one["verdict"], other["verdict"]),
        *_areas(one["areas"], other["areas"]),
    ]


def _fields(part: str, place: str, names: Iterable[str], one: Mapping, other: Mapping) -> Iterator[Difference]:
    for name in names:
        a, b = one.get(name) or "", other.get(name) or ""
        if words_of(a) != words_of(b):
            yield Difference(part, place, name, str(a), str(b))


def words_of(told: object) -> list[str]:
    """What is read of a text: how its spaces and lines are written, in a browser or in Word, makes no difference."""
    return tidy(str(told)).split()


def _parts(part: str, names: tuple[str, ...], one: Mapping, other: Mapping) -> Iterator[Difference]:
    for place in {**one[part], **other[part]}:
        yield from _fields(part, place, names, one[part].get(place, {}), other[part].get(place, {}))


def _areas(one: list[Mapping], other: list[Mapping]) -> Iterator[Difference]:
    was, now = ({" ".join(words_of(area["text"])): area["text"] for area in each} for each in (one, other))
    for text in {**was, **now}:
        if (text in was) != (text in now):
            yield Difference("areas", "", "text", was.get(text, ""), now.get(text, ""))
