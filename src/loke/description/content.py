"""A verksamhetsbeskrivning as the content that documents are written from, and read back against."""

from collections.abc import Sequence

from django.utils.translation import get_language, gettext

from loke.description.headings import Field, Heading, headings
from loke.description.models import BaseDocument, Part, Service, ServiceDescription
from loke.description.reading import Answer, PartTold, told_of
from loke.publishing.documents import content

NARROW = {"name": 1.2, "intensity": 0.8, "length": 0.8}  # parts of a table's width; the others have 1.5
KINDS = {Part.Kind.PHASE: "Faser", Part.Kind.INTERVENTION: "Typer av insatser"}


def description_content(service: Service, description: ServiceDescription | None) -> content.Description:
    """The version with what is written in it; None gives the empty form."""
    told = {one.heading.code: one for one in told_of(description)} if description else {}
    return content.Description(
        title=gettext("Verksamhetsbeskrivning"),
        service=service.name,
        municipality=service.organisation.name,
        version=version_line(description) if description else gettext("Att fylla i"),
        headings=tuple(_heading(one, told.get(one.code)) for one in headings()),
        language=get_language() or "sv",
    )


def version_line(version) -> str:
    """Which version it is, from when it holds and who stands behind it."""
    said = version.label[:1].upper() + version.label[1:]
    if not version.adopted:
        return said
    words = {"version": said, "day": version.adopted.isoformat(), "who": version.participants}
    adopted = (
        gettext("%(version)s, antagen %(day)s av %(who)s") if words["who"] else gettext("%(version)s, antagen %(day)s")
    )
    return adopted % words


def _heading(heading: Heading, told) -> content.Heading:
    answers = {one.field.code: one for one in told.answers} if told else {}
    parts = told.parts if told else {}
    return content.Heading(
        number=heading.number,
        title=gettext(heading.name),
        fields=tuple(_field(field, answers.get(field.code)) for field in heading.fields),
        tables=tuple(_table(kind, fields, parts.get(kind, ())) for kind, fields in heading.parts.items()),
        mark=gettext("Används vid analys.") if heading.for_analysis else "",
    )


def _field(field: Field, answer: Answer | None) -> content.Field:
    return content.Field(
        code=field.code,
        label=gettext(field.label),
        text=answer.words if answer else "",
        alternatives=tuple(gettext(words) for _code, words in field.options),
        hint=gettext(field.help) if field.help else "",
    )


def _table(kind: str, fields: Sequence[Field], parts: Sequence[PartTold]) -> content.Table:
    return content.Table(
        code=kind,
        caption=gettext(KINDS[kind]),
        columns=tuple(
            content.Column(field.code, gettext(field.label), share=NARROW.get(field.code, 1.5)) for field in fields
        ),
        rows=tuple(tuple(answer.text for answer in part.answers) for part in parts),
    )


def base_of(service: Service) -> bytes | None:
    """The organisation's own base document, if it has one."""
    found = BaseDocument.objects.filter(organisation=service.organisation).first()
    return bytes(found.content) if found else None
