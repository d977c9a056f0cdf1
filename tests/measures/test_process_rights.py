"""Who may read, write and adopt a processbeskrivning, and that whoever is only invited never sees a figure."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.measures.process_pages import draft_of, order, page_of, post, row_fields, told, words
from tests.world import without_drafts

from loke.description.actions import end_review, invite_partner


@pytest.fixture(autouse=True)
def settled(world) -> None:
    without_drafts(world.ungdom)


@pytest.fixture
def draft(world):
    return draft_of(world.ungdom)


@pytest.fixture
def row(draft):
    return draft.rows.get(text="Enskilt samtal")


def invite(world, task: str):
    until = timezone.localdate() + timedelta(days=14)
    return invite_partner(by=world.maryam, service=world.ungdom, partner=world.tove, task=task, until=until)


def addresses(draft, row) -> list[str]:
    """Every address of the page and what is done on it."""
    pages = [reverse(name, args=["ungdom"]) for name in ("process", "begin_process", "turn_process", "adopt_process")]
    rows = ("write", "move", "remove", "restore")
    return [
        *pages,
        reverse("process_version", args=["ungdom", "2"]),
        reverse("add_process_row", args=["ungdom", draft.pk]),
        *(reverse(f"{name}_process_row", args=["ungdom", row.pk]) for name in rows),
        *(reverse(name, args=["ungdom", row.pk]) for name in ("write_process_expectation", "try_expectation")),
        reverse("held_so_far", args=["ungdom", row.pk]),
        reverse("drop_process_expectation", args=["ungdom", row.pk, "traffar"]),
    ]


@pytest.mark.parametrize("who", ["charlie", "tove", "bengt", "politician", "administrator"])
def test_nothing_of_it_exists_for_strangers(world, signed_in, draft, row, who):
    browser = signed_in(getattr(world, who))
    found = {page: (browser.get(page).status_code, browser.post(page).status_code) for page in addresses(draft, row)}
    assert {page: both for page, both in found.items() if both != (404, 404)} == {}


@pytest.mark.parametrize("who", ["aino", "maryam"])
def test_the_units_own_people_write(world, signed_in, draft, row, who):
    browser = signed_in(getattr(world, who))
    assert post(browser, "write_process_row", row, **row_fields(row, text="Samtal")).status_code == 303
    assert "Samtal" in order(draft, "intervention")
    assert "Lägg till rader" in words(browser.get(page_of(world.ungdom)))


def test_only_the_manager_adopts(world, signed_in, draft):
    page = reverse("adopt_process", args=["ungdom"])
    assert signed_in(world.maryam).get(page).status_code == 200
    assert [signed_in(user).get(page).status_code for user in (world.aino, world.coach)] == [404, 404]
    assert "Anta version 3" not in words(signed_in(world.aino).get(page_of(world.ungdom)))


def test_a_coach_reads_and_changes_nothing(world, signed_in, draft, row):
    coach = signed_in(world.coach)
    page = coach.get(f"{page_of(world.ungdom)}?rad={row.code}")
    assert "Enskilt samtal" in words(page)
    assert "Spara raden" not in words(page)
    reading = {page_of(world.ungdom), reverse("process_version", args=["ungdom", "2"])}
    changing = [page for page in addresses(draft, row) if page not in reading]
    assert [coach.post(page).status_code for page in changing] == [404] * len(changing)


def test_whoever_is_invited_to_comment_reads_until_the_invitation_ends(world, signed_in, draft, row):
    review = invite(world, "comment")
    tove = signed_in(world.tove)
    assert "Enskilt samtal" in words(tove.get(page_of(world.ungdom)))
    assert post(tove, "write_process_row", row, **row_fields(row, text="Annat")).status_code == 404
    end_review(by=world.maryam, review=review)
    assert tove.get(page_of(world.ungdom)).status_code == 404


def test_whoever_is_invited_to_draft_writes_but_sees_no_figure_and_adopts_nothing(world, signed_in, draft, row):
    invite(world, "draft")
    tove = signed_in(world.tove)
    answer = post(tove, "write_process_row", row, **row_fields(row, text="Samtal"))
    assert answer.status_code == 303
    kinds = ("dose", "received", "phase", "range", "category", "improvement", "completion", "duration")
    pages = [tove.get(f"{page_of(world.ungdom)}?rad={row.code}&ny={kind}") for kind in kinds]
    pages.append(tove.get(f"{page_of(world.ungdom)}?rad={row.code}"))
    for page in pages:
        assert page.status_code == 200
        assert "/prova/" not in told(page)
        assert "/utfall/" not in told(page)
        assert "Pröva" not in words(page)
    figures = [reverse(name, args=["ungdom", row.pk]) for name in ("try_expectation", "held_so_far")]
    assert [(tove.get(page).status_code, tove.post(page).status_code) for page in figures] == [(404, 404)] * 2
    assert [tove.get(reverse(name, args=["ungdom"])).status_code for name in ("adopt_process", "clients")] == [404, 404]
    assert tove.post(reverse("turn_process", args=["ungdom"]), {"out": "yes"}).status_code == 404


def test_a_row_is_not_reached_through_another_service(world, signed_in, draft, row):
    bengt = signed_in(world.bengt)
    other = [
        reverse("write_process_row", args=["oppenvard-beroende", row.pk]),
        reverse("try_expectation", args=["oppenvard-beroende", row.pk]),
        reverse("held_so_far", args=["oppenvard-beroende", row.pk]),
        reverse("add_process_row", args=["oppenvard-beroende", draft.pk]),
    ]
    assert [bengt.post(page, {"text": "x", "kind": "dose"}).status_code for page in other] == [404] * 4
