"""From the first day to the last: opening, ending and coming back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.records.pages import address, told, typed

from loke.description.models import phases_offered
from loke.records.models import Client, Episode, Phase, Registration
from loke.records.pseudonyms import is_code, spaced

DAY = timedelta(days=1)
NEW = reverse("open_episode", args=["ungdom"])


def ending(episode, **changes):
    """How the ending is chosen, with the last day far enough on for every contact."""
    return {"closed": episode.contacts.first().date, "ending": episode.service.endings.first().pk, **changes}


def test_a_new_client_gets_a_code_and_whoever_opens_is_responsible(world, aino):
    answer = aino.post(NEW, typed(aino.get(NEW), age="17", sex="female"))
    made = Episode.objects.order_by("pk").last()
    assert answer["Location"] == address("client", made)
    assert is_code(made.client.code)
    assert (made.age, made.client.sex, list(made.responsible.all())) == (17, "female", [world.aino])
    assert "Skriv den i enhetens förteckning" in told(aino.get(answer["Location"]))


def test_a_new_client_begins_in_the_first_phase_unless_another_is_chosen_and_undoing_takes_all(world, aino):
    first, second = (phase.pk for phase in phases_offered(service=world.ungdom.pk)[:2])
    begun = []
    for chosen in ({}, {"phase": second}, {"phase": None}):
        aino.post(NEW, typed(aino.get(NEW), **chosen))
        made = Episode.objects.order_by("pk").last()
        begun.append([*made.phases.values_list("phase", "entered", "left")])
    today = made.opened
    assert begun == [[(first, today, None)], [(second, today, None)], []]
    latest = Registration.objects.order_by("pk").last()
    undo = reverse("undo_registration", args=["ungdom", latest.pk - 1])
    aino.post(undo, typed(aino.get(undo)))
    assert not Phase.objects.filter(phase=second, entered=today).exists()


def test_a_client_who_comes_back_is_found_by_a_code_typed_in_any_way(world, aino):
    known = Client.objects.filter(unit=world.ungdom.unit).exclude(episodes__closed=None).first()
    answer = aino.post(NEW, typed(aino.get(NEW), code=spaced(known.code).lower()))
    assert answer.status_code == 303
    assert known.episodes.ongoing().count() == 1


def test_a_client_with_an_ongoing_episode_cannot_get_another(aino, episode):
    answer = aino.post(NEW, typed(aino.get(NEW), code=episode.client.code))
    assert "Klienten har redan en pågående kontakt" in answer.context["form"].errors["code"][0]


def test_a_client_of_another_unit_is_not_known_here(world, aino):
    other = Client.objects.filter(unit=world.beroende.unit).first()
    answer = aino.post(NEW, typed(aino.get(NEW), code=other.code))
    assert "Ingen klient i enheten har den koden. Kontrollera tecknen." in answer.context["form"].errors["code"]
    assert reverse("add_codes", args=["ungdom"]) in told(answer)
    assert reverse("add_codes", args=["ungdom"]) not in told(aino.get(NEW))


@pytest.mark.parametrize("code", ["å" * 61, "19121212-1212", "🦊", "\x00", "' OR 1=1 --"])
def test_a_code_that_is_none_opens_nothing(aino, code):
    before = Episode.objects.count()
    answer = aino.post(NEW, typed(aino.get(NEW), code=code))
    assert answer.status_code == 422
    assert Episode.objects.count() == before


def test_answers_at_the_start_are_stored_with_the_episode(aino):
    page = aino.get(NEW)
    problem = next(name for name, variable in page.context["form"].variables.items() if variable.code == "problem")
    aino.post(NEW, typed(page, **{problem: "alkohol"}))
    assert [str(value.option) for value in Episode.objects.order_by("pk").last().values.all()] == ["Alkohol"]


def test_an_ending_closes_the_episode_and_its_phase_and_keeps_the_answers(aino, episode):
    page = aino.get(address("end_episode", episode))
    (school,) = page.context["form"].variables
    answer = aino.post(page.request["PATH_INFO"], typed(page, **ending(episode), **{school: "yes"}))
    episode.refresh_from_db()
    assert answer["Location"] == f"{address('client', episode)}?kontakt={episode.pk}"
    assert episode.closed == episode.contacts.first().date
    assert not episode.phases.filter(left=None).exists()
    assert episode.values.get(occasion="closing").text == "yes"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"ending": None}, "Välj hur kontakten slutade."),
        ({"ending": "4711"}, "Välj hur kontakten slutade."),
        ({"closed": "2100-01-01"}, "Dagen har inte varit än"),
        ({"closed": "1971-01-01"}, "Avslutet ligger före starten"),
    ],
)
def test_a_wrong_ending_leaves_the_episode_open(aino, episode, change, says):
    page = aino.get(address("end_episode", episode))
    answer = aino.post(page.request["PATH_INFO"], typed(page, **ending(episode, **change)))
    episode.refresh_from_db()
    assert says in told(answer)
    assert "<title>Fel: Avsluta kontakten" in told(answer)
    assert episode.closed is None


def test_a_last_day_before_a_contact_is_refused(aino, episode):
    last = episode.contacts.first().date
    page = aino.get(address("end_episode", episode))
    answer = aino.post(page.request["PATH_INFO"], typed(page, **ending(episode, closed=last - DAY)))
    assert f"Det finns en träff efter avslutet, {last}." in answer.context["form"].errors["closed"]


def test_a_last_day_before_a_phase_began_is_refused(aino, episode):
    stay = episode.phases.last()
    episode.contacts.all().delete()
    page = aino.get(address("end_episode", episode))
    how = {"closed": stay.entered - DAY, "ending": episode.service.endings.first().pk}
    answer = aino.post(page.request["PATH_INFO"], typed(page, **how))
    words = f"Fasen {stay.phase} började efter avslutet, {stay.entered}."
    assert words in answer.context["form"].errors["closed"]


def test_the_second_of_two_who_end_the_same_episode_sees_how_it_ended_and_may_correct_it(
    world, aino, signed_in, episode
):
    maryam, (one, other) = signed_in(world.maryam), episode.service.endings.all()[:2]
    hers, mine = (browser.get(address("end_episode", episode)) for browser in (maryam, aino))
    first = aino.post(mine.request["PATH_INFO"], typed(mine, **ending(episode, ending=one.pk)))
    second = maryam.post(hers.request["PATH_INFO"], typed(hers, **ending(episode, ending=other.pk)))
    assert (first.status_code, second.status_code) == (303, 409)
    assert [(clash.now, clash.typed) for clash in second.context["form"].clashes] == [(str(one), str(other))]
    assert maryam.post(hers.request["PATH_INFO"], typed(second)).status_code == 303
    episode.refresh_from_db()
    assert episode.ending == other


def test_an_earlier_episode_is_reached_from_the_later_one_and_named_in_the_address(world, signed_in):
    back = Episode.objects.filter(service=world.ungdom, client__episodes__closed__isnull=False).exclude(
        pk__in=Episode.objects.exclude(closed=None)
    )
    later = back.first()
    earlier = later.client.episodes.ended().first()
    maryam = signed_in(world.maryam)
    page = maryam.get(address("client", later))
    link = f"{address('client', later)}?kontakt={earlier.pk}"
    assert page.context["episode"] == later
    assert f'href="{link}"' in told(page)
    assert maryam.get(link).context["episode"] == earlier
