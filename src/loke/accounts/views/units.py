"""Pages about the units that people work in: seeing them, adding one, renaming it and taking one away again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts import actions
from loke.accounts.access import reach
from loke.accounts.forms import NewUnit, RenameUnit
from loke.accounts.models import Organisation
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.accounts.units import units_for


@needs("units", "change")
def units(request: HttpRequest) -> HttpResponse:
    """The units there are, and one more."""
    where = Organisation.objects.filter(pk__in=reach(request.user, "units", "change").organisations)
    form = NewUnit(request.POST or None, organisations=where)

    def act(**told) -> str:
        actions.make_unit(by=request.user, **told)
        return reverse("units")

    answer = stored(request, form, act)
    several = len(where) > 1
    return answer or form_page(request, form, "accounts/units.html", units=units_for(request.user), several=several)


@needs("units", "change")
def rename_unit(request: HttpRequest, number: int) -> HttpResponse:
    unit = get_object_or_404(units_for(request.user), pk=number)
    form = RenameUnit(request.POST or None, initial={"name": unit.name})

    def act(name: str) -> str:
        actions.rename_unit(by=request.user, unit=unit, name=name)
        return reverse("units")

    return stored(request, form, act) or form_page(request, form, "accounts/rename_unit.html", unit=unit)


@needs("units", "change")
def remove_unit(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more, then take it away; one that is in use stays, and the page says so."""
    unit = get_object_or_404(units_for(request.user), pk=number)
    error = None
    if request.method == "POST":
        try:
            actions.remove_unit(by=request.user, unit=unit)
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            messages.success(request, _("%(name)s är borttagen.") % {"name": unit.name})
            return HttpResponseRedirect(reverse("units"), status=303)
    return render(request, "accounts/remove_unit.html", {"unit": unit, "error": error})
