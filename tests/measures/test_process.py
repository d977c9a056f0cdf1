"""The processbeskrivning as a page: its rows are written, moved, tied, taken over, removed and brought back on it."""

import re

import pytest
from django.urls import reverse
from tests.measures.process_pages import (
    adopt,
    draft_of,
    order,
    page_of,
    post,
    row_fields,
    small_service,
    told,
    words,
    write,
)
from tests.world import without_drafts

from loke.description.actions import begin_service_description, write_passage, write_row
from loke.description.models import ProcessRow


@pytest.fixture(autouse=True)
def settled(world) -> None:
    without_drafts(world.ungdom)


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


@pytest.fixture
def draft(world):
    return draft_of(world.ungdom)


@pytest.fixture
def rows(draft) -> dict[str, ProcessRow]:
    return {row.text: row for row in draft.rows.there()}


# The page


def test_the_adopted_version_is_shown_until_somebody_begins_on_a_new_one(world, aino):
    page = aino.get(page_of(world.ungdom))
    assert "Version 2 · 1 oktober 2024" in words(page)
    assert "Spara raden" not in words(page)
    begun = aino.post(reverse("begin_process", args=["ungdom"]), follow=True)
    assert "Utkast till version 3" in words(begun)
    assert "Version 2 gäller tills ni antar den nya." in words(begun)


def test_a_service_without_a_version_says_what_will_be_here_and_offers_to_begin(world, aino):
    service = small_service(unit=world.ungdom.unit)
    page = aino.get(page_of(service))
    assert "Här kommer er röda tråd att stå" in words(page)
    assert "Börja på processbeskrivningen" in words(page)


def test_any_version_can_be_read_and_none_of_those_pages_can_be_written_on(world, aino, draft):
    for number in ("1", "2", "3"):
        page = aino.get(reverse("process_version", args=["ungdom", number]))
        assert f"ersion {number}" in words(page)
        assert "Spara raden" not in words(page)
        assert "Lägg till rader" not in words(page)
    assert aino.get(reverse("process_version", args=["ungdom", "4"])).status_code == 404


def test_threads_are_drawn_from_middle_to_middle_and_told_in_words(world, aino, draft):
    page = aino.get(page_of(world.ungdom))
    assert "M0 25.0000 C50 25.0000 50 10.0000 100 10.0000" in told(page)  # row 1 of 2 to row 1 of 5
    assert "Tråd till: Nätverksmöte, Föräldrasamtal" in words(page)


def test_the_page_says_who_saved_last(world, aino, draft, rows):
    post(aino, "write_process_row", rows["Provtagning"], **row_fields(rows["Provtagning"], text="Prov"))
    assert re.search(r"Sparat \d\d\.\d\d av Aino Påhittsson", words(aino.get(page_of(world.ungdom))))


# A row


def test_a_row_is_written_in_its_place(world, aino, draft, rows):
    page = aino.get(f"{page_of(world.ungdom)}?rad={rows['Provtagning'].code}")
    assert re.search(r"<textarea[^>]*form=\"row\"[^>]*>Provtagning</textarea>", told(page))
    answer = post(
        aino, "write_process_row", rows["Provtagning"], **row_fields(rows["Provtagning"], text=" Prov  i dag ")
    )
    assert answer.status_code == 303
    assert "Prov i dag" in order(draft, "intervention")


def test_what_somebody_else_wrote_meanwhile_is_shown_beside_what_was_typed_and_both_are_kept(world, aino, draft, rows):
    row = rows["Provtagning"]
    fields = row_fields(row, text="Prov varje vecka")
    write_row(by=world.idris, row=row, text="Prov när vi kommer överens", seen=row.number)
    answer = post(aino, "write_process_row", row, **fields)
    assert answer.status_code == 422
    assert "Prov när vi kommer överens" in words(answer)
    assert ">Prov varje vecka</textarea>" in told(answer)
    assert "Prov när vi kommer överens" in order(draft, "intervention")
    again = row_fields(row, text="Prov varje vecka", number=answer.context["row_form"]["number"].value())
    assert post(aino, "write_process_row", row, **again).status_code == 303
    assert "Prov varje vecka" in order(draft, "intervention")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Skriv något på raden"),
        ("x" * 201, "Högst 200 tecken får plats"),
        ("Ring 070-123 45 67", "telefonnummer"),
    ],
)
def test_a_text_that_cannot_stand_is_refused_in_words_and_kept(world, aino, rows, text, says):
    row = rows["Provtagning"]
    answer = post(aino, "write_process_row", row, **row_fields(row, text=text))
    assert answer.status_code == 422
    assert says in words(answer)
    assert f">{text}</textarea>" in told(answer)


def test_threads_are_chosen_by_ticking_and_those_that_somebody_else_tied_meanwhile_stay(world, aino, draft, rows):
    meeting, family, home = rows["Provtagning"], rows["Deras närmaste"], rows["Tryggare hemma"]
    fields = row_fields(meeting, after=[home.code])  # takes away its thread to the first outcome
    post(aino, "write_process_row", family, **row_fields(family, after=[*row_fields(family)["after"], meeting.code]))
    post(aino, "write_process_row", meeting, **fields)
    assert [end.end.text for end in meeting.leads_to.all()] == ["Tryggare hemma"]
    assert {start.start.text for start in meeting.comes_from.all()} == {
        "Unga 16–20 år med alkohol, narkotika eller båda",
        "Deras närmaste",
    }


def test_the_buttons_save_what_was_typed_and_move_the_row_and_keep_the_focus(world, aino, draft, rows):
    row = rows["Provtagning"]
    answer = post(aino, "write_process_row", row, **row_fields(row, text="Prov", place=1))
    assert order(draft, "intervention")[:3] == ["Enskilt samtal", "Prov", "Nätverksmöte"]
    page = aino.get(answer["Location"])
    assert re.search(r"autofocus>Upp<", told(page))
    assert "Insats, rad 2 av 5" in words(page)


def test_a_row_that_is_sent_beyond_the_end_stays_there(world, aino, draft, rows):
    for place, first in (("-1", "Enskilt samtal"), ("99", "Nätverksmöte")):
        post(aino, "move_process_row", rows["Enskilt samtal"], place=place)
        assert order(draft, "intervention")[0] == first


def test_a_new_row_comes_last_and_a_double_click_adds_it_once(world, aino, draft):
    fields = {"column": "outcome", "text": "Sover gott", "submission": "6a0d9c50-0f3c-4f49-8f0a-5f4a3f5dd0aa"}
    first, second = (post(aino, "add_process_row", draft, **fields) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert order(draft, "outcome")[-1] == "Sover gott"
    assert order(draft, "outcome").count("Sover gott") == 1


def test_a_removed_row_comes_back_with_threads_expectations_and_code(world, aino, draft, rows):
    row = rows["Enskilt samtal"]
    gone = post(aino, "remove_process_row", row)
    page = aino.get(gone["Location"])
    assert "Raden Enskilt samtal är borttagen. Ångra" in words(page)
    assert "15–48 träffar de första tre månaderna, minst 8 av 10" not in words(page)
    back = aino.get(post(aino, "restore_process_row", row)["Location"])
    assert "15–48 träffar de första tre månaderna, minst 8 av 10" in words(back)
    assert order(draft, "intervention")[0] == "Enskilt samtal"
    assert row.leads_to.count() == 2


# Taken over from the verksamhetsbeskrivning


def test_each_suggestion_is_one_click_and_goes_when_it_is_taken(world, aino):
    service = small_service(unit=world.ungdom.unit)
    told_in = begin_service_description(by=None, service=service)
    write_passage(by=None, description=told_in, field="end_result", text="- Sover gott.\n- Går i skolan", seen=0)
    draft = draft_of(service)
    page = aino.get(page_of(service))
    assert re.findall(r'name="text" value="([^"]+)"', told(page)) == ["Sover gott", "Går i skolan"]
    post(aino, "add_process_row", draft, column="outcome", text="Sover gott")
    assert re.findall(r'name="text" value="([^"]+)"', told(aino.get(page_of(service)))) == ["Går i skolan"]


# Help


def test_rows_without_a_thread_are_pointed_out(world, aino):
    service = small_service(unit=world.ungdom.unit)
    write(draft_of(service), target_group=["Unga"], intervention=["Samtal"], outcome=["Sover gott"])
    page = words(aino.get(page_of(service)))
    for said in (
        "Unga : ingen insats",
        "Samtal : ingen målgrupp, leder inte till något resultat",
        "ingen insats leder hit",
    ):
        assert said in page


def test_the_page_says_when_it_does_not_fit_and_which_column_takes_the_room(world, aino):
    service = small_service(unit=world.ungdom.unit)
    draft = draft_of(service)
    write(draft, outcome=["Ett resultat"])
    assert "Det får plats på en sida." in words(aino.get(page_of(service)))
    write(draft, intervention=[f"{n} {'ord som fyller raden ' * 9}".strip() for n in range(12)])
    page = words(aino.get(page_of(service)))
    assert "Det får inte plats på en sida. Korta texterna eller slå ihop rader: insatser: ungefär" in page


# What is adopted


def test_a_row_of_an_adopted_version_refuses_every_change_in_words(world, aino, draft, rows):
    adopt(draft, world.day)
    row = rows["Provtagning"]
    before = list(draft.rows.values())
    received = {"kind": "received", "intervention": row.intervention_id, "of": "10"}
    drop = reverse("drop_process_expectation", args=["ungdom", rows["Nätverksmöte"].pk, "natverk"])
    tries = [
        lambda: post(aino, "write_process_row", row, **row_fields(row, text="Annat")),
        lambda: post(aino, "move_process_row", row, place="0"),
        lambda: post(aino, "remove_process_row", row),
        lambda: post(aino, "restore_process_row", row),
        lambda: post(aino, "add_process_row", draft, column="outcome", text="Mer"),
        lambda: post(aino, "write_process_expectation", row, **received),
        lambda: aino.post(drop),
    ]
    for attempt in tries:
        answer = attempt()
        page = answer if answer.status_code == 422 else aino.get(answer["Location"])
        assert "Versionen är antagen och ändras inte längre" in words(page)
    assert list(draft.rows.values()) == before
    assert draft.expectations.filter(code="natverk").exists()
