"""The pages on which a file comes in: who may reach them, what they say, and the whole way in a browser."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.browser import assert_accessible, sign_in
from tests.exchange.files import begun, taken_in, text, workbook

from loke.exchange import actions
from loke.exchange.files.fields import Field, Kind
from loke.exchange.files.identify import struck_out
from loke.exchange.files.plan import Part
from loke.exchange.forms.files import ValuesForm
from loke.exchange.models import FileImport
from loke.records.models import Client, Registration

PAGES = ("import_sheet", "import_columns", "import_values", "import_trial", "import_problems", "discard_import")
ROWS = (
    ("Statistik hösten",),
    ("Löpnr", "Namn", "Inskriven", "Kön", "Problemet"),
    ("U-1", "Anna Hemligsson", "1 mars 2026", "K", "Alkohol"),
    ("U-2", "Bo Hemligsson", "2/3 2026", "Man", "Narkotik"),
    ("U-3", "Cia Hemligsson", "2026-13-01", "kv", "Alkohol"),
)


def address(page: str, draft: FileImport) -> str:
    return reverse(page, args=[draft.service.code, draft.pk])


def posted(browser, url: str, **fields):
    return browser.post(url, {"submission": str(uuid.uuid4()), **fields})


@pytest.fixture
def draft(world) -> FileImport:
    return begun(world.aino, world.ungdom, text("Kod;Start", "U-1;2026-03-01", "U-2;2026-13-01"), "client")


@pytest.mark.parametrize("who", ["charlie", "coach", "politician", "administrator", "tove"])
def test_whoever_may_not_import_is_told_that_there_is_no_such_page(world, signed_in, draft, who):
    browser = signed_in(getattr(world, who))
    places = [reverse("import_file", args=["ungdom"]), reverse("import_template", args=["ungdom"])]
    places += [address(page, draft) for page in (*PAGES, "import_choice")]
    assert {browser.get(url).status_code for url in places} == {404}


def test_never_more_is_asked_about_words_than_a_form_can_hold(world):
    heads = [f"K{n}" for n in range(30)]
    lines = [";".join(["U-1"] + [f"ord {n}"] * 30) for n in range(70)]
    book = text(";".join(["Kod", *heads]), *lines)
    part = Part(0, 0, "client", {"0": "code", **{str(n + 1): f"k{n}" for n in range(30)}})
    options = (("a", "A"), ("b", "B"))
    fields = tuple(Field(f"k{n}", f"K{n}", "option", options) for n in range(30))
    form = ValuesForm(grid=book.sheets[0], part=part, kind=Kind("client", "Klienter", fields))
    assert 850 < len(form.fields) <= 901


def test_a_file_whose_name_told_who_somebody_is_is_listed_in_words(world, signed_in):
    name = "Klient 19121212-1212.csv"
    actions.begin_import(by=world.aino, service=world.ungdom, name=name, book=struck_out(text("Kod", "U-1")))
    page = signed_in(world.aino).get(reverse("import_file", args=["ungdom"])).content.decode()
    assert "Fortsätt med en fil vars namn visade vem någon är, " in page
    assert "1212" not in page


def test_a_file_that_has_been_taken_in_is_not_said_to_have_told_who_somebody_is(world):
    done = taken_in(begun(world.maryam, world.ungdom, text("Kod;Start", "U-1;2026-03-01"), "client"))
    assert (done.name, done.called) == ("", "")


@pytest.mark.parametrize("who", ["idris", "maryam"])
def test_a_draft_is_its_makers_only(world, signed_in, draft, who):
    browser = signed_in(getattr(world, who))
    assert {browser.get(address(page, draft)).status_code for page in PAGES} == {404}
    assert posted(browser, address("import_choice", draft), keep="on").status_code == 404


def test_every_page_of_ones_own_draft_is_there_and_can_be_come_back_to(world, signed_in, draft):
    browser = signed_in(world.aino)
    assert {browser.get(address(page, draft)).status_code for page in PAGES} == {200}
    assert address("import_trial", draft) in browser.get(reverse("import_file", args=["ungdom"])).content.decode()


def test_the_manager_sees_what_others_have_taken_in_and_colleagues_do_not(world, signed_in, draft):
    taken_in(draft)
    place = address("import_done", draft)
    assert signed_in(world.maryam).get(place).status_code == 200
    assert signed_in(world.idris).get(place).status_code == 404


def test_the_same_import_sent_twice_is_stored_once(world, signed_in, draft):
    browser, place = signed_in(world.aino), address("import_trial", draft)
    version = browser.get(place).context["made"].version
    sent = {"submission": str(uuid.uuid4()), "version": version}
    before = Registration.objects.count()
    first, second = browser.post(place, sent), browser.post(place, sent)
    assert first["Location"] == second["Location"] == address("import_done", draft)
    assert Registration.objects.count() == before + 1
    posted(browser, address("import_done", draft))
    assert not Client.objects.filter(code="U-1").exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600, "Spara som"),
        ("a.xlsx", b"Kod;Start", "Spara den på nytt"),
        ("a.pdf", b"%PDF", "ingen tabell"),
        ("a.ods", b"PK\x03\x04", "formatet .ods"),
        ("a.csv", b"Kod;Start\nU-1;" + b"x" * 40_000, "längre än 32 767 tecken"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(world, signed_in, name, data, said):
    file = SimpleUploadedFile(name, data)
    answer = posted(signed_in(world.aino), reverse("import_file", args=["ungdom"]), file=file)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not FileImport.objects.exists()


def test_a_file_whose_columns_lack_the_code_is_asked_about_again(world, signed_in, draft):
    answer = posted(signed_in(world.aino), address("import_columns", draft), unknown="refuse", **{"column-1": "opened"})
    assert answer.status_code == 422
    assert "Välj vilken kolumn som är Kod" in answer.content.decode()


def test_each_word_is_shown_as_it_stands_and_its_column_only_where_the_table_is_not_seen(world, signed_in):
    draft = begun(world.aino, world.ungdom, text("Kod;Start;Kön", "U-1;2026-03-01;kvinna"), "client")
    page = signed_in(world.aino).get(address("import_values", draft)).content.decode()
    assert '”kvinna”<span class="sr"> i Kön</span></label>' in page


def test_an_empty_cell_is_a_missing_value_unless_something_else_is_chosen(world, signed_in):
    book = text("Kod;Start;Kön", "U-1;2026-03-01;", "U-2;2026-03-02;kvinna")
    draft, browser = begun(world.aino, world.ungdom, book, "client"), signed_in(world.aino)
    form = browser.get(address("import_values", draft)).context["form"]
    answer = posted(browser, address("import_values", draft), **{name: form[name].initial for name in form.fields})
    assert answer["Location"] == address("import_trial", draft)
    draft.refresh_from_db()
    taken_in(draft)
    assert [*Client.objects.filter(code__in=("U-1", "U-2")).order_by("code").values_list("sex", flat=True)] == [
        "",
        "female",
    ]


def test_the_problems_can_be_taken_home_as_excel(world, signed_in, draft):
    answer = signed_in(world.aino).get(address("import_problems", draft))
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]


def test_a_draft_is_thrown_away_at_once(world, signed_in, draft):
    posted(signed_in(world.aino), address("discard_import", draft))
    assert not FileImport.objects.filter(pk=draft.pk).exists()


@pytest.mark.browser
def test_from_a_file_to_its_undoing_in_a_browser(page, shot):
    sign_in(page, "Maryam")
    page.goto("/v/ungdom/klienter/")
    page.get_by_role("link", name="Läs in en fil").click()
    assert_accessible(page)
    data = {"name": "höst.xlsx", "mimeType": "application/octet-stream", "buffer": workbook(ROWS)}
    page.set_input_files("input[type=file]", files=[data])
    page.get_by_role("button", name="Läs filen").click()
    page.wait_for_url("**/blad/")
    assert "Hemligsson" not in page.content()
    page.get_by_label(re.compile("en klient, med")).focus()
    page.keyboard.press("Space")
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/kolumner/")
    assert page.get_by_label("Kolumn C, Inskriven").input_value() == "opened"
    assert_accessible(page)
    page.get_by_role("button", name="Gå vidare").click()
    page.wait_for_url("**/varden/")
    assert_accessible(page)
    page.get_by_role("button", name="Provkör").click()
    page.wait_for_url("**/provkor/")
    assert page.get_by_role("rowheader", name="Blad C5").count() == 1
    assert_accessible(page)
    shot("trial")
    page.get_by_role("button", name="Läs in 2 rader").click()
    page.wait_for_url(re.compile(r"/lasa-in/\d+/$"))
    assert "Filen är inläst." in page.content()
    assert_accessible(page)
    page.get_by_role("button", name="Ångra hela inläsningen").click()
    page.get_by_text("Inläsningen är ångrad.").wait_for()
    assert page.get_by_role("button", name="Ångra hela inläsningen").count() == 0
