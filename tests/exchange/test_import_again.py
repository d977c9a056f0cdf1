"""What an import changes of what has come in before, and what of it is refused."""

from datetime import date

import pytest
from tests.dataset.small import rows_of, small
from tests.exchange.alike import assert_comes_out_equal, stored, taken_in
from tests.exchange.test_import import service_named
from tests.exchange.test_refusals import refused, with_cell

from loke.accounts.models import AuditEntry
from loke.description.models import ProcessDescription, Service
from loke.measures.models import Instrument, MeasurementPlan
from loke.records.actions import open_episode, register_contact
from loke.records.models import Episode

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # what the database does at an import: test_import.py


def test_what_was_registered_on_the_web_stays_when_its_episode_is_not_in_the_file(imported) -> None:
    service = service_named("oppna")
    own = open_episode(by=None, service=service, opened=date(2020, 1, 1), sex="female", birth_year=1990)
    talk = service.interventions.get(code="samtal")
    register_contact(by=None, episode=own, date=date(2020, 1, 2), intervention=talk)
    before = stored("oppna")
    taken_in(small())
    assert stored("oppna") == before
    assert own.contacts.count() == 1
    assert {"client": own.client.code, "service": "oppna", "sex": "female", "birth_year": "1990"} in before["clients"]


def test_an_episode_in_the_file_has_what_the_file_says_and_nothing_else(imported) -> None:
    service, episode = service_named("oppna"), Episode.objects.get(code="e2")
    talk = service.interventions.get(code="samtal")
    register_contact(by=None, episode=episode, date=date(2020, 1, 2), intervention=talk)
    assert_comes_out_equal(small())
    assert Episode.objects.get(code="e2").pk == episode.pk


def test_an_episode_may_end_and_its_client_open_the_next_in_the_same_import(imported) -> None:
    tables = small()
    tables["episodes"][1] |= {"closed": "2016-04-01", "ending": "klar"}
    tables["episodes"] += rows_of("episode client service opened\n e0 A2 oppna 2016-05-01")
    assert_comes_out_equal(tables)
    tables["episodes"][1] |= {"closed": "", "ending": ""}
    tables["episodes"][-1] |= {"closed": "2017-05-01"}
    assert_comes_out_equal(tables)


def test_what_is_declared_is_changed_by_code_and_never_taken_away(imported) -> None:
    tables = small()
    tables["options"][0]["name"] = "Hyresrätt"
    tables["interventions"] = [row for row in tables["interventions"] if row["intervention"] != "grupp"]
    tables["expectations"] = [row for row in tables["expectations"] if row["intervention"] != "grupp"]
    tables["contacts"] = [row for row in tables["contacts"] if row["intervention"] != "grupp"]
    taken_in(tables)
    service = service_named("oppna")
    assert service.interventions.filter(code="grupp").exists()
    assert service.variables.get(code="boende").options.get(code="hyra").name == "Hyresrätt"
    assert not service.processes.filter(expectations__code="far").exists()


def test_the_version_that_began_last_is_the_adopted_one(imported) -> None:
    found = ProcessDescription.objects.filter(service__code="oppna").values_list("version", "status", "adopted")
    assert sorted(found) == [("1", "replaced", date(2016, 1, 1)), ("2", "adopted", date(2017, 1, 1))]


def test_a_service_plans_the_instruments_it_uses(imported) -> None:
    plans = MeasurementPlan.objects.values_list("service__code", "instrument__code")
    assert sorted(plans) == [("oppna", "magga"), ("oppna", "ute")]


@pytest.mark.once
def test_a_clash_with_what_is_registered_stores_nothing_of_the_services_before_it(imported) -> None:
    entries = AuditEntry.objects.count()
    tables = {"services": rows_of("service name organisation\n en En Norrby\n oppna Ny Norrby")}
    tables["episodes"] = rows_of("episode client service opened\n e8 X1 en 2020-01-01\n e9 A2 oppna 2020-01-01")
    wanted = "väntade en dag, för klienten har en annan pågående kontakt som är registrerad här"
    assert refused(tables) == f"episodes:2:closed, hittade tomt, {wanted}"
    assert AuditEntry.objects.count() == entries
    assert sorted(Service.objects.values_list("code", "name")) == [("oppna", "Öppna"), ("unga", "Unga")]


@pytest.mark.once
def test_an_instrument_that_another_service_uses_may_not_be_another(imported) -> None:
    tables = {
        "services": rows_of("service name organisation\n ny Ny Norrby"),
        "scales": [dict(row) for row in small()["scales"]],
        "items": small()["items"],
        "episodes": [],
    }
    taken_in(tables)
    tables["scales"][0]["step"] = "0.6"
    assert "scales:1:step, hittade ”0.6”, väntade ”0.5” som i organisationens magga" in refused(tables)
    tables["scales"] = tables["scales"][1:]
    assert "väntade också allt, oro som" in refused(
        tables | {"scales": tables["scales"][0:1], "items": tables["items"]}
    )


@pytest.mark.once
def test_an_instrument_may_change_with_the_services_that_use_it(imported) -> None:
    taken_in(with_cell("scales", 0, "step", "0.6"))
    assert str(Instrument.objects.get(code="magga").scales.get(code="oro").step) == "0.600000000"


@pytest.mark.once
def test_a_variable_keeps_its_type_while_other_episodes_have_answers(imported) -> None:
    tables = with_cell("variables", 5, "type", "text")
    taken_in(tables)
    for name in ("values", "contacts", "phases", "measurements", "answers", "scores", "goals"):
        tables[name] = []
    tables["episodes"], tables["variables"][5]["type"] = tables["episodes"][1:], "number"
    assert "variables:6:type, hittade ”number”, väntade text" in refused(tables)
