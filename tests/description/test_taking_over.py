"""What the verksamhetsbeskrivning offers the processbeskrivning, a row at a time."""

import pytest
from tests.measures.process_pages import draft_of, small_service, write

from loke.description.actions import add_part, begin_service_description, remove_part, write_passage
from loke.description.taking_over import lines, suggestions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("En grupp på raden", ["En grupp på raden"]),
        ("- Unga\n* Föräldrar", ["Unga", "Föräldrar"]),
        ("1. Unga\n2) Föräldrar", ["Unga", "Föräldrar"]),
        ("Unga. Deras föräldrar. Alla", ["Unga", "Deras föräldrar", "Alla"]),
        ("16–20 år, t.ex. i gymnasiet.", ["16–20 år, t.ex. i gymnasiet"]),
    ],
)
def test_each_line_or_sentence_is_a_row_without_the_marks_of_a_list(text, found):
    assert list(lines(text)) == found


@pytest.fixture
def service(db):
    return small_service()


def tell(service, **fields):
    description = begin_service_description(by=None, service=service)
    for field, text in fields.items():
        write_passage(by=None, description=description, field=field, text=text, seen=0)
    return description


def name(description, kind: str, text: str):
    part = add_part(by=None, description=description, kind=kind)
    write_passage(by=None, description=description, field="name", text=text, seen=0, part=part)
    return part


def test_each_column_has_its_own_headings(service):
    description = tell(
        service, target_group="Unga", problem="Dricker", limits="16–20 år", end_result="Sover gott", other_goals="Kö"
    )
    name(description, "phase", "Inledning")
    name(description, "intervention", "Samtal")
    found = suggestions(service, [])
    assert found["target_group"] == ["Unga", "Dricker", "16–20 år"]
    assert set(found["intervention"]) == {"Inledning", "Samtal"}
    assert found["outcome"] == ["Sover gott"]  # two letters are no row
    assert found["phase"] == ["Inledning"]


def test_what_is_taken_is_offered_no_more_however_it_is_written(service):
    tell(service, end_result="Sover gott.\nGår i skolan")
    write(draft_of(service), outcome=["sover  gott"])
    assert suggestions(service, ["sover gott"])["outcome"] == ["Går i skolan"]


def test_a_removed_part_is_not_offered(service):
    description = tell(service)
    remove_part(by=None, part=name(description, "phase", "Inledning"))
    assert suggestions(service, [])["phase"] == []


@pytest.mark.parametrize(("length", "offered"), [(200, 1), (201, 0)])
def test_what_is_too_long_for_a_row_is_not_offered(service, length, offered):
    tell(service, end_result="x" * length)
    assert len(suggestions(service, [])["outcome"]) == offered


def test_nothing_is_offered_before_anything_is_told(service):
    assert set(map(len, suggestions(service, []).values())) == {0}
