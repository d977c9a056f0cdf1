"""A group meeting that two colleagues have registered: found, and one of them taken away for everybody at once."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, follow, told, typed

from loke.records import actions
from loke.records.groups import held_twice
from loke.records.models import Contact, Episode, Registration

QUALITY = reverse("quality", args=["ungdom"])


@pytest.fixture
def group(world) -> list[Episode]:
    return list(world.aino.episodes.ongoing().filter(service=world.ungdom).listed()[:5])


def held(by, episodes, **more) -> list[Contact]:
    """A group meeting today, registered by somebody."""
    service = episodes[0].service
    told_of = {"date": timezone.localdate(), "intervention": service.interventions.in_use().last(), "minutes": 88}
    attendance = dict.fromkeys(episodes, Contact.Attendance.ATTENDED)
    actions.register_group_session(by=by, service=service, attendance=attendance, **(told_of | more))
    return list(Contact.objects.order_by("-pk")[: len(episodes)][::-1])


def findings(browser) -> list:
    found = [rule for rule in browser.get(QUALITY).context["found"] if rule.rule == "group_meeting_twice"]
    return list(found[0].findings) if found else []


def doubled(world) -> list[list[int]]:
    service = Episode.objects.filter(service=world.ungdom)
    return [pair.theirs for pair in held_twice(service)]


def test_a_meeting_that_two_have_registered_is_told_once_and_leads_to_the_later_one(world, aino, group):
    held(world.aino, group)
    second = held(world.maryam, group[1:])
    (one,) = findings(aino)
    assert one.words.endswith("finns två gånger. 4 klienter är med i båda.")
    assert one.url == address("remove_group_session", one.episode, second[group[1:].index(one.episode)].pk)


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ([0, 1, 2, 3, 4], [2, 3, 4], True),
        ([0, 1], [0, 1, 2], True),
        ([0, 1, 2], [1, 2, 3, 4], True),
        ([0, 1], [1, 2, 3], False),  # half of the smaller, and not more
        ([0, 1, 2], [2, 3, 4], False),
    ],
)
def test_two_meetings_are_one_where_more_than_half_of_the_smaller_are_in_both(world, group, first, second, one):
    held(world.aino, [group[n] for n in first])
    held(world.maryam, [group[n] for n in second])
    assert bool(doubled(world)) is one


def test_another_day_or_another_kind_of_meeting_is_another_meeting(world, group):
    held(world.aino, group)
    held(world.maryam, group, intervention=world.ungdom.interventions.in_use().first())
    held(world.maryam, group, date=max(one.opened for one in group))
    assert doubled(world) == []


def test_it_is_taken_away_for_everybody_at_once_and_can_be_undone(world, aino, group):
    first, second = held(world.aino, group), held(world.maryam, group)
    where = findings(aino)[0].url
    page = aino.get(where)
    assert world.maryam.name in told(page)
    assert world.aino.name in told(page)  # who stored the other one
    assert "är borttagen för 5 klienter." in told(follow(aino, aino.post(where, typed(page))))
    assert findings(aino) == []
    left = set(Contact.objects.values_list("pk", flat=True))
    assert {one.pk for one in first} <= left
    assert not {one.pk for one in second} & left
    actions.undo_registration(by=world.aino, registration=Registration.objects.latest("pk"))
    assert Contact.objects.filter(pk__in=[one.pk for one in second]).count() == 5


def test_sent_twice_it_is_taken_away_once(world, aino, group):
    contacts = held(world.aino, group)
    where = address("remove_group_session", group[0], contacts[0].pk)
    sent = typed(aino.get(where))
    assert [aino.post(where, sent).status_code for _ in range(2)] == [303, 303]
    assert Registration.objects.filter(what="remove_group_session").count() == 1


def test_in_the_bin_it_is_nobodys_own(world, aino, group):
    contacts = held(world.aino, group)
    where = address("remove_group_session", group[0], contacts[0].pk)
    aino.post(where, typed(aino.get(where)))
    (taken,) = aino.get(reverse("paper_bin", args=["ungdom"])).context["taken"]
    assert (taken.what, taken.content, taken.code) == ("Borttagen gruppträff", "5 träffar", "")


def test_what_has_been_changed_since_is_not_taken_away_unseen(world, aino, group):
    contacts = held(world.aino, group)
    where = address("remove_group_session", group[0], contacts[0].pk)
    page = aino.get(where)
    Contact.objects.filter(pk=contacts[3].pk).update(attendance="missed", minutes=None)
    assert aino.post(where, typed(page)).status_code == 409
    assert Contact.objects.filter(pk__in=[one.pk for one in contacts]).count() == 5


def test_it_stays_for_the_clients_of_somebody_else(world, aino, group):
    group[0].responsible.set([world.idris])
    contacts = held(world.maryam, group)
    where = address("remove_group_session", group[1], contacts[1].pk)
    page = aino.get(where)
    assert "Den står kvar för 1 deltagare" in told(page)
    aino.post(where, typed(page))
    assert list(Contact.objects.filter(pk__in=[one.pk for one in contacts])) == [contacts[0]]


def test_why_it_is_right_is_told_only_to_whoever_may_read_of_the_client_it_was_said_of(world, aino, maryam, group):
    min(group, key=lambda episode: episode.pk).responsible.set([world.idris])
    held(world.maryam, group), held(world.maryam, group)
    (one,) = findings(maryam)
    said = {"rule": "group_meeting_twice", "key": one.key, "why": "Två omgångar på en dag"}
    actions.dismiss_finding(by=world.maryam, episode=one.episode, **said)
    assert said["why"] in told(maryam.get(QUALITY))
    page = told(aino.get(QUALITY))
    assert said["why"] not in page
    assert "Skälet står hos en annan deltagare, som du inte kan läsa om." in page


def test_of_somebody_who_met_alone_the_page_of_the_contact_is_shown(aino, episode):
    contact = episode.contacts.filter(session="").first()
    answer = aino.get(address("remove_group_session", episode, contact.pk))
    assert answer["Location"] == address("change_contact", episode, contact.pk)


def test_it_does_not_exist_for_strangers(world, signed_in, group):
    where = address("remove_group_session", group[0], held(world.aino, group)[0].pk)
    for who in ("idris", "tove", "bengt", "coach", "politician", "administrator", "charlie"):
        assert signed_in(getattr(world, who)).get(where).status_code == 404
