"""How tests use the page of the processbeskrivning: a small service of its own, rows by name, and posted forms."""

import re
import uuid
from datetime import date
from html import unescape

from django.urls import reverse

from loke.accounts.actions import make_organisation, make_unit
from loke.accounts.models import Unit
from loke.description.actions import add_row, make_service, tie_rows
from loke.description.models import ProcessDescription, ProcessRow, Service
from loke.measures.actions import adopt_process_version, begin_process_version, write_expectation
from loke.measures.models import Expectation

ROW = "Ungdomar mellan sexton och tjugo år som använder alkohol eller narkotika så att skolan eller hemmet tar skada"


def small_service(code: str = "liten", unit: Unit | None = None) -> Service:
    """A service with nothing written, in a municipality of its own unless a unit is given."""
    if unit is None:
        organisation = make_organisation(by=None, code=f"k-{code}", name="Lillköping")
        unit = make_unit(by=None, organisation=organisation, code="enhet", name="Enheten")
    return make_service(by=None, unit=unit, code=code, name="Lilla verksamheten")


def draft_of(service: Service) -> ProcessDescription:
    return begin_process_version(by=None, service=service)


def write(process: ProcessDescription, **columns: list[str]) -> dict[str, ProcessRow]:
    """Rows by their text, column by column."""
    return {
        text: add_row(by=None, process=process, column=column, text=text)
        for column, texts in columns.items()
        for text in texts
    }


def full(process: ProcessDescription, rows: int, letters: int = 120) -> dict[str, ProcessRow]:
    """So many rows of so many letters in each of the three columns, with an expectation under each."""
    columns = ("target_group", "intervention", "outcome")
    made = write(process, **{one: [f"{n}{one[0]} {ROW * 2}"[:letters] for n in range(rows)] for one in columns})
    for row in made.values():
        expected = Expectation(kind="completion", text="Fullföljer kontakten enligt planen", share="0.8")
        write_expectation(by=None, process=process, row=row, rows=[expected])
    return made


def tie(rows: dict[str, ProcessRow], start: str, *ends: str) -> None:
    tie_rows(by=None, row=rows[start], others=[rows[end] for end in ends])


def adopt(process: ProcessDescription, day: date) -> ProcessDescription:
    return adopt_process_version(by=None, process=process, participants="Alla i gruppen", adopted=day)


def order(process: ProcessDescription, column: str) -> list[str]:
    return list(process.rows.there().filter(column=column).values_list("text", flat=True))


def page_of(service: Service) -> str:
    return reverse("process", args=[service.code])


def post(browser, name: str, thing, **fields):
    """Post to an address of a row, or of a whole draft, with an id of its own."""
    process = thing.process if isinstance(thing, ProcessRow) else thing
    address = reverse(name, args=[process.service.code, thing.pk])
    return browser.post(address, {"submission": str(uuid.uuid4()), **fields})


def row_fields(row: ProcessRow, **changes) -> dict:
    """What the form of a row sends when nothing but `changes` is changed."""
    ends = row.leads_to.values_list("end__code", flat=True)
    starts = row.comes_from.values_list("start__code", flat=True)
    sent = {"text": row.text, "number": row.number, "shown": " ".join([*starts, *ends])}
    return {**sent, "before": list(starts), "after": list(ends), **changes}


def words(answer) -> str:
    """The page as it is read; a day is followed by its full stop."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?time>", "", told(answer)))).split())


def told(answer) -> str:
    return answer.content.decode()
