"""Several people write in the same description at once, and nothing that anybody wrote is lost."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.shared import examples
from tests.world import without_drafts

from loke.description.actions import (
    add_part,
    begin_service_description,
    move_part,
    remove_part,
    restore_part,
    settle_passage,
    write_passage,
)
from loke.description.models import Passage, Wording
from loke.description.reading import one_told
from loke.description.texts import LONGEST_TEXT


@pytest.fixture
def draft(world):
    """Where nothing but the purpose has been written."""
    without_drafts(world.ungdom)
    draft = begin_service_description(by=world.aino, service=world.ungdom)
    draft.passages.exclude(field="purpose").delete()
    return draft


def write(draft, who, text: str, seen: int, field: str = "hindering"):
    return write_passage(by=who, description=draft, field=field, text=text, seen=seen)


def passage(draft, field: str = "hindering") -> Passage:
    return draft.passages.get(field=field, part=None)


def test_what_is_written_stands_and_says_who_wrote_it(world, draft):
    first = passage(draft, "purpose")
    write(draft, world.aino, "Ett nytt syfte.", first.number, "purpose")
    now = passage(draft, "purpose")
    assert (now.text, now.number, now.changed_by) == ("Ett nytt syfte.", first.number + 1, world.aino)
    assert [one.text for one in now.wordings.all()] == ["Ett nytt syfte.", first.text]


def test_writing_the_same_again_changes_nothing(world, draft):
    write(draft, world.aino, "Lång väg till beslut.", 0)
    again = write(draft, world.idris, "Lång väg till beslut.", 0)
    assert not again.aside
    assert passage(draft).number == 1
    assert passage(draft).changed_by == world.aino


def test_what_one_person_writes_on_and_on_is_one_wording_in_the_history(world, draft):
    for seen, text in enumerate(("Lång", "Lång väg", "Lång väg till beslut")):
        write(draft, world.aino, text, seen)
    write(draft, world.idris, "Lång väg till beslut, och få tider.", 3)
    assert [(one.by, one.text) for one in passage(draft).wordings.all()] == [
        (world.idris, "Lång väg till beslut, och få tider."),
        (world.aino, "Lång väg till beslut"),
    ]


def test_of_two_who_wrote_at_once_both_texts_stand_until_one_is_chosen(world, draft):
    write(draft, world.aino, "Ainos text", 0)
    aside = write(draft, world.idris, "Idris text", 0)
    assert aside.aside == Wording.Aside.WAITING
    assert passage(draft).text == "Ainos text"
    told = next(one for one in one_told(draft, "conditions").answers if one.field.code == "hindering")
    assert [one.text for one in told.waiting] == ["Idris text"]
    chosen = settle_passage(by=world.maryam, aside=aside, text="Idris text", seen=1)
    assert not chosen.aside
    assert passage(draft).text == "Idris text"
    assert {one.text for one in passage(draft).wordings.all()} == {"Ainos text", "Idris text"}
    assert not passage(draft).wordings.filter(aside=Wording.Aside.WAITING).exists()


def test_whoever_chooses_the_others_text_keeps_their_own_in_the_history(world, draft):
    write(draft, world.aino, "Ainos text", 0)
    aside = write(draft, world.idris, "Idris text", 0)
    settle_passage(by=world.aino, aside=aside, text="Idris text", seen=1)
    assert {one.text for one in passage(draft).wordings.all()} == {"Ainos text", "Idris text"}


def test_a_text_that_is_erased_by_mistake_is_in_the_history(world, draft):
    write(draft, world.aino, "Ainos text", 0)
    write(draft, world.aino, "", 1)
    assert [one.text for one in passage(draft).wordings.all()] == ["", "Ainos text"]


@pytest.mark.once
@pytest.mark.parametrize("seen", [-1, 2, 10**20])
def test_a_number_that_no_page_has_shown_is_refused(world, draft, seen):
    write(draft, world.aino, "Ainos text", 0)
    with pytest.raises(ValidationError, match="för gammal"):
        write(draft, world.aino, "Mer", seen)


def test_a_choice_made_on_an_old_text_waits_in_its_turn(world, draft):
    write(draft, world.aino, "Ainos text", 0)
    aside = write(draft, world.idris, "Idris text", 0)
    write(draft, world.aino, "Ainos andra text", 1)
    again = settle_passage(by=world.maryam, aside=aside, text="Idris text", seen=1)
    assert again.aside == Wording.Aside.WAITING
    assert passage(draft).text == "Ainos andra text"


STEP = st.tuples(st.integers(0, 2), st.integers(0, 4), st.sampled_from(["write", "settle", "look"]))
STEPS = st.lists(STEP, min_size=2, max_size=5)


@settings(max_examples=examples(200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_the_order_nothing_is_lost(world, draft, steps):
    """Three people look, write on what they last saw, and choose; every text is current, or in the history."""
    passages = Passage.objects.filter(description=draft, field="hindering")
    passages.update(text="", number=0)
    Wording.objects.filter(passage__in=passages).delete()
    people, seen, over = [world.aino, world.idris, world.maryam], [0, 0, 0], set()
    current, sent = "", []
    for count, (who, what, kind) in enumerate(steps):
        there = passages.first()
        if kind == "look":
            seen[who] = there.number if there else 0
            continue
        waiting = there and there.wordings.filter(aside=Wording.Aside.WAITING).first()
        text = f"{count}: ett av {what} ord"
        before, by = current, people[who]
        number = there.number if there else 0
        if kind == "settle" and waiting:
            done, settled = settle_passage(by=by, aside=waiting, text=text, seen=seen[who]), True
        else:
            done, settled = write(draft, by, text, seen[who]), False
        sent.append(text)
        if not done.aside:
            assert seen[who] == number
            if before and not settled and _own(there, by):
                over.add(before)  # written on by its own author, who saw it
            current, seen[who] = text, number + 1
    kept = set(Wording.objects.filter(passage__in=passages).values_list("text", flat=True))
    assert passages.first() is None or passages.first().text == current
    assert set(sent) - over <= kept


def _own(there: Passage | None, by) -> bool:
    return there is not None and there.changed_by_id == by.pk


@pytest.mark.once
@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [
        ("hindering", "Ring 070-123 45 67", "telefonnummer"),
        ("hindering", "kalle@example.org", "e-postadress"),
        ("hindering", "Kalle 19121212-1212", "personnummer"),
        ("contact_details", "19121212-1212", "personnummer"),
        ("hindering", "å" * (LONGEST_TEXT + 1), "för lång"),
        ("contact", "a" * 301, "för lång"),
        ("care_form", "sjukhus", "alternativen"),
        ("date", "1 mars", "2026-03-01"),
    ],
)
def test_what_may_not_be_stored_is_refused_with_its_reason(world, draft, field, text, fault):
    with pytest.raises(ValidationError, match=fault):
        write(draft, world.aino, text, 0, field)
    assert not draft.passages.filter(field=field, text=text).exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("hindering", "Åsa 🙂 skrev: <b>Tänk!</b>"),
        ("hindering", "å" * LONGEST_TEXT),
        ("contact_details", "aino@alvkulla.example, 090-10 00 00"),
        ("care_form", "open"),
        ("date", "2026-03-01"),
    ],
)
def test_what_may_be_stored_comes_back_as_it_was(world, draft, field, text):
    write(draft, world.aino, text, 0, field)
    assert passage(draft, field).text == text


def test_a_field_that_is_not_asked_does_not_exist(world, draft):
    with pytest.raises(KeyError):
        write(draft, world.aino, "x", 0, "status")


def test_only_those_of_the_unit_write(world, draft):
    for who in (world.coach, world.tove, world.politician, world.administrator, world.charlie):
        with pytest.raises(PermissionDenied):
            write(draft, who, "x", 0)


def test_parts_are_added_moved_taken_away_and_brought_back_with_what_is_written_in_them(world):
    draft = begin_service_description(by=world.bengt, service=world.beroende)
    before = list(draft.parts.filter(kind="intervention"))
    one, two = (add_part(by=world.tove, description=draft, kind="intervention") for _ in range(2))
    write_passage(by=world.tove, description=draft, part=one, field="name", text="Samtal", seen=0)
    move_part(by=world.tove, part=two, up=True)

    def order() -> list[str]:
        return [part.code for part in draft.parts.filter(kind="intervention", removed=None)][len(before) :]

    assert order() == [two.code, one.code]
    remove_part(by=world.tove, part=one)
    assert order() == [two.code]
    restore_part(by=world.tove, part=one)
    told = one_told(draft, "implementation").parts["intervention"]
    assert [part.name for part in told][len(before) :] == ["", "Samtal"]
