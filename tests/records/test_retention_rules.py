"""What is on its way out keeps to the rules: when one is changed whoever should not go stays, and everybody is told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.leaving import proposed, quarantined
from tests.records.pages import told, typed

from loke.description.models import Service
from loke.records import actions, nightly
from loke.records.models import Client, Episode, Erasure, Registration, RetentionRule
from loke.records.retention import due


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def decided(world):
    """Sets the months of Öppenvård unga, or lets it wait."""

    def decide(months: int | None = None, **more: str) -> RetentionRule:
        return actions.decide_retention(
            by=world.administrator, service=world.ungdom, months=months, **{"why": "Räcker", **more}
        )

    return decide


def short(world, decided, today, n: int = 4) -> Erasure:
    """A proposal by a rule of one month, with some who would still have years left by the law's."""
    decided(1)
    erasure = actions.propose_erasure(by=None, unit=world.ungdom.unit, day=today)
    long = {one.client_number for one in due.due_in(world.ungdom.unit, today, {world.ungdom.pk: 60})}
    kept = [one.pk for one in erasure.clients.exclude(client_number=None) if one.client_number not in long][:n]
    erasure.clients.exclude(pk__in=kept).delete()
    assert len(kept) == n
    return erasure


def test_a_proposal_is_withdrawn_when_the_rule_is_set_back_and_whoever_opens_it_is_told(
    world, decided, today, signed_in
):
    erasure, maryam = short(world, decided, today), signed_in(world.maryam)
    page = reverse("approve_erasure", args=["ungdom", erasure.pk])
    sent = typed(maryam.get(page))
    decided(60)
    erasure.refresh_from_db()
    assert erasure.withdrawn
    for said in (told(maryam.get(page)), told(maryam.post(page, sent))):
        assert "Gallringen gäller inte längre" in said
        assert "upphörde att gälla" in said
        assert "drogs tillbaka" not in said
        assert "Tiden har inte gått ut för 4 som var med när det föreslogs." in said
        assert f"{world.ungdom.name}, 60 månader." in said
    assert page in told(maryam.get(reverse("retention", args=["ungdom"])))
    assert Erasure.objects.get(pk=erasure.pk).first_by is None


def test_what_somebody_has_withdrawn_is_said_to_have_been_withdrawn(world, decided, today, signed_in):
    erasure, until = short(world, decided, today), today + timedelta(days=90)
    actions.withdraw_erasure(by=world.maryam, erasure=erasure, until=until, why="Ett ärende är öppet")
    said = told(signed_in(world.maryam).get(reverse("approve_erasure", args=["ungdom", erasure.pk])))
    assert "drogs tillbaka" in said


def test_who_has_the_second_approval_before_them_is_told_too_and_nothing_is_confirmed(world, decided, today, signed_in):
    erasure = actions.approve_erasure(by=world.maryam, erasure=short(world, decided, today))
    frida, page = signed_in(world.administrator), reverse("confirm_erasure", args=[erasure.pk])
    sent = typed(frida.get(page))
    decided(60)
    assert "Gallringen gäller inte längre" in told(frida.post(page, sent))
    assert not Registration.objects.filter(what="quarantine").exists()
    assert reverse("confirm_erasure", args=[erasure.pk]) not in told(frida.get(reverse("erasures")))


def test_what_still_is_due_stays_in_the_proposal_under_the_new_rule(world, decided, today, signed_in):
    erasure = short(world, decided, today)
    one = erasure.clients.first()
    Episode.objects.filter(pk__in=one.episodes).update(opened="2015-01-01", closed="2015-05-05")
    for episode in Episode.objects.filter(pk__in=one.episodes):
        episode.measurements.all().delete()
    decided(60)
    erasure.refresh_from_db()
    assert (erasure.withdrawn, erasure.rules, erasure.clients.get()) == (None, {world.ungdom.name: 60}, one)
    shown = told(signed_in(world.maryam).get(reverse("approve_erasure", args=["ungdom", erasure.pk])))
    assert "Tiden har inte gått ut för 3 som var med när det föreslogs. De är kvar." in shown


def test_the_rule_of_another_service_is_not_said_to_be_why_somebody_stays(world, decided, today, signed_in):
    erasure = short(world, decided, today)
    Episode.objects.filter(pk__in=erasure.clients.first().episodes).update(closed=today)
    Service.objects.filter(pk=world.familjehem.pk).update(unit=world.ungdom.unit)
    RetentionRule.objects.create(service=world.familjehem, months=24, why="Räcker", by=world.administrator)
    actions.propose_erasure(by=None, unit=world.ungdom.unit, day=today)
    page = reverse("approve_erasure", args=["ungdom", erasure.pk])
    maryam = signed_in(world.maryam)
    shown = told(maryam.get(page))
    assert "Tiden har inte gått ut för 1 som var med när det föreslogs." in shown
    assert "Bevarandetiden ändrades" not in shown
    decided(60)
    RetentionRule.objects.create(service=world.familjehem, months=12, why="Räcker", by=world.administrator)
    assert f"{world.ungdom.name}, 60 månader." in told(maryam.get(page))


@pytest.mark.parametrize("rule", [{"months": 60}, {"ground": "Arkivmyndighetens beslut"}])
def test_whoever_is_in_quarantine_and_should_not_go_any_more_comes_back(world, decided, today, rule):
    erasure = actions.approve_erasure(by=world.maryam, erasure=short(world, decided, today))
    numbers = [number for one in erasure.clients.all() for number in one.episodes]
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=today)
    assert not Episode.objects.filter(pk__in=numbers).exists()
    decided(**rule)
    assert Episode.objects.filter(pk__in=numbers).count() == len(numbers)
    assert Erasure.objects.get(pk=erasure.pk).withdrawn


def test_a_code_in_quarantine_that_was_never_opened_comes_back_too(world, decided, today):
    decided(1)
    actions.add_codes(by=world.aino, service=world.ungdom, codes=["K-100"])
    client = Client.objects.get(code="K-100")
    Registration.objects.filter(what="add_codes").update(at=timezone.now() - timedelta(days=90))
    erasure = actions.propose_erasure(by=None, unit=world.ungdom.unit, day=today)
    erasure.clients.exclude(client_number=client.pk).delete()
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=today)
    assert not Client.objects.filter(pk=client.pk).exists()
    decided(60)
    assert Client.objects.filter(pk=client.pk).exists()


def test_the_night_erases_nobody_whose_rule_was_changed_before_that_was_looked_after(world, today):
    erasure = quarantined(world)
    numbers = erasure.clients.get().episodes
    RetentionRule.objects.create(service=world.ungdom, ground="Beslut 2026:4", why="Forskning", by=world.administrator)
    nightly.erase_what_is_due(erasure.until)
    erasure = Erasure.objects.get(pk=erasure.pk)
    assert (erasure.erased, bool(erasure.withdrawn)) == (None, True)
    assert Episode.objects.filter(pk__in=numbers).count() == len(numbers)


def test_the_record_keeps_the_rule_that_two_approved_by_though_it_is_shortened_in_quarantine(world, decided):
    erasure = quarantined(world)
    decided(12)
    record = actions.erase(by=None, erasure=erasure, day=erasure.until)
    assert (bool(record.erased), record.rules[world.ungdom.name]) == (True, 60)


def test_before_anybody_has_approved_a_proposal_follows_the_rule_as_it_becomes(world, decided):
    erasure = proposed(world)
    decided(12)
    assert Erasure.objects.get(pk=erasure.pk).rules[world.ungdom.name] == 12


def test_what_was_proposed_by_a_rule_that_no_longer_holds_is_withdrawn_at_night(world):
    erasure = proposed(world)
    RetentionRule.objects.create(service=world.ungdom, ground="Beslut 2026:4", why="Forskning", by=world.administrator)
    nightly.propose_erasures()
    assert Erasure.objects.get(pk=erasure.pk).withdrawn


def test_what_a_person_has_asked_for_goes_whatever_the_rule_becomes(world, decided, today):
    told_of = {"client": world.ongoing(world.aino).client, "ground": "request", "why": "Begäran kom i dag"}
    erasure = actions.request_erasure(by=world.maryam, **told_of)
    actions.confirm_erasure(by=world.administrator, erasure=erasure, day=today)
    decided(ground="Beslut 2026:4")
    actions.erase(by=None, erasure=erasure, day=today + timedelta(days=30))
    assert Erasure.objects.get(pk=erasure.pk).erased


def test_before_a_rule_is_changed_it_is_said_how_many_it_reaches_and_nothing_is_stored(world, today, signed_in):
    frida, where = signed_in(world.administrator), reverse("decide_retention", args=["ungdom"])
    check = frida.post(where, typed(frida.get(where), months="1", why="Räcker"))
    assert (check.status_code, RetentionRule.objects.filter(service=world.ungdom).exists()) == (200, False)
    found = due.due_in(world.ungdom.unit, today, {world.ungdom.pk: 1})
    whole = {one.client_number for one in found if one.client_number}
    staying = Episode.objects.filter(client__in=whole).exclude(pk__in=[n for one in found for n in one.episodes])
    n = len(whole - set(staying.values_list("client", flat=True)))
    assert n > 1
    assert f"{n} klienter" in told(check)
    assert "Spara bevarandetiden" in told(check)
    other = frida.post(where, typed(check, months="2"))
    assert (other.status_code, RetentionRule.objects.filter(service=world.ungdom).exists()) == (200, False)
    assert frida.post(where, typed(other)).status_code == 303
    assert RetentionRule.objects.get(service=world.ungdom).months == 2


def test_setting_a_rule_back_says_before_and_after_how_many_stay(world, decided, today, signed_in):
    short(world, decided, today)
    frida, where = signed_in(world.administrator), reverse("decide_retention", args=["ungdom"])
    check = frida.post(where, typed(frida.get(where), months="60", why="Lagens tid"))
    assert "4 som är på väg ut ska då vara kvar, och läggs tillbaka om de är i karantän." in told(check)
    done = told(frida.post(where, typed(check), follow=True))
    assert "Bevarandetiden är sparad. 4 som var på väg ut är kvar." in done
