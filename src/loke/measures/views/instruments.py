"""The pages of the library: what there is, all that is known about one instrument, and taking it into use."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from loke.accounts.access import may
from loke.accounts.models import Organisation
from loke.accounts.pages import needs
from loke.accounts.submissions import form_page, stored
from loke.description.access import service_for
from loke.description.models import Service
from loke.measures import actions, library, saying
from loke.measures.forms.instruments import ConfirmForm, LicenceForm, UseForm
from loke.measures.library import Entry
from loke.measures.library.scoring import usable_scales
from loke.measures.models import FromLibrary, Instrument, Licence
from loke.measures.use import confirmations, confirmed_by, licence_of, refusal_of_licence, refusal_of_use, still_said


@dataclass(frozen=True)
class Found:
    """An entry of the library in the list, with what may be said of it here."""

    entry: Entry
    use: str
    licence: str
    used: bool


@needs("service", "see")
def instruments(request: HttpRequest, service: str) -> HttpResponse:
    """The organisation's own and the library's, those whose name or subject holds what is searched for."""
    service = service_for(request, service)
    typed = request.GET.get("sok", "").strip()[:60]
    own = service.organisation.instruments.prefetch_related("items", "scales", "plans__service", "from_library")
    context = {
        "service": service,
        "typed": typed,
        "own": [one for one in own if typed.casefold() in f"{one} {_subjects(one)}".casefold()],
        "entries": _found([one for one in library.entries().values() if _about(one, typed)], service.organisation),
        "may_write": may(request.user, "measures", "write", unit=service.unit),
    }
    return render(request, "measures/instruments.html", context)


def _subjects(instrument: Instrument) -> str:
    return " ".join(scale.name for scale in instrument.scales.all())


def _about(entry: Entry, typed: str) -> bool:
    return typed.casefold() in " ".join((entry.name, entry.code, *entry.measures)).casefold()


def _found(entries: list[Entry], organisation: Organisation) -> list[Found]:
    """What the organisation has said of each, asked for once for all of them."""
    licences = {one.entry: one for one in reversed(organisation.licences.all())}
    facts = list(organisation.confirmed_facts.all())
    used = set(FromLibrary.objects.filter(instrument__organisation=organisation).values_list("entry", flat=True))
    return [
        Found(
            entry,
            saying.use_in_words(entry, still_said(entry, facts)),
            _licence(entry, licences.get(entry.code)),
            entry.code in used,
        )
        for entry in entries
    ]


def _licence(entry: Entry, held: Licence | None) -> str:
    if not entry.licence.own:
        return ""
    return "missing" if refusal_of_licence(entry, held) else "held"


@needs("service", "see")
def library_entry(request: HttpRequest, service: str, entry: str) -> HttpResponse:
    """Every fact with its value, how sure it is and where it comes from, and whether it is on here."""
    service = service_for(request, service)
    found, organisation = _entry(entry), service.organisation
    confirmed = confirmations(organisation, found)
    context = {
        "service": service,
        "entry": found,
        "lines": list(saying.lines(found, confirmed)),
        "use": saying.use_in_words(found, confirmed),
        "usable": bool(usable_scales(found, confirmed, False)),
        "text": saying.text_in_words(found),
        "licence": licence_of(organisation, found),
        "refusal": refusal_of_use(organisation, found),
        "instead": [library.entry(code) for code in (found.change.instead if found.change else ())],
        "instrument": Instrument.objects.filter(organisation=organisation, from_library__entry=found.code).first(),
        "may_write": may(request.user, "measures", "write", unit=service.unit),
    }
    return render(request, "measures/library_entry.html", context)


def _entry(code: str) -> Entry:
    found = library.entry(code)
    if found is None:
        raise Http404
    return found


def _address(page: str, service: Service, *more: object) -> str:
    return reverse(page, args=[service.code, *more])


@needs("measures", "write")
def take_into_use(request: HttpRequest, service: str, entry: str) -> HttpResponse:
    service = service_for(request, service, "measures", "write")
    found = _entry(entry)
    confirmed = confirmed_by(service.organisation, found)
    if found.scored == "no" or not usable_scales(found, confirmed, False):
        raise Http404
    form = UseForm(request.POST or None, entry=found, confirmed=confirmed)

    def act(**fields) -> str:
        told = {"items": form.cleaned_data["way"] == "items", "steps": form.steps()}
        source = form.cleaned_data.get("source", "")
        made = actions.use_library_instrument(by=request.user, service=service, entry=found.code, source=source, **told)
        return _address("instrument", service, made.pk)

    return stored(request, form, act) or form_page(request, form, "measures/take_into_use.html", entry=found)


@needs("measures", "write")
def confirm_fact(request: HttpRequest, service: str, entry: str, fact: str) -> HttpResponse:
    """Say where a fact is found that the library is not sure of."""
    service = service_for(request, service, "measures", "write")
    found = _entry(entry)
    told = [line for line in saying.lines(found, {}) if line.fact.path == fact and not line.fact.sure]
    if not told:
        raise Http404
    form = ConfirmForm(request.POST or None)

    def act(**fields) -> str:
        source = form.cleaned_data["source"]
        actions.confirm_fact(by=request.user, service=service, entry=found.code, fact=fact, source=source)
        return _address("library_entry", service, found.code)

    return stored(request, form, act) or form_page(
        request, form, "measures/confirm_fact.html", entry=found, line=told[0]
    )


@needs("measures", "write")
def record_licence(request: HttpRequest, service: str, entry: str) -> HttpResponse:
    service = service_for(request, service, "measures", "write")
    found = _entry(entry)
    form = LicenceForm(request.POST or None)

    def act(**fields) -> str:
        told = {name: form.cleaned_data[name] for name in ("holder", "agreement", "valid_until")}
        actions.record_licence(by=request.user, service=service, entry=found.code, **told)
        return _address("library_entry", service, found.code)

    return stored(request, form, act) or form_page(request, form, "measures/record_licence.html", entry=found)
