"""What the forms of Mät share: stored once, with errors beside their fields, and shown with what is wrong."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from loke.accounts.submissions import once


def stored(request: HttpRequest, form: Form, act: Callable[[], str]) -> HttpResponse | None:
    """Do what a posted form asks, once, and lead to its receipt; None when nothing is posted or something is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        receipt = once(by=request.user, submission=form.cleaned_data["submission"], act=act)
    except ValidationError as error:
        for name, words in getattr(error, "message_dict", {"": error.messages}).items():
            form.add_error(name if name in form.fields else None, words)
        return None
    messages.success(request, form.receipt())
    return HttpResponseRedirect(receipt, status=303)


def shown(request: HttpRequest, template: str, form: Form, **more) -> HttpResponse:
    context = {"form": form, "service": request.service, **more}
    return render(request, f"measures/{template}.html", context, status=422 if form.errors else 200)
