"""A form that is sent twice is stored once: each carries an id, and the second answer leads to the first receipt."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from loke.accounts.models import Submission, User


class StoredOnce(forms.Form):
    """A form with the id that makes it storable once; the id stays the same when the form comes back with errors."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def receipt(self) -> str:
        """What is said when it has been stored; nothing where the page that follows says it."""
        return ""


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


def stored(request: HttpRequest, form: StoredOnce, act: Callable[..., str]) -> HttpResponse | None:
    """Do what a posted form asks, once, and lead to its receipt; None when nothing is posted or something is wrong.

    `act` takes the form's fields by name and gives the address of the receipt.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    fields = {name: value for name, value in form.cleaned_data.items() if name != "submission"}
    try:
        receipt = once(by=request.user, submission=form.cleaned_data["submission"], act=lambda: act(**fields))
    except ValidationError as error:
        add_errors(form, error)
        return None
    if said := form.receipt():
        messages.success(request, said)
    return HttpResponseRedirect(receipt, status=303)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Errors beside their fields, and what concerns no field of the form above it."""
    for name, words in getattr(error, "message_dict", {"": error.messages}).items():
        form.add_error(name if name in form.fields else None, words)


def form_page(request: HttpRequest, form: forms.Form, template: str, **more) -> HttpResponse:
    """The page with the form, as it was typed when something in it is wrong."""
    context = {"form": form, "service": getattr(request, "service", None), **more}
    return render(request, template, context, status=422 if form.errors else 200)
