"""What the data protection officer sees: how readings are gone through and what was done, without clients."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from loke.accounts.access import reach
from loke.accounts.log import last_look
from loke.accounts.models import AccessEntry, AuditEntry, Membership, Unit
from loke.accounts.pages import needs
from loke.records import reading
from loke.records.review import last_review, reviews_overdue

AT_THE_SERVER = ("come_back", "invite", "let_back_in", "make_unit")  # nobody's in particular: told of to everybody


@needs("oversight", "see")
def oversight(request: HttpRequest) -> HttpResponse:
    organisations, today = reach(request.user, "oversight", "see").organisations, timezone.localdate()
    units = Unit.objects.filter(organisation__in=organisations)
    staff = Membership.objects.filter(organisation__in=organisations).values("user")
    here = Q(unit__in=units) | Q(unit=None, by__in=staff) | Q(unit=None, by=None, what__in=AT_THE_SERVER)
    events = AuditEntry.objects.filter(here).select_related("by", "unit")
    told = [{"unit": unit, "last": last_review(unit), "overdue": reviews_overdue(unit, today)} for unit in units]
    context = {"units": told, "page": reading.page_of(request, events)}
    looks = [last_look(log) for log in (AuditEntry, AccessEntry)]
    context |= {"broken": any(one.broken for one in looks), "looked": min(one.at for one in looks)}
    return render(request, "records/oversight.html", context)
