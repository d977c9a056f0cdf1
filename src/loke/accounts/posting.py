"""What every posted form goes through: it is stored once, leads to its receipt, or comes back with what is wrong."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from loke.accounts.submissions import once


def stored(request: HttpRequest, form: Form, act: Callable[..., str]) -> HttpResponse | None:
    """Do what a posted form asks, once, and lead to its receipt; None when nothing is posted or something is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    fields = form.cleaned_data
    try:
        receipt = once(by=request.user, submission=fields["submission"], act=lambda: act(**fields))
    except ValidationError as error:
        add_errors(form, error)
        return None
    messages.success(request, form.receipt())
    return HttpResponseRedirect(receipt, status=303)


def add_errors(form: Form, error: ValidationError) -> None:
    """Errors beside their fields, and what concerns no field of the form above it."""
    for name, words in getattr(error, "message_dict", {"": error.messages}).items():
        form.add_error(name if name in form.fields else None, words)
