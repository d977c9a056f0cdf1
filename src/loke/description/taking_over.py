"""What the verksamhetsbeskrivning offers the processbeskrivning: a suggestion for each row, word for word."""

import re
from collections.abc import Iterable, Iterator

from loke.description.models import LONGEST_ROW, Part, Passage, ProcessRow, Service
from loke.description.texts import tidy

Column = ProcessRow.Column
FIELDS = {  # where in the telling each column has its suggestions, the likeliest first
    Column.TARGET_GROUP: ("target_group", "problem", "limits"),
    Column.INTERVENTION: ("way_of_working_text",),
    Column.OUTCOME: ("end_result", "other_goals"),
    Column.PHASE: (),
}
NAMED = {Column.INTERVENTION: Part.Kind, Column.PHASE: (Part.Kind.PHASE,)}  # kinds of parts whose names are rows
SHORTEST = 3  # letters; less is a list's mark, not a row
MARK = re.compile(r"^(?:[-–•*·]|\d+[.)])\s*(?=\D)")
MOST = 8  # in each column: more is not help


def suggestions(service: Service, taken: Iterable[str]) -> dict[str, list[str]]:
    """For each column what can be taken over from the version being written or else adopted, but for what is taken."""
    told = service.descriptions.latest_first().first()
    passages = list(Passage.objects.filter(description=told).select_related("part")) if told else []
    gone = {_alike(text) for text in taken}
    return {column: _fresh(_told(column, passages), gone) for column in Column.values}


def _told(column: str, passages: list[Passage]) -> Iterator[str]:
    parts = [one.part for one in passages if one.part]
    order = {part.pk: place for place, part in enumerate(sorted(parts, key=lambda part: (part.kind, part.order)))}
    names = [one for one in passages if one.part and one.field == "name" and one.part.removed is None]
    for name in sorted(names, key=lambda one: order[one.part_id]):
        if name.part.kind in NAMED.get(column, ()):
            yield tidy(name.text)
    for field in FIELDS[column]:
        for passage in passages:
            if passage.part is None and passage.field == field:
                yield from lines(passage.text)


def lines(text: str) -> Iterator[str]:
    """A line as it stands if it is short enough, else its sentences; marks of lists and the last full stop go."""
    for line in map(tidy, text.splitlines()):
        for one in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", MARK.sub("", line)):
            yield one.removesuffix(".").strip()


def _fresh(told: Iterable[str], gone: set[str]) -> list[str]:
    fresh = {_alike(text): text for text in told if SHORTEST <= len(text) <= LONGEST_ROW}
    return [text for alike, text in fresh.items() if alike not in gone][:MOST]


def _alike(text: str) -> str:
    return tidy(text).removesuffix(".").casefold()
