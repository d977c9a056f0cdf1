"""The pages where the options of a variable are added, renamed, moved and taken out of use."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.measures import actions
from loke.measures.access import option_for, variable_for
from loke.measures.forms.options import MoveForm, OptionForm, RetireOptionForm
from loke.measures.models import Option

FORM = "measures/form.html"


@needs("measures", "write")
def variable_options(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """The options, and a form for one more."""
    variable = variable_for(request, service, number)
    form = OptionForm(request.POST or None)

    def act(name: str, **fields) -> str:
        actions.add_option(by=request.user, variable=variable, name=name)
        return _list(variable.options.first())

    if receipt := stored(request, form, act):
        return receipt
    rows = [(option, MoveForm(auto_id=False)) for option in variable.options.select_related("becomes")]
    return form_page(request, form, "measures/options.html", variable=variable, rows=rows)


@needs("measures", "write")
def change_option(request: HttpRequest, service: str, number: int) -> HttpResponse:
    option = option_for(request, service, number)
    form = OptionForm(request.POST or None, option=option)

    def act(name: str, seen: str) -> str:
        actions.rename_option(by=request.user, option=option, name=name, seen=seen)
        return _list(option)

    text = _("Koden %(code)s är kvar, så gamla och nya svar räknas ihop. Byt bara till ett ord som betyder samma sak.")
    words = {"title": _("Byt namn på ”%(name)s”") % {"name": option}, "text": text % {"code": option.code}}
    words |= {"button": _("Byt namn"), "back": _list(option)}
    return stored(request, form, act) or form_page(request, form, FORM, **words)


@needs("measures", "write")
def retire_option(request: HttpRequest, service: str, number: int) -> HttpResponse:
    option = option_for(request, service, number)
    form = RetireOptionForm(request.POST or None, option=option)

    def act(becomes: Option | None, **fields) -> str:
        actions.retire_option(by=request.user, option=option, becomes=becomes)
        return _list(option)

    text = _("Alternativet går inte längre att välja. Svar som finns ligger kvar och går att läsa. Ni kan ångra er.")
    words = {"title": _("Ta ”%(name)s” ur bruk?") % {"name": option}, "text": text}
    words |= {"button": _("Ta ur bruk"), "back": _list(option)}
    return stored(request, form, act) or form_page(request, form, FORM, **words)


@needs("measures", "write")
def move_option(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """A step up or down, or into use again; posted from the list, and afterwards the focus is where it was."""
    option = option_for(request, service, number)
    form = MoveForm(request.POST or None)

    def act(steps: int, **fields) -> str:
        if steps:
            actions.move_option(by=request.user, option=option, steps=steps)
        else:
            actions.bring_back_option(by=request.user, option=option)
        return f"{_list(option)}#alternativ-{option.pk}"

    return stored(request, form, act) or redirect(_list(option))


def _list(option: Option) -> str:
    return reverse("variable_options", args=[option.variable.service.code, option.variable_id])
