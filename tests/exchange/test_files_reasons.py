"""Why there is no answer survives Excel: in the lists and the cells of the template, and among the guesses."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from tests.exchange.files import begun, counts, filled, taken_in, text, tried

from loke.exchange import actions
from loke.exchange.files.fields import kinds
from loke.exchange.files.identify import struck_out
from loke.exchange.files.suggest import meant
from loke.exchange.files.template import template
from loke.exchange.models import FileImport
from loke.publishing.documents.rows_in import read_rows
from loke.records.models import Answer, Episode, Reason

pytestmark = pytest.mark.once  # what the database does with a file: test_files.py

STARTED = {"Kod": "U-9", "Start": date(2026, 3, 1)}


def from_template(world, sheets) -> FileImport:
    book = read_rows("mall.xlsx", filled(world.ungdom, sheets))
    return actions.begin_import(by=world.maryam, service=world.ungdom, name="mall.xlsx", book=struck_out(book))


def new() -> Episode:
    return Episode.objects.get(client__code="U-9")


def test_the_lists_of_the_template_end_with_why_there_is_no_answer(world):
    book = openpyxl.load_workbook(BytesIO(template(world.ungdom)))
    page, lists = book["Klienter"], book[book.sheetnames[-1]]
    places = {cell.value: cell.column_letter for cell in page[1]}
    rules = {
        str(rule.sqref).partition(":")[0].rstrip("0123456789"): rule for rule in page.data_validations.dataValidation
    }
    column = rules[places["Vägen hit"]].formula1.split("$")[1]
    offered = [cell.value for cell in lists[column] if cell.value]
    assert offered[-4:] == [str(reason.label) for reason in Reason]
    assert "ej tillfrågad, avböjt, ej aktuellt, vet ej" in " ".join(str(row[0].value) for row in book.worksheets[0])


@pytest.mark.parametrize("reason", list(Reason))
def test_each_of_them_in_the_template_is_taken_in_as_what_it_is(world, reason):
    instrument = world.ungdom.plans.first().instrument
    heads = [item.order if item.name else item.code for item in instrument.items.all()]
    first = instrument.items.first()
    head = f"Fråga {heads[0]}: {first.name}" if first.name else f"Fråga {heads[0]}"
    answer = {"Kod": "U-9", "Svarsdag": date(2026, 3, 2), "Tillfälle": "vid start", head: str(reason.label)}
    sheets = {
        "Klienter": [{**STARTED, "Vad det gäller": str(reason.label).capitalize()}],
        f"Mätning {instrument}": [answer],
    }
    draft = from_template(world, sheets)
    assert tried(draft).problems == []
    taken_in(draft)
    value = new().values.get(variable__code="problem")
    assert (value.reason, value.option) == (reason, None)
    answered = Answer.objects.get(measurement__episode=new(), item=first)
    assert (answered.reason, answered.value) == (reason, None)


def test_of_a_word_in_the_template_it_is_not_said_that_a_step_tells_what_it_stands_for(world):
    draft = from_template(
        world, {"Klienter": [{**STARTED, "Vad det gäller": "?"}], "Mål": [{"Kod": "U-9", "Mål": "A"}]}
    )
    todo = tried(draft).problems[0].todo
    assert "steget Värden" not in todo
    assert "Rätta cellen." in todo


@pytest.mark.parametrize(
    ("word", "is_"),
    [
        ("ej tillfrågad", "not_asked"),
        ("Vet ej", "do_not_know"),
        ("vet inte", "do_not_know"),
        ("Avböjde", "declined"),
        ("ej aktuell", "not_applicable"),
        ("förälder", "foralder"),
        ("via förälder", "foralder"),
        ("Skola", "skola"),
        ("genom", None),
        ("moster", None),
    ],
)
def test_a_word_is_guessed_by_the_name_it_is_part_of_and_by_the_reasons(world, word, is_):
    way = next(one for one in kinds(world.ungdom)[0].fields if one.label == "Vägen hit")
    assert meant(word, way) == is_


def test_what_is_guessed_is_chosen_on_the_page(world, signed_in):
    book = text("Kod;Start;Vägen hit", "U-1;2026-03-01;förälder", "U-2;2026-03-01;Vet ej")
    draft = begun(world.maryam, world.ungdom, book, "client", values={})
    form = signed_in(world.maryam).get(reverse("import_values", args=["ungdom", draft.pk])).context["form"]
    assert sorted(field.initial for field in form.visible_fields()) == ["do_not_know", "foralder"]
    assert counts(tried(draft)) == [(1, 0, 0, 1)]
