"""What a row of a file may be and what its columns may say, in one service: data for forms, suggestions and checks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from loke.description.models import Service, interventions_offered
from loke.measures.models import Instrument, Item, Scale, Variable
from loke.publishing.numbers import shortest
from loke.records.models import CarePlanGoal, Client, Contact, Measurement, Reason

CLIENT, CONTACT, GOAL, INSTRUMENT = "client", "contact", "goal", "instrument"
ASKED_AT = {
    "opening": ("start", "bakgrund", "in"),
    "closing": ("avslut", "slut", "ut"),
    "follow_up": ("uppföljning",),
}
VISITS = ("besökstyp", "åtgärd", "typ", *(f"typ av {what}" for what in ("besök", "insats", "kontakt", "möte", "träff")))
# What people write for what we store, besides its name.
SAID: dict[str, tuple[str, ...]] = {
    "female": ("k", "kv", "kvinna", "kvinnor", "f", "flicka", "tjej"),
    "male": ("m", "man", "män", "pojke", "kille"),
    "other": ("annat", "annan", "icke-binär"),
    "yes": ("ja", "j", "x", "1", "sant", "true"),
    "no": ("nej", "n", "0", "falskt", "false"),
    "attended": ("kom", "ja", "j", "x", "1", "närvarande", "deltog", "genomförd", "genomfört"),
    "missed": ("uteblev", "uteblivit", "uteblivet", "nej", "n", "0", "frånvarande", "kom ej", "kom inte", "u"),
    "cancelled": ("avbokat", "avbokad", "avbokade", "avb", "ombokad", "sjuk", "inställd"),
    "start": ("start", "före", "pre", "före insats", "in", "baslinje", "t1", "1"),
    "during": ("under", "under tiden", "mitt", "mätning"),
    "end": ("slut", "avslut", "efter", "post", "efter insats", "ut", "t2", "2"),
    "after": ("uppföljning", "efter avslut", "follow up", "follow-up", "t3", "3"),
    "fully": ("helt", "ja", "uppnått", "uppfyllt"),
    "largely": ("delvis", "i stor utsträckning", "till stor del"),
    "slightly": ("i liten utsträckning", "till liten del", "lite"),
    "not_asked": ("inte tillfrågad", "ej frågad", "inte frågad", "ej frågat", "har inte frågat"),
    "declined": ("avböjde", "avböjer", "vill inte svara", "ville inte svara", "vill ej svara"),
    "not_applicable": ("inte aktuellt", "ej relevant", "ej tillämpligt", "inte tillämpligt"),
    "do_not_know": ("vet inte",),
    "not_at_all": ("inte alls", "nej", "ej uppnått", "ej uppfyllt"),
}


@dataclass(frozen=True)
class Field:
    """Something that a column may hold. `same` when one answer may be chosen for every row instead of a column."""

    key: str
    label: str
    type: str  # code, day, whole, minutes, number, option, options, text
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    synonyms: tuple[str, ...] = ()
    same: bool = False
    expected: str = ""
    allows: Callable[[Decimal], bool] | None = None
    thing: Any = None  # the variable, item or scale it stands for

    @property
    def chosen(self) -> bool:
        return self.type in ("option", "options")

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why there may be no answer, where it is one that is asked for."""
        return [(reason.value, str(reason.label)) for reason in Reason] if self.key[:2] in ("v:", "i:") else []


@dataclass(frozen=True)
class Kind:
    """What a row is."""

    code: str
    name: str
    fields: tuple[Field, ...]
    thing: Any = None  # the instrument that a measurement is of
    by_key: dict[str, Field] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self.by_key.update({one.key: one for one in self.fields})


def kinds(service: Service) -> list[Kind]:
    """Everything that a row may be in the service, in the order in which rows are taken in."""
    plans = service.plans.select_related("instrument").order_by("pk")
    instruments = Instrument.objects.filter(pk__in=[plan.instrument_id for plan in plans])
    known = instruments.prefetch_related("items", "scales").order_by("pk")
    return [_client(service), _contact(service), *map(_measurement, known), _goal()]


def kind_names(service: Service) -> list[tuple[str, str]]:
    return [(kind.code, kind.name) for kind in kinds(service)]


def _code() -> Field:
    words = ("klient", "klientkod", "id", "löpnummer", "löpnr", "ärende", "nr", "deltagare", "klient-id")
    expected = _("en kod som inte visar vem någon är")
    return Field("code", _("Kod"), "code", required=True, synonyms=words, expected=expected)


def _day(key: str, label: str, *synonyms: str, required: bool = False) -> Field:
    expected = _("en dag som har varit, till exempel 2026-03-01")
    return Field(key, label, "day", required=required, synonyms=synonyms, expected=expected)


def _whole(key: str, label: str, lowest: int, highest: int, *synonyms: str) -> Field:
    expected = _("ett helt tal från %(lowest)s till %(highest)s") % {"lowest": lowest, "highest": highest}
    return Field(key, label, "whole", synonyms=synonyms, expected=expected, allows=lambda n: lowest <= n <= highest)


def _option(key: str, label: str, options: list[tuple[Any, Any]], *synonyms: str, **more: Any) -> Field:
    named = tuple((str(code), str(name)) for code, name in options)
    expected = _("något av: %(names)s") % {"names": ", ".join(name for _code, name in named)}
    return Field(key, label, more.pop("type", "option"), named, synonyms=synonyms, expected=expected, **more)


def _client(service: Service) -> Kind:
    endings = [(ending.pk, ending.name) for ending in service.endings.all()]
    about = (
        _code(),
        _day("opened", _("Start"), "startdatum", "inskriven", "första dagen", "öppnad", "från", "in"),
        _day("closed", _("Avslut"), "avslutsdatum", "utskriven", "sista dagen", "slut", "slutdatum", "avslutad"),
        *([_option("ending", _("Avslutsorsak"), endings, "orsak till avslut", "orsak")] if endings else []),
        _option("sex", _("Kön"), list(Client.Sex.choices), "kön", "könstillhörighet"),
        _whole("age", _("Ålder vid start"), 0, 130, "ålder"),
        _whole("birth_year", _("Födelseår"), 1870, 2149, "född", "år född"),
    )
    asked = [
        (variable, occasion)
        for variable in service.variables.in_use().prefetch_related("options")
        for occasion in variable.occasions
    ]
    return Kind(CLIENT, _("en klient, med bakgrund och avslut"), (*about, *(_variable(*one) for one in asked)))


def _variable(variable: Variable, occasion: str) -> Field:
    key, label, types = f"v:{variable.code}:{occasion}", variable.name, Variable.Type
    if len(variable.occasions) > 1 or occasion != "opening":
        label = _with_occasion(variable.name, str(Variable.Occasion(occasion).label))
    words = tuple(f"{name} {word}" for name in (variable.name, variable.code) for word in ASKED_AT[occasion])
    common = {"thing": variable}
    if variable.has_options:
        options = [(one.code, one.name) for one in variable.options.all() if not one.retired]
        kind = "option" if variable.type == types.CHOICE else "options"
        return _option(key, label, options, variable.name, variable.code, *words, type=kind, **common)
    if variable.type == types.YES_NO:
        return _option(key, label, [("yes", _("ja")), ("no", _("nej"))], variable.name, variable.code, *words, **common)
    expected = {
        types.NUMBER: _("ett tal, till exempel 12 eller 3,5"),
        types.DATE: _("en dag som har varit, till exempel 2026-03-01"),
        types.TEXT: _("text utan personnummer, telefonnummer och e-postadress, högst 2 000 tecken"),
    }
    kind = {types.NUMBER: "number", types.DATE: "day", types.TEXT: "text"}[variable.type]
    return Field(
        key, label, kind, synonyms=(variable.name, variable.code, *words), expected=expected[variable.type], **common
    )


def _with_occasion(name: str, occasion: str) -> str:
    """Said once, also where the name of the variable says it already."""
    return name if name.casefold().endswith(occasion.casefold()) else f"{name} ({occasion})"


def _contact(service: Service) -> Kind:
    given = [(one.pk, one.name) for one in interventions_offered(service=service.pk)]
    fields = (
        _code(),
        _day("date", _("Datum"), "dag", "besöksdatum", "träff", "tid", required=True),
        _option("intervention", _("Insats"), given, *VISITS, required=True, same=True),
        _option("attendance", _("Närvaro"), list(Contact.Attendance.choices), "kom", "status", "utfall", same=True),
        replace(_whole("minutes", _("Minuter"), 1, Contact.MOST_MINUTES, "tidsåtgång", "min", "längd"), type="minutes"),
    )
    return Kind(CONTACT, _("en träff"), fields)


def _goal() -> Kind:
    fields = (
        _code(),
        Field(
            "goal", _("Mål"), "text", required=True, synonyms=("målsättning",), expected=_("målet, högst 200 tecken")
        ),
        _option("attainment", _("Måluppfyllelse"), list(CarePlanGoal.Attainment.choices), "uppnått", "uppfyllt"),
        _day("set_on", _("Satt"), "datum satt", "startdatum"),
        _day("judged_on", _("Bedömt"), "datum bedömt", "bedömningsdatum"),
    )
    return Kind(GOAL, _("ett mål i genomförandeplanen"), fields)


def _measurement(instrument: Instrument) -> Kind:
    occasions = list(Measurement.Occasion.choices)
    fields = (
        _code(),
        _day("date", _("Svarsdag"), "datum", "dag", "ifylld", required=True),
        _option("occasion", _("Tillfälle"), occasions, "mättillfälle", "när", required=True, same=True),
        _whole("months_after", _("Månader efter avslut"), 0, 240, "månader"),
        Field("respondent", _("Vem svarade"), "text", synonyms=("respondent",), expected=_("högst 60 tecken")),
        _option("mode", _("Hur den besvarades"), list(Measurement.Mode.choices), "sätt", same=True),
        *map(_item, instrument.items.all()),
        *map(_score, instrument.scales.all()),
    )
    return Kind(
        f"{INSTRUMENT}:{instrument.code}", _("en mätning med %(name)s") % {"name": instrument}, fields, instrument
    )


def _item(item: Item) -> Field:
    label = _("Fråga %(n)s") % {"n": item.order if item.name else item.code}
    label = f"{label}: {item.name}" if item.name else label
    words = (
        item.code,
        item.name,
        str(item.order),
        f"fråga {item.order}",
        f"f{item.order}",
        f"q{item.order}",
        f"item {item.order}",
    )
    return Field(
        f"i:{item.code}",
        label,
        "number",
        synonyms=tuple(filter(None, words)),
        expected=_limits(item.lowest, item.highest),
        allows=item.allows,
        thing=item,
    )


def _score(scale: Scale) -> Field:
    words = (scale.name, scale.code, _("summa"), _("totalpoäng"), _("poäng %(name)s") % {"name": scale.name})
    label = _("Färdig poäng: %(name)s") % {"name": scale.name}
    expected = _limits(scale.score_lowest, scale.score_highest)
    return Field(
        f"s:{scale.code}", label, "number", synonyms=words, expected=expected, allows=scale.allows, thing=scale
    )


def _limits(lowest: Decimal | None, highest: Decimal | None) -> str:
    if lowest is None or highest is None:
        return _("ett tal")
    return _("ett tal från %(lowest)s till %(highest)s") % {"lowest": shortest(lowest), "highest": shortest(highest)}


def empty_means(of: Field) -> list[tuple[str, str]]:
    """What an empty cell may stand for, besides that nothing is known."""
    return [*of.options, *of.reasons] if of.chosen else of.reasons
