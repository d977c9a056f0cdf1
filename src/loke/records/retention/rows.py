"""Rows of the records as cells: a value for a machine, words for a reader, under the data dictionary's names."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Field, Model
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from loke.description.models import Service
from loke.measures.faces import questionnaire
from loke.measures.models import Instrument, Item, Variable
from loke.records.history import KINDS, NAMES
from loke.records.models import Answer, Client, Contact, Episode, Measurement, PlannedContact, Value
from loke.records.plurals import SEVERAL
from loke.records.pseudonyms import spaced

TABLES = {"responsible": "responsible"}  # where the table is not called what its kind is, with an s
OURS = {
    (Episode, "code"),
    (Measurement, "code"),
    (PlannedContact, "series"),
}  # these tie rows together, and say no more


@dataclass(frozen=True)
class Cell:
    label: str
    value: object
    shown: str  # to a person; empty where only a machine makes anything of it
    name: str = ""  # in words what the value is a code of


def table_name(model: type[Model]) -> str:
    kind = NAMES.get(model)
    return TABLES.get(kind, f"{kind}s") if kind else model._meta.model_name


def title_of(model: type[Model]) -> str:
    """What rows of the kind are called; those that only tie two together by the tie."""
    if owner := model._meta.auto_created:
        return str(next(tie.verbose_name for tie in owner._meta.many_to_many if tie.remote_field.through is model))
    return str(model._meta.verbose_name)


def heading_of(model: type[Model]) -> str:
    """What several rows of the kind are called."""
    return str(SEVERAL.get(model) or title_of(model))


class Rows:
    """Rows with what they point at, looked up once for all of them."""

    def __init__(self, rows: Iterable[Model]):
        self.all = list(rows)
        self.known = {(type(row), row.pk): row for row in self.all if hasattr(row, "code")}
        self.several = len({number for model, number in self.known if model is Episode}) > 1
        wanted: dict[type[Model], set] = defaultdict(set)
        for row in self.all:
            for field in _pointing(type(row)):
                wanted[field.related_model].add(getattr(row, field.attname))
        self.found = {
            model: model._default_manager.in_bulk(numbers - {None})
            for model, numbers in wanted.items()
            if model not in KINDS.values()
        }
        self.texts = self._texts()

    def _texts(self) -> dict[int, str]:
        """The wording of each item that was answered, where its licence lets it be shown."""
        items = self.found.get(Item, {})
        asked = Instrument.objects.filter(pk__in={item.instrument_id for item in items.values()})
        words = {(one.pk, face.code): face.text for one in asked for face in questionnaire(one, "sv").questions}
        return {number: words.get((item.instrument_id, item.code)) or str(item) for number, item in items.items()}

    def cells(self, row: Model) -> dict[str, Cell]:
        """What the row says, by column; its number in our tables is nobody's business."""
        fields = [field for field in row._meta.concrete_fields if not field.primary_key]
        cells = {_column(type(row), field): self._cell(row, field) for field in fields}
        if isinstance(row, Value):
            option, text = cells.pop("option"), cells.pop("text")
            cells["value"] = option if option.value else Cell(capfirst(_("svar")), text.value, text.shown)
        return cells

    def _cell(self, row: Model, field: Field) -> Cell:
        tie = field.is_relation and row._meta.auto_created
        named = field.related_model._meta.verbose_name if tie else field.verbose_name
        label, value = capfirst(str(named)), getattr(row, field.attname)
        if value is None or value == "":
            return Cell(label, None, "")
        if field.is_relation:
            return self._named(row, field, label, value)
        if field.choices:
            words = str(dict(field.flatchoices).get(value, value))
            return Cell(label, value, words, words)
        return Cell(label, _plain(value), self._said(row, field, value))

    def _said(self, row: Model, field: Field, value: object) -> str:
        """What is a code to the program in words, and nothing where it is none of a reader's business."""
        column = (type(row), field.name)
        if column in OURS:
            return ""
        if column == (Client, "code"):
            return spaced(value)
        if column == (Contact, "session"):
            return _("gruppträff")
        if column == (Value, "occasion"):
            return str(dict(Variable.Occasion.choices).get(value, value))
        if column == (Value, "text") and self.found[Variable][row.variable_id].type == Variable.Type.YES_NO:
            return {"yes": _("ja"), "no": _("nej")}.get(value, value)
        return _words(value)

    def _named(self, row: Model, field: Field, label: str, number: object) -> Cell:
        model = field.related_model
        if model in KINDS.values():
            there = self.known.get((model, number))
            return Cell(label, there.code if there else "", self._called(there))
        there = self.found[model].get(number)
        words = self.texts.get(number, "") if isinstance(row, Answer) and model is Item else str(there or "")
        return Cell(label, getattr(there, "code", None) or words, words, words)

    def _called(self, row: Model | None) -> str:
        """What somebody would call a row that others belong to; nothing where there is only one it could be."""
        if isinstance(row, Measurement):
            what = (self.found[Instrument].get(row.instrument_id), row.get_occasion_display(), row.date)
            return " ".join(str(one) for one in what if one)
        if isinstance(row, Client) or (isinstance(row, Episode) and not self.several):
            return ""
        return f"{self.found[Service].get(row.service_id)} {row.opened}" if isinstance(row, Episode) else ""


def _pointing(model: type[Model]) -> list[Field]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


def _column(model: type[Model], field: Field) -> str:
    """`code` is called what the table is about, as in a data set: a client's is `client`."""
    own = NAMES.get(model, model._meta.model_name)
    return own if field.name == "code" else field.name


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _words(value: object) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, Decimal):
        return localize(_plain(value), use_l10n=True)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
