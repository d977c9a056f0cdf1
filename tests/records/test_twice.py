"""The same meeting twice: it is stored, and the receipt says that there was one already."""

from uuid import uuid4

from django.urls import reverse
from tests.records.pages import address, follow, told, typed

from loke.records.models import Contact, Episode


def everybody(world) -> list[Episode]:
    return list(world.aino.episodes.ongoing().filter(service=world.ungdom).listed())


def test_the_same_meeting_again_is_stored_and_said_with_undo_beside_it(aino, episode):
    Contact.objects.filter(episode=episode).delete()
    page, where = aino.get(address("client", episode)), address("register_contact", episode)
    first = told(follow(aino, aino.post(where, typed(page))))
    second = told(follow(aino, aino.post(where, typed(page, submission=uuid4(), attendance="missed"))))
    assert episode.contacts.count() == 2
    assert "Det fanns redan en sådan träff den dagen." not in first
    assert (
        "Det fanns redan en sådan träff den dagen. Ångra den här om den blev dubbel, annars kan båda stå.</p><form"
        in second
    )


def test_another_kind_of_meeting_on_the_same_day_is_not_the_same(aino, episode):
    Contact.objects.filter(episode=episode).delete()
    one, other = list(episode.service.interventions.in_use())[:2]
    page, where = aino.get(address("client", episode)), address("register_contact", episode)
    aino.post(where, typed(page, intervention=one))
    answer = aino.post(where, typed(page, submission=uuid4(), intervention=other))
    assert "finns redan" not in told(follow(aino, answer))


def test_the_same_group_meeting_again_says_for_how_many_there_was_one(world, aino):
    page = aino.get(reverse("group_session", args=["ungdom"]))
    Contact.objects.filter(episode__in=everybody(world)).delete()
    _first, second, *rest = everybody(world)
    nobody = {f"episode-{one.pk}": "not_called" for one in rest}
    chosen = {"intervention": world.ungdom.interventions.last().pk, **nobody}
    where = page.request["PATH_INFO"]
    once = told(follow(aino, aino.post(where, typed(page, **chosen))))
    more = {f"episode-{rest[0].pk}": "attended", f"episode-{second.pk}": "not_called", "submission": uuid4()}
    again = told(follow(aino, aino.post(where, typed(page, **chosen | more))))
    assert "hade redan" not in once
    assert "En av dem hade redan en sådan träff den dagen. Ångra den här om den blev dubbel" in again
