"""Whoever approves is shown what holds for everybody or for nobody, before it is published."""

from dataclasses import replace

import pytest
from django.urls import reverse
from tests.followup.reading_pages import words
from tests.followup.releasing import prepare
from tests.followup.test_published_bytes import DONE, ELSE, LEFT, said

from loke.followup.actions.releases import propose_release
from loke.followup.published.alike import TABLES, Alike, alike
from loke.followup.published.content import Published
from loke.followup.section import Section

# A table, what a row of it tells, and what is pointed out. "–" is hidden.
BOUNDARY = """
expectations | assessable 20 within 20 below – above – target 0.7       | Som tänkt: alla
expectations | assessable 20 within 20 above – earlier 8 earlier_of 9   | Som tänkt: alla
expectations | assessable 20 within 0 below – above – target 0.7        | Som tänkt: ingen
expectations | assessable 20 within 15 below 5 above 0 target 0.7       | Över: ingen
expectations | assessable 20 within 15 below 5 above 5 target 1         |
expectations | assessable 20 within – below – above – target 1          |
expectations | assessable – within 20 below – above – target 0          |
completion   | of 20 completed 20 other – earlier 8 earlier_of 10       | Fullföljde: alla
completion   | of 20 completed 15 other – earlier 10 earlier_of 10      |
completion   | of 20 completed – other – share_without_other – earlier 0 |
completion   | of 20 completed 15 other 5 share_without_other 1         | Andel utan Annat: alla
completion   | of 20 completed 0 other 5 share_without_other 0          | Fullföljde: ingen, Andel utan Annat: ingen
better       | pairs 20 better 14 unchanged 6 worse 0 step 1            | Sämre: ingen
better       | pairs 20 better 20 unchanged 0 worse 0                   | Bättre: alla, Oförändrat: ingen, Sämre: ingen
better       | pairs 20 better 14 unchanged – worse –                   |
yes_no       | pairs 20 yes_yes 20 yes_no – no_yes – no_no –            | Ja båda: alla
yes_no       | pairs 20 yes_yes – yes_no – no_yes – no_no 20            | Nej båda: alla
yes_no       | pairs 20 yes_yes 19 yes_no 1 no_yes 0 no_no 0            | Nej, sedan ja: ingen, Nej båda: ingen
yes_no       | pairs – yes_yes 20 yes_no – no_yes – no_no –             |
attendance   | planned 20 missed 0 cancelled 0                          | Uteblivna: ingen
lasting      | closed 40 triples 19 better_at_end 8 kept 8            | Fortfarande bättre: alla
goals        | n 20 of 20 share 1                                       | alla
goals        | n 0 of 0                                                 |
"""


@pytest.mark.parametrize(
    ("counts", "completed"),
    [((20, 0, 0), True), ((0, 20, 0), False), ((15, 5, 0), None), ((20, 5, 0), None), ((4, 0, 0), None)],
    ids=["all", "none", "some", "most", "too few to be shown"],
)
def test_a_share_of_all_or_none_is_pointed_out(counts, completed):
    found = [one.everybody for one in alike(said("outside", counts)) if one.row == "2020, Fullföljde"]
    assert found == ([] if completed is None else [completed])


@pytest.fixture(scope="module")
def release() -> Published:
    return said("outside")


def number(word: str) -> float | None:
    return None if word == "–" else float(word)


@pytest.mark.parametrize("line", BOUNDARY.strip().splitlines())
def test_each_part_is_pointed_out_by_itself_and_nothing_that_is_hidden(release, line):
    name, told, wanted = (each.strip() for each in line.split("|"))
    columns = dict(zip(told.split()[::2], map(number, told.split()[1::2]), strict=True))
    anchor = next(anchor for anchor, tables in TABLES.items() if name in tables)
    row = {**columns, "hidden": [column for column, value in columns.items() if value is None]}
    found = alike(replace(release, sections=[Section(anchor, "Hur?", [])], tables={name: [row]}))
    assert ", ".join(f"{one.row}: {'alla' if one.everybody else 'ingen'}".removeprefix(": ") for one in found) == wanted


def test_the_row_is_told_in_words_with_its_question():
    assert Alike("Hur många fullföljer?", "Klar, Fullföljde", everybody=True) in alike(said("outside", (20, 0, 0)))


def test_the_row_is_named_by_neither_its_version_nor_what_it_hides(release):
    told = {"text": "15–48 träffar", "version": "2", "above": 0, "assessable": 20, "verdict": None}
    row = {**told, "hidden": ["verdict", "within", "below"]}
    [found] = alike(replace(release, sections=[Section("idea", "Hur?", [])], tables={"expectations": [row]}))
    assert (found.row, found.everybody) == ("15–48 träffar, Över", False)


def test_what_is_hidden_is_neither_all_nor_none():
    rows = [one.row for one in alike(said("outside", (DONE, LEFT, ELSE)))]
    assert not any(name in row for row in rows for name in ("Klar", "Avbröt", "Annat, Annat"))


def test_the_second_person_reads_it_on_the_page_that_approves(world, signed_in, monkeypatch):
    one = prepare(world)
    propose_release(by=world.maryam, release=one)
    monkeypatch.setattr(
        "loke.followup.views.approving.alike", lambda said: [Alike("Hur många fullföljer?", "Klar", everybody=True)]
    )
    page = words(signed_in(world.administrator).get(reverse("approve_release", args=[one.pk])).content.decode())
    assert "Alla eller ingen" in page
    assert "Hur många fullföljer? Klar: alla" in page
