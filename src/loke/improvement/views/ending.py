"""Agera: how a cycle ends, into the process description, and whether others are told of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.pages import needs, posted
from loke.accounts.submissions import attempt, form_page, stored
from loke.description.models import ProcessRow
from loke.followup.deviations import row_code
from loke.improvement import actions
from loke.improvement.board import cards_of
from loke.improvement.forms import EndForm
from loke.improvement.models import ImprovementCycle
from loke.improvement.sharing import told_of
from loke.improvement.study import followed_of, to_show
from loke.improvement.views.cycle import address_of, cycle_for, its_page
from loke.measures.views.process import address_of as address_of_row


@needs("improvement", "write")
def end_cycle(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Keep, adjust or drop, with what was predicted and what happened beside it."""
    cycle = cycle_for(request, service, number, "write")
    if not cycle.is_open:
        return redirect(address_of(cycle, "agera"))
    form = EndForm(request.POST or None, cycle=cycle)

    def act(**told) -> str:
        ended = actions.end_cycle(by=request.user, cycle=cycle, **told)
        after = ended.after.last()
        return address_of(after or ended, "" if after else "agera")

    if done := stored(request, form, act):
        return done
    sees = may(request.user, "figures", "see", unit=cycle.service.unit)
    followed = followed_of(cycle, timezone.localdate(), get_language()) if sees else None
    context = {"cycle": cycle, "card": cards_of([cycle], timezone.localdate())[0]}
    context["shown"] = to_show(followed, get_language()) if followed else None
    return form_page(request, form, "improvement/end.html", **context)


@posted(its_page)
@needs("improvement", "write")
def describe_kept(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """On to the row in the next version of the process description; to the whole page where there is no row."""
    cycle = cycle_for(request, service, number, "write")
    attempt(request, lambda: actions.describe_kept(by=request.user, cycle=cycle))
    cycle.refresh_from_db()
    if cycle.process is None:
        return redirect(address_of(cycle, "agera"))
    row = cycle.process.rows.there().filter(code=row_code(cycle.service, _about(cycle))).first()
    messages.success(request, _what_remains(cycle, row))
    return redirect(address_of_row(row) if row else reverse("process", args=[cycle.service.code]))


def _what_remains(cycle: ImprovementCycle, row: ProcessRow | None) -> str:
    """Where the reason stands, and that what it is the reason for is still to be written."""
    words = {"version": cycle.process.version}
    if row is None:
        return (
            _("Skälet står nu i utkastet till version %(version)s. Ändra det som inte stämmer med det ni behöll.")
            % words
        )
    change = _(
        "Skälet står nu i utkastet till version %(version)s. Ändra raden %(row)s så att den stämmer med det ni behöll."
    )
    return change % {**words, "row": row.text}


def _about(cycle: ImprovementCycle) -> str:
    """What the cycle is about: the deviation, else the expectation that it measures."""
    table, _slash, rest = cycle.measure.partition("/")
    return cycle.deviation or (rest.partition("/")[0] if table in ("expectations", "doses") else "")


@needs("improvement", "share")
def share_cycle(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What the organisation's other units would see, and the button that lets them, or that takes it back."""
    cycle = cycle_for(request, service, number, "share")
    if request.method == "POST":
        act = actions.take_back_shared if "undo" in request.POST else actions.share_cycle
        attempt(request, lambda: act(by=request.user, cycle=cycle))
        return redirect(address_of(cycle, "agera"))
    if cycle.is_open:
        return redirect(address_of(cycle))
    context = {"service": cycle.service, "cycle": cycle, "told": told_of(cycle, get_language())}
    return render(request, "improvement/share.html", context)
