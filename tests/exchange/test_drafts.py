"""An import beside a version that is being written, and beside the rows that expectations stand under."""

import pytest
from tests.dataset.small import small
from tests.exchange.alike import stored, taken_in

from loke.dataset.faults import Refused
from loke.description.actions import add_row
from loke.description.models import ProcessDescription, Service
from loke.measures.actions import adopt_process_version, begin_process_version, write_expectation
from loke.measures.models import Expectation

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def service(imported) -> Service:
    return Service.objects.get(code="oppna")


@pytest.fixture
def draft(service) -> ProcessDescription:
    """Version 3, with an expectation under a row of its own."""
    draft = begin_process_version(by=None, service=service)
    row = add_row(by=None, process=draft, column="phase", text="Utslussning")
    expected = Expectation(kind="phase", text="Högst 30 dagar", highest=30, phase=row.phase)
    write_expectation(by=None, process=draft, row=row, rows=[expected])
    return draft


def test_a_version_with_the_number_of_a_draft_is_refused_and_the_draft_is_left_alone(service, draft) -> None:
    tables = small()
    tables["expectations"][0]["version"] = draft.version
    with pytest.raises(Refused, match="en annan version, för den skrivs här som utkast"):
        taken_in(tables)
    draft.refresh_from_db()
    assert draft.is_open
    assert draft.expectations.filter(text="Högst 30 dagar").exists()


def test_other_versions_come_in_beside_a_draft(service, draft) -> None:
    before = set(draft.expectations.values_list("pk", flat=True))
    taken_in(small())
    assert set(draft.expectations.values_list("pk", flat=True)) == before


def test_expectations_that_come_in_again_stand_under_their_rows(service, draft) -> None:
    adopt_process_version(by=None, process=draft, participants="Alla")
    tables = {name: small()[name] for name in ("scales", "items", "norms")} | stored("oppna")
    del tables["phase_plan"]
    for one in tables["expectations"]:
        one["text"] += "."
    taken_in(tables)
    assert [one.text for one in draft.rows.get().expectations.all()] == ["Högst 30 dagar."]


def test_a_phase_that_a_dataset_names_without_planning_it_keeps_its_name_and_place(service, draft) -> None:
    phase = draft.rows.get().phase
    service.phases.filter(pk=phase.pk).update(order=7)
    tables = small()
    tables["expectations"][-4]["phase"] = phase.code
    del tables["phase_plan"]
    taken_in(tables)
    phase.refresh_from_db()
    assert (phase.name, phase.order, phase.proposed) == ("Utslussning", 7, None)
