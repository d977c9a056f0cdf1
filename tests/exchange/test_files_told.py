"""What the dry run says before anything is stored: rows left out for another, and what is left to read in."""

from datetime import date

import pytest
from django.urls import reverse
from tests.exchange.files import begun, counts, filled, taken_in, text, tried

from loke.accounts.models import AccessEntry
from loke.exchange import actions
from loke.exchange.files.identify import struck_out
from loke.publishing.documents.rows_in import read_rows
from loke.records.models import Episode

pytestmark = pytest.mark.once  # what the database does with a file: test_files.py


def test_a_row_about_a_client_whose_own_row_is_left_out_says_so_and_where_it_stands(world):
    sheets = {
        "Klienter": [{"Kod": "U-8", "Start": date(2026, 3, 1)}, {"Kod": "U-9", "Start": "2026-13-01"}],
        "Mål": [{"Kod": "U-8", "Mål": "Sova"}, {"Kod": "u-9", "Mål": "Sova"}, {"Kod": "U-7", "Mål": "Sova"}],
    }
    book = read_rows("mall.xlsx", filled(world.ungdom, sheets))
    draft = actions.begin_import(by=world.maryam, service=world.ungdom, name="mall.xlsx", book=struck_out(book))
    told = {one.found: one.todo for one in tried(draft).problems if one.sheet == "Mål"}
    assert told["u-9"] == "Klienten står på bladet Klienter, rad 3, som hoppas över. Rätta den raden först."
    assert "Läs in klienten först" in told["U-7"]


def test_the_rest_is_spoken_of_only_where_there_is_one(world, signed_in):
    browser, heads = signed_in(world.maryam), "Kod;Start"
    for rows, rest in (("U-1;2026-13-01",), False), (("U-1;2026-13-01", "U-2;2026-03-01"), True):
        draft = begun(world.maryam, world.ungdom, text(heads, *rows), "client")
        page = browser.get(reverse("import_trial", args=["ungdom", draft.pk])).content.decode()
        assert "1 rad hoppas över. Rätta den i filen och läs den igen" in page
        assert ("läs in resten nu" in page) is rest


def test_whom_nobody_would_answer_for_is_said_before_and_after_and_where_it_is_mended(world, signed_in):
    rows = ("Kod;Start;Avslut", "U-2;2026-03-01;", "U-1;2026-03-01;", "U-3;2026-03-01;2026-04-01")
    browser, draft = signed_in(world.maryam), begun(world.maryam, world.ungdom, text(*rows), "client")
    page = browser.get(reverse("import_trial", args=["ungdom", draft.pk])).content.decode()
    assert "2 nya klienter får ingen ansvarig." in page
    done = reverse("import_done", args=["ungdom", taken_in(draft).pk])
    page = browser.get(done)
    assert [one.client.code for one in page.context["alone"]] == ["U-1", "U-2"]
    assert f'href="{reverse("assign", args=["ungdom"])}">Fördela klienterna' in page.content.decode()
    read = AccessEntry.objects.filter(what="import_done").latest("pk")
    assert read.clients.count() == 2
    Episode.objects.get(client__code="U-1").responsible.add(world.aino)
    assert [one.client.code for one in browser.get(done).context["alone"]] == ["U-2"]


def test_whoever_reads_in_their_own_clients_answers_for_them(world, signed_in):
    draft = begun(world.aino, world.ungdom, text("Kod;Start", "U-1;2026-03-01"), "client")
    page = signed_in(world.aino).get(reverse("import_trial", args=["ungdom", draft.pk])).content.decode()
    assert "ingen ansvarig" not in page


def test_a_score_that_is_not_what_the_answers_give_is_told_of_and_taken_in(world):
    taken_in(begun(world.maryam, world.ungdom, text("Kod;Start", "U-1;2026-03-01", "U-2;2026-03-01"), "client"))
    heads = "Kod;Svarsdag;Tillfälle;ork;hemma;skola-arbete;fritid;Färdig poäng: Min vecka som helhet"
    rows = ("U-1;2026-03-02;start;2;4;4;6;4", "U-2;2026-03-02;start;2;4;4;avböjt;4")
    draft = begun(world.maryam, world.ungdom, text(heads, *rows), "instrument:min-vecka")
    made = tried(draft)
    (problem,) = made.problems
    assert (problem.cell, problem.found, problem.expected, problem.skips) == (
        "H3",
        "4",
        "3,33, efter svaren på raden",
        False,
    )
    assert counts(made) == [(2, 0, 0, 0)]
