"""What can be done to a questionnaire of one's own: its questions, scales and texts, and a copy of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import clean_save
from loke.description.models import Service
from loke.measures.models import Instrument, Item, ItemText, Scale, Translation
from loke.measures.naming import free_code
from loke.measures.seen import still, text_of, unchanged, wording_rows
from loke.measures.use import refusal_of_scoring, refusal_of_wording

Language = Translation.Language


@action("add_questionnaire")
def add_questionnaire(*, by: User | None, service: Service, name: str) -> Instrument:
    require(by, "measures", "write", unit=service.unit)
    return _new(service, name)


def _new(service: Service, name: str) -> Instrument:
    known = {"organisation": service.organisation, "made_by": service.unit}
    return clean_save(Instrument(**known, code=_code(service, name), name=name))


def _code(service: Service, name: str) -> str:
    return free_code(Instrument, name, service.organisation.instruments.values_list("code", flat=True))


@dataclass(frozen=True)
class Question:
    """What is asked and how it is answered; of steps `labels` has a word for each value, else for the two ends."""

    text: str
    kind: int | None
    lowest: Decimal | None
    highest: Decimal | None
    labels: str = ""

    def answers(self) -> dict[str, object]:
        """What may be answered, by field of Item; where nobody has said how, nothing is said now either."""
        told = {"kind": self.kind, "lowest": self.lowest, "highest": self.highest}
        steps = range(int(self.lowest), int(self.highest) + 1) if self.kind == Item.Kind.STEPS else ()
        return told if self.kind is None else {**told, "allowed": " ".join(map(str, steps))}


@dataclass(frozen=True)
class Scoring:
    """A scale of items by code, what is made of them, and the least change that counts, with its `source`."""

    name: str
    items: tuple[str, ...]
    reversed: tuple[str, ...]
    score: str
    need: int | None
    better: str
    step: Decimal
    source: str = ""


@action("keep_question")
def keep_question(
    *,
    by: User | None,
    service: Service,
    instrument: Instrument,
    question: Question,
    item: Item | None = None,
    seen: str | None = None,
) -> Item:
    """Add a question, or change `item`; once somebody has answered only the words.

    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    _hold(by, service, instrument)
    if item:
        kept = still(instrument.items, item)
        unchanged(seen, kept, text_of(kept))
    else:
        kept = Item(instrument=instrument, code=_item_code(instrument), order=_last(instrument) + 1)
    answers = question.answers()
    if item is None or any(getattr(kept, name) != value for name, value in answers.items()):
        _refuse(refusal_of_scoring(instrument, service.unit))
    _refuse(refusal_of_wording(instrument, service.unit))
    _check_answers(question)
    for name, value in {**answers, "name": question.text, "own_limits": True}.items():
        setattr(kept, name, value)
    clean_save(kept)
    _keep_text(_translation(instrument, Language.SWEDISH), kept, "", question.labels)
    return kept


def _hold(by: User | None, service: Service, instrument: Instrument) -> None:
    """Whoever may, one at a time; figures of all who plan the questionnaire are worked out anew."""
    require(by, "measures", "write", unit=service.unit)
    if instrument.organisation_id != service.organisation.pk:
        raise ValidationError(_("Formuläret hör till en annan organisation."))
    Instrument.objects.select_for_update().get(pk=instrument.pk)
    for plan in instrument.plans.select_related("service"):
        plan.service.touch()


def _refuse(words: str) -> None:
    if words:
        raise ValidationError(words)


def _item_code(instrument: Instrument) -> str:
    taken = set(instrument.items.values_list("code", flat=True))
    return next(code for code in map(str, range(_last(instrument) + 1, 10_000)) if code not in taken)


def _last(instrument: Instrument) -> int:
    return instrument.items.aggregate(last=Max("order"))["last"] or 0


def _check_answers(asked: Question) -> None:
    if asked.kind is not None and not asked.lowest < asked.highest:
        raise ValidationError({"highest": _("Det högsta svaret måste vara större än det lägsta.")})
    words = len(asked.labels.splitlines())
    if asked.kind == Item.Kind.STEPS and words != asked.highest - asked.lowest + 1:
        raise ValidationError({"labels": _("Skriv ett ord på varje rad, ett för varje steg.")})
    if asked.kind != Item.Kind.STEPS and words not in (0, 2):
        raise ValidationError({"labels": _("Skriv två rader: vad den lägsta och vad den högsta änden betyder.")})


def _translation(instrument: Instrument, language: str) -> Translation:
    found, _new = Translation.objects.get_or_create(instrument=instrument, language=language)
    return found


def _keep_text(translation: Translation, item: Item, text: str, labels: str) -> None:
    found = translation.items.filter(item=item).first() or ItemText(translation=translation, item=item)
    found.text, found.labels = text, labels
    clean_save(found)


@action("move_question")
def move_question(*, by: User | None, service: Service, instrument: Instrument, item: Item, up: bool) -> Item:
    """One place up or down in the order that is asked."""
    _hold(by, service, instrument)
    _refuse(refusal_of_scoring(instrument, service.unit))
    items = list(instrument.items.all())
    here = items.index(still(instrument.items, item))
    items.insert(max(here - 1, 0) if up else here + 1, items.pop(here))
    for order, one in enumerate(items, 1):
        one.order = order
    Item.objects.bulk_update(items, ["order"])
    return item


@action("remove_question")
def remove_question(*, by: User | None, service: Service, instrument: Instrument, item: Item) -> Instrument:
    _hold(by, service, instrument)
    _refuse(refusal_of_scoring(instrument, service.unit))
    for scale in instrument.scales.all():
        if item.code in scale.items.split():
            words = _("Frågan räknas i skalan %(name)s. Ta bort den därifrån först.")
            raise ValidationError(words % {"name": scale.name})
    item.delete()
    return instrument


@action("keep_scale")
def keep_scale(
    *,
    by: User | None,
    service: Service,
    instrument: Instrument,
    scoring: Scoring,
    scale: Scale | None = None,
    seen: str | None = None,
) -> Scale:
    """Add a scale, or change `scale`. Raises Stale when it has changed since it was seen, ValidationError by field."""
    _hold(by, service, instrument)
    _refuse(refusal_of_scoring(instrument, service.unit))
    if not set(scoring.reversed) <= set(scoring.items):
        raise ValidationError({"reversed": _("Vänd bara frågor som hör till skalan.")})
    most = len(scoring.items)
    if scoring.need is not None and not 1 <= scoring.need <= most:
        raise ValidationError({"need": _("Skriv ett tal från 1 till %(most)s.") % {"most": most}})
    if scale:
        kept = still(instrument.scales, scale)
        unchanged(seen, kept)
    else:
        taken = instrument.scales.values_list("code", flat=True)
        kept = Scale(instrument=instrument, code=free_code(Scale, scoring.name, taken))
    lists = {name: " ".join(getattr(scoring, name)) for name in ("items", "reversed")}
    for field, value in {**vars(scoring), **lists}.items():
        setattr(kept, field, value)
    return clean_save(kept)


@action("remove_scale")
def remove_scale(*, by: User | None, service: Service, instrument: Instrument, scale: Scale) -> Instrument:
    _hold(by, service, instrument)
    _refuse(refusal_of_scoring(instrument, service.unit))
    scale.delete()
    return instrument


@action("keep_wording")
def keep_wording(
    *,
    by: User | None,
    service: Service,
    instrument: Instrument,
    language: str,
    items: Mapping[Item, tuple[str, str]],
    seen: str | None = None,
    **texts,
) -> Translation:
    """The texts in one language: of each item the question and the words of its answers, one on each line.

    `texts` are title, instruction and provenance. A language that is not there yet may be added to any questionnaire;
    what is there is changed by those who alone use it. Raises Stale when any of it has changed since it was seen, and
    ValidationError by field.
    """
    _hold(by, service, instrument)
    unchanged(seen, *wording_rows(instrument, language))
    if instrument.translations.filter(language=language).exists() or language == Language.SWEDISH:
        _refuse(refusal_of_wording(instrument, service.unit))
    kept = _translation(instrument, language)
    for name, text in texts.items():
        setattr(kept, name, text)
    if language == Language.SWEDISH:
        kept.title, instrument.name = "", kept.title or instrument.name
        clean_save(instrument)
    clean_save(kept)
    for item, (text, labels) in items.items():
        _keep_words(kept, item, text, labels)
    return kept


def _keep_words(translation: Translation, item: Item, text: str, labels: str) -> None:
    expected = len(item.allowed.split()) if item.kind == Item.Kind.STEPS else 2
    if labels and len(labels.splitlines()) != expected:
        words = _("Här behövs %(number)s rader, en för varje svar.") % {"number": expected}
        raise ValidationError({f"labels-{item.pk}": words})
    if translation.language == Language.SWEDISH:
        item.name, text = text, ""
        clean_save(item)
    _keep_text(translation, item, text, labels)


@action("copy_questionnaire")
def copy_questionnaire(*, by: User | None, service: Service, instrument: Instrument, name: str) -> Instrument:
    """A questionnaire of its own with the same questions, scales and texts, which nobody has answered yet."""
    _hold(by, service, instrument)
    _refuse(_("Instrumentet kommer ur biblioteket och kopieras inte.") if hasattr(instrument, "from_library") else "")
    made = _new(service, name)
    items = {item.pk: _again(item, instrument=made) for item in instrument.items.all()}
    for scale in instrument.scales.prefetch_related("norms"):
        kept = _again(scale, instrument=made)
        for norm in scale.norms.all():
            _again(norm, scale=kept)
    for translation in instrument.translations.prefetch_related("items"):
        language = _again(translation, instrument=made)
        for text in translation.items.all():
            _again(text, translation=language, item=items[text.item_id])
    return made


def _again(row, **owner):
    """A new row with the same fields, of another owner."""
    fields = {field.name: getattr(row, field.name) for field in row._meta.fields if not field.primary_key}
    return clean_save(type(row)(**{**fields, **owner}))
