"""Whoever approves is shown what holds for everybody or for nobody, before it is published."""

import pytest
from django.urls import reverse
from tests.followup.reading_pages import words
from tests.followup.releasing import prepare
from tests.followup.test_published_bytes import DONE, ELSE, LEFT, said

from loke.followup.actions.releases import propose_release
from loke.followup.published.alike import Alike, alike


@pytest.mark.parametrize(
    ("counts", "completed"),
    [((20, 0, 0), True), ((0, 20, 0), False), ((15, 5, 0), None), ((20, 5, 0), None), ((4, 0, 0), None)],
    ids=["all", "none", "some", "most", "too few to be shown"],
)
def test_a_share_of_all_or_none_is_pointed_out(counts, completed):
    found = [
        one.everybody for one in alike(said("outside", counts)) if one.row == "2020" and "fullföljer" in one.question
    ]
    assert found == ([] if completed is None else [completed])


def test_the_row_is_told_in_words_with_its_question():
    assert Alike("Hur många fullföljer?", "Klar, Fullföljde", everybody=True) in alike(said("outside", (20, 0, 0)))


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
