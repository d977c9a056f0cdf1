"""Storing what is sent: looked through, once, shown beside what has changed since, and said where it cannot be."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.models import Submission, User
from loke.database.statements import insert, new_row


class StoredOnce(forms.Form):
    """A form with the id that makes it storable once; the id stays the same when the form comes back with errors."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def receipt(self) -> str:
        """What is said when it has been stored; nothing where the page that follows says it."""
        return ""


class Stale(ValidationError):  # noqa: N818 - it is not a fault
    """The rows differ from what the form was opened on; raised by an action that holds them."""

    def __init__(self):
        super().__init__(_("Det här har ändrats av någon annan."), code="stale")


def check_seen(version: int | str, seen: str | None) -> None:
    """Raises Stale when what is held, numbered by each change or told by a digest, is another than was `seen`."""
    if seen is not None and seen != str(version):
        raise Stale


def write(by: User | None, one):
    """Check and save a row that keeps how often it has been written, when it was last and by whom."""
    one.number, one.changed, one.changed_by = one.number + 1, timezone.now(), by
    return clean_save(one)


def clean_save(one):
    """Raises ValidationError by field."""
    one.full_clean()
    one.save()
    return one


def by_and_when(one) -> str:
    """Who last wrote such a row, and when, in words; nothing of none."""
    if one is None:
        return ""
    when = timezone.localtime(one.changed).strftime("%Y-%m-%d %H.%M")
    return ", ".join(filter(None, [one.changed_by and one.changed_by.name, when]))


@dataclass(frozen=True)
class Clash:
    """A field in which what was typed differs from what stands there now, who put that there, and when."""

    label: str
    now: str
    typed: str
    last: str


class EditForm(StoredOnce):
    """A form that changes rows: `seen` is the version of them that it was opened on, which the action compares.

    Each has a method `as_it_stands`, which opens the same form anew, on the rows as they are now.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    apart = ("why",)  # fields that no row holds
    clashes: list[Clash] | None = None  # of a form that is shown again because the rows had changed
    as_it_stands: Callable[..., "EditForm"]

    def last_change(self, name: str) -> str:
        """Who has changed what stands in the field, and when, in words; nothing where it is not known."""
        return ""

    def compare(self) -> None:
        """Keep what was typed, show it beside what stands there now, and take that as seen."""
        now = self.as_it_stands()
        self.clashes = list(self._clashes(now))
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = now.initial["seen"]

    def _clashes(self, now: "EditForm") -> Iterator[Clash]:
        for typed in self.visible_fields():
            if typed.name not in now.fields or typed.name in self.apart:
                continue
            there = now[typed.name]
            if typed.field.has_changed(there.initial, typed.data):
                both = _in_words(there, there.value()), _in_words(typed, typed.data)
                yield Clash(str(typed.label), *both, now.last_change(typed.name))


def _in_words(field: forms.BoundField, value: object) -> str:
    if choices := getattr(field.field, "choices", None):
        labels = {str(code): str(label) for code, label in choices}
        codes = value if isinstance(value, list) else [value]
        said = [labels.get("" if code is None else str(code), "") for code in codes]
        return ", ".join(filter(None, said)) or "–"
    return str(field.field.widget.format_value(value) or "–")


def once(*, by: User, submission: uuid.UUID, act: Callable[[], str], expected: str = "") -> str:
    """Do `act`, which gives the address of its receipt, unless this submission was received before.

    Gives the address in both cases; as `expected` it is not written a second time. Everything in one transaction:
    when `act` raises, nothing is kept. Raises PermissionDenied for an id that somebody else has used.
    """
    with transaction.atomic():
        # whoever sends the same at the same moment waits here for the first
        received = new_row(Submission, id=submission, by=by, receipt=expected)
        if insert(received, unless_there=True):
            if (receipt := act()) != expected:
                Submission.objects.filter(pk=submission).update(receipt=receipt)
            return receipt
        received = Submission.objects.get(pk=submission)
        if received.by_id != by.pk:
            raise PermissionDenied
    return received.receipt


def say_receipt(request: HttpRequest, form: StoredOnce) -> None:
    if said := form.receipt():
        messages.success(request, said)


def stored(
    request: HttpRequest, form: StoredOnce, act: Callable[..., str], expected: str = "", say=say_receipt
) -> HttpResponse | None:
    """Do what a posted form asks, once, and lead to its receipt; None when nothing is posted or something is wrong.

    `act` takes the form's fields by name and gives the address of the receipt; `say` says what the next page tells.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    fields = {name: value for name, value in form.cleaned_data.items() if name != "submission"}
    try:
        submission = form.cleaned_data["submission"]
        receipt = once(by=request.user, submission=submission, act=lambda: act(**fields), expected=expected)
    except Stale:
        form.compare()
        return None
    except ValidationError as error:
        add_errors(form, error)
        return None
    say(request, form)
    return HttpResponseRedirect(receipt, status=303)


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Errors beside their fields, and what concerns no field of the form above it."""
    for name, words in getattr(error, "message_dict", {"": error.messages}).items():
        form.add_error(name if name in form.fields else None, words)


def form_page(request: HttpRequest, form: forms.Form, template: str, **more) -> HttpResponse:
    """The page with the form, as it was typed when something in it is wrong or somebody was there before."""
    context = {"form": form, "service": getattr(request, "service", None), **more}
    return render(request, template, context, status=status_of(form))


def attempt(request: HttpRequest, act: Callable) -> bool:
    """Do it; what cannot be done is said above the page."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def status_of(form: forms.Form) -> int:
    """What a page with the form answers: 422 when something in it is wrong, 409 when what it changes has changed."""
    return 422 if form.errors else 200 if getattr(form, "clashes", None) is None else 409
