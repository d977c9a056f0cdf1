"""Comparable services beside each other, from what they have published: never ranked, and nothing of hidden counts."""

from dataclasses import replace

import pytest
from tests.followup.test_published_bytes import said

from loke.followup.published.content import Published
from loke.followup.published.overview import Overview, Standing

COUNTS = {"Ö": (40, 60), "Ask": (20, 50), "Ek": (30, 55), "Al": (31, 60), "Lönn": (29, 58), "Sälg": (1, 60)}


@pytest.fixture(scope="module")
def one() -> Published:
    return said("outside")


def published(one: Published, name: str, n: int | None, of: int, period: str = "2020") -> Published:
    row = {"measure": "completed", "group": "vård", "n": n, "of": of, "hidden": []}
    head = replace(one.head, service=name, group="vård", period=period)
    return replace(one, head=head, tables={"services": [row]})


def compared(*those: Published):
    return Overview([Standing(None, None, each, ()) for each in those]).compared


def test_from_five_services_there_are_limits_and_what_stands_outside_is_worth_asking_about(one):
    (found,) = compared(*(published(one, name, *counts) for name, counts in COUNTS.items()))
    (chart,) = found.charts
    assert len(chart.pictures) == 1
    assert "6 verksamheter" in chart.note
    assert "Värt att fråga om:" in chart.note
    assert "Sälg" in chart.note
    assert "Ek" not in chart.note


def test_they_stand_in_the_order_of_their_names(one):
    (found,) = compared(*(published(one, name, *counts) for name, counts in COUNTS.items()))
    names = [row.cells[0].text for row in found.table.rows]
    assert names == sorted(names)
    assert "rangordnas inte" in found.table.note


def test_fewer_than_five_are_compared_in_words_alone(one):
    (found,) = compared(published(one, "A", 40, 60), published(one, "B", 15, 60))
    assert [chart.pictures for chart in found.charts] == [()]
    assert "Skiljer sig ganska säkert" in found.charts[0].note


def test_a_hidden_count_another_year_and_a_service_alone_are_not_compared(one):
    assert compared(published(one, "A", 40, 60), published(one, "B", None, 60)) == []
    assert compared(published(one, "A", 40, 60), published(one, "B", 30, 60, "2021")) == []
    assert compared(published(one, "A", 40, 60)) == []
