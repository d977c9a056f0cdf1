"""What is done on the page of the processbeskrivning to the expectations under a row."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from loke.accounts.submissions import stored
from loke.description.access import needs_description
from loke.description.models import ProcessRow, Service
from loke.measures import actions
from loke.measures.forms.expectations import NAMES, ExpectationForm
from loke.measures.process import Expected, expected, read
from loke.measures.views.process import address_of, attempt, posted, row_of, show


@needs_description("write")
@posted
def write_process_expectation(request: HttpRequest, service: Service, number: int) -> HttpResponse:
    row = row_of(service, number)
    form = expectation_form(request, row)

    told = form.is_valid()

    def act(code: str, seen: str, **fields) -> str:
        written = {"row": row, "rows": form.rows(), "code": code, "seen": seen}
        actions.write_expectation(by=request.user, process=row.process, **written)
        return address_of(row)

    if done := stored(request, form, act):
        return done
    if told:
        form.catch_up()
    return show(request, row.process, code=row.code, expectation_form=form)


def expectation_form(request: HttpRequest, row: ProcessRow) -> ExpectationForm:
    """The form as it was posted, of a kind that there is, under a row that stands on the page."""
    line, kind = read(row.process).line(row.code), request.POST.get("kind")
    if line is None or kind not in NAMES:
        raise Http404
    old = next((one for one in line.expectations if one.first.code == request.POST.get("code")), None)
    return ExpectationForm(request.POST, line=line, kind=kind, old=old)


@needs_description("write")
@posted
def drop_process_expectation(request: HttpRequest, service: Service, number: int, code: str) -> HttpResponse:
    """Take it away; the page that follows has all of it in a form that brings it back."""
    row = row_of(service, number)
    found = next((one for one in expected(row.process) if one.first.code == code), None)
    if found is None:
        return redirect(address_of(row))
    told = _told(row, found)
    done = attempt(request, lambda: actions.drop_expectation(by=request.user, expectation=found.first))
    return redirect(address_of(row, angra=told) if done else address_of(row))


def _told(row: ProcessRow, one: Expected) -> str:
    """The expectation as its form would send it."""
    line = next((line for line in read(row.process) if line.row.pk == row.pk), None)
    if line is None:
        raise Http404
    form = ExpectationForm(line=line, kind=one.first.kind, old=one)
    sent = {field.html_name: field.value() for field in form if field.name not in ("submission", "seen")}
    return urlencode({name: value for name, value in sent.items() if value not in (None, "", [])}, doseq=True)
