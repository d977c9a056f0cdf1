"""A version is drafted, sent for comments, adopted and replaced; once adopted nothing can change it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from loke.description.actions import (
    add_part,
    adopt_service_description,
    answer_yearly,
    begin_service_description,
    remove_part,
    send_for_comments,
    take_back_from_comments,
    write_passage,
)
from loke.description.models import Passage, ProcessRow, Thread, Version, Wording
from loke.description.yearly import to_look_at


@pytest.fixture
def draft(world):
    return begin_service_description(by=world.bengt, service=world.beroende)


def adopt(draft, who, **more):
    return adopt_service_description(by=who, description=draft, participants="Tove, Samir och Bengt", **more)


def texts(version) -> dict:
    return {(one.part and one.part.code, one.field): one.text for one in version.passages.select_related("part")}


def test_a_new_version_begins_as_a_copy_and_there_is_one_at_a_time(world, draft):
    adopted = world.beroende.descriptions.adopted().get()
    assert texts(draft) == texts(adopted)
    assert draft.version == adopted.version + 1
    assert begin_service_description(by=world.tove, service=world.beroende) == draft


def test_the_life_of_a_version(world, draft):
    before = world.beroende.descriptions.adopted().get()
    assert send_for_comments(by=world.tove, version=draft).status == Version.COMMENTS
    assert take_back_from_comments(by=world.tove, version=draft).status == Version.DRAFT
    write_passage(by=world.tove, description=draft, field="hindering", text="Lokalerna", seen=1)
    change = world.beroende.change
    adopted = adopt(draft, world.bengt)
    before.refresh_from_db()
    world.beroende.refresh_from_db()
    assert (before.status, adopted.status) == (Version.REPLACED, Version.ADOPTED)
    assert (adopted.adopted, adopted.participants) == (timezone.localdate(), "Tove, Samir och Bengt")
    assert world.beroende.change > change


def test_only_the_manager_adopts(world, draft):
    for who in (world.tove, world.maryam, world.coach, world.charlie):
        with pytest.raises(PermissionDenied):
            adopt(draft, who)


@pytest.mark.parametrize(
    ("days", "participants", "field"),
    [(0, " ", "participants"), (1, "Tove", "adopted"), (-9000, "Tove", "adopted")],
)
def test_a_version_is_not_adopted_by_nobody_in_the_future_or_before_the_last(world, draft, days, participants, field):
    told = {"adopted": timezone.localdate() + timedelta(days), "participants": participants}
    with pytest.raises(ValidationError) as error, transaction.atomic():
        adopt_service_description(by=world.bengt, description=draft, **told)
    assert field in error.value.message_dict
    draft.refresh_from_db()
    assert draft.status == Version.DRAFT


def test_a_version_in_which_two_texts_wait_is_not_adopted(world, draft):
    for who in (world.tove, world.bengt):
        write_passage(by=who, description=draft, field="hindering", text=f"{who} skrev", seen=1)
    with pytest.raises(ValidationError, match="två lydelser"):
        adopt(draft, world.bengt)


def test_two_texts_that_wait_in_a_part_taken_away_do_not_stand_in_the_way(world, draft):
    part = add_part(by=world.tove, description=draft, kind="intervention")
    for who in (world.tove, world.bengt):
        write_passage(by=who, description=draft, part=part, field="aim", text=f"{who} skrev", seen=0)
    remove_part(by=world.tove, part=part)
    assert adopt(draft, world.bengt).status == Version.ADOPTED


def test_the_code_of_a_part_is_never_given_to_another(world, draft):
    parts = [add_part(by=world.tove, description=draft, kind="phase") for _ in range(2)]
    remove_part(by=world.tove, part=parts[1])
    adopt(draft, world.bengt)
    following = begin_service_description(by=world.tove, service=world.beroende)
    assert add_part(by=world.tove, description=following, kind="phase").code not in {part.code for part in parts}


def test_a_page_of_the_old_version_is_too_old_for_the_new_one(world, draft):
    seen = draft.passages.get(field="purpose").number
    write_passage(by=world.tove, description=draft, field="purpose", text="Nytt syfte", seen=seen)
    adopt(draft, world.bengt)
    following = begin_service_description(by=world.tove, service=world.beroende)
    aside = write_passage(by=world.bengt, description=following, field="purpose", text="Gammal sida", seen=seen)
    assert aside.aside == Wording.Aside.WAITING


def test_nothing_is_written_in_an_adopted_version(world):
    adopted = world.beroende.descriptions.adopted().get()
    for write in (
        lambda: write_passage(by=world.tove, description=adopted, field="purpose", text="x", seen=1),
        lambda: add_part(by=world.tove, description=adopted, kind="phase"),
        lambda: adopt(adopted, world.bengt),
    ):
        with pytest.raises(ValidationError, match="antagen"):
            write()


@pytest.mark.parametrize("model", [Passage, ProcessRow, Thread])
def test_the_database_refuses_it_too(world, model):
    of = {Passage: "description", ProcessRow: "process", Thread: "start__process"}[model]
    frozen = model.objects.filter(**{f"{of}__status": Version.ADOPTED})
    field, value = {Passage: ("text", "x"), ProcessRow: ("text", "x"), Thread: ("end_id", 0)}[model]
    assert frozen.exists()
    for change in (lambda: frozen.update(**{field: value}), frozen[0].delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def adopted_a_year_ago(service):
    adopted = service.descriptions.adopted().get()
    return adopted, adopted.adopted + timedelta(days=365)


def test_after_a_year_the_group_is_asked_whether_it_still_holds(world):
    adopted, day = adopted_a_year_ago(world.beroende)
    assert to_look_at(world.beroende, day - timedelta(days=1)) is None
    assert to_look_at(world.beroende, day) == adopted


def test_yes_is_good_for_a_year(world):
    adopted, _day = adopted_a_year_ago(world.beroende)
    answer_yearly(by=world.tove, description=adopted, answer="yes")
    assert to_look_at(world.beroende, timezone.localdate() + timedelta(days=364)) is None
    assert to_look_at(world.beroende, timezone.localdate() + timedelta(days=365)) == adopted


@pytest.mark.parametrize("answer", ["small", "new"])
def test_any_other_answer_begins_a_version_and_says_why(world, answer):
    adopted, day = adopted_a_year_ago(world.beroende)
    answer_yearly(by=world.tove, description=adopted, answer=answer)
    begun = world.beroende.descriptions.open().get()
    assert bool(begun.reason) == (answer == "small")
    assert to_look_at(world.beroende, day) is None


def test_the_wordings_of_a_copy_begin_with_what_was_copied(world, draft):
    first = Wording.objects.filter(passage__description=draft, passage__field="purpose")
    assert [one.text for one in first] == [draft.passages.get(field="purpose").text]
