"""Anta: a follow-up is frozen as it was, and nothing that happens afterwards changes a byte of it."""

import json
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, IntegrityError, connection, transaction
from django.urls import reverse
from tests.followup.conversing import PERIOD, adopt, answer, deviations, read
from tests.followup.reading_pages import words

from loke.followup.actions import (
    begin_follow_up,
    decide,
    remove_decision,
    withdraw_answer,
    write_reading,
)
from loke.followup.deviations import unanswered_of
from loke.followup.frozen import Altered, digest_of, written
from loke.followup.frozen import read as read_frozen
from loke.followup.models import FollowUp
from loke.followup.page import follow_up_of
from loke.followup.since import verdicts_of
from loke.measures.models import Expectation
from loke.records.actions import register_contact

pytestmark = pytest.mark.both

WHERE = {"period": PERIOD}


@pytest.fixture
def maryam(world, signed_in):
    return signed_in(world.maryam)


def said(world) -> None:
    """One answer, one reading and one decision."""
    told = {"by": world.aino, "service": world.ungdom}
    answer(world.aino, world.ungdom, deviations(world.ungdom)[0], words="Sommaren var lång")
    write_reading(**told, **WHERE, section="fullfoljer", text="Fler kom av sig själva")
    decide(**told, **WHERE, section="fullfoljer", text="Ring dagen före", who="Idris")


def page(browser, follow_up) -> str:
    answer = browser.get(reverse("adopted_follow_up", args=[follow_up.service.code, follow_up.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def article(html: str) -> str:
    return html.partition('<article id="frozen"')[2].partition("</article>")[0]


def content(browser, follow_up) -> bytes:
    return browser.get(reverse("adopted_content", args=[follow_up.service.code, follow_up.pk])).content


def test_an_adopted_follow_up_holds_figures_words_answers_decisions_and_what_it_was_counted_by(world):
    said(world)
    frozen = read_frozen(FollowUp.objects.get(pk=adopt(world.maryam, world.ungdom).pk))
    live = follow_up_of(read(world.ungdom))
    assert frozen.head.period == PERIOD
    assert (frozen.head.as_of, frozen.head.met, frozen.head.adopted) == (str(date.today()),) * 3
    assert (frozen.head.adopted_by, frozen.head.participants) == (world.maryam.name, "Aino, Idris och Maryam")
    assert frozen.head.software.startswith("0.")
    assert frozen.dataset["software"].startswith("loke ")
    assert [one.question for one in frozen.page.sections] == [one.question for one in live.sections]
    assert frozen.page.reality.rows[0].sure == live.reality.rows[0].sure
    assert [one.table for one in frozen.page.sections] == [one.table for one in live.sections]
    assert len(frozen.tables["expectations"]) == len(read(world.ungdom).result.tables["expectations"])
    assert frozen.definitions["service"]["expectations"][0]["text"]
    assert frozen.readings == {"fullfoljer": "Fler kom av sig själva"}
    assert [(one.said, one.words) for one in frozen.answers] == [("Vi har en förklaring", "Sommaren var lång")]
    assert [(one.text, one.who) for one in frozen.decisions] == [("Ring dagen före", "Idris")]
    assert frozen.unanswered == [one.text for one in deviations(world.ungdom)[1:]]


def test_it_is_stored_canonically_with_its_digest(world, maryam):
    follow_up = FollowUp.objects.get(pk=adopt(world.maryam, world.ungdom).pk)
    told = json.loads(follow_up.content)
    again = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert again == follow_up.content
    assert digest_of(again) == follow_up.digest
    assert written(read_frozen(follow_up)) == follow_up.content
    assert content(maryam, follow_up) == follow_up.content.encode()
    assert follow_up.digest in page(maryam, follow_up)


def test_the_page_is_the_same_when_records_definitions_and_templates_have_changed(world, maryam, monkeypatch):
    said(world)
    follow_up = adopt(world.maryam, world.ungdom)
    before, stored = article(page(maryam, follow_up)), content(maryam, follow_up)
    assert "Sommaren var lång" in before
    intervention = world.ungdom.interventions.get(code="enskilt")
    register_contact(by=world.aino, episode=world.ongoing(world.aino), date=world.day, intervention=intervention)
    world.ungdom.interventions.update(name="Helt annat")
    Expectation.objects.filter(process__service=world.ungdom).delete()
    monkeypatch.setattr("loke.followup.page.follow_up_of", None)
    monkeypatch.setattr("loke.__version__", "99")
    assert article(page(maryam, follow_up)) == before
    assert content(maryam, follow_up) == stored


def test_nothing_that_is_frozen_can_be_changed_or_taken_away(world):
    said(world)
    follow_up = adopt(world.maryam, world.ungdom)
    frozen = [follow_up, follow_up.answers.get(), follow_up.readings.get(), follow_up.decisions.get()]
    for row in frozen:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
        with pytest.raises((IntegrityError, Error)), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete(connection.alias)
    told = {"by": world.aino, "service": world.ungdom, **WHERE}
    for act in (
        lambda: write_reading(**told, section="vilka", text="Sent"),
        lambda: decide(**told, section="vilka", text="Sent"),
        lambda: remove_decision(by=world.aino, decision=frozen[3]),
        lambda: withdraw_answer(by=world.aino, answer=frozen[1]),
        lambda: answer(world.aino, world.ungdom, deviations(world.ungdom)[0], words="Annat"),
    ):
        with pytest.raises(ValidationError, match="antagen"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        follow_up.readings.create(section="vilka", text="Förbi")


def test_what_somebody_has_altered_in_the_database_is_not_shown(world, maryam):
    follow_up = adopt(world.maryam, world.ungdom)
    follow_up.content = follow_up.content.replace("Idé", "Ide")
    with pytest.raises(Altered):
        read_frozen(follow_up)


def test_only_the_manager_adopts(world):
    for who in (world.aino, world.bengt, world.coach, world.charlie, world.administrator):
        with pytest.raises(PermissionDenied):
            adopt(who, world.ungdom)


@pytest.mark.parametrize(
    ("days", "participants", "field"),
    [(1, "Alla", "met"), (0, " ", "participants")],
)
def test_it_is_adopted_by_those_who_were_there_on_a_day_that_has_been(world, days, participants, field):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        adopt(world.maryam, world.ungdom, met=date.today() + timedelta(days), participants=participants)
    assert field in error.value.message_dict
    assert not FollowUp.objects.exists()


def test_it_is_not_adopted_by_a_meeting_before_its_period_began(world):
    with pytest.raises(ValidationError, match="Då hade perioden inte börjat"), transaction.atomic():
        adopt(world.maryam, world.ungdom, met=date(2024, 12, 31))
    assert adopt(world.maryam, world.ungdom, met=date(2025, 1, 1)).met == date(2025, 1, 1)


def adopting(**more) -> str:
    return reverse("adopt_follow_up", args=["ungdom"], query={**WHERE, **more})


def test_the_page_before_adopting_warns_of_what_is_not_answered(world, maryam):
    left = deviations(world.ungdom)
    html = words(maryam.get(adopting()).content.decode())
    assert left
    assert "inte besvarad" in html
    assert all(one.text in html for one in left)
    said(world)
    assert "Allt som inte blev som tänkt är besvarat" in maryam.get(adopting()).content.decode()


def seen_on(html: str) -> dict:
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("submission", "seen")}


def test_it_is_adopted_from_the_page_and_what_changed_meanwhile_is_told_first(world, maryam):
    told = {"met": str(date.today()), "participants": "Alla"}
    opened = seen_on(maryam.get(adopting(by="sex")).content.decode())
    write_reading(by=world.aino, service=world.ungdom, **WHERE, section="vilka", text="Nytt")
    answered = maryam.post(adopting(by="sex"), told | opened)
    assert answered.status_code == 409
    assert not FollowUp.objects.adopted().exists()
    again = seen_on(answered.content.decode())
    done = maryam.post(adopting(by="sex"), told | again)
    follow_up = FollowUp.objects.adopted().get()
    assert done["Location"] == reverse("adopted_follow_up", args=["ungdom", follow_up.pk])
    assert (follow_up.split, follow_up.participants) == ("sex", "Alla")
    assert maryam.post(adopting(by="sex"), told | again)["Location"] == done["Location"]


def test_the_list_says_what_has_been_adopted_and_what_will_be_there(world, maryam):
    listed = reverse("adopted_follow_ups", args=["ungdom"])
    assert "Här kommer de uppföljningar" in maryam.get(listed).content.decode()
    adopt(world.maryam, world.ungdom)
    assert f"{PERIOD} {date.today()} {date.today()}" in words(maryam.get(listed).content.decode())


def test_a_deviation_of_an_adopted_follow_up_is_on_the_overview_until_it_is_answered(world, maryam):
    adopt(world.maryam, world.ungdom)
    waiting, overview = deviations(world.ungdom), reverse("overview", args=["ungdom"])
    assert {one.code for one in unanswered_of(world.ungdom)} == {one.code for one in waiting}
    html = maryam.get(overview).content.decode()
    assert "Väntar på ert svar" in html
    for one in waiting:
        answered = answer(world.aino, world.ungdom, one)
        assert answered.late
    assert unanswered_of(world.ungdom) == []
    assert "Väntar på ert svar" not in maryam.get(overview).content.decode()


def test_a_late_answer_stands_beside_the_frozen_page_and_may_be_changed(world, maryam):
    follow_up = adopt(world.maryam, world.ungdom)
    before = article(page(maryam, follow_up))
    one = deviations(world.ungdom)[0]
    answer(world.aino, world.ungdom, one, words="Först")
    answer(world.aino, world.ungdom, one, words="Sedan", seen="1")
    html = page(maryam, follow_up)
    assert "Besvarat efter att den antogs" in html
    assert "Sedan" in html
    assert article(html) == before


def test_a_period_is_followed_up_anew_only_when_somebody_says_so(world):
    first = adopt(world.maryam, world.ungdom)
    second = begin_follow_up(by=world.aino, service=world.ungdom, period=PERIOD)
    assert second.pk != first.pk
    assert begin_follow_up(by=world.idris, service=world.ungdom, period=PERIOD) == second
    assert not answer(world.aino, world.ungdom, deviations(world.ungdom)[0]).late
    assert adopt(world.maryam, world.ungdom) == second


def test_what_has_changed_since_the_last_is_said_first(world, maryam):
    answer(world.aino, world.ungdom, deviations(world.ungdom)[0], words="Sommaren var lång")
    adopt(world.maryam, world.ungdom)
    html = words(maryam.get(reverse("follow_up", args=["ungdom"]), {"period": "2026"}).content.decode())
    since = html.index("Sedan sist, uppföljningen av 2025 som antogs")
    assert since < html.index("Av ")
    before = {row["expectation"]: row["words"] for row in FollowUp.objects.get().verdicts}
    for row in verdicts_of(read(world.ungdom, "2026")):
        if row["expectation"] in before and before[row["expectation"]] != row["words"]:
            assert f"var ”{before[row['expectation']]}”, är nu ”{row['words']}”" in html
    assert f"{date.today()} svarade ni om" in html
    earlier = words(maryam.get(reverse("follow_up", args=["ungdom"]), {"period": "2023"}).content.decode())
    assert "Sedan sist" not in earlier


def test_it_is_the_period_before_that_is_looked_back_on_in_whatever_order_they_were_adopted(world, maryam):
    for period in ("2025", "2024"):
        adopt(world.maryam, world.ungdom, period)

    def read_page(period: str) -> str:
        return words(maryam.get(reverse("follow_up", args=["ungdom"]), {"period": period}).content.decode())

    assert [period for period in ("2026", "2025", "2024") if "Sedan sist" in read_page(period)] == ["2026", "2025"]
    assert "Sedan sist, uppföljningen av 2025" in read_page("2026")
    assert "Sedan sist, uppföljningen av 2024" in read_page("2025")
    assert {one.follow_up.period for one in unanswered_of(world.ungdom)[:1]} == {"2025"}
    waiting = {one.code: one.follow_up.period for one in unanswered_of(world.ungdom)}
    for deviation in deviations(world.ungdom):
        answer(world.maryam, world.ungdom, deviation)
    assert [one.code for one in unanswered_of(world.ungdom)] == [
        code for code, period in waiting.items() if period == "2024"
    ]


@pytest.mark.once
@pytest.mark.parametrize("who", ["tove", "bengt", "coach", "charlie", "politician", "administrator"])
def test_others_are_told_that_an_adopted_follow_up_does_not_exist(world, signed_in, who):
    follow_up = adopt(world.maryam, world.ungdom)
    browser = signed_in(getattr(world, who))
    for name in ("adopted_follow_up", "adopted_content"):
        assert browser.get(reverse(name, args=["ungdom", follow_up.pk])).status_code == 404
        assert browser.get(reverse(name, args=["oppenvard-beroende", follow_up.pk])).status_code == 404
