"""Everything about one client, for the manager to hand over to the person: a page that prints, and as a file."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from loke.accounts.files import as_file
from loke.accounts.pages import fresh, needs
from loke.description.access import service_for
from loke.description.content import base_of
from loke.publishing.documents.pdf import plan_pdf
from loke.publishing.documents.word_plan import plan_word
from loke.records import reading
from loke.records.retention.extract import Extract, extract_of, may_be_extracted
from loke.records.retention.written import as_document, as_json


def handed_over(view: Callable) -> Callable:
    """Everything about a client leaves the house: by the manager, who has just shown the second factor."""
    return needs("client", "extract")(fresh(view))


@handed_over
def extract(request: HttpRequest, service: str, number: int) -> HttpResponse:
    told = as_document(of := _extract(request, service, number))
    context = {"service": request.service, "extract": of, "told": told, "number": number}
    context["endings"] = [("docx", "Word"), ("pdf", "PDF"), ("json", "JSON")]
    return render(request, "records/extract.html", context)


@handed_over
def extract_file(request: HttpRequest, service: str, number: int, ending: str) -> HttpResponse:
    """The same as JSON, Word or PDF."""
    if ending not in ("json", "docx", "pdf"):
        raise Http404
    of = _extract(request, service, number)
    if ending == "json":
        return as_file("Utdrag", ending, as_json(of))
    written = as_document(of)
    data = plan_pdf(written) if ending == "pdf" else plan_word(written, base_of(request.service))
    return as_file("Utdrag", ending, data)


def _extract(request: HttpRequest, code: str, number: int) -> Extract:
    """Logged before it is made. 404 to whoever may not, as if there were no such client."""
    service = service_for(request, code, "client", "extract")
    if not may_be_extracted(service.unit, number):
        raise Http404
    reading.log(request, service, [number])
    return extract_of(request.user, service.unit, number)
