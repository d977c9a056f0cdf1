"""Help given without identity is corrected as everything else: the number and the help, with what stood before."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from tests.records.pages import told, typed

from loke.followup.dataset import snapshot_for
from loke.records import actions
from loke.records.counted import alike_in, counted_by_month
from loke.records.forms import registering
from loke.records.models import Change, Contact, Episode, Registration
from loke.records.nightly import empty_bins

LIST = reverse("counted", args=["ungdom"])


@pytest.fixture
def helps(world):
    return list(world.ungdom.interventions.in_use()[:2])


@pytest.fixture
def month(world, helps):
    """Three of sixteen years with an answer, and one more of whom nothing is known, the same day."""
    variable = world.ungdom.variables.in_use().filter(type="choice", occasion__in=["", "opening"]).first()
    alike = {"age": 16, "values": {variable: variable.options.first().code}}
    told = {"by": world.aino, "service": world.ungdom, "day": world.day, "intervention": helps[0]}
    actions.register_counted(persons=3, **told, **alike)
    actions.register_counted(persons=1, **told)
    return world.day.replace(day=1)


def three(world, month) -> int:
    """The number of those who are three."""
    return next(one.number for one in alike_in(world.ungdom, month) if len(one.contacts) == 3)


def page_of(month) -> str:
    return reverse("correct_counted", args=["ungdom", f"{month:%Y-%m}"])


def correct(browser, month, **changes):
    return browser.post(page_of(month), typed(browser.get(page_of(month)), **changes))


def counts(world) -> list[tuple[str, int]]:
    (month,) = counted_by_month(world.ungdom)
    return month.by


def test_the_page_is_led_to_from_its_month_and_those_alike_stand_together(world, aino, month):
    assert page_of(month) in told(aino.get(LIST))
    rows = aino.get(page_of(month)).context["form"].rows()
    assert sorted((len(one.contacts), one.said[:5]) for one, *_fields in rows) == [(1, ""), (3, "16 år")]


def test_what_is_known_of_them_is_looked_up_at_once(world, month, django_assert_num_queries):
    with django_assert_num_queries(4):  # the contacts, their answers, and the options and questions of all answers
        assert sorted(bool(one.said) for one in alike_in(world.ungdom, month)) == [False, True]


def test_one_too_many_is_taken_away_with_all_that_was_said_of_them(world, aino, month, helps):
    before = len(snapshot_for(world.ungdom).opened)
    assert correct(aino, month, **{f"persons-{three(world, month)}": 2}).status_code == 303
    assert counts(world) == [(helps[0].name, 3)]
    assert len(snapshot_for(world.ungdom).opened) == before - 1
    assert Episode.objects.filter(service=world.ungdom, client=None, age=16, values__isnull=False).count() == 2


def test_one_who_was_forgotten_is_known_as_the_others_are(world, aino, month):
    correct(aino, month, **{f"persons-{three(world, month)}": 5})
    found = Episode.objects.filter(service=world.ungdom, client=None, age=16)
    assert {(one.opened, one.closed, one.values.count(), one.contacts.count()) for one in found} == {
        (world.day, world.day, 1, 1)
    }
    assert len(next(one for one in alike_in(world.ungdom, month) if one.first.episode.age == 16).contacts) == 5


def test_the_help_is_corrected_and_what_stood_before_is_told_with_who_and_why(world, aino, month, helps):
    right = {f"intervention-{three(world, month)}": helps[1].pk, "why": "Fel rad i listan"}
    correct(aino, month, **right)
    assert sorted(counts(world)) == sorted([(helps[1].name, 3), (helps[0].name, 1)])
    page = told(aino.get(page_of(month)))
    assert f"{helps[1].name}: 3 personer, stod tidigare som {helps[0].name}." in page
    assert "Ändrat av Aino Påhittsson." in page
    assert "Fel rad i listan" in page


def test_how_many_came_and_went_is_told_month_by_month(world, aino, month, helps):
    correct(aino, month, **{f"persons-{three(world, month)}": 1})
    one = next(one.number for one in alike_in(world.ungdom, month) if not one.said)
    correct(aino, month, **{f"persons-{one}": 3})
    page = told(aino.get(page_of(month)))
    assert f"{helps[0].name}: 2 personer borttagna." in page
    assert f"{helps[0].name}: 2 personer till." in page
    assert "Ändrat av" not in told(aino.get(page_of(month - timedelta(days=1))))


def test_a_correction_is_undone_with_one_press_and_is_then_told_no_more(world, aino, month, helps):
    correct(aino, month, **{f"persons-{three(world, month)}": 0, "why": "Fel"})
    assert counts(world) == [(helps[0].name, 1)]
    button = reverse("undo_registration", args=["ungdom", Registration.objects.latest("pk").pk])
    assert f'action="{button}"' in told(aino.get(LIST))
    assert aino.post(button, {"submission": str(uuid4())})["Location"] == LIST
    assert counts(world) == [(helps[0].name, 4)]
    assert "Ändrat av" not in told(aino.get(page_of(month)))


def test_nothing_changed_is_no_correction(aino, month):
    correct(aino, month)
    assert not Registration.objects.filter(what="correct_counted").exists()


def test_more_alike_than_are_registered_at_a_time_may_stand_as_they_are(world, aino, month, monkeypatch):
    monkeypatch.setattr(registering, "MOST_PERSONS", 2)
    one = next(one.number for one in alike_in(world.ungdom, month) if not one.said)
    assert correct(aino, month, **{f"persons-{one}": 2}).status_code == 303
    assert correct(aino, month, **{f"persons-{three(world, month)}": 4}).status_code == 422


def test_what_somebody_has_corrected_meanwhile_is_not_overwritten(world, aino, month):
    number = three(world, month)
    sent = typed(aino.get(page_of(month)), **{f"persons-{number}": 2})
    correct(aino, month, **{f"persons-{number}": 1})
    answer = aino.post(page_of(month), {**sent, "submission": str(uuid4())})
    assert answer.status_code == 409
    assert Contact.objects.filter(episode__client=None, episode__age=16).count() == 1


def test_of_those_taken_away_nothing_is_left_after_the_thirty_days_of_the_bin(world, aino, month):
    correct(aino, month, **{f"persons-{three(world, month)}": 0, "why": "Fel"})
    made = Registration.objects.filter(what="correct_counted")
    assert Change.objects.filter(registration__in=made).exists()
    made.update(at=made.get().at - timedelta(days=31))
    empty_bins()
    assert not Change.objects.filter(registration__in=made).exists()


def test_only_whoever_registers_in_the_unit_corrects(world, month):
    with pytest.raises(PermissionDenied):
        actions.correct_counted(by=world.tove, service=world.ungdom, month=month, seen=None, told={})


def test_the_box_of_what_was_just_registered_tells_of_this_page_only(world, aino, month, episode, helps):
    actions.register_contact(by=world.aino, episode=episode, date=world.day, intervention=helps[0])
    page = told(aino.get(LIST))
    assert "Hjälp utan identitet, kl." in page
    assert episode.client.code[3:6] not in page
