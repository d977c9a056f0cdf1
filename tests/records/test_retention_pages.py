"""The pages about erasing: the manager sees codes, the second one numbers, and each step asks or can be taken back."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.leaving import LATER, erased, proposed, quarantined
from tests.records.pages import told, typed

from loke.records import actions
from loke.records.models import Client, Episode, Erasure, RetentionRule
from loke.records.pseudonyms import spaced


def unit_page(name: str, *more: object) -> str:
    return reverse(name, args=["ungdom", *more])


def every_code() -> list[str]:
    return [part for code in Client.objects.values_list("code", flat=True) for part in (code, spaced(code)[4:])]


def test_a_unit_where_nobody_is_due_reads_what_will_be_here(world, signed_in):
    page = told(signed_in(world.maryam).get(unit_page("retention")))
    assert "Ingen klient är föreslagen just nu" in page
    assert "60 månader" in page
    assert "2003:135" in page


def test_the_manager_reads_who_is_proposed_and_approves(world, signed_in):
    erasure, maryam = proposed(world), signed_in(world.maryam)
    assert unit_page("approve_erasure", erasure.pk) in told(maryam.get(unit_page("retention")))
    shown = maryam.get(unit_page("approve_erasure", erasure.pk))
    code = Client.objects.get(pk=erasure.clients.get().client_number).code
    assert spaced(code)[4:] in told(shown)
    answer = maryam.post(unit_page("approve_erasure", erasure.pk), typed(shown))
    assert (answer.status_code, answer.url) == (303, unit_page("retention"))
    assert Erasure.objects.get(pk=erasure.pk).first_by == world.maryam


def test_the_second_one_sees_numbers_years_and_rule_and_no_client(world, signed_in):
    erasure = actions.approve_erasure(by=world.maryam, erasure=proposed(world))
    frida = signed_in(world.administrator)
    pages = [told(frida.get(reverse(*where))) for where in (
        ("erasures",), ("confirm_erasure", None, [erasure.pk]), ("withdraw_erasure", None, [erasure.pk]))]  # fmt: skip
    assert "1 klient" in pages[0]
    assert "60 månader" in pages[1]
    assert str(erasure.clients.get().ended.year) in pages[1]
    assert not [code for code in every_code() for page in pages if code in page]


def test_with_the_second_approval_the_client_is_in_quarantine_and_on_no_page(world, signed_in):
    erasure = proposed(world)
    one = erasure.clients.get()
    code = Client.objects.get(pk=one.client_number).code
    Episode.objects.filter(pk__in=one.episodes).update(closed=date(2015, 5, 5), opened=date(2015, 1, 1))
    for episode in Episode.objects.filter(pk__in=one.episodes):
        episode.measurements.all().delete()
    actions.approve_erasure(by=world.maryam, erasure=erasure)
    frida, where = signed_in(world.administrator), reverse("confirm_erasure", args=[erasure.pk])
    answer = frida.post(where, typed(frida.get(where)))
    assert (answer.status_code, answer.url) == (303, reverse("erasures"))
    assert Erasure.objects.get(pk=erasure.pk).until == timezone.localdate() + timedelta(days=30)
    maryam = signed_in(world.maryam)
    assert maryam.get(reverse("client", args=["ungdom", one.client_number])).status_code == 404
    found = maryam.post(reverse("clients", args=["ungdom"]), {"code": code})
    assert reverse("client", args=["ungdom", one.client_number]) not in told(found)
    assert spaced(code)[4:] in told(maryam.get(unit_page("approve_erasure", erasure.pk)))


def test_the_one_who_approved_first_is_told_that_somebody_else_must(world, signed_in):
    erasure = actions.approve_erasure(by=world.maryam, erasure=proposed(world))
    maryam, where = signed_in(world.maryam), reverse("confirm_erasure", args=[erasure.pk])
    shown = maryam.get(where)
    assert "Någon annan ger det andra godkännandet" in told(shown)
    answer = maryam.post(where, typed(shown))
    assert answer.status_code == 422
    assert Erasure.objects.get(pk=erasure.pk).second_by is None


def test_one_is_spared_and_put_back_with_a_reason_and_a_day(world, signed_in):
    erasure = quarantined(world)
    one, maryam = erasure.clients.get(), signed_in(world.maryam)
    shown = maryam.get(unit_page("spare_client", one.pk))
    wrong = maryam.post(unit_page("spare_client", one.pk), typed(shown, until="2020-01-01", why=""))
    assert wrong.status_code == 422
    assert "Skriv varför, med en mening." in told(wrong)
    assert "Dagen har redan varit" in told(wrong)
    right = typed(shown, until=timezone.localdate() + timedelta(days=9), why="En tillsyn pågår")
    assert maryam.post(unit_page("spare_client", one.pk), right).status_code == 303
    assert Client.objects.filter(pk=one.client_number).exists()
    one.refresh_from_db()
    assert one.spared_until == timezone.localdate() + timedelta(days=10)


def test_a_client_is_erased_on_request_by_code(world, signed_in):
    episode, maryam = world.ongoing(world.aino), signed_in(world.maryam)
    actions.set_goal(by=world.aino, episode=episode, code="Sover hela natten")
    client, erasures = episode.client, Erasure.objects.filter(unit=world.ungdom.unit)
    shown = maryam.get(unit_page("request_erasure"))
    wrong = maryam.post(unit_page("request_erasure"), typed(shown, code="AAA", ground="request", why="Begäran"))
    assert wrong.status_code == 422
    assert "Ingen klient i enheten har den koden" in told(wrong)
    right = typed(shown, code=spaced(client.code).lower(), ground="request", why="Begäran kom i dag")
    check = maryam.post(unit_page("request_erasure"), right)
    assert (check.status_code, erasures.exists()) == (200, False)
    assert "Godkänn att klienten raderas" in told(check)
    assert client.code[:3] in told(check)
    assert re.search(r"<dd>1 kontakt, [^<]*\d mål", told(check))
    other = Client.objects.filter(unit=client.unit).exclude(pk=client.pk).first()
    again = maryam.post(unit_page("request_erasure"), typed(check, code=other.code))
    assert (again.status_code, erasures.exists()) == (200, False)
    answer = maryam.post(unit_page("request_erasure"), typed(check), follow=True)
    assert f"Du har godkänt att {spaced(client.code)} raderas." in told(answer)
    assert erasures.half_way().get().first_by == world.maryam


def test_a_code_in_the_reason_is_said_before_the_client_is_shown(world, signed_in):
    client, maryam, where = world.ongoing(world.aino).client, signed_in(world.maryam), unit_page("request_erasure")
    asked = {"code": client.code, "ground": "request"}
    wrong = maryam.post(where, typed(maryam.get(where), why=f"{spaced(client.code)} vill det", **asked))
    assert (wrong.status_code, "Visa klienten" in told(wrong)) == (422, True)
    assert "Texten innehåller en klientkod" in told(wrong)
    check = maryam.post(where, typed(wrong, why="Begäran kom i dag"))
    assert (check.status_code, "Godkänn att klienten raderas" in told(check)) == (200, True)
    assert not Erasure.objects.filter(unit=world.ungdom.unit).exists()


def test_the_button_says_that_it_approves_also_when_the_reason_has_to_be_written_again(world, signed_in):
    client, maryam, where = world.ongoing(world.aino).client, signed_in(world.maryam), unit_page("request_erasure")
    asked = {"code": client.code, "ground": "request", "why": "Begäran kom i dag"}
    check = maryam.post(where, typed(maryam.get(where), **asked))
    wrong = maryam.post(where, typed(check, why=f"{client.code} vill det"))
    assert (wrong.status_code, "Godkänn att klienten raderas" in told(wrong)) == (422, True)
    assert "Visa klienten" not in told(wrong)
    right = typed(wrong, why="Begäran kom i dag")
    for _twice in range(2):
        assert "Du har godkänt" in told(maryam.post(where, right, follow=True))


def test_a_button_that_says_that_it_shows_the_client_never_approves(world, signed_in):
    client, maryam, where = world.ongoing(world.aino).client, signed_in(world.maryam), unit_page("request_erasure")
    asked = {"code": client.code, "ground": "request", "why": "Begäran kom i dag"}
    check = maryam.post(where, typed(maryam.get(where), **asked))
    wrong = maryam.post(where, typed(check, code="AAA"))
    assert (wrong.status_code, "Visa klienten" in told(wrong)) == (422, True)
    again = maryam.post(where, typed(wrong, code=client.code))
    assert (again.status_code, "Godkänn att klienten raderas" in told(again)) == (200, True)
    assert not Erasure.objects.filter(unit=world.ungdom.unit).exists()


def test_who_is_proposed_already_is_said_before_the_client_is_shown(world, signed_in):
    client, maryam, where = world.ongoing(world.aino).client, signed_in(world.maryam), unit_page("request_erasure")
    asked = {"ground": "request", "why": "Begäran kom i dag"}
    actions.request_erasure(by=world.maryam, client=client, **asked)
    wrong = maryam.post(where, typed(maryam.get(where), code=client.code, **asked))
    assert (wrong.status_code, "Klienten är redan föreslagen" in told(wrong)) == (422, True)


def test_of_whom_only_an_older_contact_goes_is_said_and_counted_for_all_and_told_when_it_is_done(world, signed_in):
    erasure = proposed(world)
    one, client = erasure.clients.get(), Client.objects.get(pk=erasure.clients.get().client_number)
    Episode.objects.filter(pk__in=one.episodes).update(closed=date(2015, 5, 5), opened=date(2015, 1, 1))
    for episode in Episode.objects.filter(pk__in=one.episodes):
        episode.measurements.all().delete()
    new = actions.open_episode(by=world.aino, service=world.ungdom, opened=world.day, client=client)
    maryam, frida = signed_in(world.maryam), signed_in(world.administrator)
    shown = maryam.get(unit_page("approve_erasure", erasure.pk))
    n = len(one.episodes)
    assert ("Bara den äldre kontakten" if n == 1 else f"Bara de {n} äldre kontakterna") in told(shown)
    assert f"Klienten är kvar, med en kontakt som pågår sedan <time>{world.day}</time>." in told(shown)
    goes = f"{n} äldre kontakt för en klient" if n == 1 else f"{n} äldre kontakter för klienter"
    assert f"Godkänt: {goes} som är kvar." in told(maryam.post(shown.request["PATH_INFO"], typed(shown), follow=True))
    where = reverse("confirm_erasure", args=[erasure.pk])
    asked = frida.get(where)
    assert f"{goes} som är kvar" in told(asked)
    assert f"I karantän nu: {goes} som är kvar." in told(frida.post(where, typed(asked), follow=True))
    assert list(client.episodes.all()) == [new]
    erasure.refresh_from_db()
    actions.erase(by=None, erasure=erasure, day=erasure.until)
    assert f"{goes} som är kvar" in told(frida.get(reverse("erasures")))


def test_who_is_left_since_a_later_contact_came_is_counted_when_the_second_one_approves(world, signed_in):
    erasure = actions.approve_erasure(by=world.maryam, erasure=proposed(world))
    frida, where = signed_in(world.administrator), reverse("confirm_erasure", args=[erasure.pk])
    said = told(frida.post(where, typed(frida.get(where)), follow=True))
    assert "Inget gallras. 1 av de föreslagna är kvar, för tiden har inte gått ut." in said
    assert "I karantän" not in said


def test_the_record_stays_and_names_nobody(world, signed_in):
    erased(world)
    for user, page in ((world.maryam, unit_page("retention")), (world.administrator, reverse("erasures"))):
        shown = told(signed_in(user).get(page))
        assert "1 klient" in shown
        assert world.maryam.name in shown
        assert world.administrator.name in shown


def test_the_administrator_decides_on_a_shorter_time(world, signed_in):
    frida, where = signed_in(world.administrator), reverse("decide_retention", args=["ungdom"])
    shown = frida.get(where)
    wrong = frida.post(where, typed(shown, months="61", why="Längre"))
    assert (wrong.status_code, "från 1 till 60" in told(wrong)) == (422, True)
    check = frida.post(where, typed(shown, months="24", ground="", why="Räcker"))
    assert frida.post(where, typed(check)).status_code == 303
    assert RetentionRule.objects.get(service=world.ungdom).months == 24
    assert "24 månader" in told(frida.get(reverse("erasures")))


@pytest.mark.parametrize("who", ["aino", "idris", "tove", "bengt", "coach", "politician", "charlie"])
def test_for_strangers_none_of_it_exists(world, signed_in, who):
    erasure = actions.approve_erasure(by=world.maryam, erasure=proposed(world))
    browser, one = signed_in(getattr(world, who)), erasure.clients.get()
    pages = [
        unit_page("retention"),
        unit_page("request_erasure"),
        unit_page("approve_erasure", erasure.pk),
        unit_page("spare_client", one.pk),
        reverse("confirm_erasure", args=[erasure.pk]),
        reverse("withdraw_erasure", args=[erasure.pk]),
        reverse("decide_retention", args=["ungdom"]),
    ]
    assert {(browser.get(page).status_code, browser.post(page).status_code) for page in pages} == {(404, 404)}
    assert world.day < LATER


def test_the_administrator_reaches_no_page_with_codes(world, signed_in):
    erasure = proposed(world)
    frida = signed_in(world.administrator)
    pages = [unit_page("retention"), unit_page("approve_erasure", erasure.pk), unit_page("request_erasure")]
    assert {frida.get(page).status_code for page in pages} == {404}
