"""A version of the processbeskrivning goes out for comments, comes back, and is adopted after a last look."""

import pytest
from django.urls import reverse
from tests.measures.process_pages import draft_of, order, words
from tests.world import without_drafts

from loke.description.actions import add_row, move_row, remove_row, tie_rows, write_row
from loke.measures.actions import drop_expectation, write_expectation
from loke.measures.changes import changes
from loke.measures.models import Expectation
from loke.measures.process import read


@pytest.fixture(autouse=True)
def settled(world) -> None:
    without_drafts(world.ungdom)


@pytest.fixture
def maryam(world, signed_in):
    return signed_in(world.maryam)


@pytest.fixture
def draft(world):
    return draft_of(world.ungdom)


def adopting(browser, **fields):
    page = reverse("adopt_process", args=["ungdom"])
    submission = browser.get(page).context["form"]["submission"].value()
    return browser.post(page, {"submission": str(submission), **fields})


def test_it_goes_out_for_comments_and_comes_back(world, maryam, draft):
    page = reverse("turn_process", args=["ungdom"])
    assert "Utkastet är ute för kommentarer." in words(maryam.post(page, {"out": "yes"}, follow=True))
    draft.refresh_from_db()
    assert draft.status == "comments"
    assert "Utkastet är tillbaka hos er." in words(maryam.post(page, {"out": "no"}, follow=True))


def test_adopting_asks_for_the_day_who_was_there_and_that_they_agree(world, maryam, draft):
    answer = adopting(maryam, adopted="", participants="")
    assert answer.status_code == 422
    for said in ("Skriv dagen som år, månad och dag", "Skriv vilka som var med", "Bekräfta att ni är överens"):
        assert said in words(answer)
    draft.refresh_from_db()
    assert draft.is_open


def test_whoever_begins_from_that_day_is_held_against_the_new_version(world, maryam, draft):
    answer = adopting(maryam, adopted="2026-11-15", participants="Aino och Maryam", agreed="on")
    assert answer.status_code == 303
    page = words(maryam.get(answer["Location"]))
    assert "Antagen 2026-11-15. Deltog: Aino och Maryam." in page
    in_force = draft.expectations.get(code="traffar")
    assert in_force.valid_from.isoformat() == "2026-11-15"
    earlier = world.ungdom.processes.get(version="2").expectations.get(code="traffar")
    assert earlier.valid_to.isoformat() == "2026-11-14"


def test_a_day_before_the_last_versions_is_refused_beside_the_field(world, maryam, draft):
    answer = adopting(maryam, adopted="2024-10-01", participants="Alla", agreed="on")
    assert "Den förra versionen antogs då eller senare" in words(answer)


def test_without_a_draft_there_is_nothing_to_adopt(world, maryam):
    assert maryam.get(reverse("adopt_process", args=["ungdom"]))["Location"] == reverse("process", args=["ungdom"])


def test_the_last_look_shows_what_has_changed_since_the_version_that_holds(world, maryam, draft):
    rows = {row.text: row for row in draft.rows.there()}
    new = add_row(by=None, process=draft, column="outcome", text="Sover gott")
    write_row(by=None, row=rows["Deras närmaste"], text="Deras föräldrar", seen=0)
    remove_row(by=None, row=rows["Provtagning"])
    move_row(by=None, row=rows["Återfallsprevention i grupp"], place=0)
    tie_rows(by=None, row=new, others=[rows["Nätverksmöte"]])
    drop_expectation(by=None, expectation=draft.expectations.get(code="alder"))
    page = maryam.get(reverse("adopt_process", args=["ungdom"]))
    found = page.context["change"]
    rows = [row for column in found.columns for row in column.changed]
    told = [(row.state, row.moved, "".join(one.text for one in row.segments)) for row in rows if row.state != "kept"]
    assert told == [("removed", False, "Provtagning"), ("added", False, "Sover gott")]
    assert [row.segments[0].text for row in rows if row.moved] == ["Återfallsprevention i grupp"]
    assert ("added", "Nätverksmöte", "Sover gott") in [(one.state, one.start, one.end) for one in found.threads]
    (reworded,) = [row for row in rows if row.state == "kept" and not row.moved]
    changed = [(one.kind, one.text) for one in reworded.segments]
    assert changed == [("same", "Deras "), ("removed", "närmaste"), ("added", "föräldrar")]


def test_both_looks_at_what_differs_show_the_expectations_too(world, maryam, draft):
    age, dose = (draft.expectations.filter(code=code).first() for code in ("alder", "traffar"))
    drop_expectation(by=None, expectation=age)
    draft.expectations.filter(code=dose.code).update(text="Så många träffar som behövs")
    for page in ("adopt_process", "compare_processes"):
        answer = maryam.get(reverse(page, args=["ungdom"]))
        told = [(one.state, [part.kind for part in one.segments]) for one in answer.context["change"].expectations]
        assert ("removed", ["removed"]) in told
        assert [parts for state, parts in told if state == "kept"] != []
        assert "borttagen förväntan" in words(answer)


def test_nothing_has_changed_in_a_copy(world, draft):
    assert not changes(read(world.ungdom.processes.adopted().get()), read(draft)).differs


def test_the_codes_of_rows_and_expectations_are_the_same_in_the_next_version(world, draft):
    adopted = world.ungdom.processes.adopted().get()
    codes = set(adopted.rows.there().values_list("column", "text", "code"))
    assert set(draft.rows.there().values_list("column", "text", "code")) == codes
    assert set(draft.expectations.values_list("code")) == set(adopted.expectations.values_list("code"))


def test_a_new_row_gets_a_code_that_no_version_has_had(world, draft):
    remove_row(by=None, row=add_row(by=None, process=draft, column="outcome", text="Ett"))
    row = add_row(by=None, process=draft, column="outcome", text="Två")
    assert draft.rows.filter(code=row.code).count() == 1
    assert order(draft, "outcome")[-1] == "Två"


def test_nobody_is_held_against_what_is_no_longer_on_the_page(world, maryam, draft):
    gone = add_row(by=None, process=draft, column="intervention", text="Bildterapi")
    other = draft.rows.get(text="Nätverksmöte")
    expected = Expectation(kind="received", text="Minst en träff av Bildterapi", intervention=gone.intervention)
    write_expectation(by=None, process=draft, row=other, rows=[expected])
    remove_row(by=None, row=gone)
    told = {"adopted": "2026-11-15", "participants": "Alla", "agreed": "on"}
    answer = adopting(maryam, **told)
    assert answer.status_code == 422
    assert "Förväntan ”Minst en träff av Bildterapi” gäller ”Bildterapi”, som inte är kvar på sidan" in words(answer)
    draft.refresh_from_db()
    assert draft.is_open
    drop_expectation(by=None, expectation=other.expectations.get(text=expected.text))
    assert adopting(maryam, **told).status_code == 303


def test_what_is_expected_under_a_removed_row_goes_with_it(world, maryam, draft):
    gone = add_row(by=None, process=draft, column="intervention", text="Bildterapi")
    expected = Expectation(kind="received", text="Minst en träff av Bildterapi", intervention=gone.intervention)
    write_expectation(by=None, process=draft, row=gone, rows=[expected])
    remove_row(by=None, row=gone)
    assert adopting(maryam, adopted="2026-11-15", participants="Alla", agreed="on").status_code == 303
    assert not draft.expectations.filter(text=expected.text).exists()


def test_a_day_before_an_imported_expectation_begins_is_refused_beside_the_field(world, maryam, draft):
    earlier = world.ungdom.processes.get(version="2").expectations.filter(code="traffar")
    earlier.update(valid_from="2026-11-10", valid_to=None)
    answer = adopting(maryam, adopted="2026-11-10", participants="Alla", agreed="on")
    assert "En förväntan i den förra versionen gäller från 2026-11-10. Välj en senare dag." in words(answer)
    assert adopting(maryam, adopted="2026-11-11", participants="Alla", agreed="on").status_code == 303
