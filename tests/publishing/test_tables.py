"""The tables beside the pictures: headings in both languages, figures written once, dashes for nothing."""

from dataclasses import fields, replace
from typing import get_args, get_type_hints

import pytest
from tests.publishing.rows import WHERE, YEARS, expectation

from loke.analysis.better import BetterRow
from loke.analysis.calculation import TABLES
from loke.analysis.interventions import InterventionsRow
from loke.analysis.who import WhoRow
from loke.publishing.tables import LAYOUTS, name_of, table

NB = "\u00a0"


def texts(name: str, rows: list[object], **options: object) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table(name, rows, **options).rows]


def test_the_table_of_completion_is_the_handbooks_first_table() -> None:
    made = table("completion", YEARS, now="2026")
    assert [cell.text for cell in made.head][:6] == ["Period", "Fullföljde", "Annat", "Alla", "Andel", "Osäkerhet"]
    assert [[cell.text for cell in row.cells][:6] for row in made.rows] == [
        ["2023", "14", "4", "26", f"54{NB}%", "35–71"],
        ["2024", "17", "6", "32", f"53{NB}%", "36–69"],
        ["2025", "9", "7", "24", f"38{NB}%", "21–57"],
        ["2026", "16", "1", "23", f"70{NB}%", "49–84"],
    ]
    assert [cell.text for cell in made.rows[3].cells][6:] == [f"73{NB}%", "40 av 82", "+21", "−2 till 39"]
    assert [row.now for row in made.rows] == [False, False, False, True]


def test_the_same_table_in_english() -> None:
    made = table("completion", YEARS[:1], language="en")
    assert made.caption == "How many completed"
    assert [cell.text for cell in made.rows[0].cells] == ["2023", "14", "4", "26", "54%", "35–71", "64%"]


def test_the_first_period_has_nothing_before_it() -> None:
    assert texts("completion", YEARS)[0][7:] == ["–", "–", "–"]


def test_words_lead_and_figures_stand_to_the_right() -> None:
    head = table("completion", YEARS).head
    assert [cell.figure for cell in head] == [False] + [True] * 9


def test_a_split_and_several_periods_get_their_columns() -> None:
    everybody = WhoRow(*WHERE, "drug", "opening", "alcohol", 14, 31, 14 / 31, 0.29, 0.62)
    women = replace(everybody, by="sex", group="female", period="2025-Q1")
    made = table(
        "who",
        [everybody, women],
        names={"variable": {"drug": "Vad det gäller"}, "category": {"drug.alcohol": "Alkohol"}},
    )
    assert [cell.text for cell in made.head][:5] == ["Uppgift", "Period", "Uppdelning", "Grupp", "Svar"]
    assert [cell.text for cell in made.rows[0].cells][:5] == ["Vad det gäller", "2026", "Alla", "Alla", "Alkohol"]
    assert [cell.text for cell in made.rows[1].cells][1:4] == ["Kvartal 1 2025", "Kön", "Kvinna"]


def test_a_column_of_words_that_nobody_has_is_left_out() -> None:
    row = BetterRow(*WHERE, "week", "total", None, 1.0, 17, 9, 7, 1, 0.53, 0.31, 0.74, 0.06, 0.01, 0.27)
    heads = [cell.text for cell in table("better", [row]).head]
    assert "Svarat av" not in heads
    assert "Svarat av" in [cell.text for cell in table("better", [replace(row, respondent="parent")]).head]


def test_a_code_that_two_kinds_share_gets_the_word_of_its_column() -> None:
    words = {"intervention": {"x": "Nätverksmöte"}, "expectation": {"x": "Minst ett nätverksmöte"}}
    row = InterventionsRow(*WHERE, "x", True, 14, 25, 0.56, 0.37, 0.73, 30, 1.0, 2.0, 3.0)
    assert texts("interventions", [row], names=words)[0][0] == "Nätverksmöte"


def test_fewer_than_five_show_their_counts_alone() -> None:
    row = InterventionsRow(*WHERE, "x", True, 1, 4, 0.25, 0.05, 0.7, 3, 3.0, 3.0, 3.0)
    assert texts("interventions", [row])[0] == ["x", "Ja", "1", "4", "–", "–", "3", "–", "–"]
    shown = texts("interventions", [replace(row, of=5, share=0.2)])[0]
    assert shown[3:5] == ["5", f"20{NB}%"]


def test_the_verdict_is_written_in_the_same_words_as_beside_the_picture() -> None:
    assert "Ganska säkert färre" in texts("expectations", [expectation(23, 31, 0.9)])[0]


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_column_of_every_table_is_a_column_of_the_analysis(name: str) -> None:
    ours = {attribute for column in LAYOUTS[name].columns for attribute in column.columns}
    (row,) = get_args(get_type_hints(TABLES[name])["return"])
    theirs = {field.name for field in fields(row)}
    assert ours - theirs == set()


def test_every_table_of_the_analysis_has_a_layout_for_readers() -> None:
    assert set(TABLES) == set(LAYOUTS)


def test_a_code_gets_the_word_of_its_owner_first() -> None:
    names = {"drug.other": "Annat beroende", "talk": "Samtal"}
    assert name_of("other", names, owner="drug") == "Annat beroende"
    assert name_of("other", names, owner="sex") == "Annat"
    assert name_of("talk", names) == "Samtal"
    assert name_of("unheard_of", names) == "unheard_of"


def test_an_empty_table_keeps_its_headings() -> None:
    made = table("endings", [])
    assert made.rows == ()
    assert len(made.head) == 6
