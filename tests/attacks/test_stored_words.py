"""Whatever stands in the tables is words on every page and in every file: names are not only what a form lets in."""

import re
import zipfile
from html import escape
from io import BytesIO

import openpyxl
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.http import HttpResponse
from tests.attacks.crawl import walk
from tests.attacks.test_injected import ALIVE, POLYGLOT
from tests.publishing.documents.test_excel import PREFIXES

from loke.accounts.fields import SealedText

NAMED = re.compile(
    r"name|label|text|title|question|instruction|content|aim|sign|term|purpose|reason|source|participants"
)
ROOMS = ("accounts", "description", "measures")
MANY = 3000


def write_everywhere(words: list[str]) -> set[str]:
    """Put the words, one after the other, into every column that holds words; gives the columns that took them."""
    taken = set()
    for model in (one for one in apps.get_models() if one._meta.app_label in ROOMS):
        for field in filter(holds_words, model._meta.concrete_fields):
            for place, number in enumerate(model._default_manager.order_by("pk").values_list("pk", flat=True)[:MANY]):
                text = words[place % len(words)]
                if field.unique or field.name == "name":
                    text = f"{text} {number}"
                try:
                    with transaction.atomic():
                        model._default_manager.filter(pk=number).update(**{field.name: text})
                except DatabaseError:  # an adopted version never changes, and some names may not be alike
                    break
                taken.add(f"{model.__name__}.{field.name}")
    return taken


def holds_words(field: models.Field) -> bool:
    plain = isinstance(field, models.CharField | models.TextField) and not isinstance(field, SealedText)
    return plain and not field.choices and not field.primary_key and bool(NAMED.search(field.name))


@pytest.fixture
def written(world) -> set[str]:
    """What begins like a formula and goes on as markup, wherever there are words; gives the columns."""
    return write_everywhere([f"{begins}{POLYGLOT}" for begins in PREFIXES])


@pytest.mark.once
def test_markup_and_formulas_in_any_name_are_words_on_every_page_in_every_picture_and_in_every_workbook(
    world, written, signed_in
):
    assert {"Service.name", "Unit.name", "User.name", "Variable.name", "Option.name"} <= written
    for who in (world.maryam, world.administrator):
        walked = list(walk(signed_in(who), files=who == world.maryam))
        pages = [page for page in walked if page.text]
        assert [page.address for page in pages if page.answer.status_code >= 500] == []
        assert [page.address for page in pages if ALIVE.search(page.text)] == []
        assert [page.address for page in pages if "charset=utf-8" not in page.answer["Content-Type"]] == []
        assert any(escape("<img src=x onerror=loke()>") in page.text for page in pages)
        if who == world.maryam:
            assert_no_formula([page.answer for page in walked if not page.text and page.answer.status_code == 200])


def assert_no_formula(files: list[HttpResponse]) -> None:
    books = [answer.content for answer in files if "spreadsheetml" in answer["Content-Type"]]
    assert len(books) >= 2
    begun = 0
    for data in books:
        cells = [cell for sheet in openpyxl.load_workbook(BytesIO(data)) for row in sheet.iter_rows() for cell in row]
        assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
        begun += sum(cell.data_type == "s" and str(cell.value).startswith(tuple("=+-@")) for cell in cells)
        inside = zipfile.ZipFile(BytesIO(data))
        sheets = [inside.read(name) for name in inside.namelist() if name.startswith("xl/worksheets/")]
        assert [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet] == []
    assert begun > 10
