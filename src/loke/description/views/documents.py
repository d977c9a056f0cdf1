"""The pages where descriptions leave as Word and PDF, come back as Word, and get the municipality's own look."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts.access import reach
from loke.accounts.files import as_file
from loke.accounts.models import Organisation
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description import actions
from loke.description.access import described_for, may_describe, needs_description
from loke.description.content import base_of, description_content
from loke.description.forms.documents import BaseDocumentForm, WordFileForm
from loke.description.models import BaseDocument, WordReading
from loke.publishing.documents.content import Description
from loke.publishing.documents.pdf import description_pdf
from loke.publishing.documents.reading import Reading, clean_base, read_description
from loke.publishing.documents.word import description_word


@needs_description("see")
def documents(request: HttpRequest, service: str) -> HttpResponse:
    """Everything that can be fetched as a file, and the door for a filled-in Word file."""
    service = described_for(request, service)
    context = {
        "service": service,
        "descriptions": service.descriptions.latest_first(),
        "processes": service.processes.latest_first(),
        "may_write": may_describe(request.user, "write", service),
        "base": BaseDocument.objects.filter(organisation=service.organisation).exists(),
    }
    return render(request, "description/documents.html", context)


@needs_description("see")
def description_file(request: HttpRequest, service: str, version: int, ending: str) -> HttpResponse:
    """A version of the verksamhetsbeskrivning as a file; version 0 is the empty form."""
    service = described_for(request, service)
    description = get_object_or_404(service.descriptions, version=version) if version else None
    told = description_content(service, description)
    if ending == "docx":
        data = description_word(told, base_of(service))
    elif ending == "pdf":
        data = description_pdf(told)
    else:
        raise Http404
    return as_file(f"{told.title} {service.name} {description.label if description else ''}".strip(), ending, data)


@needs_description("write")
def read_file(request: HttpRequest, service: str) -> HttpResponse:
    """A filled-in Word file of the same shape becomes text in the draft."""
    service = described_for(request, service, "write")
    like = description_content(service, None)
    form = WordFileForm(request.POST or None, request.FILES or None, read=lambda data: _understood(data, like))

    def act(file, read, **fields) -> str:
        reading = actions.take_in_description(by=request.user, service=service, name=file.name, reading=read)
        return reverse("word_reading", args=[service.code, reading.pk])

    return stored(request, form, act) or form_page(request, form, "description/read_file.html")


def _understood(data: bytes, like: Description) -> Reading:
    reading = read_description(data, like)
    if not any(reading.fields.values()) and not any(reading.tables.values()):
        raise ValidationError(_("Filen är ingen ifylld verksamhetsbeskrivning. Inget är inläst."))
    return reading


@needs_description("see")
def word_reading(request: HttpRequest, service: str, reading: int) -> HttpResponse:
    """What became of a Word file: how much was read, and line by line what was not."""
    service = described_for(request, service)
    reading = get_object_or_404(WordReading.objects.select_related("description", "process", "by"), pk=reading)
    if reading.version.service_id != service.pk:
        raise Http404
    return render(request, "description/word_reading.html", {"service": service, "reading": reading})


@needs("documents", "change")
def base_document(request: HttpRequest) -> HttpResponse:
    """The document that all Word files of the organisation are written on."""
    organisation = Organisation.objects.filter(pk__in=reach(request.user, "documents", "change").organisations).first()
    form = BaseDocumentForm(request.POST or None, request.FILES or None, read=clean_base)
    if request.method == "POST" and "drop" in request.POST:
        actions.drop_base_document(by=request.user, organisation=organisation)
        form = BaseDocumentForm(read=clean_base)

    def act(file, read, **fields) -> str:
        actions.keep_base_document(by=request.user, organisation=organisation, name=file.name, content=read)
        return reverse("base_document")

    base = BaseDocument.objects.filter(organisation=organisation).select_related("by").defer("content").first()
    return stored(request, form, act) or form_page(
        request, form, "description/base_document.html", base=base, organisation=organisation
    )
