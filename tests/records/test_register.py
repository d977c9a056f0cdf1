"""Registering: what is stored, what is said about it, and what is never stored twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.records.pages import address, follow, told, typed
from tests.world import without_drafts

from loke.description.models import interventions_offered
from loke.measures.actions import add_expectation
from loke.records import actions
from loke.records.forms import ChangeContactForm, ContactForm
from loke.records.models import Contact, Episode

pytestmark = pytest.mark.both

DAY = timedelta(days=1)


def test_a_contact_is_stored_and_the_page_says_so_in_words_that_take_the_focus(aino, episode):
    page = aino.get(address("client", episode))
    saved = aino.post(address("register_contact", episode), typed(page, date=episode.opened, minutes="45"))
    contact = episode.contacts.get(minutes=45, date=episode.opened)
    said = f"Träffen {contact.date.day} "
    assert contact.attendance == Contact.Attendance.ATTENDED
    assert f'role="status" tabindex="-1" autofocus><p>{said}' in told(follow(aino, saved))


def test_a_contact_takes_twenty_two_statements_with_sign_in_rights_and_both_logs(aino, episode):
    page = aino.get(address("client", episode))
    aino.post(address("register_contact", episode), typed(page))
    with CaptureQueriesContext(connection) as found:
        aino.post(address("register_contact", episode), typed(page, submission=uuid4()))
    sent = [one["sql"] for one in found if one["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    assert len(sent) == (22 if connection.vendor == "sqlite" else 23)  # PostgreSQL waits for the episode first
    assert [one for one in sent if "_session" in one and not one.startswith("SELECT")] == []


def test_whoever_waits_for_an_episode_makes_nobody_wait_for_the_access_log(aino, episode):
    if connection.vendor == "sqlite":
        pytest.skip("one at a time writes anyhow")
    page = aino.get(address("client", episode))
    with CaptureQueriesContext(connection) as found:
        aino.post(address("register_contact", episode), typed(page))
    sent = [one["sql"] for one in found]
    held = next(number for number, sql in enumerate(sent) if "records_episode" in sql and "FOR UPDATE" in sql)
    assert held < next(number for number, sql in enumerate(sent) if "accounts_loghead" in sql)


def test_what_one_form_offers_no_other_does_though_they_share_what_they_have_alike(world, episode):
    elsewhere = Episode.objects.exclude(service=episode.service).listed()[0]
    one, other = ContactForm(episode=episode), ContactForm(episode=elsewhere)
    shown = [[label for _number, label in form.fields["intervention"].choices] for form in (one, other)]
    offered = [interventions_offered(service=each.service_id) for each in (episode, elsewhere)]
    assert shown == [[str(intervention) for intervention in some] for some in offered]
    assert shown[0] != shown[1]
    assert ContactForm.base_fields["intervention"].rows == {}
    assert one.fields["date"] is other.fields["date"]
    assert ChangeContactForm(contact=episode.contacts.first()).fields["date"] is not one.fields["date"]


IMPOSSIBLE = """
2026-02-31  Den dagen finns inte.
2026-13-01  Den dagen finns inte.
31/2        Skriv dagen som år, månad och dag,
igår        Skriv dagen som år, månad och dag,
"""


@pytest.mark.once
@pytest.mark.parametrize(("day", "says"), [line.split(maxsplit=1) for line in IMPOSSIBLE.strip().splitlines()])
def test_a_day_that_does_not_exist_comes_back_as_it_was_typed_with_what_is_wrong(aino, episode, day, says):
    page = aino.get(address("client", episode))
    answer = aino.post(address("register_contact", episode), typed(page, date=day))
    assert answer.status_code == 422
    assert says in told(answer)
    assert f'<input type="text" name="date" value="{day}"' in told(answer)


def test_what_was_registered_last_time_is_filled_in(aino, episode):
    Contact.objects.filter(episode=episode).delete()
    last = episode.service.interventions.last()
    Contact.objects.create(episode=episode, date=episode.opened, intervention=last, attendance="missed", minutes=75)
    form = aino.get(address("client", episode)).context["form"]
    assert (form["intervention"].value(), form["minutes"].value()) == (last.pk, 75)
    assert form["attendance"].value() == "attended"


def test_the_same_form_sent_twice_is_stored_once_and_both_answers_lead_to_the_same_place(aino, episode):
    before = episode.contacts.count()
    sent = typed(aino.get(address("client", episode)), minutes="31")
    answers = [aino.post(address("register_contact", episode), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"] == address("client", episode)
    assert episode.contacts.count() == before + 1


def test_somebody_elses_submission_is_refused(world, signed_in, aino, episode):
    sent = typed(aino.get(address("client", episode)))
    aino.post(address("register_contact", episode), sent)
    assert signed_in(world.maryam).post(address("register_contact", episode), sent).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"date": "2100-01-01"}, "Dagen har inte varit än"),
        ({"date": "0026-01-01"}, "Året kan inte stämma"),
        ({"date": "i går"}, "Skriv dagen som år, månad och dag"),
        ({"date": ""}, "Skriv dagen som år, månad och dag"),
        ({"minutes": "en timme"}, "Skriv ett helt tal från 1 till 1440."),
        ({"minutes": "0"}, "Skriv ett helt tal från 1 till 1440."),
        ({"minutes": "9" * 5000}, "Skriv ett helt tal från 1 till 1440."),
        ({"minutes": "🦊"}, "Skriv ett helt tal från 1 till 1440."),
        ({"attendance": "glömde"}, "Välj hur det gick."),
        ({"attendance": None}, "Välj hur det gick."),
        ({"intervention": "999999"}, "Välj en insats."),
        ({"intervention": "enskilt; DROP TABLE"}, "Välj en insats."),
    ],
)
def test_a_wrong_answer_comes_back_with_what_to_do_and_nothing_is_stored(aino, episode, changes, says):
    before = episode.contacts.count()
    page = aino.get(address("client", episode))
    answer = aino.post(address("register_contact", episode), typed(page, **changes))
    assert answer.status_code == 422
    assert "<title>Fel: Klient" in told(answer)
    assert says in told(answer)
    assert "Detta fält måste" not in told(answer)
    assert episode.contacts.count() == before


def test_what_was_typed_is_kept_and_the_summary_takes_the_focus(aino, episode):
    page = aino.get(address("client", episode))
    answer = aino.post(address("register_contact", episode), typed(page, date="2100-01-01", minutes="fyrtio"))
    assert 'class="errors stack stack-s" role="alert"' in told(answer)
    assert 'tabindex="-1" autofocus>' in told(answer)
    assert 'value="fyrtio"' in told(answer)
    assert 'value="2100-01-01"' in told(answer)


def test_a_contact_before_the_start_is_refused_beside_the_date(aino, episode):
    page = aino.get(address("client", episode))
    answer = aino.post(address("register_contact", episode), typed(page, date=episode.opened - DAY))
    assert f"Träffen ligger före starten, {episode.opened}." in answer.context["form"].errors["date"]


def test_a_contact_cannot_be_registered_with_an_intervention_of_another_service(world, aino, episode):
    other = world.beroende.interventions.first()
    page = aino.get(address("client", episode))
    answer = aino.post(address("register_contact", episode), typed(page, intervention=other.pk))
    assert answer.status_code == 422


def test_the_next_phase_is_entered_and_the_one_before_left_on_the_same_day(world, aino):
    young = world.aino.episodes.ongoing().filter(phases__phase__code="inledning", phases__left=None).first()
    answer = aino.post(address("enter_phase", young), typed(aino.get(address("client", young)), "phase_form"))
    stays = list(young.phases.values_list("phase__code", "entered", "left"))
    assert answer.status_code == 303
    assert [code for code, _, _ in stays] == ["inledning", "arbete"]
    assert stays[0][2] == stays[1][1]


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 303)])
def test_a_phase_may_begin_on_the_day_the_one_before_began_but_no_earlier(aino, episode, days, status):
    now = episode.phases.last()
    page = aino.get(address("client", episode))
    day = now.entered + days * DAY
    answer = aino.post(address("enter_phase", episode), typed(page, "phase_form", entered=day))
    assert answer.status_code == status
    assert ("Fasen innan började" in told(answer)) == (status == 422)


def test_of_two_versions_in_force_the_time_line_shows_the_later_one(world, aino, episode):
    without_drafts(world.ungdom)
    process = world.ungdom.processes.create(version="ny", status="draft")
    meant = {"code": "dos", "kind": "dose", "text": "Minst 99 träffar", "lowest": 99, "months": 3}
    add_expectation(by=None, process=process, **meant)
    world.ungdom.processes.filter(pk=process.pk).update(adopted=episode.opened, status="replaced")
    process.expectations.update(valid_from=episode.opened)
    assert "tänkt 99" in aino.get(address("client", episode)).context["course"].svg


def test_of_what_is_meant_for_months_only_what_has_been_so_far_is_said_while_they_last(world, aino):
    new = actions.open_episode(by=world.aino, service=world.ungdom, opened=timezone.localdate())
    assert "0 träffar hittills, tänkt 15–48 på 3 mån" in aino.get(address("client", new)).context["course"].svg


def everybody(world) -> list[Episode]:
    return list(world.aino.episodes.ongoing().filter(service=world.ungdom).listed())


def test_a_group_meeting_begins_with_everybody_there_and_is_stored_for_all(world, aino):
    page = aino.get(reverse("group_session", args=["ungdom"]))
    rows = page.context["form"].rows()
    assert [row.value() for row in rows] == ["attended"] * len(everybody(world))
    first, second = everybody(world)[:2]
    changes = {f"episode-{first.pk}": "missed", f"episode-{second.pk}": "not_called"}
    chosen = {"minutes": "88", "intervention": world.ungdom.interventions.last().pk}
    assert "Välj en insats." in told(aino.post(page.request["PATH_INFO"], typed(page, **chosen | {"intervention": ""})))
    saved = aino.post(page.request["PATH_INFO"], typed(page, **chosen, **changes))
    stored = Contact.objects.filter(minutes=88).exclude(session="")
    assert f"är sparad för {len(rows) - 1} klienter." in told(follow(aino, saved))
    assert stored.count() == len(rows) - 1
    assert stored.values("session").distinct().count() == 1
    assert stored.get(episode=first).attendance == "missed"
    assert not stored.filter(episode=second).exists()


def test_a_group_meeting_without_anybody_is_not_stored(world, aino):
    page = aino.get(reverse("group_session", args=["ungdom"]))
    nobody = {f"episode-{episode.pk}": "not_called" for episode in everybody(world)}
    chosen = world.ungdom.interventions.first().pk
    answer = aino.post(page.request["PATH_INFO"], typed(page, minutes="88", intervention=chosen, **nobody))
    assert "Alla står som inte med." in told(answer)
    assert not Contact.objects.filter(minutes=88).exists()


def test_a_group_meeting_before_somebodys_start_is_stored_for_nobody(world, aino):
    latest = everybody(world)[0]
    page = aino.get(reverse("group_session", args=["ungdom"]))
    answer = aino.post(page.request["PATH_INFO"], typed(page, minutes="88", date=latest.opened - DAY))
    assert f"episode-{latest.pk}" in answer.context["form"].errors
    assert not Contact.objects.filter(minutes=88).exists()


def test_a_practitioner_chooses_among_ones_own_clients_only(world, aino):
    page = aino.get(f"{reverse('group_session', args=['ungdom'])}?hos={world.idris.pk}")
    assert page.context["form"].episodes == everybody(world)
    assert "Välj vems klienter" not in told(page)


def test_a_manager_chooses_whose_clients_may_have_taken_part(world, signed_in):
    Contact.objects.exclude(session="").update(session="")
    maryam, where = signed_in(world.maryam), reverse("group_session", args=["ungdom"])
    page = maryam.get(where)
    assert page.context["form"].episodes == []
    assert "Ingen är vald än" in told(page)
    both = maryam.get(f"{where}?hos={world.aino.pk}&hos={world.idris.pk}")
    responsible = {user.pk for one in both.context["form"].episodes for user in one.responsible.all()}
    assert {world.aino.pk, world.idris.pk} <= responsible


def test_whoever_took_part_in_the_latest_meeting_of_that_kind_is_there_to_begin_with(world, aino):
    where = reverse("group_session", args=["ungdom"])
    page = aino.get(where)
    first, second = everybody(world)[:2]
    there = {f"episode-{first.pk}": "missed", f"episode-{second.pk}": "not_called"}
    aino.post(where, typed(page, minutes="88", intervention=world.ungdom.interventions.last().pk, **there))
    form = aino.get(where).context["form"]
    assert form["minutes"].value() == 88
    assert form[f"episode-{first.pk}"].value() == "attended"
    assert form[f"episode-{second.pk}"].value() == "not_called"


def test_each_kind_of_group_meeting_remembers_its_own(world, aino):
    where, kinds = reverse("group_session", args=["ungdom"]), list(world.ungdom.interventions.in_use()[:2])
    first, second = everybody(world)[:2]
    for kind, gone in zip(kinds, (first, second), strict=True):
        page = aino.get(where)
        there = {f"episode-{one.pk}": "not_called" if one == gone else "attended" for one in everybody(world)}
        aino.post(where, typed(page, intervention=kind.pk, **there))
    form = aino.get(f"{where}?insats={kinds[0].pk}").context["form"]
    assert form["intervention"].value() == kinds[0].pk
    assert form[f"episode-{first.pk}"].value() == "not_called"
    assert form[f"episode-{second.pk}"].value() == "attended"


@pytest.mark.parametrize("page", ["register_contact", "enter_phase"])
def test_whoever_comes_by_address_to_what_a_form_posts_to_is_led_to_the_page(aino, episode, page):
    answer = aino.get(reverse(page, args=["ungdom", episode.client_id]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("client", args=["ungdom", episode.client_id]))
