"""Where an import puts a service, what it replaces and what it leaves alone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.dataset.small import rows_of, small
from tests.exchange.alike import assert_comes_out_equal, stored, taken_in

from loke.accounts.actions import make_organisation, make_unit
from loke.accounts.models import AuditEntry, Organisation, Unit
from loke.dataset.reader import read_rows
from loke.description.models import ProcessDescription, Service
from loke.exchange.command import import_dataset
from loke.measures.models import MeasurementPlan
from loke.records.actions import open_episode, register_contact
from loke.records.models import Client, Contact, Episode, Measurement

pytestmark = pytest.mark.django_db


def service_named(code: str) -> Service:
    return Service.objects.select_related("unit__organisation").get(code=code)


def test_a_new_service_gets_a_unit_of_its_own_in_the_organisation_it_names() -> None:
    taken_in(small())
    unit = service_named("oppna").unit
    assert (unit.code, unit.name, unit.organisation.name) == ("oppna", "Öppna", "Norrby")


def test_a_service_that_names_no_organisation_comes_to_the_only_one() -> None:
    only = make_organisation(by=None, code="sodra", name="Södra")
    taken_in({"services": [{"service": "s", "name": "S"}], "episodes": []})
    assert service_named("s").organisation == only
    assert stored("s")["services"] == [{"service": "s", "name": "S"}]


def test_a_service_that_names_no_organisation_makes_one_where_there_is_none_or_several() -> None:
    taken_in({"services": [{"service": "s", "name": "S"}], "episodes": []})
    make_organisation(by=None, code="sodra", name="Södra")
    taken_in({"services": [{"service": "t", "name": "T"}], "episodes": []})
    assert {service_named(code).organisation.name for code in "st"} == {"Organisation"}
    assert Organisation.objects.count() == 2


def test_two_organisations_whose_names_make_the_same_code_stay_two() -> None:
    tables = {"services": rows_of("service name organisation\n s S Norr!\n t T Norr?"), "episodes": []}
    taken_in(tables)
    assert sorted(Organisation.objects.values_list("code", "name")) == [("norr", "Norr!"), ("norr-2", "Norr?")]


def test_the_organisation_asked_for_goes_before_the_one_that_is_named() -> None:
    taken_in(small(), organisation="Söderby")
    assert {one.organisation.name for one in (service_named("oppna"), service_named("unga"))} == {"Söderby"}


def test_a_new_service_comes_to_the_unit_asked_for() -> None:
    unit = make_unit(by=None, organisation=make_organisation(by=None, code="n", name="N"), code="u", name="U")
    taken_in(small(), unit=unit)
    assert list(unit.services.order_by("code").values_list("code", flat=True)) == ["oppna", "unga"]
    assert_comes_out_equal(small())
    assert Unit.objects.count() == 1


def test_the_same_client_code_in_two_units_is_two_clients() -> None:
    tables = small()
    tables["clients"] += rows_of("client service sex birth_year\n A1 unga . 1999")
    tables["episodes"] += rows_of("episode client service opened\n e5 A1 unga 2020-01-01")
    assert_comes_out_equal(tables, times=2)
    assert Client.objects.filter(code="A1").count() == 2


def test_each_import_of_a_service_is_one_entry_in_the_log() -> None:
    taken_in(small())
    entries = AuditEntry.objects.filter(what="import_service").order_by("number")
    assert [entry.target.split()[0] for entry in entries] == ["description.Service", "description.Service"]
    assert [entry.unit.code for entry in entries] == ["oppna", "unga"]


def test_what_was_registered_on_the_web_stays_when_its_episode_is_not_in_the_file() -> None:
    taken_in(small())
    service = service_named("oppna")
    own = open_episode(by=None, service=service, opened=date(2020, 1, 1), sex="female", birth_year=1990)
    talk = service.interventions.get(code="samtal")
    register_contact(by=None, episode=own, date=date(2020, 1, 2), intervention=talk)
    before = stored("oppna")
    taken_in(small())
    assert stored("oppna") == before
    assert own.contacts.count() == 1
    assert {"client": own.client.code, "service": "oppna", "sex": "female", "birth_year": "1990"} in before["clients"]


def test_an_episode_in_the_file_has_what_the_file_says_and_nothing_else() -> None:
    taken_in(small())
    service, episode = service_named("oppna"), Episode.objects.get(code="e2")
    talk = service.interventions.get(code="samtal")
    register_contact(by=None, episode=episode, date=date(2020, 1, 2), intervention=talk)
    assert_comes_out_equal(small())
    assert Episode.objects.get(code="e2").pk == episode.pk


def test_an_episode_may_end_and_its_client_open_the_next_in_the_same_import() -> None:
    taken_in(small())
    tables = small()
    tables["episodes"][1] |= {"closed": "2016-04-01", "ending": "klar"}
    tables["episodes"] += rows_of("episode client service opened\n e0 A2 oppna 2016-05-01")
    assert_comes_out_equal(tables)
    tables["episodes"][1] |= {"closed": "", "ending": ""}
    tables["episodes"][-1] |= {"closed": "2017-05-01"}
    assert_comes_out_equal(tables)


def test_what_is_declared_is_changed_by_code_and_never_taken_away() -> None:
    taken_in(small())
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


def test_the_version_that_began_last_is_the_adopted_one() -> None:
    taken_in(small())
    found = ProcessDescription.objects.filter(service__code="oppna").values_list("version", "status", "adopted")
    assert sorted(found) == [("1", "replaced", date(2016, 1, 1)), ("2", "adopted", date(2017, 1, 1))]


def test_a_service_plans_the_instruments_it_uses() -> None:
    taken_in(small())
    plans = MeasurementPlan.objects.values_list("service__code", "instrument__code")
    assert sorted(plans) == [("oppna", "magga"), ("oppna", "ute")]


def test_rights_are_asked_of_whoever_imports(django_user_model) -> None:
    somebody = django_user_model.objects.create_user(email="nagon@example.se", name="Någon")
    with read_rows(small()) as dataset, pytest.raises(PermissionDenied):
        import_dataset(dataset, by=somebody)
    assert not Service.objects.exists()


@pytest.mark.once
def test_large_tables_tell_how_far_they_have_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loke.exchange.happened.MANY", 2000)
    tables, lines = small(), []
    tables["contacts"] = [dict(tables["contacts"][0]) for _ in range(2000)]
    taken_in(tables, progress=lines.append)
    assert lines == ["oppna: contacts, 2000 rader"]
    assert Contact.objects.count() == 2000
    assert Measurement.objects.count() == 4
