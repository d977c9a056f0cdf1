"""What can be done with the library: take an instrument into use, note a licence, confirm a fact, and let go again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.dataset import definitions
from loke.description.models import Service
from loke.measures import library
from loke.measures.library import Entry
from loke.measures.library.facts import LibraryScale
from loke.measures.library.scoring import LIMITS, by_items, definition, step_of, usable_scales
from loke.measures.models import Alarm, ConfirmedFact, FromLibrary, Instrument, Item, Licence, Norm, Scale
from loke.measures.naming import free_code
from loke.measures.use import answered, confirmed_by, made_elsewhere, refusal_of_use


@action("use_library_instrument")
def use_library_instrument(
    *,
    by: User | None,
    service: Service,
    entry: str,
    items: bool = True,
    steps: Mapping[str, Decimal] | None = None,
    source: str = "",
) -> Instrument:
    """Make it the organisation's, with the facts that are on; `items` false for ready scores only.

    `steps` are the least changes that count by scale, for those the library states none for, and `source` is theirs.
    A scale without a step is left out. Raises ValidationError by field.
    """
    require(by, "measures", "write", unit=service.unit)
    found, organisation = _entry(entry), service.organisation
    if refusal := refusal_of_use(organisation, found):
        raise ValidationError(str(refusal))
    confirmed = confirmed_by(organisation, found)
    if not usable_scales(found, confirmed, items):
        raise ValidationError(_("Bekräfta först vilka poäng som finns."))
    if items and not by_items(found, confirmed):
        raise ValidationError({"items": _("Bekräfta först de uppgifter som poängen bygger på.")})
    if FromLibrary.objects.filter(entry=found.code, instrument__organisation=organisation).exists():
        raise ValidationError(_("%(name)s är redan i bruk i organisationen.") % {"name": found.name})
    chosen = _steps(found, confirmed, items, steps or {}, source)
    code = free_code(Instrument, found.code, organisation.instruments.values_list("code", flat=True))
    instrument = Instrument.objects.create(organisation=organisation, code=code, name=found.name)
    FromLibrary.objects.create(instrument=instrument, entry=found.code)
    _store(instrument, found, definition(found, chosen, confirmed, items, source))
    return instrument


def _entry(code: str) -> Entry:
    found = library.entry(code)
    if found is None or found.scored == "no":
        raise ValidationError(_("Instrumentet räknas inte i Loke."))
    return found


def _steps(
    entry: Entry, confirmed: Mapping[str, str], items: bool, own: Mapping[str, Decimal], source: str
) -> dict[str, Fraction]:
    """The step of each scale: the library's, else the unit's own, which must have a source."""
    found, mine = {}, False
    for scale in usable_scales(entry, confirmed, items):
        stated, typed = step_of(entry, scale, confirmed), own.get(scale.code)
        if stated is None and typed is not None:
            found[scale.code], mine = _own_step(scale, typed), True
        elif stated is not None:
            found[scale.code] = stated
    if mine and not source:
        raise ValidationError({"source": _("Skriv varifrån ni har minsta förändring som räknas.")})
    if not found:
        raise ValidationError(_("Skriv minsta förändring som räknas för minst en skala."))
    for scale in entry.scales if items else ():
        if scale.code in found and not set(scale.value("parts", confirmed, ())) <= found.keys():
            raise ValidationError({f"step-{scale.code}": _("Fyll i delskalorna också, för skalan är summan av dem.")})
    return found


def _own_step(scale: LibraryScale, typed: Decimal) -> Fraction:
    lowest, highest = scale.facts["range"].value
    if not 0 < typed <= highest - lowest:
        raise ValidationError({f"step-{scale.code}": _("Skriv ett tal över noll som får plats i skalan.")})
    return Fraction(typed)


def _store(instrument: Instrument, entry: Entry, made: definitions.Instrument) -> None:
    for order, item in enumerate(made.items, 1):
        stored = clean_save(Item(instrument=instrument, order=order, own_limits=True, **_item(entry, item)))
        if entry.alarm and order in entry.alarm.items:
            clean_save(Alarm(item=stored, lowest=_decimal(entry.alarm.lowest), say=entry.alarm.say))
    for scale in made.scales:
        ends = map(_decimal, entry.scale(scale.scale).facts["range"].value)
        range_ = dict(zip(("score_lowest", "score_highest"), ends, strict=True))
        stored = clean_save(Scale(instrument=instrument, **_scale(scale), **_limits(scale), **range_))
        _store_norms(stored, made)


def _item(entry: Entry, item: definitions.Item) -> dict:
    answers = entry.answers_to(int(item.item))
    kind = Item.Kind.STEPS if answers.allowed else Item.Kind.LINE if answers.decimals else Item.Kind.NUMBER
    allowed = " ".join(f"{_decimal(value).normalize():f}" for value in item.allowed)
    limits = {"lowest": _decimal(item.lowest), "highest": _decimal(item.highest)}
    return {"code": item.item, "kind": kind, "allowed": allowed, **limits}


def _scale(scale: definitions.Scale) -> dict:
    lists = {name: " ".join(getattr(scale, name)) for name in ("items", "reversed", "parts")}
    made = {"multiply": _decimal(scale.multiply), "add": _decimal(scale.add)} if scale.items else {}
    same = {name: getattr(scale, name) for name in ("name", "better", "score", "need")}
    return {"code": scale.scale, "step": _decimal(scale.step), **lists, **made, **same}


def _limits(scale: definitions.Scale) -> dict:
    numbers = {name: _decimal(getattr(scale, name)) for name in LIMITS}
    return {**numbers, "reliability_kind": scale.reliability_kind, "source": scale.source}


def _store_norms(scale: Scale, made: definitions.Instrument) -> None:
    for norm in made.norms:
        if norm.scale == scale.code and not scale.norms.filter(code=norm.norm).exists():
            same = {name: getattr(norm, name) for name in ("name", "n", "country", "year", "ages", "source")}
            numbers = {"mean": _decimal(norm.mean), "sd": _decimal(norm.sd)}
            clean_save(Norm(scale=scale, code=norm.norm, **same, **numbers))


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


@action("confirm_fact")
def confirm_fact(*, by: User | None, service: Service, entry: str, fact: str, source: str) -> ConfirmedFact:
    """Say where a fact is found that the library was not sure of; from then on it counts in the organisation.

    An instrument in use gets its limits and norms; how its answers are scored does not change under way.
    """
    require(by, "measures", "write", unit=service.unit)
    found, organisation = library.entry(entry), service.organisation
    told = found.fact(fact) if found else None
    if told is None or told.sure:
        raise ValidationError(_("Uppgiften behöver inte bekräftas."))
    organisation.confirmed_facts.filter(entry=entry, fact=fact).exclude(value=told.written).delete()
    made = ConfirmedFact(organisation=organisation, entry=entry, fact=fact, value=told.written, source=source)
    made.confirmed_by = by
    clean_save(made)
    for instrument in Instrument.objects.filter(organisation=organisation, from_library__entry=entry):
        _refresh(instrument, found)
    return made


def _refresh(instrument: Instrument, entry: Entry) -> None:
    """The limits and norm groups that are on now."""
    scales = {scale.code: scale for scale in instrument.scales.all()}
    steps = {code: Fraction(scale.step) for code, scale in scales.items()}
    confirmed = confirmed_by(instrument.organisation, entry)
    made = definition(entry, steps, confirmed, instrument.items.exists())
    for one in made.scales:
        scale, kept = scales[one.scale], _limits(one)
        kept["source"] = "\n".join(dict.fromkeys(f"{kept['source']}\n{scale.source}".strip().splitlines()))
        for name, value in kept.items():
            setattr(scale, name, value)
        clean_save(scale)
        _store_norms(scale, made)
    for plan in instrument.plans.select_related("service"):
        plan.service.touch()


@action("record_licence")
def record_licence(
    *, by: User | None, service: Service, entry: str, holder: str, agreement: str, valid_until: date | None = None
) -> Licence:
    require(by, "measures", "write", unit=service.unit)
    if library.entry(entry) is None:
        raise ValidationError(_("Instrumentet finns inte i biblioteket."))
    told = {"holder": holder, "agreement": agreement, "valid_until": valid_until}
    return clean_save(Licence(organisation=service.organisation, entry=entry, recorded_by=by, **told))


@action("remove_instrument")
def remove_instrument(*, by: User | None, service: Service, instrument: Instrument) -> None:
    """Only while nobody has answered or planned it. Raises ValidationError."""
    require(by, "measures", "write", unit=service.unit)
    if instrument.organisation_id != service.organisation.pk or answered(instrument):
        raise ValidationError(_("Någon har redan svarat, så instrumentet finns kvar."))
    if made_elsewhere(instrument, service.unit):
        raise ValidationError(_("En annan enhet har gjort formuläret. Be dem ta bort det."))
    if instrument.plans.exists():
        raise ValidationError(_("Instrumentet står i en mätplan. Ta bort det därifrån först."))
    instrument.delete()
