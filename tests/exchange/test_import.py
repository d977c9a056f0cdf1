"""Where an import puts a service, what it replaces and what it leaves alone."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.dataset.small import rows_of, small
from tests.exchange.alike import assert_comes_out_equal, stored, taken_in

from loke.accounts.actions import make_organisation, make_unit
from loke.accounts.models import AuditEntry, Organisation, Unit
from loke.accounts.organisations import Unfit
from loke.dataset.reader import read_rows
from loke.description.models import Service
from loke.exchange.command import import_dataset
from loke.records.models import Client, Contact, Measurement

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


def test_a_service_that_names_no_organisation_makes_one_where_there_is_none() -> None:
    taken_in({"services": [{"service": "s", "name": "S"}], "episodes": []})
    assert service_named("s").organisation.name == "Organisation"


def test_a_new_service_comes_to_the_only_organisation_whatever_another_installation_called_its_own() -> None:
    only = make_organisation(by=None, code="sodra", name="Södra")
    taken_in(small())
    assert {service_named(code).organisation for code in ("oppna", "unga")} == {only}


def test_where_there_are_several_it_comes_to_the_one_it_names_and_else_nobody_guesses() -> None:
    for code in ("norrby", "sodra"):
        make_organisation(by=None, code=code, name=code.capitalize())
    taken_in(small())
    assert service_named("oppna").organisation.name == "Norrby"
    for told in ({"service": "t", "name": "T"}, {"service": "t", "name": "T", "organisation": "Västby"}):
        with pytest.raises(Unfit, match=r"Här finns: Norrby, Sodra\. Ange vilken med --organisation"):
            taken_in({"services": [told], "episodes": []})
    assert Organisation.objects.count() == 2


def test_an_organisation_that_is_not_there_is_made_when_it_is_the_first_or_said_to_be_new() -> None:
    taken_in(small(), organisation="Norrby")
    told = {"services": [{"service": "t", "name": "T"}], "episodes": []}
    with pytest.raises(Unfit, match="Ingen organisation heter Norby"):
        taken_in(told, organisation="Norby")
    taken_in(told, organisation="Norby", new=True)
    assert service_named("t").organisation.name == "Norby"


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
