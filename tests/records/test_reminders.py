"""Reminding those who have something to fill in: once a week, and when whoever leads the unit asks for it."""

from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.browser import free_port
from tests.records.pages import told, typed

from loke.accounts.models import AuditEntry
from loke.records import nightly, reminders
from loke.records.models import Client, SentReminder
from loke.records.todo import count_of, left_for
from loke.running import health
from loke.running.trouble import Refused

WEEK = reverse("to_do", args=["ungdom"])
COMPLETE = reverse("completeness", args=["ungdom"])
REMIND = reverse("remind", args=["ungdom"])
DAY = timedelta(days=1)
SMTP, LOCAL = "django.core.mail.backends.smtp.EmailBackend", "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def letters(settings):
    settings.EMAIL_HOST, settings.SITE = "post.example", "https://loke.example"
    return mail.outbox


def monday(days: int = 0) -> date:
    """This week's, or so many days after it."""
    today = timezone.localdate()
    return today + (days - today.weekday()) * DAY


def test_a_letter_says_how_much_there_is_and_nothing_about_anybody(world, letters):
    nightly.send_reminders(monday())
    (mine,) = [one for one in letters if one.to == [world.aino.email]]
    total = count_of(left_for(world.aino, world.ungdom))
    assert mine.body == f"Du har {total} saker att fylla i.\n\nhttps://loke.example{WEEK}\n"
    assert mine.subject == "Påminnelse från Loke"
    codes = [code for code in Client.objects.values_list("code", flat=True) if code in mine.body + mine.subject]
    assert codes == []


def test_each_is_reminded_once_a_week_on_their_day(world, letters):
    assert nightly.send_reminders(monday(-1)) == 0
    first = nightly.send_reminders(monday())
    assert first == len(letters) > 0
    assert nightly.send_reminders(monday()) == nightly.send_reminders(monday(1)) == 0
    assert nightly.send_reminders(monday(7)) == first


def test_the_day_is_ones_own_choice_and_so_is_never(world, aino, letters):
    aino.post(WEEK, typed(aino.get(WEEK), weekday="never"))
    nightly.send_reminders(monday())
    assert world.aino.email not in {one.to[0] for one in letters}
    aino.post(WEEK, typed(aino.get(WEEK), weekday="2"))
    nightly.send_reminders(monday(2))
    assert world.aino.email in {one.to[0] for one in letters}


def test_a_letter_that_did_not_go_is_tried_again_and_keeps_nobody_elses(world, letters, monkeypatch, caplog):
    real = reminders.send_mail

    def broken(subject, text, sender, to):
        if to == [world.aino.email]:
            raise SMTPRecipientsRefused({to[0]: (550, b"full")})
        return real(subject, text, sender, to)

    monkeypatch.setattr(reminders, "send_mail", broken)
    sent = nightly.send_reminders(monday())
    assert sent == len(letters) > 0
    assert world.aino.email not in caplog.text
    monkeypatch.undo()
    assert nightly.send_reminders(monday(1)) == 1
    assert letters[-1].to == [world.aino.email]


def test_a_day_without_the_mail_server_is_told_and_each_gets_one_letter_afterwards(world, letters, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_BACKEND = "127.0.0.1", free_port(), SMTP
    assert nightly.send_reminders(monday()) == 0
    with pytest.raises(Refused, match="svarar inte"):
        health._mail()
    settings.EMAIL_BACKEND = LOCAL
    assert nightly.send_reminders(monday(1)) == len({one.to[0] for one in letters}) == len(letters) > 0
    assert nightly.send_reminders(monday(2)) == 0


def test_without_a_mail_server_nothing_is_sent_or_written_down(world, settings):
    settings.EMAIL_HOST = ""
    assert nightly.send_reminders(monday()) == 0
    assert not SentReminder.objects.exists()


# Asked for by whoever leads the unit


def test_whoever_leads_the_unit_reminds_one_of_those_who_have_something_left(world, maryam, letters):
    page = maryam.get(COMPLETE)
    assert {one.name for one in page.context["remind"].people} <= {world.aino.name, world.idris.name}
    said = maryam.post(REMIND, typed(page, "remind", person=world.aino.pk), follow=True)
    assert f"{world.aino.name} är påmind." in told(said)
    (letter,) = letters
    assert letter.to == [world.aino.email]
    assert letter.body.startswith(f"Du har {count_of(left_for(world.aino, world.ungdom))} saker att fylla i.")
    entry = AuditEntry.objects.filter(what="remind").get()
    assert (entry.by, entry.target) == (world.maryam, f"accounts.User {world.aino.pk}")


def test_nobody_is_reminded_twice_by_a_double_click_and_no_one_who_answers_for_nobody(world, maryam, letters):
    sent = typed(maryam.get(COMPLETE), "remind", person=world.aino.pk)
    for _press in range(2):
        maryam.post(REMIND, sent)
    assert len(letters) == 1
    for person in (world.politician.pk, ""):
        assert maryam.post(REMIND, typed(maryam.get(COMPLETE), "remind", person=person)).status_code == 422
    assert len(letters) == 1


def test_a_letter_that_did_not_go_is_told_of(world, maryam, letters, monkeypatch):
    def broken(*_told):
        raise SMTPRecipientsRefused({"a": (550, b"full")})

    monkeypatch.setattr(reminders, "send_mail", broken)
    said = told(maryam.post(REMIND, typed(maryam.get(COMPLETE), "remind", person=world.aino.pk), follow=True))
    assert "Brevet gick inte iväg. Försök igen om en stund." in said
    assert "är påmind" not in said


def test_those_who_register_remind_nobody(aino):
    assert aino.post(REMIND).status_code == 404


def test_without_a_mail_server_nobody_is_offered_to_remind_and_nobody_is_said_to_be(world, maryam, letters, settings):
    sent = typed(maryam.get(COMPLETE), "remind", person=world.aino.pk)
    settings.EMAIL_HOST = ""
    assert "Skicka påminnelse" not in told(maryam.get(COMPLETE))
    answer = maryam.post(REMIND, sent)
    assert answer.status_code == 422
    assert "Loke kan inte skicka e-post här." in told(answer)
    assert not letters
    assert not AuditEntry.objects.filter(what="remind").exists()
