"""The pages of one of the organisation's instruments: its questions, scales and texts, and a copy of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from loke.accounts.access import may
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.forms import number_of
from loke.measures import actions, use
from loke.measures.forms.questionnaires import NameForm, QuestionForm, ScaleForm, WordingForm
from loke.measures.models import Instrument, Translation


def instrument_for(request: HttpRequest, service: str, number: int, *right: str) -> Instrument:
    """The organisation's instrument, for whoever may do this in the service. Raises Http404 for the rest."""
    found = service_for(request, service, *right)
    return get_object_or_404(Instrument.objects.filter(organisation=found.organisation), pk=number)


def _page(request: HttpRequest, instrument: Instrument) -> str:
    return reverse("instrument", args=[request.service.code, instrument.pk])


@needs("service", "see")
def instrument(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """What it asks, how answers become scores, and in which languages it can be answered."""
    found = instrument_for(request, service, number)
    unit, items = request.service.unit, list(found.items.select_related("alarm"))
    context = {
        "service": request.service,
        "instrument": found,
        "items": items,
        "wordless": not all(item.name for item in items),
        "scales": found.scales.prefetch_related("norms"),
        "translations": found.translations.all(),
        "others": [pair for pair in Translation.Language.choices if pair[0] != Translation.Language.SWEDISH],
        "entry": use.entry_of(found),
        "plans": found.plans.select_related("service"),
        "locked": use.refusal_of_scoring(found, unit),
        "worded": use.refusal_of_wording(found, unit),
        "may_write": may(request.user, "measures", "write", unit=unit),
        "removable": not found.plans.exists() and not use.answered(found),
    }
    return render(request, "measures/instrument.html", context)


@needs("measures", "write")
def new_questionnaire(request: HttpRequest, service: str) -> HttpResponse:
    here = service_for(request, service, "measures", "write")
    form = NameForm(request.POST or None)

    def act(**fields) -> str:
        made = actions.add_questionnaire(by=request.user, service=here, name=form.cleaned_data["name"])
        return _page(request, made)

    return stored(request, form, act) or form_page(request, form, "measures/questionnaire_name.html")


@needs("measures", "write")
def copy_questionnaire(request: HttpRequest, service: str, number: int) -> HttpResponse:
    found = instrument_for(request, service, number, "measures", "write")
    form = NameForm(request.POST or None, initial={"name": _("%(name)s, ny version") % {"name": found}})

    def act(**fields) -> str:
        told = {"service": request.service, "instrument": found, "name": form.cleaned_data["name"]}
        return _page(request, actions.copy_questionnaire(by=request.user, **told))

    return stored(request, form, act) or form_page(request, form, "measures/questionnaire_name.html", instrument=found)


@needs("measures", "write")
def question(request: HttpRequest, service: str, number: int, item: int | None = None) -> HttpResponse:
    """A new question, or one that is there already."""
    found = instrument_for(request, service, number, "measures", "write")
    kept = get_object_or_404(found.items, pk=item) if item else None
    locked = use.refusal_of_scoring(found, request.service.unit)
    form = QuestionForm(request.POST or None, item=kept, locked=bool(locked) and kept is not None)

    def act(seen: str, **fields) -> str:
        told = {"service": request.service, "instrument": found, "item": kept, "seen": seen}
        actions.keep_question(by=request.user, question=form.question(), **told)
        return _page(request, found)

    return stored(request, form, act) or form_page(
        request, form, "measures/question.html", instrument=found, item=kept, locked=locked
    )


@needs("measures", "write")
def scale(request: HttpRequest, service: str, number: int, scale: int | None = None) -> HttpResponse:
    found = instrument_for(request, service, number, "measures", "write")
    kept = get_object_or_404(found.scales, pk=scale) if scale else None
    form = ScaleForm(request.POST or None, instrument=found, scale=kept)

    def act(seen: str, **fields) -> str:
        told = {"service": request.service, "instrument": found, "scale": kept, "seen": seen}
        actions.keep_scale(by=request.user, scoring=form.scoring(), **told)
        return _page(request, found)

    return stored(request, form, act) or form_page(request, form, "measures/scale.html", instrument=found, scale=kept)


@needs("measures", "write")
def wording(request: HttpRequest, service: str, number: int, language: str) -> HttpResponse:
    """All texts in one language."""
    found = instrument_for(request, service, number, "measures", "write")
    names = dict(Translation.Language.choices)
    if language not in names:
        return redirect(_page(request, found))
    form = WordingForm(request.POST or None, instrument=found, language=language)

    def act(**fields) -> str:
        told = {name: form.cleaned_data[name] for name in ("title", "instruction", "provenance", "seen")}
        told |= {"service": request.service, "instrument": found, "language": language, "items": form.texts()}
        actions.keep_wording(by=request.user, **told)
        return _page(request, found)

    said = {"instrument": found, "language": names[language], "swedish": form.swedish}
    return stored(request, form, act) or form_page(request, form, "measures/wording.html", **said)


@needs("measures", "write")
def arrange(request: HttpRequest, service: str, number: int) -> HttpResponse:
    """Move or take away a question or a scale, or take away the whole; asked for by the button that was pressed."""
    found = instrument_for(request, service, number, "measures", "write")
    told = {"by": request.user, "service": request.service, "instrument": found}
    what, _dot, row = request.POST.get("do", "").partition(".")  # nothing when somebody only goes to the address
    try:
        if what in ("up", "down", "remove"):
            item = get_object_or_404(found.items, pk=number_of(row))
            act = actions.remove_question if what == "remove" else actions.move_question
            act(**told, item=item, **({} if what == "remove" else {"up": what == "up"}))
        elif what == "remove_scale":
            actions.remove_scale(**told, scale=get_object_or_404(found.scales, pk=number_of(row)))
        elif what == "remove_all":
            actions.remove_instrument(**told)
            return redirect("instruments", request.service.code)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(_page(request, found))
