"""Whatever is registered can be undone, and what stood there before is kept."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from loke.records import actions
from loke.records.changes import steps_of
from loke.records.history import row_before, state, store, together, version_of
from loke.records.models import Change, Client, Contact, Episode, Registration, Value
from loke.records.telling import Line, told
from loke.records.undoing import undo


@pytest.fixture
def episode(world) -> Episode:
    return Episode.objects.for_user(world.aino, "write").ongoing().order_by("pk").first()


def latest() -> Registration:
    return Registration.objects.latest("pk")


def test_a_contact_that_was_registered_by_mistake_is_undone(world, episode):
    day, intervention = episode.opened, episode.service.interventions.in_use().first()
    before = episode.contacts.count()
    actions.register_contact(by=world.aino, episode=episode, date=day, intervention=intervention)
    undo(by=world.aino, registration=latest())
    assert episode.contacts.count() == before


def test_each_step_is_credited_to_who_did_it_also_when_it_was_done_for_several(world, episode):
    other = Episode.objects.for_user(world.aino, "write").ongoing().filter(service=episode.service).last()
    day, intervention = max(episode.opened, other.opened), episode.service.interventions.in_use().first()
    attendance = dict.fromkeys((episode, other), "attended")
    told = {"date": day, "intervention": intervention, "minutes": 60, "attendance": attendance}
    actions.register_group_session(by=world.aino, service=episode.service, **told)
    together_, contact = latest(), episode.contacts.latest("pk")
    changed = {"date": contact.date, "intervention": intervention, "attendance": "attended", "minutes": 90}
    actions.change_contact(by=world.maryam, contact=contact, seen=version_of([contact]), **changed)
    steps = [step for step in steps_of(episode) if (step.kind, step.row) == ("contact", contact.pk)]
    assert [(one.registration.by, one.after["minutes"]) for one in steps] == [(world.maryam, "90"), (world.aino, "60")]
    assert steps[1].registration == together_
    assert not any((step.kind, step.row) == ("contact", contact.pk) for step in steps_of(other))


def test_who_shares_out_a_client_stands_in_its_history(world, episode):
    told = {"by": world.maryam, "service": episode.service, "responsible": world.idris}
    other = Episode.objects.filter(service=episode.service).ongoing().exclude(pk=episode.pk).first()
    actions.share_out(episodes=[episode, other], **told)
    steps = [step for step in steps_of(episode) if step.registration == latest()]
    assert {step.kind for step in steps} == {"responsible"}
    assert [step.registration.by for step in steps] == [world.maryam] * 2


def test_every_value_in_the_history_has_the_name_of_what_it_is_and_a_change_what_stood_before(world, episode):
    kind = episode.service.interventions.in_use().first()
    told_of = {"date": episode.opened, "intervention": kind, "attendance": "attended"}
    contact = actions.register_contact(by=world.aino, episode=episode, minutes=45, **told_of)
    actions.change_contact(by=world.aino, contact=contact, minutes=60, seen=version_of([contact]), **told_of)
    day, (changed, made) = episode.opened.isoformat(), told(steps_of(episode))[:2]
    assert changed.lines == (Line(f"Träff {day}, minuter", "45", "60"),)
    assert made.lines == (Line("Träff", "", f"datum {day}, insats {kind}, närvaro kom, minuter 45"),)


def test_what_says_itself_what_it_is_has_no_name_before_it(world, episode):
    lines = {line.what: line.after for entry in told(steps_of(episode)) for line in entry.lines}
    assert lines["Ansvarig"] == world.aino.name
    assert lines["Fas"].startswith(episode.phases.last().phase.name + ", från ")


def test_a_step_from_another_service_does_not_tell_its_reason(world, episode):
    store(by=world.maryam, service=world.beroende, what="fill_in", why="Hemligt där", changed=[episode.client])
    steps = [step for step in steps_of(episode) if step.registration == latest()]
    assert [step.registration.why for step in steps] == [""]


def test_it_is_undone_once_only(world, episode):
    intervention = episode.service.interventions.in_use().first()
    actions.register_contact(by=world.aino, episode=episode, date=episode.opened, intervention=intervention)
    registration = latest()
    undo(by=world.aino, registration=registration)
    with pytest.raises(ValidationError, match="redan ångrat"):
        undo(by=world.aino, registration=registration)


def test_a_corrected_answer_keeps_what_stood_there_before_and_comes_back(world, episode):
    value = episode.values.exclude(option=None).filter(variable__type="choice").first()
    other = value.variable.options.exclude(pk=value.option_id).first()
    occasion = value.occasion or "opening"
    actions.record_values(by=world.aino, episode=episode, occasion=occasion, values={value.variable: other.code})
    kept = Change.objects.get(kind="value", row=value.pk)
    assert row_before(kept).option_id == value.option_id
    assert kept.registration.by == world.aino
    assert kept.client_number == episode.client_id
    undo(by=world.aino, registration=kept.registration)
    assert state(Value.objects.get(pk=value.pk)) == state(value)


def test_answers_that_are_the_same_as_before_are_no_registration(world, episode):
    value = episode.values.exclude(option=None).filter(variable__type="choice").first()
    before = Registration.objects.count()
    same = {value.variable: value.option.code}
    actions.record_values(by=world.aino, episode=episode, occasion=value.occasion or "opening", values=same)
    assert Registration.objects.count() == before


def test_a_new_client_is_undone_with_everything_that_came_with_it(world):
    service = world.ungdom
    clients = Client.objects.count()
    with together("open_episode"):
        episode = actions.open_episode(by=world.aino, service=service, opened=date(2026, 1, 5))
        variable = service.variables.filter(type="yes_no").first() or service.variables.filter(type="number").first()
        answer = "yes" if variable.type == "yes_no" else 1
        actions.record_values(by=world.aino, episode=episode, occasion="opening", values={variable: answer})
    assert latest().episode_number == episode.pk
    undo(by=world.aino, registration=latest())
    assert Client.objects.count() == clients
    assert not Episode.objects.filter(pk=episode.pk).exists()


def test_a_new_client_about_whom_more_has_been_registered_is_not_undone(world):
    episode = actions.open_episode(by=world.aino, service=world.ungdom, opened=date(2026, 1, 5))
    opening = latest()
    intervention = world.ungdom.interventions.in_use().first()
    actions.register_contact(by=world.aino, episode=episode, date=date(2026, 1, 6), intervention=intervention)
    with pytest.raises(ValidationError, match=r"för 1 träff har tillkommit\. Ta bort det först, eller ta bort hela"):
        undo(by=world.aino, registration=opening)
    actions.register_contact(by=world.aino, episode=episode, date=date(2026, 1, 7), intervention=intervention)
    with pytest.raises(ValidationError, match=r"för 2 träffar har tillkommit\. Ta bort dem först"):
        undo(by=world.aino, registration=opening)
    assert Contact.objects.filter(episode=episode).count() == 2


def test_a_new_client_whom_a_coach_has_been_let_see_is_not_undone(world):
    episode = actions.open_episode(by=world.aino, service=world.ungdom, opened=date(2026, 1, 5))
    opening, told = latest(), {"until": timezone.localdate(), "purpose": "Stöd i uppföljningen"}
    actions.give_grant(by=world.maryam, service=world.ungdom, to=world.coach, clients=[episode.client], **told)
    with pytest.raises(ValidationError, match="ändrats sedan dess"):
        undo(by=world.aino, registration=opening)


def test_an_ending_is_undone_and_the_phase_goes_on(world, episode):
    stays = [state(stay) for stay in episode.phases.all()]
    ending = episode.service.endings.first()
    actions.end_episode(by=world.aino, episode=episode, closed=timezone.localdate(), ending=ending)
    undo(by=world.aino, registration=latest())
    assert Episode.objects.get(pk=episode.pk).closed is None
    assert [state(stay) for stay in episode.phases.all()] == stays


def test_only_what_one_has_just_made_is_fresh(world, episode):
    intervention = episode.service.interventions.in_use().first()
    actions.register_contact(by=world.aino, episode=episode, date=episode.opened, intervention=intervention)
    assert list(Registration.objects.fresh(world.aino)) == [latest()]
    assert not Registration.objects.fresh(world.maryam).exists()
    Registration.objects.update(at=timezone.now() - timezone.timedelta(minutes=11))
    assert not Registration.objects.fresh(world.aino).exists()
