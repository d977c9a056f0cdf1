"""Letting somebody in to read, asking another service to read in pairs, and letting out again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from tests.description.letting_in import let_in, person

from loke.description.actions import (
    answer_pair,
    ask_to_pair,
    end_review,
    invite_partner,
)
from loke.description.models import Review


def invited(browser, service, **fields):
    page = reverse("invite_partner", args=[service.code])
    form = browser.get(page).context["form"]
    given = {"submission": form["submission"].value(), "task": "comment", "message": "", "until": form["until"].value()}
    return browser.post(page, {**given, **fields}), given


def test_a_manager_chooses_among_coaches_first_and_then_the_other_units(world, signed_in):
    form = signed_in(world.maryam).get(reverse("invite_partner", args=["ungdom"])).context["form"]
    _none, (first, coaches), *units = form.fields["partner"].choices
    offered = {label for _name, people in units for _pk, label in people}
    assert (first, [label for _pk, label in coaches]) == ("Coacher", [world.coach.name])
    assert [name for name, _people in units] == sorted(name for name, _people in units)
    assert world.tove.name in offered
    assert {world.aino.name, world.maryam.name, world.coach.name, world.charlie.name}.isdisjoint(offered)
    assert form["until"].value() == timezone.localdate() + timedelta(weeks=3)


def test_sent_twice_the_invitation_is_made_once_and_says_where_it_is_found(world, signed_in):
    browser = signed_in(world.maryam)
    answer, given = invited(browser, world.ungdom, partner=world.tove.pk)
    again = browser.post(reverse("invite_partner", args=["ungdom"]), {**given, "partner": world.tove.pk})
    assert (answer.status_code, again.status_code) == (303, 303)
    assert Review.objects.filter(service=world.ungdom, partner=world.tove).count() == 1
    html = browser.get(answer["Location"]).content.decode()
    assert "Byt verksamhet" in html
    assert world.tove.name in html


LAST_DAYS = """
days status
-1   422
0    303
183  303
184  422
"""


@pytest.mark.parametrize("row", LAST_DAYS.strip().splitlines()[1:])
def test_the_last_day_is_from_today_to_half_a_year_away(world, signed_in, row):
    days, status = map(int, row.split())
    day = timezone.localdate() + timedelta(days)
    answer, _given = invited(signed_in(world.maryam), world.ungdom, partner=world.tove.pk, until=day.isoformat())
    assert answer.status_code == status
    assert Review.objects.open().of(world.tove).exists() == (status == 303)


WRONG = [("partner", ""), ("partner", "9" * 30), ("until", "snart"), ("message", "Ring 070-123 45 67")]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_what_cannot_be_is_said_beside_its_field(world, signed_in, field, value):
    answer, _given = invited(signed_in(world.maryam), world.ungdom, **{"partner": world.tove.pk, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert ("Inget är förlorat" in answer.content.decode()) is bool(value)


def test_nobody_is_invited_twice_nor_to_their_own_unit(world):
    let_in(world.ungdom, world.tove)
    for partner in (world.tove, world.aino, world.charlie):
        with pytest.raises(ValidationError):
            let_in(world.ungdom, partner)


def test_a_letter_tells_who_asks_and_where_and_nothing_of_any_client(world, signed_in, settings):
    settings.EMAIL_HOST = "localhost"
    invited(signed_in(world.maryam), world.ungdom, partner=world.tove.pk, message="Läs gärna om målgruppen.")
    (letter,) = mail.outbox
    assert letter.to == [world.tove.email]
    assert world.maryam.name in letter.body
    assert reverse("my_review", args=["ungdom"]) in letter.body
    assert "målgruppen" not in letter.body


def test_the_one_who_is_invited_is_told_on_their_own_pages(world, signed_in):
    invite_partner(
        by=world.maryam, service=world.ungdom, partner=world.tove, task="comment", until=timezone.localdate()
    )
    browser = signed_in(world.tove)
    for page in (reverse("overview", args=[world.beroende.code]), reverse("choose_service")):
        html = browser.get(page).content.decode()
        assert reverse("my_review", args=["ungdom"]) in html
        assert timezone.localdate().isoformat() in html


def test_home_of_who_has_only_an_invitation_is_what_they_are_invited_to(world, signed_in):
    let_in(world.ungdom, world.politician)
    assert signed_in(world.politician).get(reverse("home"))["Location"] == reverse("my_review", args=["ungdom"])
    let_in(world.beroende, world.politician)
    assert signed_in(world.politician).get(reverse("home"))["Location"] == reverse("choose_service")


def test_the_manager_or_the_partner_ends_it_and_nobody_else(world, signed_in):
    for who, then in ((world.maryam, reverse("partners", args=["ungdom"])), (world.tove, reverse("home"))):
        review = let_in(world.ungdom, world.tove)
        page = reverse("end_review", args=["ungdom", review.pk])
        assert signed_in(world.aino).post(page).status_code == 404
        assert signed_in(who).post(page)["Location"] == then
        assert signed_in(world.tove).get(reverse("my_review", args=["ungdom"])).status_code == 404


# Two services that read each other


@pytest.fixture
def pair(world):
    """Beroende has asked Unga: Aino reads Beroende, and Tove will read Unga when Maryam says yes."""
    until = timezone.localdate() + timedelta(21)
    return ask_to_pair(
        by=world.bengt, service=world.beroende, other=world.ungdom, own=world.tove, theirs=world.aino, until=until
    )


def may_read(signed_in, user, service) -> bool:
    return signed_in(user).get(reverse("my_review", args=[service.code])).status_code == 200


def test_the_other_manager_sees_the_question_and_says_yes(world, signed_in, pair):
    assert may_read(signed_in, world.aino, world.beroende)
    assert not may_read(signed_in, world.tove, world.ungdom)
    browser = signed_in(world.maryam)
    assert "läsa varandras beskrivningar" in browser.get(reverse("overview", args=["ungdom"])).content.decode()
    browser.post(reverse("answer_pair", args=["ungdom", pair.pair_id]), {"svar": "ja"})
    assert may_read(signed_in, world.tove, world.ungdom)
    assert "läsa varandras beskrivningar" not in browser.get(reverse("overview", args=["ungdom"])).content.decode()


def test_a_no_lets_nobody_in_on_either_side_and_an_answer_is_given_once(world, signed_in, pair):
    page = reverse("answer_pair", args=["ungdom", pair.pair_id])
    signed_in(world.maryam).post(page, {"svar": "nej"})
    assert signed_in(world.maryam).post(page, {"svar": "ja"}).status_code == 302
    assert not may_read(signed_in, world.aino, world.beroende)
    assert not may_read(signed_in, world.tove, world.ungdom)


def test_only_the_manager_of_the_other_service_answers(world, pair):
    for who in (world.bengt, world.aino, world.coach):
        with pytest.raises(PermissionDenied):
            answer_pair(by=who, review=pair.pair, agree=True)


def test_the_question_is_put_in_two_steps(world, signed_in):
    browser, page = signed_in(world.bengt), reverse("ask_to_pair", args=[world.beroende.code])
    assert world.ungdom.name in browser.get(page).content.decode()
    form = browser.get(f"{page}?med=ungdom").context["form"]
    given = {"submission": form["submission"].value(), "until": timezone.localdate().isoformat(), "message": ""}
    answer = browser.post(f"{page}?med=ungdom", {**given, "own": world.tove.pk, "theirs": world.aino.pk})
    assert answer["Location"] == reverse("partners", args=[world.beroende.code])
    assert Review.objects.waiting().get().service == world.ungdom
    assert browser.get(f"{page}?med={world.beroende.code}").status_code == 422


def test_a_question_whose_time_is_out_is_no_longer_put(world, signed_in, pair):
    yesterday = timezone.localdate() - timedelta(1)
    Review.objects.filter(pk=pair.pair_id).update(since=yesterday, until=yesterday)
    assert not Review.objects.waiting().exists()
    end_review(by=world.bengt, review=pair)
    assert not may_read(signed_in, world.aino, world.beroende)


def test_a_person_may_be_invited_again_when_the_first_time_is_out(world, signed_in):
    review = let_in(world.ungdom, person("karin"))
    yesterday = timezone.localdate() - timedelta(1)
    Review.objects.filter(pk=review.pk).update(since=yesterday, until=yesterday)
    let_in(world.ungdom, person("karin"))
    assert may_read(signed_in, person("karin"), world.ungdom)
