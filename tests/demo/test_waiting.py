"""What waits for somebody when the demo is opened, each on the page where they would come upon it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.followup.reading_pages import words
from tests.world import DAY

from loke.accounts import log
from loke.accounts.models import AccessEntry
from loke.measures.models import Alarm
from loke.records.actions import sign_review
from loke.records.alarms import notices
from loke.records.models import Acknowledgement, Episode, Erasure, PlannedContact
from loke.records.moments import moments_of
from loke.records.retention.due import kept
from loke.records.review import due, months_to_review, proposal

pytestmark = pytest.mark.once  # on PostgreSQL it is the same world, moved there
OCTOBER = date(2026, 10, 1)


def overview(browser, service) -> str:
    return words(browser.get(reverse("overview", args=[service.code])).content.decode())


def test_one_answer_waits_to_be_read_and_another_has_been(world):
    (notice,) = notices(Episode.objects.all())
    assert world.tove in notice.measurement.episode.responsible.all()
    assert DAY - timedelta(days=7) <= notice.measurement.date <= DAY
    assert all(answer.value >= answer.item.alarm.lowest for answer in notice.answers)
    assert Acknowledgement.objects.count() == 1


def test_the_librarys_own_file_says_which_question_it_is(world):
    assert set(Alarm.objects.values_list("item__instrument__from_library__entry", "item__code")) == {("madrs-s", "9")}


def test_who_answers_for_the_client_is_told_where_they_come_in_and_nobody_in_another_unit(world, signed_in):
    said = "Ett svar behöver läsas nu."
    assert said in overview(signed_in(world.tove), world.beroende)
    assert said not in overview(signed_in(world.aino), world.ungdom)


def test_nobody_lacks_the_questionnaire_on_the_storys_day(world):
    plan = moments_of(world.beroende.plans.get(instrument__from_library__entry="madrs-s"))
    for_so_long = world.beroende.episodes.ongoing().filter(opened__lte=plan.last_but(DAY))
    answered = for_so_long.filter(measurements__instrument__from_library__entry="madrs-s")
    assert set(for_so_long) == set(answered)


def test_a_meeting_that_has_been_waits_for_its_answer_in_the_list_of_the_week(world, signed_in):
    planned = PlannedContact.objects.get()
    assert planned.date < DAY
    page = signed_in(world.tove).get(reverse("to_do", args=[world.beroende.code])).content.decode()
    assert "Hur gick träffen" in words(page)


def test_the_month_before_waits_to_be_gone_through_and_signed(world, signed_in):
    unit = world.beroende.unit
    assert months_to_review(unit, DAY) == [OCTOBER]
    assert due(OCTOBER) <= DAY
    assert "Granska läsningar" in overview(signed_in(world.bengt), world.beroende)
    sign_review(by=world.bengt, unit=unit, month=OCTOBER, seen=proposal(unit, OCTOBER).digest, note="", notes={})
    assert months_to_review(unit, DAY) == []


def test_a_few_of_its_readings_stick_out_and_the_others_do_not(world):
    told = proposal(world.beroende.unit, OCTOBER)
    assert {one.words for one in told.rows if one.risky} == {
        "utanför arbetstid, sökte på en kod som inte finns",
        "på natten, inget registrerat",
    }
    assert told.count > 100
    assert not any("någon annan ansvarar" in one.words for one in told.rows)


def test_the_access_logs_chain_is_whole(world):
    assert AccessEntry.objects.exists()
    assert log.broken_links(AccessEntry) == []


def test_one_proposal_of_erasing_waits_for_the_first_approval_and_one_for_the_second(world, signed_in):
    waiting, half_way = Erasure.objects.waiting().get(), Erasure.objects.half_way().get()
    assert (waiting.unit, half_way.unit) == (world.beroende.unit, world.foraldraskap.unit)
    assert "förslag till gallring väntar på dig" in overview(signed_in(world.bengt), world.beroende)
    frida = signed_in(world.administrator).get(reverse("erasures")).content.decode()
    assert f"{half_way.unit.name}: 1 klient" in words(frida)


def test_those_proposed_ended_longer_ago_than_the_service_keeps_its_records(world):
    (rule,) = kept([world.beroende])
    assert rule.months == 36
    ended = [one.ended for one in Erasure.objects.waiting().get().clients.all()]
    assert ended
    assert max(ended) <= date(2023, 11, 15)
