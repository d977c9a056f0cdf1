"""The files in which the plan leaves: one page as Word and PDF, and everything as Excel."""

from django.http import Http404, HttpRequest, HttpResponse

from loke.accounts.files import as_file
from loke.accounts.pages import needs
from loke.description.access import service_for
from loke.description.content import base_of
from loke.measures.content import plan_content, plan_tables
from loke.publishing.documents.excel import workbook
from loke.publishing.documents.pdf import plan_pdf
from loke.publishing.documents.word_plan import plan_word


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
