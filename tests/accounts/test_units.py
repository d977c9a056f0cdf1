"""An administrator makes the units that people are invited to, renames them, and takes away one that was never used."""

import re
from argparse import ArgumentParser

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from loke.accounts import command
from loke.accounts.actions import invite, make_organisation, make_unit, remove_unit, rename_unit
from loke.accounts.models import AuditEntry, Invitation, Organisation, Unit
from loke.records.events import event

UNITS = "/personer/enheter/"
STRANGERS = ("aino", "maryam", "coach", "politician", "charlie")


def submission(client, page: str) -> str:
    return re.search(r'name="submission" value="([^"]+)"', client.get(page).content.decode())[1]


def add(client, name: str):
    return client.post(UNITS, {"submission": submission(client, UNITS), "name": name})


@pytest.fixture
def unused(world) -> Unit:
    return make_unit(by=world.administrator, organisation=world.organisation, name="Öppenvård unga")


def test_a_unit_is_added_and_its_manager_invited_there(signed_in, world):
    client = signed_in(world.administrator)
    answer = add(client, "Öppenvård unga")
    assert (answer.status_code, answer["Location"]) == (303, UNITS)
    page = client.get(UNITS).content.decode()
    assert "Öppenvård unga är upplagd. Nu kan du bjuda in dem som arbetar där." in page
    unit = Unit.objects.get(name="Öppenvård unga")
    assert (unit.code, unit.organisation) == ("oppenvard-unga", world.organisation)
    form = {"submission": submission(client, "/personer/bjud-in/"), "name": "Nova", "email": "nova@example.org"}
    client.post("/personer/bjud-in/", {**form, "role": "manager", "place": f"u{unit.pk}"})
    assert Invitation.objects.get(email="nova@example.org").unit == unit


def test_a_unit_that_was_added_is_one_that_the_command_line_knows(world, unused, capsys):
    words = ["nova@example.org", "--name", "Nova", "--role", "manager", "--unit", "oppenvard-unga"]
    parser = ArgumentParser()
    command.add_arguments("invite", parser)
    assert command.invite(parser.parse_args([*words, "--organisation", world.organisation.name])) == 0
    assert Invitation.objects.get(email="nova@example.org").unit == unused
    assert capsys.readouterr().out.startswith("https://localhost/inbjudan/")


def test_sent_twice_it_is_added_once(signed_in, world):
    client = signed_in(world.administrator)
    form = {"submission": submission(client, UNITS), "name": "Öppenvård unga"}
    assert [client.post(UNITS, form).status_code for _ in range(2)] == [303, 303]
    assert Unit.objects.filter(name="Öppenvård unga").count() == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Fyll i det här."),
        ("ENHETEN UNGDOM", "heter så"),
        ("Anna 19121212-1212", "personnummer"),
        ("x" * 201, "200"),
    ],
)
def test_a_name_that_is_empty_taken_too_long_or_tells_of_somebody_is_refused(signed_in, world, name, said):
    make_unit(by=None, organisation=world.organisation, code="x", name="Enheten Ungdom")
    answer = add(signed_in(world.administrator), name)
    assert answer.status_code == 422
    assert "<title>Fel: " in answer.content.decode()
    assert said in answer.content.decode()


def test_two_names_that_make_the_same_code_are_two_units(world, unused):
    other = make_unit(by=world.administrator, organisation=world.organisation, name="Öppenvård, unga")
    assert (unused.code, other.code) == ("oppenvard-unga", "oppenvard-unga-2")


def test_another_name_is_given_and_the_code_stands(signed_in, world):
    client, unit = signed_in(world.administrator), world.ungdom.unit
    page = f"{UNITS}{unit.pk}/"
    assert client.post(page, {"submission": submission(client, page), "name": "Unga vuxna"}).status_code == 303
    code, unit.name = unit.code, ""
    unit.refresh_from_db()
    assert (unit.name, unit.code) == ("Unga vuxna", code)


def test_a_name_that_another_unit_has_is_refused(signed_in, world, unused):
    client, page = signed_in(world.administrator), f"{UNITS}{unused.pk}/"
    answer = client.post(page, {"submission": submission(client, page), "name": world.ungdom.unit.name})
    assert answer.status_code == 422
    assert "Det finns redan en enhet som heter så." in answer.content.decode()
    same = client.post(page, {"submission": submission(client, page), "name": unused.name.upper()})
    assert same.status_code == 303  # its own


def test_a_unit_that_was_never_used_is_taken_away_after_a_question(signed_in, world, unused):
    client, page = signed_in(world.administrator), f"{UNITS}{unused.pk}/ta-bort/"
    assert f'href="{page}"' in client.get(UNITS).content.decode()
    assert client.get(page).status_code == 200
    assert Unit.objects.filter(pk=unused.pk).exists()
    assert client.post(page).status_code == 303
    assert not Unit.objects.filter(pk=unused.pk).exists()
    assert "Öppenvård unga är borttagen." in client.get(UNITS).content.decode()


def test_a_unit_with_anything_in_it_stays(signed_in, world):
    unit = world.ungdom.unit
    client, page = signed_in(world.administrator), f"{UNITS}{unit.pk}/ta-bort/"
    assert page not in client.get(UNITS).content.decode()
    assert "Därför finns den kvar." in client.get(page).content.decode()
    assert "kan inte tas bort" in client.post(page).content.decode()
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_a_unit_that_somebody_has_been_invited_to_stays_since_the_log_names_it(world, unused):
    place = {"role": "manager", "organisation": world.organisation, "unit": unused}
    invite(by=world.administrator, email="nova@example.org", name="Nova", **place)
    with pytest.raises(ValidationError, match="kan inte tas bort"):
        remove_unit(by=world.administrator, unit=unused)
    assert Invitation.objects.filter(unit=unused).exists()


def test_where_there_is_no_unit_the_pages_say_to_begin_there(signed_in, world):
    only = make_organisation(by=None, code="ny", name="Nyköping")
    held = world.administrator.memberships.get()
    type(held).objects.filter(pk=held.pk).update(organisation=only)
    client = signed_in(world.administrator)
    assert "Lägg upp den första enheten" in client.get("/personer/").content.decode()
    assert "Lägg upp den första enheten" in client.get("/personer/bjud-in/").content.decode()
    assert "Det finns ingen enhet än." in client.get(UNITS).content.decode()
    add(client, "Öppenvård unga")
    assert "Lägg upp den första enheten" not in client.get("/personer/").content.decode()


def test_whoever_looks_after_two_organisations_says_in_which(signed_in, world):
    other = make_organisation(by=None, code="ny", name="Nyköping")
    world.administrator.memberships.create(role="administrator", organisation=other)
    client = signed_in(world.administrator)
    told = {"submission": submission(client, UNITS), "name": "Unga"}
    assert client.post(UNITS, told).status_code == 422
    assert client.post(UNITS, {**told, "organisation": other.pk}).status_code == 303
    assert Unit.objects.get(name="Unga").organisation == other


def test_units_of_another_municipality_are_not_there(signed_in, world):
    unit = world.charlie.memberships.get().unit
    client = signed_in(world.administrator)
    assert unit.name not in client.get(UNITS).content.decode()
    for page in (f"{UNITS}{unit.pk}/", f"{UNITS}{unit.pk}/ta-bort/"):
        assert [client.get(page).status_code, client.post(page).status_code] == [404, 404]
    told = {"submission": submission(client, UNITS), "name": "Smyg", "organisation": unit.organisation_id}
    client.post(UNITS, told)
    assert list(Unit.objects.filter(name="Smyg").values_list("organisation", flat=True)) == [world.organisation.pk]


@pytest.mark.once
@pytest.mark.parametrize("who", STRANGERS)
def test_only_an_administrator_of_the_organisation_changes_its_units(world, unused, who):
    by = getattr(world, who)
    for change in (
        lambda: make_unit(by=by, organisation=world.organisation, name="Ny"),
        lambda: rename_unit(by=by, unit=unused, name="Ny"),
        lambda: remove_unit(by=by, unit=unused),
    ):
        with pytest.raises(PermissionDenied):
            change()


def test_each_change_is_a_line_that_whoever_oversees_reads(signed_in, world, unused):
    officer = world.politician
    officer.memberships.create(role="protection_officer", organisation=Organisation.objects.get(code="alvkulla"))
    rename_unit(by=world.administrator, unit=unused, name="Unga")
    remove_unit(by=world.administrator, unit=unused)
    done = list(AuditEntry.objects.values_list("what", flat=True)[:3])
    assert done == ["remove_unit", "rename_unit", "make_unit"]
    page = signed_in(officer).get("/tillsyn/").content.decode()
    assert all(str(event(what)) in page for what in done)
