"""How a posted form becomes a change: stored once, errors beside their fields, the receipt as the answer."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from loke.accounts.submissions import once


def stored(request: HttpRequest, form: Form, act: Callable[..., str], receipt: str = "") -> HttpResponse | None:
    """Do what a posted form asks, once, and lead to where `act` says; None when nothing is posted or it is wrong.

    `receipt` is said there, unless `act` says something itself.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    fields = dict(form.cleaned_data)
    try:
        address = once(by=request.user, submission=fields.pop("submission"), act=lambda: act(**fields))
    except ValidationError as error:
        for name, words in getattr(error, "message_dict", {"": error.messages}).items():
            form.add_error(name if name in form.fields else None, words)
        return None
    if receipt:
        messages.success(request, receipt)
    return HttpResponseRedirect(address, status=303)
