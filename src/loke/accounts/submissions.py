"""A form that is sent twice is stored once: each carries an id, and the second answer leads to the first receipt."""

import uuid
from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction

from loke.accounts.models import Submission, User


class StoredOnce(forms.Form):
    """A form with the id that makes it storable once; the id stays the same when the form comes back with errors."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def once(*, by: User, submission: uuid.UUID, act: Callable[[], str]) -> str:
    """Do `act`, which gives the address of its receipt, unless this submission was received before.

    Gives the address in both cases. Everything in one transaction: when `act` raises, nothing is kept.
    Raises PermissionDenied for an id that somebody else has used.
    """
    with transaction.atomic():
        received, first = Submission.objects.get_or_create(id=submission, defaults={"by": by})
        if received.by_id != by.pk:
            raise PermissionDenied
        if first:
            received.receipt = act()
            received.save(update_fields=["receipt"])
    return received.receipt
