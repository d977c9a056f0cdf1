"""A period is adopted once, for the whole unit, and what is written for it is stored nowhere else."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.followup.conversing import adopt, answer, deviations, read
from tests.followup.reading_pages import with_others
from tests.followup.test_adopting import WHERE, adopting, article, content, page

from loke.accounts.models import AuditEntry
from loke.followup.actions import adopt_follow_up, begin_follow_up, withdraw_answer
from loke.followup.deviations import unanswered_of
from loke.followup.models import FollowUp
from loke.followup.page import follow_up_of
from loke.followup.since import since_of
from loke.followup.views.adopted import adopted_content


@pytest.fixture
def maryam(world, signed_in):
    return signed_in(world.maryam)


def test_a_period_is_not_adopted_twice_by_two_who_press_at_the_same_time(world, maryam):
    follow_up = adopt(world.maryam, world.ungdom)
    with pytest.raises(ValidationError, match="är antagen"):
        adopt(world.maryam, world.ungdom)
    assert list(FollowUp.objects.all()) == [follow_up]
    assert maryam.get(adopting())["Location"] == reverse("adopted_follow_up", args=["ungdom", follow_up.pk])
    assert adopting() not in maryam.get(reverse("follow_up", args=["ungdom"]), WHERE).content.decode()


def test_figures_of_other_services_are_not_frozen_for_a_unit_that_may_not_read_them(world):
    beside = with_others(read(world.ungdom), 1)
    assert "liknande" in [one.anchor for one in follow_up_of(beside).sections]
    told = {"met": date.today(), "participants": "Aino"}
    made = adopt_follow_up(by=world.maryam, service=world.ungdom, reading=beside, **told)
    assert "Annan 0" not in made.content


def test_what_was_adopted_is_shown_also_when_the_form_of_the_page_has_changed(world, maryam, monkeypatch):
    follow_up = adopt(world.maryam, world.ungdom)
    before = article(page(maryam, follow_up))
    monkeypatch.setattr("loke.followup.frozen._made", None)
    assert article(page(maryam, follow_up)) == before


def test_the_frozen_figures_are_fetched_as_the_other_files_are(world, maryam):
    follow_up = adopt(world.maryam, world.ungdom)
    content(maryam, follow_up)
    logged = AuditEntry.objects.latest("pk")
    assert (logged.what, logged.target) == ("fetch_follow_up", f"ungdom {follow_up.pk}.json")
    assert adopted_content.fresh


def test_an_old_period_with_a_follow_up_is_still_where_it_was_and_no_text_lands_in_another(world, maryam):
    begin_follow_up(by=world.aino, service=world.ungdom, period="2020-03")
    reached = maryam.get(reverse("meeting", args=["ungdom"]), {"period": "2020-03"}).context["place"]
    assert reached.reading.period == "2020-03"
    gone = reverse("write_reading", args=["ungdom"], query={"period": "2019-03", "fraga": "vilka"})
    assert maryam.post(gone, {"text": "Sent"}).status_code == 404


def test_how_it_stood_is_told_in_the_language_that_is_read(world):
    adopt(world.maryam, world.ungdom)
    english = replace(read(world.ungdom, "2026"), language="en")
    turned = since_of(world.ungdom, english).turned
    assert turned
    assert {one.before for one in turned} <= set(english.say.phrases.VERDICT.values())


def test_an_answer_taken_back_before_the_adoption_can_be_given_late(world):
    one = deviations(world.ungdom)[0]
    withdraw_answer(by=world.aino, answer=answer(world.aino, world.ungdom, one))
    adopt(world.maryam, world.ungdom)
    assert one.code in {waiting.code for waiting in unanswered_of(world.ungdom)}
    assert answer(world.aino, world.ungdom, one).late
    assert one.code not in {waiting.code for waiting in unanswered_of(world.ungdom)}
