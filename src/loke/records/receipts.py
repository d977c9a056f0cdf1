"""The receipt of what was stored in the records: what was done, and the one press that takes exactly that back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts import submissions
from loke.accounts.submissions import StoredOnce
from loke.records.history import MADE


def stored(request: HttpRequest, form: StoredOnce, act: Callable[..., str], expected: str = "") -> HttpResponse | None:
    """As every form is stored; the address that undoes the registration travels with the notice, and nowhere else.

    What was sent a second time has no such address: what it once made stands in the list of what was just registered.
    """
    made = []

    def act_and_keep(**fields) -> str:
        MADE.set(None)
        receipt = act(**fields)
        made.append(MADE.get())
        return receipt

    def say(request: HttpRequest, form: StoredOnce) -> None:
        if made == [None]:
            messages.success(request, _("Inget ändrades."))
        elif said := form.receipt():
            undo = [reverse("undo_registration", args=[one.service.code, one.pk]) for one in made]
            messages.success(request, said, extra_tags="".join(undo))

    return submissions.stored(request, form, act_and_keep, expected, say)
