"""Out of quarantine again though the code has been given to another: it is said which one, and what makes room."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.records.leaving import quarantined
from tests.records.pages import told, typed

from loke.accounts.models import AccessEntry
from loke.records import actions
from loke.records.models import BIN, GAVE_WAY, Client, Episode, ErasedClient, Registration, RetentionRule
from loke.records.pseudonyms import spaced
from loke.records.registered import fresh, old_in_bin
from loke.records.retention.showing import sealed_codes

UNTIL = date(2040, 1, 1)
AGAIN = {"until": UNTIL, "why": "Ett ärende är öppet"}
CODE = "ÖU-1002"


def put_in(world) -> Client:
    actions.add_codes(by=world.aino, service=world.ungdom, codes=[CODE])
    return Client.objects.get(code=CODE)


def opened(world, client: Client) -> Episode:
    return actions.open_episode(by=world.aino, service=world.ungdom, opened=world.day, client=client)


def sealed(world, client: Client) -> ErasedClient:
    told_of = {"client": client, "ground": "request", "why": "Begäran kom i dag"}
    erasure = actions.request_erasure(by=world.maryam, **told_of)
    return actions.confirm_erasure(by=world.administrator, erasure=erasure, day=world.day).clients.get()


@pytest.fixture
def gone(world) -> ErasedClient:
    """Somebody with a code of the unit's own, in quarantine."""
    return sealed(world, opened(world, put_in(world)).client)


def test_which_code_and_what_to_do_is_said_to_the_manager_and_no_code_to_the_second_one(world, gone):
    opened(world, put_in(world))
    with pytest.raises(ValidationError, match=f"{CODE} nu. Rätta koden på den"):
        actions.withdraw_erasure(by=world.maryam, erasure=gone.erasure, **AGAIN)
    with pytest.raises(ValidationError, match="Enhetschefen ser vilken") as said:
        actions.withdraw_erasure(by=world.administrator, erasure=gone.erasure, **AGAIN)
    assert CODE not in str(said.value)
    assert not Client.objects.filter(pk=gone.client_number).exists()
    assert ErasedClient.objects.get(pk=gone.pk).sealed


def test_the_page_leads_to_where_the_new_ones_code_is_corrected_and_then_the_old_one_comes_back(world, gone, signed_in):
    new, maryam = opened(world, put_in(world)), signed_in(world.maryam)
    page, before = reverse("spare_client", args=["ungdom", gone.pk]), AccessEntry.objects.count()
    shown = maryam.get(page)
    correct = reverse("correct_episode", args=["ungdom", new.client_id])
    assert correct in told(shown)
    named = AccessEntry.objects.filter(number__gt=before).values_list("clients__client_number", flat=True)
    assert set(named) == {gone.client_number, new.client_id}
    wrong = maryam.post(page, typed(shown, **AGAIN))
    assert (wrong.status_code, f"En annan klient har koden {CODE} nu." in told(wrong)) == (422, True)
    assert maryam.post(correct, typed(maryam.get(correct), code="ÖU-1002-2")).status_code == 303
    assert maryam.post(page, typed(maryam.get(page), **AGAIN)).status_code == 303
    assert Client.objects.get(pk=gone.client_number).code == CODE
    assert Client.objects.get(pk=new.client_id).code == "ÖU-1002-2"


def test_the_old_one_comes_back_when_the_new_one_was_a_double_and_is_taken_away(world, gone, signed_in):
    new, maryam = opened(world, put_in(world)), signed_in(world.maryam)
    assert reverse("remove_episode", args=["ungdom", new.client_id]) in told(
        maryam.get(reverse("spare_client", args=["ungdom", gone.pk]))
    )
    actions.remove_episode(by=world.maryam, episode=new)
    actions.spare_client(by=world.maryam, one=gone, **AGAIN)
    assert Client.objects.get(code=CODE).pk == gone.client_number


def test_a_code_that_was_only_put_in_again_gives_way_by_itself_and_nobody_is_offered_it_back(world, gone, signed_in):
    new, maryam = put_in(world), signed_in(world.maryam)
    actions.withdraw_erasure(by=world.maryam, erasure=gone.erasure, **AGAIN)
    assert Client.objects.get(code=CODE).pk == gone.client_number
    assert not Client.objects.filter(pk=new.pk).exists()
    for page in ("paper_bin", "clients"):
        assert "Kod som inte användes" not in told(maryam.get(reverse(page, args=["ungdom"])))
    registration = Registration.objects.get(what=GAVE_WAY)
    assert registration not in fresh(world.maryam, world.ungdom)
    with pytest.raises(PermissionDenied):
        actions.undo_registration(by=world.maryam, registration=registration)
    Registration.objects.filter(pk=registration.pk).update(at=timezone.now() - BIN)
    assert old_in_bin().filter(kind="client", row=new.pk).exists()


def test_a_code_that_loke_has_made_is_not_to_be_corrected_but_the_double_to_be_taken_away(world, signed_in):
    client = world.ongoing(world.aino).client
    one = sealed(world, client)
    new = opened(world, Client.objects.create(unit=client.unit, code=client.code))
    with pytest.raises(ValidationError, match=f"{spaced(client.code)} nu. Ta bort den, om"):
        actions.spare_client(by=world.maryam, one=one, **AGAIN)
    shown = told(signed_in(world.maryam).get(reverse("spare_client", args=["ungdom", one.pk])))
    assert "Ta bort den nya" in shown
    assert reverse("correct_episode", args=["ungdom", new.client_id]) not in shown


def test_an_older_contact_comes_back_when_its_client_has_come_back_from_the_bin(world):
    episode = Episode.objects.filter(service=world.ungdom).exclude(client=None).ended().order_by("pk").first()
    Episode.objects.filter(client=episode.client).exclude(pk=episode.pk).delete()
    erasure = actions.propose_erasure(by=None, unit=world.ungdom.unit, day=UNTIL)
    erasure.clients.exclude(client_number=episode.client_id).delete()
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    new = opened(world, episode.client)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=UNTIL)
    actions.remove_episode(by=world.maryam, episode=new)
    with pytest.raises(ValidationError, match="Lägg tillbaka den ur papperskorgen först"):
        actions.withdraw_erasure(by=world.maryam, erasure=erasure, **AGAIN)
    taken = new.service.registrations.get(what="remove_episode")
    actions.put_back(by=world.maryam, registration=taken)
    actions.withdraw_erasure(by=world.maryam, erasure=erasure, **AGAIN)
    assert set(episode.client.episodes.all()) == {episode, new}


def test_while_the_code_is_taken_a_rule_that_would_put_the_client_back_is_refused_and_nothing_is_erased(world):
    one = quarantined(world).clients.get()
    code = sealed_codes([one])[one.client_number]
    opened(world, Client.objects.create(unit=world.ungdom.unit, code=code))
    waits = {"service": world.ungdom, "ground": "Beslut 2026:4", "why": "Forskning"}
    with pytest.raises(ValidationError, match="Enhetschefen ser vilken"):
        actions.decide_retention(by=world.administrator, **waits)
    RetentionRule.objects.create(**waits, by=world.administrator)
    with pytest.raises(ValidationError, match="Enhetschefen ser vilken"):
        actions.erase(by=None, erasure=one.erasure, day=one.erasure.until)
    assert ErasedClient.objects.get(pk=one.pk).sealed
