"""Moving between services: a new pseudonym, and nothing by which anybody else can tell that it is the same person."""

import json
import re
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, told, typed

from loke.accounts.models import AuditEntry
from loke.records import actions, handing_over, nightly
from loke.records.models import Episode, Handover, Registration
from loke.records.pseudonyms import is_code

pytestmark = pytest.mark.both

THERE = reverse("take_over", args=["familjehem"])
SHOWN = re.compile(r'<strong class="num">([0-9A-Z ]+)</strong>')


@pytest.fixture(autouse=True)
def nobody_has_tried(db):
    cache.clear()


@pytest.fixture
def episode(world) -> Episode:
    found = world.ongoing(world.aino)
    found.client.sex = "female"
    found.client.save()
    return found


@pytest.fixture
def shared(world, episode):
    """A variable that both services have by the same code, answered."""
    mine = world.ungdom.variables.in_use().filter(type="choice", occasion__in=["", "opening"]).first()
    theirs = world.familjehem.variables.create(code=mine.code, name=mine.name, type="choice", role="background")
    for option in mine.options.all():
        theirs.options.create(code=option.code, name=option.name, order=option.order)
    answer = mine.options.first()
    actions.record_values(by=world.aino, episode=episode, occasion="opening", values={mine: answer.code})
    return mine, theirs, answer


def give(browser, episode: Episode, **changes) -> str:
    page = f"{address('hand_over', episode)}?till=familjehem"
    answer = browser.post(page, typed(browser.get(page), **changes))
    assert answer.status_code == 200
    return SHOWN.search(told(answer))[1]


def receive(browser, code: str, **changes):
    return browser.post(THERE, typed(browser.get(THERE), code=code, **changes))


@pytest.fixture
def receiver(world):
    """Somebody who works with clients in the family-home unit."""
    held = world.familjehem.unit.memberships.filter(role="practitioner").first()
    return held.user


def test_what_was_chosen_goes_along_to_a_new_client_with_a_new_code(world, signed_in, episode, shared, receiver):
    _mine, theirs, answer = shared
    code = give(signed_in(world.aino), episode)
    assert receive(signed_in(receiver), code.lower()).status_code == 303
    made = world.familjehem.episodes.latest("pk")
    assert is_code(made.client.code)
    assert made.client.code != episode.client.code
    assert (made.client.sex, list(made.responsible.all())) == ("female", [receiver])
    assert made.values.get(variable=theirs).option.code == answer.code
    nightly.erase_handovers()
    assert not Handover.objects.exists()


def test_undoing_that_a_client_was_taken_over_gives_the_code_back(world, signed_in, episode, receiver):
    code, browser = give(signed_in(world.aino), episode), signed_in(receiver)
    receive(browser, code)
    actions.undo_registration(by=receiver, registration=Registration.objects.get(what="take_over"))
    nightly.erase_handovers()
    assert receive(browser, code).status_code == 303
    assert receive(browser, code).status_code == 422


def test_what_was_not_chosen_stays(world, signed_in, episode, shared, receiver):
    code = give(signed_in(world.aino), episode, sex=None, age=None, variables=[])
    receive(signed_in(receiver), code)
    made = world.familjehem.episodes.latest("pk")
    assert (made.client.sex, made.client.birth_year, made.age, made.values.count()) == ("", None, None, 0)


def test_the_contact_may_end_in_the_same_form(world, signed_in, episode):
    ending = world.ungdom.endings.first()
    give(signed_in(world.aino), episode, closed=timezone.localdate(), ending=ending.pk)
    episode.refresh_from_db()
    assert (episode.closed, episode.ending) == (timezone.localdate(), ending)


def test_a_code_opens_once_only_in_its_own_service_and_for_fourteen_days(world, signed_in, episode, receiver):
    aino = signed_in(world.aino)
    first, second = give(aino, episode), give(aino, episode)
    elsewhere = reverse("take_over", args=["ungdom"])
    wrong = aino.post(elsewhere, typed(aino.get(elsewhere), code=first))
    browser = signed_in(receiver)
    assert receive(browser, first).status_code == 303
    again = receive(browser, first)
    Handover.objects.update(until=timezone.localdate() - timedelta(days=1))
    late, invented = receive(browser, second), receive(browser, "0" * 28)
    said = {one.context["form"].errors["code"][0] for one in (wrong, again, late, invented)}
    assert [one.status_code for one in (wrong, again, late, invented)] == [422] * 4
    assert said == {"Koden öppnar inget här. Kontrollera tecknen, eller be om en ny."}


def test_after_ten_tries_one_has_to_wait(world, signed_in, episode, receiver):
    code, browser = give(signed_in(world.aino), episode), signed_in(receiver)
    for _try in range(10):
        receive(browser, "0" * 28)
    assert "många försök" in told(receive(browser, code))
    assert Handover.objects.exists()


def test_what_nobody_took_over_is_erased_in_the_night(world, signed_in, episode):
    give(signed_in(world.aino), episode)
    nightly.erase_handovers()
    assert Handover.objects.count() == 1
    Handover.objects.update(until=timezone.localdate() - timedelta(days=1))
    nightly.erase_handovers()
    assert not Handover.objects.exists()


def test_the_content_is_sealed_with_the_code_and_bound_to_the_service(world, signed_in, episode):
    code = give(signed_in(world.aino), episode)
    held = Handover.objects.get()
    assert handing_over.unseal(code, held)["sex"] == "female"
    assert b"female" not in bytes(held.sealed)
    held.to = world.beroende
    with pytest.raises(InvalidTag):
        handing_over.unseal(code, held)


def test_only_services_of_the_organisation_can_be_chosen(world, signed_in, episode):
    aino = signed_in(world.aino)
    page = address("hand_over", episode)
    names = {one.name for one in aino.get(page).context["services"]}
    assert names == {world.familjehem.name, world.beroende.name, world.foraldraskap.name}
    assert aino.get(f"{page}?till=ungdom").status_code == 404
    assert signed_in(world.idris).get(page).status_code == 404


def everything() -> dict[str, set[str]]:
    """Every value of every row that there is, as text, by row."""
    ours = [model for model in apps.get_models() if model.__module__.startswith(("loke.", "django.contrib.sessions"))]
    found = {}
    for model in ours:
        for row in model._default_manager.all():
            values = {f.attname: f.value_from_object(row) for f in model._meta.concrete_fields}
            found[f"{model._meta.label} {row.pk}"] = {f"{name}={value}" for name, value in values.items()}
    return found


@pytest.mark.once  # all of the database is read, three times
def test_no_equal_value_anywhere_ties_the_two(world, signed_in, episode, shared, receiver):
    """A49: what came on the giver's side and what came on the receiver's hold nothing in common but common words."""
    before = everything()
    code = give(signed_in(world.aino), episode)
    given = {row: values for row, values in everything().items() if before.get(row) != values}
    receive(signed_in(receiver), code)
    after = everything()
    received = {row: v for row, v in after.items() if before.get(row) != v and row not in given}
    bare = code.replace(" ", "")
    assert not any(bare in value or code in value for values in after.values() for value in values)
    made = world.familjehem.episodes.latest("pk")
    of_giver = {str(episode.pk), episode.code, str(episode.client_id), episode.client.code}
    of_receiver = {str(made.pk), made.code, str(made.client_id), made.client.code}
    assert of_giver & of_receiver == set()
    one = {value for values in given.values() for value in values}
    other = {value for values in received.values() for value in values}
    tell_nothing = re.compile(r"=(None|True|False|\d{1,2}|\{\}|\[\]|)$|^(what|by_id|unit_id|week)=")
    assert {value for value in one & other if not tell_nothing.search(value)} == set()


def test_the_logs_name_neither_the_other_service_nor_the_other_client(world, signed_in, episode, receiver):
    code = give(signed_in(world.aino), episode)
    (gave,) = AuditEntry.objects.filter(what="hand_over")
    assert (gave.unit, gave.target) == (world.ungdom.unit, f"records.Episode {episode.pk}")
    receive(signed_in(receiver), code)
    made = world.familjehem.episodes.latest("pk")
    (took,) = AuditEntry.objects.filter(what="take_over")
    assert (took.unit, took.target) == (world.familjehem.unit, f"records.Episode {made.pk}")
    stored = Registration.objects.latest("pk")
    assert (stored.what, stored.service) == ("take_over", world.familjehem)
    assert str(episode.client_id) not in json.dumps(stored.added.get("client"))
