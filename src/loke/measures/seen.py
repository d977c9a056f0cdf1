"""What a form of Mät is opened on: rows whose version it carries, and whether they still are so when it is saved."""

import json
from hashlib import sha256
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from loke.accounts.submissions import check_seen
from loke.measures.models import Instrument, Item, ItemText, Translation

Row = TypeVar("Row", bound=Model)
SWEDISH = Translation.Language.SWEDISH


def version_of(*rows: Model | None) -> str:
    """A digest of rows as they stand, but for their places in a list: those say nothing of what was written."""
    told = [row and [str(value) for value in _values(row)] for row in rows]
    return sha256(json.dumps(told).encode()).hexdigest()[:32]


def _values(row: Model) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "order"]


def unchanged(seen: str | None, *rows: Model | None) -> None:
    """Raises Stale unless the rows, which the caller holds, are as they were seen; None is what nobody looked at."""
    check_seen(version_of(*rows), seen)


def still(rows: Manager[Row], row: Row) -> Row:
    """The row as it stands among those held. Raises ValidationError when somebody has taken it away."""
    if (found := rows.filter(pk=row.pk).first()) is None:
        raise ValidationError(_("Det finns inte längre. Någon annan har tagit bort det."))
    return found


def text_of(item: Item) -> ItemText | None:
    """What is kept of the question in Swedish beside itself: the words of its answers."""
    return ItemText.objects.filter(item=item, translation__language=SWEDISH).first()


def wording_rows(instrument: Instrument, language: str) -> list[Model]:
    """The rows that hold the texts in one language, of which some stand on the questionnaire itself."""
    kept = instrument.translations.filter(language=language).first()
    own = [Instrument.objects.get(pk=instrument.pk)] if language == SWEDISH else []
    return [*own, *instrument.items.order_by("pk"), *([kept, *kept.items.order_by("pk")] if kept else [])]
