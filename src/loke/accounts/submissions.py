"""Forms that may be sent twice and are stored once."""

import uuid
from collections.abc import Callable

from django import forms
from django.db import IntegrityError, transaction

from loke.accounts.models import Submission, User


class StoredOnce(forms.Form):
    """A form with an id of its own, made when it is shown, by which a second sending is known again."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def once(*, by: User, submission: uuid.UUID, act: Callable[[], str]) -> str:
    """Do `act` and keep its receipt, an address; or, if this form has been here before, only give the receipt back."""
    try:
        with transaction.atomic():
            row = Submission.objects.create(id=submission, by=by, receipt="")
            row.receipt = act()
            row.save()
            return row.receipt
    except IntegrityError:
        earlier = Submission.objects.filter(id=submission, by=by).first()
        if earlier is None:
            raise
        return earlier.receipt
