"""A contact is corrected or taken away from its own page; how it stood before is kept, and nobody writes unseen."""

import pytest
from tests.records.pages import address, told, typed

from loke.accounts.models import AuditEntry
from loke.records import actions
from loke.records.history import row_before
from loke.records.models import Change, Contact, Registration
from loke.records.undoing import undo

pytestmark = pytest.mark.both


@pytest.fixture
def contact(world) -> Contact:
    episode = world.ongoing(world.aino)
    kind = episode.service.interventions.in_use().first()
    return actions.register_contact(by=world.aino, episode=episode, date=episode.opened, intervention=kind, minutes=45)


@pytest.fixture
def where(contact) -> str:
    return address("change_contact", contact.episode, contact.pk)


@pytest.fixture
def away(contact) -> str:
    return address("remove_contact", contact.episode, contact.pk)


def removal(page) -> dict[str, str]:
    form = page.context["remove"]
    return {name: str(form[name].value()) for name in ("submission", "seen")}


def test_every_contact_on_the_clients_page_leads_to_where_it_is_changed(aino, contact, where):
    assert f'href="{where}"' in told(aino.get(address("client", contact.episode)))


def test_a_contact_is_corrected_and_what_stood_there_is_kept(world, aino, contact, where):
    saved = aino.post(where, typed(aino.get(where), attendance="missed", why="Fel dag"))
    contact.refresh_from_db()
    assert saved.status_code == 303
    assert (contact.attendance, contact.minutes) == ("missed", None)
    kept = Change.objects.get(kind="contact", row=contact.pk)
    assert (row_before(kept).attendance, row_before(kept).minutes) == ("attended", 45)
    assert (kept.registration.what, kept.registration.by) == ("change_contact", world.aino)
    assert kept.registration.why == "Fel dag"
    assert "Fel dag" in told(aino.get(address("episode_history", contact.episode)))
    undo(by=world.aino, registration=kept.registration)
    contact.refresh_from_db()
    assert (contact.attendance, contact.minutes) == ("attended", 45)


def test_a_contact_that_is_registered_stands_in_the_log_under_its_unit(contact):
    assert AuditEntry.objects.filter(what="register_contact").latest("pk").unit == contact.episode.service.unit


def test_what_is_saved_as_it_stands_is_no_registration(aino, where):
    before = Registration.objects.count()
    assert aino.post(where, typed(aino.get(where))).status_code == 303
    assert Registration.objects.count() == before


def test_a_contact_is_taken_away_and_comes_back(world, aino, contact, where, away):
    assert aino.post(away, removal(aino.get(where))).status_code == 303
    assert not Contact.objects.filter(pk=contact.pk).exists()
    last = Registration.objects.latest("pk")
    assert last.what == "remove_contact"
    undo(by=world.aino, registration=last)
    assert Contact.objects.get(pk=contact.pk).minutes == 45


def test_the_same_removal_twice_leads_to_the_same_place(aino, where, away):
    sent = removal(aino.get(where))
    first, second = (aino.post(away, sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]


def test_a_correction_of_an_older_version_is_shown_beside_the_newer_and_not_stored(
    world, signed_in, aino, contact, where
):
    maryam = signed_in(world.maryam)
    page, newer = aino.get(where), maryam.get(where)
    maryam.post(where, typed(newer, minutes="90"))
    late = aino.post(where, typed(page, minutes="30"))
    contact.refresh_from_db()
    assert late.status_code == 409
    assert contact.minutes == 90
    [clash] = late.context["form"].clashes
    assert (clash.now, clash.typed) == ("90", "30")
    assert str(world.maryam) in clash.last
    assert aino.post(where, typed(late)).status_code == 303
    contact.refresh_from_db()
    assert contact.minutes == 30


def test_what_somebody_has_changed_since_is_not_taken_away(world, signed_in, aino, contact, where, away):
    page, maryam = aino.get(where), signed_in(world.maryam)
    maryam.post(where, typed(maryam.get(where), minutes="90"))
    late = aino.post(away, removal(page))
    assert late.status_code == 409
    assert Contact.objects.filter(pk=contact.pk).exists()
    assert aino.post(away, removal(late)).status_code == 303


def test_a_correction_of_what_has_been_taken_away_says_so(world, signed_in, aino, contact, where, away):
    page, maryam = aino.get(where), signed_in(world.maryam)
    maryam.post(away, removal(maryam.get(where)))
    late = aino.post(where, typed(page, minutes="30"))
    assert late.status_code == 422
    assert "Träffen finns inte längre. Någon har tagit bort den." in told(late)
    assert aino.get(where).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"date": "2100-01-01"}, "Dagen har inte varit än"),
        ({"date": "1999-01-01"}, "Träffen ligger före starten"),
        ({"minutes": "0"}, "Skriv ett helt tal från 1 till 1440."),
        ({"attendance": "glömde"}, "Välj hur det gick."),
        ({"intervention": "0"}, "Välj en insats."),
    ],
)
def test_a_correction_that_cannot_be_is_told_so_and_nothing_is_changed(aino, contact, where, changes, says):
    refused = aino.post(where, typed(aino.get(where), **changes))
    assert refused.status_code == 422
    assert says in told(refused)
    contact.refresh_from_db()
    assert (contact.attendance, contact.minutes) == ("attended", 45)


def test_a_kind_that_is_no_longer_in_use_can_be_kept(aino, contact, where):
    type(contact.intervention).objects.filter(pk=contact.intervention_id).update(proposed=contact.date)
    assert aino.post(where, typed(aino.get(where), minutes="50")).status_code == 303


@pytest.mark.parametrize("who", ["idris", "tove", "bengt", "coach", "politician", "administrator", "charlie"])
def test_another_persons_contact_does_not_exist(world, signed_in, where, away, who):
    browser = signed_in(getattr(world, who))
    assert [(browser.get(page).status_code, browser.post(page).status_code) for page in (where, away)] == [
        (404, 404)
    ] * 2


def test_another_clients_contact_is_not_reached_through_ones_own(world, aino, contact):
    others = world.aino.episodes.ongoing().filter(service=contact.episode.service)
    other = others.exclude(pk=contact.episode_id).first()
    assert aino.get(address("change_contact", other, contact.pk)).status_code == 404
