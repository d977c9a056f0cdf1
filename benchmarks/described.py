"""A service with many versions of its processbeskrivning, full of rows, threads and expectations, and its pages."""

from datetime import date, timedelta

from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from benchmarks import visits
from loke.accounts.actions import add_person, give_role, make_organisation, make_unit
from loke.accounts.models import User
from loke.description.actions import add_row, begin_service_description, make_service, tie_rows, write_passage
from loke.description.models import ProcessDescription, Service
from loke.measures.actions import adopt_process_version, begin_process_version, write_expectation
from loke.measures.models import Expectation

CODE = "beskriven"
COLUMNS = ("target_group", "intervention", "outcome")
FIRST = date(2020, 1, 1)


def service_with(versions: int, rows: int) -> Service:
    """The one that was made last time, else a new one; the last version is still being written."""
    if found := Service.objects.filter(code=CODE).first():
        return found
    organisation = make_organisation(by=None, code="beskrivna", name="Beskrivna")
    unit = make_unit(by=None, organisation=organisation, code="enhet", name="Enheten")
    person = add_person(by=None, email="chef@example.org", name="Berit Mätsson")
    give_role(by=None, user=person, role="manager", organisation=organisation, unit=unit)
    service = make_service(by=None, unit=unit, code=CODE, name="Beskriven")
    description = begin_service_description(by=None, service=service)
    for field in ("target_group", "limits", "end_result", "other_goals"):
        write_passage(by=None, description=description, field=field, text="\n".join(_texts(field, 20)), seen=0)
    fill(begin_process_version(by=None, service=service), rows)
    for n in range(versions - 1):
        _adopt(service.processes.open().get(), FIRST + timedelta(days=7 * n))
        begin_process_version(by=None, service=service)
    return service


def fill(process: ProcessDescription, rows: int) -> None:
    """So many rows over three columns, each with a thread to every fifth of the next and an expectation."""
    made = {column: [] for column in COLUMNS}
    for n in range(rows):
        column = COLUMNS[n % 3]
        made[column].append(add_row(by=None, process=process, column=column, text=f"{n} {_texts(column, 1)[0]}"))
    for row in made["intervention"]:
        others = made["target_group"][row.order % 5 :: 5] + made["outcome"][row.order % 5 :: 5]
        tie_rows(by=None, row=row, others=others)
    for row in (one for column in made.values() for one in column):
        expected = Expectation(kind="completion", text="Fullföljer kontakten enligt planen", share="0.8")
        write_expectation(by=None, process=process, row=row, rows=[expected])


def _texts(name: str, count: int) -> list[str]:
    return [f"{name} {n} med ord nog för att fylla två eller tre rader på sidan" for n in range(count)]


def _adopt(process: ProcessDescription, day: date) -> None:
    adopt_process_version(by=None, process=process, participants="Alla i gruppen", adopted=day)


def pages(service: Service) -> dict[str, str]:
    """Those of the pages that there are."""
    page = reverse("process", args=[service.code])
    row = service.processes.open().get().rows.first()
    found = {
        "Processbeskrivning, the draft": page,
        "  a row chosen": f"{page}?rad={row.code}",
        "  an expectation being written": f"{page}?rad={row.code}&ny=category",
        "  an adopted version": reverse("process_version", args=[service.code, "100"]),
        "  about to be adopted": reverse("adopt_process", args=[service.code]),
    }
    for name, address, more in (("Beskriv", "describe", []), ("Two versions compared", "compare", ["process"])):
        try:
            found[name] = reverse(address, args=[service.code, *more])
        except NoReverseMatch:
            continue
    return found


def manager_of(service: Service) -> User:
    return User.objects.get(memberships__unit=service.unit, memberships__role="manager")


def signed_in(user: User) -> Browser:
    return Browser(headers={"host": "127.0.0.1", "cookie": visits.signed_in(user)})


def statements(browser: Browser, page: str) -> int:
    """How many statements an answer sends to the database."""
    with CaptureQueriesContext(connection) as found:
        browser.get(page, secure=True)
    return len(found)
