"""What a service is called and compared with is changed by whoever leads the unit."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.records.pages import told, typed

from loke.description.actions import change_service

PAGE = reverse("change_service", args=["ungdom"])


@pytest.fixture
def maryam(world, signed_in):
    return signed_in(world.maryam)


def test_a_service_gets_another_name_and_a_group_to_be_compared_in(world, maryam):
    page = maryam.get(PAGE)
    assert world.beroende.group in told(page)
    assert world.beroende.name in told(page)
    before = world.ungdom.change
    sent = typed(page, name="  Öppenvård   för unga ", group="Öppen vård i länet")
    assert maryam.post(PAGE, sent)["Location"] == reverse("describe", args=["ungdom"])
    world.ungdom.refresh_from_db()
    assert (world.ungdom.name, world.ungdom.group) == ("Öppenvård för unga", "oppen-vard-i-lanet")
    assert world.ungdom.code == "ungdom"
    assert world.ungdom.change > before
    assert maryam.get(PAGE).context["form"]["group"].value() == "oppen-vard-i-lanet"


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [
        ("name", "", "Skriv vad verksamheten heter."),
        ("name", "Ring 070-123 45 67", "telefonnummer"),
        ("group", "anna@example.org", "e-postadress"),
        ("client_term", "patient", "Välj"),
    ],
)
def test_what_cannot_stand_is_told_and_nothing_is_changed(world, maryam, field, wrong, says):
    answer = maryam.post(PAGE, typed(maryam.get(PAGE), **{field: wrong}))
    assert answer.status_code == 422
    assert says in told(answer)
    assert str(world.ungdom) == "Öppenvård unga"


def test_the_name_of_another_service_of_the_unit_is_taken_however_it_is_written(world, maryam):
    world.beroende.unit = world.ungdom.unit
    world.beroende.save()
    answer = maryam.post(PAGE, typed(maryam.get(PAGE), name=world.beroende.name.upper()))
    assert "Enheten har redan en verksamhet med det namnet." in told(answer)


def test_the_second_of_two_sees_what_the_first_has_saved(world, maryam):
    mine = typed(maryam.get(PAGE), name="Mitt namn")
    maryam.post(PAGE, typed(maryam.get(PAGE), name="Det första namnet"))
    answer = maryam.post(PAGE, mine)
    assert answer.status_code == 409
    assert [(one.now, one.typed) for one in answer.context["form"].clashes] == [("Det första namnet", "Mitt namn")]
    assert maryam.post(PAGE, typed(answer)).status_code == 303


def test_a_word_for_clients_that_came_with_a_data_set_can_be_kept(world, maryam):
    world.ungdom.client_term = "gäst"
    world.ungdom.save()
    assert maryam.post(PAGE, typed(maryam.get(PAGE), group="")).status_code == 303
    world.ungdom.refresh_from_db()
    assert (world.ungdom.client_term, world.ungdom.group) == ("gäst", "")


def test_those_who_register_change_nothing_of_it(world, signed_in):
    assert signed_in(world.aino).get(PAGE).status_code == 404
    assert "change_service" not in told(signed_in(world.aino).get(reverse("describe", args=["ungdom"])))
    with pytest.raises(PermissionDenied):
        change_service(by=world.aino, service=world.ungdom, name="X", client_term="klient", group="")
