"""What can be done with documents: keep the organisation's base document, and read a filled-in Word file back."""

from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import Organisation, User
from loke.description.actions.descriptions import add_part, write_passage
from loke.description.actions.versions import begin_service_description
from loke.description.content import version_line
from loke.description.headings import CHOICE, Field, field_of
from loke.description.models import BaseDocument, Part, Service, ServiceDescription, WordReading
from loke.description.reading import told_of
from loke.description.texts import without_identifiers
from loke.publishing.documents.reading import Reading


@action("keep_base_document")
def keep_base_document(*, by: User | None, organisation: Organisation, name: str, content: bytes) -> BaseDocument:
    """From now on the organisation's Word files are written on this, which `reading.clean_base` has cleaned."""
    require(by, "documents", "change", organisation=organisation)
    kept = {"name": without_identifiers(name)[:200], "content": content, "by": by, "at": timezone.now()}
    document, _made = BaseDocument.objects.update_or_create(organisation=organisation, defaults=kept)
    return document


@action("drop_base_document")
def drop_base_document(*, by: User | None, organisation: Organisation) -> Organisation:
    require(by, "documents", "change", organisation=organisation)
    BaseDocument.objects.filter(organisation=organisation).delete()
    return organisation


@action("take_in_description")
def take_in_description(*, by: User | None, service: Service, name: str, reading: Reading) -> WordReading:
    """Write what a filled-in Word file said into the draft, which is begun if there is none.

    What stood in a field before is in its history; what was not understood is kept line by line.
    """
    ours = {version_line(one) for one in service.descriptions.all()}  # what a file we wrote says of its version
    draft = begin_service_description(by=by, service=service)
    findings = [str(one) for one in reading.findings if one.text not in ours]
    written = sum(1 for done in _write(by, draft, reading, findings) if done)
    return WordReading.objects.create(
        description=draft,
        name=without_identifiers(name)[:200],
        written=written,
        findings="\n".join(map(without_identifiers, findings)),
        by=by,
    )


def _write(by: User | None, draft: ServiceDescription, reading: Reading, findings: list[str]) -> Iterator[bool]:
    """Each text that was written, or not; why not is added to `findings`."""
    numbers = {(one.part_id, one.field): one.number for one in draft.passages.all()}
    for code, text in reading.fields.items():
        if text:
            yield _written(by, draft, field_of(code), text, numbers, findings)
    parts = {
        (kind, part.name.casefold()): part.part
        for one in told_of(draft)
        for kind, there in one.parts.items()
        for part in there
    }
    for kind, rows in reading.tables.items():
        for row in filter(lambda row: any(row.values()), rows):
            part = parts.get((kind, row.get("name", "").casefold())) or add_part(by=by, description=draft, kind=kind)
            for code, text in row.items():
                if text:
                    yield _written(by, draft, field_of(code, kind), text, numbers, findings, part)


def _written(
    by: User | None,
    draft: ServiceDescription,
    field: Field,
    text: str,
    numbers: Mapping,
    findings: list[str],
    part: Part | None = None,
) -> bool:
    if field.kind == CHOICE:
        text = {_(words): code for code, words in field.options}.get(text, text)
    seen = numbers.get((part.pk if part else None, field.code), 0)
    try:
        wording = write_passage(by=by, description=draft, field=field.code, text=text, seen=seen, part=part, anew=True)
    except ValidationError as error:
        findings.append(f"{_(field.label)}: {' '.join(error.messages)}")
        return False
    return not wording.aside
