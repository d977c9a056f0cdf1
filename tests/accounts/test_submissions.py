"""A form that is sent twice is stored once, and the second answer leads to the first receipt."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from loke.accounts.actions import add_person
from loke.accounts.models import Submission
from loke.accounts.submissions import StoredOnce, once


@pytest.fixture
def person(db):
    return add_person(by=None, email="a@example.org", name="A")


def test_the_second_sending_does_nothing_and_gets_the_first_receipt(person):
    done, submission = [], uuid4()
    receipts = [once(by=person, submission=submission, act=lambda n=n: done.append(n) or f"/{n}/") for n in (1, 2)]
    assert (done, receipts) == ([1], ["/1/", "/1/"])


def test_what_fails_may_be_sent_again(person):
    submission = uuid4()
    with pytest.raises(ZeroDivisionError):
        once(by=person, submission=submission, act=lambda: 1 / 0)
    assert not Submission.objects.exists()
    assert once(by=person, submission=submission, act=lambda: "/done/") == "/done/"


def test_somebody_elses_number_gives_nothing_away(person):
    submission = uuid4()
    once(by=person, submission=submission, act=lambda: "/v/ungdom/klienter/7/")
    other = add_person(by=None, email="b@example.org", name="B")
    with pytest.raises(PermissionDenied):
        once(by=other, submission=submission, act=lambda: "/other/")


def test_each_form_gets_a_number_of_its_own_and_keeps_it_through_errors():
    numbers = {StoredOnce()["submission"].value() for _ in range(3)}
    assert len(numbers) == 3
    sent = str(numbers.pop())
    assert StoredOnce({"submission": sent})["submission"].value() == sent
