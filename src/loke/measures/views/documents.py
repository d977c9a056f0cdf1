"""The files in which the plan and the processbeskrivning leave, and the one that comes back."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts.files import as_file
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import described_for, needs_description, service_for
from loke.description.content import base_of
from loke.description.forms.documents import WordFileForm
from loke.measures import actions
from loke.measures.content import plan_content, plan_tables
from loke.measures.process import read
from loke.measures.sheet import fit_of, form_of, sheet_of
from loke.publishing.documents.content import Sheet
from loke.publishing.documents.excel import workbook
from loke.publishing.documents.fit import DoesNotFit
from loke.publishing.documents.pdf import plan_pdf, sheet_pdf
from loke.publishing.documents.reading_sheet import SheetReading, read_sheet
from loke.publishing.documents.word_plan import plan_word
from loke.publishing.documents.word_sheet import sheet_word


@needs("service", "see")
def plan_file(request: HttpRequest, service: str, ending: str) -> HttpResponse:
    service = service_for(request, service)
    told = plan_content(service)
    if ending == "docx":
        data = plan_word(told, base_of(service))
    elif ending == "pdf":
        data = plan_pdf(told)
    elif ending == "xlsx":
        data = workbook(f"{told.title}, {told.service}", told.municipality, plan_tables(service))
    else:
        raise Http404
    return as_file(f"{told.title} {told.service}", ending, data)


@needs_description("see")
def process_file(request: HttpRequest, service: str, version: str, ending: str) -> HttpResponse:
    """A version of the processbeskrivning on exactly one A4; when it does not fit, a page that says what to shorten."""
    service = described_for(request, service)
    process = read(get_object_or_404(service.processes, version=version))
    told = sheet_of(process)
    try:
        if ending == "docx":
            data = sheet_word(told, base_of(service))
        elif ending == "pdf":
            data = sheet_pdf(told)
        else:
            raise Http404
    except DoesNotFit:
        context = {"service": service, "fit": fit_of(process), "version": process.version}
        return render(request, "measures/process_too_long.html", context, status=422)
    return as_file(f"{told.title} {service.name} {process.version.label}", ending, data)


@needs_description("write")
def read_process_file(request: HttpRequest, service: str) -> HttpResponse:
    """A filled-in Word file of the same shape becomes rows and threads in the draft."""
    service = described_for(request, service, "write")
    like = form_of(service)
    form = WordFileForm(request.POST or None, request.FILES or None, read=lambda data: _understood(data, like))

    def act(file, read, **fields) -> str:
        reading = actions.take_in_process(by=request.user, service=service, name=file.name, reading=read)
        return reverse("word_reading", args=[service.code, reading.pk])

    return stored(request, form, act) or form_page(request, form, "measures/read_process_file.html")


def _understood(data: bytes, like: Sheet) -> SheetReading:
    reading = read_sheet(data, like)
    if not any(reading.columns):
        raise ValidationError(_("Filen är ingen ifylld processbeskrivning. Inget är inläst."))
    return reading
