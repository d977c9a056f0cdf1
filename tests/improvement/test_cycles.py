"""A cycle from its beginning to its end: planned, done, studied and acted on, and what may not be done to it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.followup.conversing import PERIOD, answer, deviations
from tests.followup.reading_pages import words
from tests.improvement.improving import begun, ended, planned, sent, started, today
from tests.world import without_drafts

from loke.accounts.models import AuditEntry
from loke.accounts.submissions import Stale
from loke.followup.actions import decide
from loke.improvement import actions
from loke.improvement.beginning import Start, from_answer
from loke.improvement.models import CycleStep, ImprovementCycle, Origin

TRIED = {"words": "Vi bokar om inom tre dagar", "who": "Idris"}


@pytest.fixture
def answered(world):
    return answer(world.aino, world.ungdom, deviations(world.ungdom)[0], "practice", **TRIED, until=today(60))


@pytest.fixture
def aino(world, signed_in):
    return signed_in(world.aino)


def page(browser, name: str, *args, **query) -> str:
    got = browser.get(reverse(name, args=["ungdom", *args]), query)
    assert got.status_code == 200
    return words(got.content.decode())


def test_an_answer_that_changes_the_practice_leads_to_a_cycle_with_what_was_answered(world, aino, answered):
    assert "Börja förbättringen" in page(aino, "follow_up", period=PERIOD)
    told = page(aino, "begin_cycle", svar=answered.pk)
    assert "Vi bokar om inom tre dagar" in told
    assert f"Vi hade tänkt att ”{answered.text}” skulle gälla minst 80 %. Så blev det inte." in told
    address = f"{reverse('begin_cycle', args=['ungdom'])}?svar={answered.pk}"
    assert f'value="{today(60)}"' in aino.get(address).content.decode()
    sending = sent(title=answered.text, problem="Få kommer", kind="adaptive", owner=world.idris.pk, seen_by=today(60))
    assert aino.post(address, sending).status_code == 303
    cycle = world.ungdom.cycles.get(answer=answered)
    assert (cycle.deviation, cycle.owner, cycle.origin, cycle.phase) == (
        answered.deviation,
        world.idris,
        "deviation",
        "plan",
    )
    assert (cycle.seen_by, cycle.trying) == (today(60), TRIED["words"])
    assert cycle.origin_text == TRIED["words"]
    assert f"Vem: {TRIED['who']}" in told
    assert f"Vem: {TRIED['who']}" in page(aino, "cycle", cycle.pk)
    assert "Till förbättringen" in page(aino, "follow_up", period=PERIOD)
    assert aino.get(address)["Location"] == reverse("cycle", args=["ungdom", cycle.pk])


def test_a_change_that_is_answered_waits_on_the_board_and_on_oversikt_until_begun(world, aino, signed_in, answered):
    def told(browser, name: str = "improvements") -> str:
        return page(browser, name).partition("Ändringar som inte är påbörjade")[2 if name == "improvements" else 0]

    waits = "En ändring av arbetssättet är inte påbörjad."
    assert told(aino).count(f"{answered.text} {TRIED['words']}") == 1
    assert waits in told(aino, "overview")
    assert told(signed_in(world.coach)) == ""
    assert waits not in told(signed_in(world.coach), "overview")
    cycle = begun(world.aino, world.ungdom, start=from_answer(answered).start)
    assert told(aino) == ""
    assert waits not in told(aino, "overview")
    actions.end_cycle(by=world.aino, cycle=cycle, outcome="drop", words="Vi hann inte")
    assert told(aino) == ""


def test_what_is_sent_twice_begins_one_cycle(world, aino):
    sending, before = sent(title="Ring dagen före", kind="adaptive"), world.ungdom.cycles.count()
    first, second = (aino.post(reverse("begin_cycle", args=["ungdom"]), sending) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert world.ungdom.cycles.count() == before + 1


def test_a_deviation_has_at_most_one_cycle_that_goes_on(world, answered):
    start = from_answer(answered).start
    cycle = begun(world.aino, world.ungdom, start=start)
    with pytest.raises(ValidationError, match="pågår redan"):
        begun(world.aino, world.ungdom, start=start)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImprovementCycle.objects.create(service=world.ungdom, title="En till", deviation=cycle.deviation)
    actions.end_cycle(by=world.aino, cycle=cycle, outcome="drop", words="Vi hann inte")
    assert begun(world.aino, world.ungdom, start=start).pk


@pytest.mark.parametrize("kind", ["explanation", "too_few", "description"])
def test_another_answer_begins_no_cycle(world, aino, kind):
    other = answer(world.aino, world.ungdom, deviations(world.ungdom)[0], kind)
    assert aino.get(reverse("begin_cycle", args=["ungdom"]), {"svar": other.pk}).status_code == 404


def test_a_decision_of_a_meeting_begins_a_cycle(world, aino):
    made = decide(by=world.aino, service=world.ungdom, period=PERIOD, section="vilka", text="Ring först", who="Aino")
    assert "Börja en förbättring" in page(aino, "meeting", period=PERIOD, fraga="vilka")
    assert "Ring först" in page(aino, "begin_cycle", beslut=made.pk)
    address = f"{reverse('begin_cycle', args=['ungdom'])}?beslut={made.pk}"
    aino.post(address, sent(title="Ring först", kind="developmental"))
    cycle = made.cycles.get()
    assert (cycle.origin, cycle.kind) == ("decision", "developmental")


def test_another_room_begins_a_cycle_by_saying_where_it_comes_from(world):
    start = Start(Origin.AREA, "Fråga 9: målgruppen är för bred")
    cycle = begun(world.maryam, world.ungdom, start=start)
    assert (cycle.get_origin_display(), cycle.origin_text) == ("Ett utvecklingsområde", start.text)


def test_a_cycle_moves_on_and_back_and_begins_the_day_it_is_done(world):
    cycle = begun(world.aino, world.ungdom)
    with pytest.raises(ValidationError, match="pröva"):
        actions.move_cycle(by=world.aino, cycle=cycle, phase="do")
    cycle = actions.write_plan(by=world.aino, cycle=cycle, trying="Vi ringer")
    cycle = actions.move_cycle(by=world.aino, cycle=cycle, phase="do")
    assert cycle.started == today()
    cycle = actions.move_cycle(by=world.aino, cycle=cycle, phase="plan")
    assert (cycle.started, cycle.begins) == (None, today())
    with pytest.raises(Stale):
        actions.move_cycle(by=world.aino, cycle=cycle, phase="do", seen="1")


def test_it_is_not_planned_anew_when_something_may_have_been_seen_of_it(world, aino):
    cycle = actions.move_cycle(by=world.aino, cycle=started(world.aino, world.ungdom), phase="do")
    assert "Tillbaka till planera" not in page(aino, "cycle", cycle.pk)
    with pytest.raises(ValidationError, match="justera den"):
        actions.move_cycle(by=world.aino, cycle=cycle, phase="plan")


def test_steps_are_done_undone_changed_removed_and_brought_back(world, aino):
    cycle = planned(world.aino, world.ungdom)
    late = today(-3)
    told = sent(text="Skriv en ringlista", owner=world.idris.pk, until=late.isoformat())
    assert aino.post(reverse("add_step", args=["ungdom", cycle.pk]), told).status_code == 303
    step = cycle.steps.get()
    assert "Försenat" in page(aino, "cycle", cycle.pk)
    aino.post(reverse("tick_step", args=["ungdom", cycle.pk, step.pk]))
    assert "Försenat" not in page(aino, "cycle", cycle.pk)
    aino.post(reverse("tick_step", args=["ungdom", cycle.pk, step.pk]), {"undo": "1"})
    there = CycleStep.objects.get(pk=step.pk)
    assert there.done is None
    changed = sent(text="Skriv en kort ringlista", until="", seen=str(there.number))
    assert aino.post(reverse("change_step", args=["ungdom", cycle.pk, step.pk]), changed).status_code == 303
    assert aino.post(reverse("change_step", args=["ungdom", cycle.pk, step.pk]), changed | sent()).status_code == 409
    gone = aino.post(reverse("remove_step", args=["ungdom", cycle.pk, step.pk]))
    assert not cycle.steps.there().exists()
    assert "Steget är borttaget." in words(aino.get(gone["Location"]).content.decode())
    aino.post(reverse("remove_step", args=["ungdom", cycle.pk, step.pk]), {"undo": "1"})
    assert cycle.steps.there().get().text == "Skriv en kort ringlista"


def test_the_log_holds_dated_notes_that_can_be_taken_back(world, aino):
    cycle = planned(world.aino, world.ungdom)
    address = reverse("write_note", args=["ungdom", cycle.pk])
    assert aino.post(address, sent(day=today(1).isoformat(), text="I morgon")).status_code == 422
    aino.post(address, sent(day="2026-03-02", text="Två svarade inte"))
    note = cycle.notes.get()
    assert "2026-03-02, Aino" in page(aino, "cycle", cycle.pk)
    gone = aino.post(reverse("remove_note", args=["ungdom", cycle.pk, note.pk]))
    assert "Anteckningen är borttagen." in words(aino.get(gone["Location"]).content.decode())
    aino.post(reverse("remove_note", args=["ungdom", cycle.pk, note.pk]), {"undo": "1"})
    assert "Två svarade inte" in page(aino, "cycle", cycle.pk)


def test_to_adjust_begins_a_new_cycle_that_points_back_and_inherits_the_plan(world):
    old = ended(world.aino, world.ungdom, "adjust", size=10)
    new = old.after.get()
    kept = ("title", "trying", "measure", "up", "size", "deviation", "kind", "owner")
    assert [getattr(new, name) for name in kept] == [getattr(old, name) for name in kept]
    assert (new.phase, new.origin, new.origin_text, new.begins) == ("plan", "adjusted", old.words, None)


def test_what_has_ended_never_changes(world):
    cycle = ended(world.aino, world.ungdom)
    for act in (
        lambda: actions.write_plan(by=world.aino, cycle=cycle, title="Nytt"),
        lambda: actions.move_cycle(by=world.aino, cycle=cycle, phase="do"),
        lambda: actions.add_step(by=world.aino, cycle=cycle, text="Mer"),
        lambda: actions.end_cycle(by=world.aino, cycle=cycle, outcome="drop", words="Nej"),
    ):
        with pytest.raises(ValidationError, match="avslutad"):
            act()


def test_steps_that_remain_are_told_before_and_after_the_end(world, aino):
    cycle = started(world.aino, world.ungdom)
    assert "inte gjort" not in page(aino, "end_cycle", cycle.pk)
    actions.add_step(by=world.aino, cycle=cycle, text="Ring")
    assert "Ett steg är inte gjort." in page(aino, "end_cycle", cycle.pk)
    actions.end_cycle(by=world.aino, cycle=cycle, outcome="keep", words="Bra")
    assert "Ett steg blev inte gjort." in page(aino, "cycle", cycle.pk)


def test_what_is_sent_after_it_has_ended_is_answered_with_that_it_has(world, aino):
    cycle = ended(world.aino, world.ungdom)
    told = {"text": "Ring", "day": today().isoformat(), "reading": "Bra", "seen": str(cycle.number)}
    for name in ("add_step", "write_note", "write_study"):
        answered = aino.post(reverse(name, args=["ungdom", cycle.pk]), sent(**told))
        assert answered.status_code == 422
        assert "Förbättringen är avslutad och ändras inte." in words(answered.content.decode())


def test_the_address_of_what_is_posted_opened_by_itself_is_the_page_of_the_cycle(world, aino, signed_in):
    cycle = begun(world.aino, world.ungdom)
    here = reverse("cycle", args=["ungdom", cycle.pk])
    for name in ("move_cycle", "add_step", "write_note", "write_study", "describe_kept"):
        address = reverse(name, args=["ungdom", cycle.pk])
        assert aino.get(address)["Location"] == here
        assert signed_in(world.tove).get(address).status_code == 404
    assert aino.put(reverse("add_step", args=["ungdom", cycle.pk])).status_code == 405


def test_it_takes_words_to_end_and_only_what_has_begun_is_kept(world, aino):
    cycle = planned(world.aino, world.ungdom)
    with pytest.raises(ValidationError, match="varför"):
        actions.end_cycle(by=world.aino, cycle=cycle, outcome="drop", words=" ")
    address = reverse("end_cycle", args=["ungdom", cycle.pk])
    answered = aino.post(address, sent(outcome="keep", words="Bra", seen=str(cycle.number)))
    assert answered.status_code == 422
    assert aino.post(address, sent(outcome="drop", words="Vi hann inte", seen=str(cycle.number))).status_code == 303
    cycle.refresh_from_db()
    assert (cycle.outcome, cycle.ended, cycle.started) == ("drop", today(), None)


def test_what_is_kept_opens_its_row_in_the_next_version_with_the_reason(world, aino, answered):
    without_drafts(world.ungdom)
    cycle = begun(world.aino, world.ungdom, start=from_answer(answered).start)
    cycle = actions.write_plan(by=world.aino, cycle=cycle, trying="Vi ringer", up=True if cycle.measure else None)
    cycle = actions.move_cycle(by=world.aino, cycle=cycle, phase="do")
    cycle = actions.end_cycle(by=world.aino, cycle=cycle, outcome="keep", words="Fler kommer tillbaka")
    led = aino.post(reverse("describe_kept", args=["ungdom", cycle.pk]))
    draft = world.ungdom.processes.open().get()
    row = draft.expectations.filter(code=cycle.deviation).first().row
    assert led["Location"] == f"{reverse('process', args=['ungdom'])}?rad={row.code}"
    assert draft.reason == "Ring dagen före: Fler kommer tillbaka"
    told = words(aino.get(led["Location"]).content.decode())
    assert draft.reason in told
    stands = f"utkastet till version {draft.version}."
    assert f"Skälet står nu i {stands} Ändra raden {row.text} så att den stämmer med det ni behöll." in told
    assert f"Skälet står i {stands}" in page(aino, "cycle", cycle.pk)
    cycle.refresh_from_db()
    assert cycle.process == draft


def test_a_draft_that_is_open_keeps_its_reason_and_gets_the_new_one_once(world, aino):
    world.ungdom.processes.open().update(reason="Vi såg över sidan")
    cycle = ended(world.aino, world.ungdom, measure="expectations/fullfoljer/share")
    for _ in range(2):
        aino.post(reverse("describe_kept", args=["ungdom", cycle.pk]))
    draft = world.ungdom.processes.open().get()
    assert draft.reason == "Vi såg över sidan\n\nRing dagen före: Fler kommer tillbaka"


def test_what_has_no_row_leads_to_the_whole_page(world, aino):
    cycle = ended(world.aino, world.ungdom, measure="goals/attained/share")
    led = aino.post(reverse("describe_kept", args=["ungdom", cycle.pk]))
    assert led["Location"] == reverse("process", args=["ungdom"])
    assert "Ändra det som inte stämmer med det ni behöll." in page(aino, "process")


def test_strangers_do_not_find_it_and_the_coach_reads_without_figures(world, signed_in):
    cycle = started(world.aino, world.ungdom)
    for name, args in (("improvements", []), ("cycle", [cycle.pk]), ("shared_ideas", []), ("cycle_history", [])):
        for who in (world.charlie, world.tove, world.politician, world.administrator):
            assert signed_in(who).get(reverse(name, args=["ungdom", *args])).status_code == 404
    coach = signed_in(world.coach)
    told = page(coach, "cycle", cycle.pk)
    assert "Siffrorna ser bara de som arbetar i enheten." in told
    assert "Före start" not in told
    assert coach.get(reverse("plan_cycle", args=["ungdom", cycle.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.write_plan(by=world.coach, cycle=cycle, title="Nytt")


def test_the_way_to_the_follow_up_is_only_for_those_who_may_go_there(world, aino, signed_in, answered):
    cycle, way = begun(world.aino, world.ungdom, start=from_answer(answered).start), f"Följ upp {PERIOD}"
    assert way in page(aino, "cycle", cycle.pk)
    assert way not in page(signed_in(world.coach), "cycle", cycle.pk)


def test_everything_is_written_in_the_log_of_events(world):
    begun(world.aino, world.ungdom)
    assert AuditEntry.objects.filter(what="begin_cycle", by=world.aino, unit=world.ungdom.unit).exists()
