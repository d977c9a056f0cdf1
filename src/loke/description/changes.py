"""What differs between two versions of a verksamhetsbeskrivning: field by field and part by part."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from loke.description.compare import ADDED, REMOVED, SAME, Segment, moved, replaced, segments
from loke.description.headings import CHOICE, DATE, Field, Heading, headings
from loke.description.models import Part, ServiceDescription

KEPT = "kept"


@dataclass(frozen=True)
class FieldChange:
    """The text of one field, before and after."""

    label: str
    segments: Sequence[Segment]

    @property
    def same(self) -> bool:
        return all(one.kind == SAME for one in self.segments)


@dataclass(frozen=True)
class PartChange:
    """A phase or a type of intervention: its state is added, removed or kept; or the heading's own fields, no part."""

    name: str
    kind: str
    state: str
    moved: bool
    fields: Sequence[FieldChange]

    @property
    def changed(self) -> list[FieldChange]:
        return [one for one in self.fields if not one.same]

    @property
    def differs(self) -> bool:
        return bool(self.changed) or self.state != KEPT or self.moved


@dataclass(frozen=True)
class HeadingChange:
    heading: Heading
    fields: Sequence[FieldChange]
    parts: Sequence[PartChange]

    @property
    def changed(self) -> list[FieldChange]:
        return [one for one in self.fields if not one.same]

    @property
    def differing_parts(self) -> list[PartChange]:
        return [one for one in self.parts if one.differs]

    @property
    def same(self) -> list[FieldChange]:
        """What has a text and kept it: fields, and fields of parts under the name of the part."""
        inside = [
            FieldChange(f"{part.name}: {field.label}", field.segments)
            for part in self.parts
            if part.state == KEPT
            for field in part.fields
            if field.same
        ]
        return [one for one in self.fields if one.same] + inside

    @property
    def differs(self) -> bool:
        return bool(self.changed or self.differing_parts)


Written = dict[tuple[str, str], str]  # the text of each field, by the part's code ("" for none) and the field's


def described(old: ServiceDescription, new: ServiceDescription) -> list[HeadingChange]:
    """All eight headings, each with what changed and what did not; empty fields are left out."""
    texts = _written(old), _written(new)
    parts = _parts(old), _parts(new)
    return [_heading(heading, *texts, *parts) for heading in headings()]


def _written(version: ServiceDescription) -> Written:
    found = version.passages.exclude(text="").filter(part__removed=None).values_list("part__code", "field", "text")
    return {(code or "", field): text for code, field, text in found}


def _parts(version: ServiceDescription) -> dict[str, Part]:
    return {part.code: part for part in version.parts.filter(removed=None)}


def _heading(heading: Heading, before: Written, after: Written, old: dict[str, Part], new: dict[str, Part]):
    parts: list[PartChange] = []
    for kind, fields in heading.parts.items():
        was = [code for code, part in old.items() if part.kind == kind]
        now = [code for code, part in new.items() if part.kind == kind]
        turned = moved(was, now)
        for code in [*now, *(one for one in was if one not in now)]:
            state = KEPT if code in was and code in now else ADDED if code in now else REMOVED
            name = after.get((code, "name")) if code in now else before.get((code, "name"))
            label = str(Part.Kind(kind).label)
            changes = _fields(fields, before if code in was else {}, after if code in now else {}, code)
            parts.append(PartChange(name or label, label, state, code in turned, changes))
    return HeadingChange(heading, _fields(heading.fields, before, after), parts)


def _fields(fields: Sequence[Field], before: Written, after: Written, code: str = "") -> list[FieldChange]:
    pairs = [(one, before.get((code, one.code), ""), after.get((code, one.code), "")) for one in fields]
    return [FieldChange(gettext(one.label), _between(one, old, new)) for one, old, new in pairs if old or new]


def _between(field: Field, old: str, new: str) -> list[Segment]:
    if field.kind in (CHOICE, DATE):
        return replaced(field.words(old), field.words(new))
    return segments(old, new)
