"""Expectations that several write, that come back, and that name what is about to be something else."""

import pytest
from django.urls import reverse
from tests.measures.process_pages import draft_of, page_of, post, told, words
from tests.world import without_drafts

from loke.description.actions import remove_row
from loke.measures.actions import (
    drop_expectation,
    plan_measurement,
    retire_option,
    use_library_instrument,
    write_expectation,
)
from loke.measures.models import Expectation
from loke.measures.process import seal


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
def row(draft):
    return draft.rows.get(text="Provtagning")


def written(row, text: str, **fields) -> Expectation:
    one = Expectation(kind="completion", text=text, **fields)
    write_expectation(by=None, process=row.process, row=row, rows=[one])
    return row.expectations.get(text=text)


def test_what_somebody_else_has_written_meanwhile_is_shown_before_it_is_replaced(aino, draft, row):
    old = written(row, "Fullföljer")
    fields = {"kind": "completion", "of": "10", "code": old.code, "seen": seal([old]), "text": "Kommer hela vägen"}
    theirs = Expectation(kind="completion", text="Stannar till slutet", share="0.7")
    write_expectation(by=None, process=draft, row=row, rows=[theirs], code=old.code, seen=seal([old]))
    answer = post(aino, "write_process_expectation", row, **fields)
    assert answer.status_code == 422
    assert "under tiden, till: Stannar till slutet, minst 7 av 10." in words(answer)
    assert "Kommer hela vägen" in told(answer)
    assert row.expectations.get().text == "Stannar till slutet"
    fields["seen"] = answer.context["expectation_form"]["seen"].value()
    assert post(aino, "write_process_expectation", row, **fields).status_code == 303
    assert row.expectations.get().text == "Kommer hela vägen"


def test_what_comes_back_leaves_alone_what_has_got_its_code_meanwhile(aino, draft, row):
    old = written(row, "Fullföljer")
    gone = aino.post(reverse("drop_process_expectation", args=["ungdom", row.pk, old.code]))
    back = dict(aino.get(gone["Location"]).context["dropped"])
    assert written(row, "Stannar").code == old.code
    for _again in range(2):
        post(aino, "write_process_expectation", row, **back)
        assert set(row.expectations.values_list("text", flat=True)) == {"Stannar", "Fullföljer"}


def test_an_expectation_under_a_row_somebody_has_removed_is_not_there(aino, draft, row):
    old = written(row, "Fullföljer")
    address = reverse("drop_process_expectation", args=["ungdom", row.pk, old.code])
    remove_row(by=None, row=row)
    assert aino.post(address).status_code == 404
    assert row.expectations.get() == old


def test_a_code_is_never_given_that_a_version_has_had(draft, row):
    first, second = written(row, "Ett"), written(row, "Två")
    drop_expectation(by=None, expectation=first)
    assert written(row, "Tre").code not in {first.code, second.code}


def test_an_adopted_version_is_not_for_writing_whoever_asks(aino, world, draft):
    adopted = world.ungdom.processes.adopted().get()
    there = adopted.rows.there().first()
    answer = post(aino, "write_process_expectation", there, kind="completion", of="10")
    assert not answer.context["writing"]
    assert "antagen och ändras inte" in words(answer)


def test_options_out_of_use_are_offered_only_where_they_stand_already(aino, world, draft):
    variable = world.ungdom.variables.get(code="problem")
    retire_option(by=None, option=variable.options.get(code="bada"), becomes=variable.options.get(code="alkohol"))
    held = draft.expectations.filter(code="problem").first()
    page = f"{page_of(draft.service)}?rad={held.row.code}"
    old, new = (aino.get(f"{page}&{more}").context["expectation_form"] for more in ("andra=problem", "ny=category"))
    assert "bada" in dict(old[f"v{variable.pk}"].field.choices)
    assert "bada" not in dict(new[f"v{variable.pk}"].field.choices)
    assert "alkohol" in dict(new[f"v{variable.pk}"].field.choices)


def test_a_trial_accepts_what_the_options_have_become(aino, world, draft):
    variable = world.ungdom.variables.get(code="problem")
    held = draft.expectations.filter(code="problem").first()
    fields = {"kind": "category", "of": "10", "code": "problem", f"v{variable.pk}": ["alkohol", "bada"]}
    page = reverse("try_expectation", args=["ungdom", held.row.pk])
    before = aino.post(page, {**fields, "submission": "00000000-0000-4000-8000-000000000001"}).context["trial"].says
    bada, alkohol = (variable.options.get(code=code) for code in ("bada", "alkohol"))
    retire_option(by=None, option=alkohol, becomes=bada)
    after = aino.post(page, {**fields, "submission": "00000000-0000-4000-8000-000000000002"}).context["trial"].says
    assert after == before


def test_what_cannot_show_a_change_is_not_offered_for_one_and_says_why(aino, world, draft, row):
    whole = use_library_instrument(by=None, service=world.ungdom, entry="audit", items=False, steps={})
    plan_measurement(by=None, service=world.ungdom, instrument=whole, at_end=False)
    page = aino.get(f"{page_of(draft.service)}?rad={row.code}&ny=improvement")
    offered = dict(page.context["expectation_form"]["scale"].field.choices)
    assert not {str(scale.pk) for scale in whole.scales.all()} & set(offered)
    assert "Frågorna gäller de senaste 12 månaderna." in words(page)
