"""Fields that keep out what must never be stored, text that identifies a client, and that seal text about one."""

import re
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _
from personnummer import personnummer

from loke.accounts import keys

# Ten or twelve digits as people write them; the check that it is a real number is personnummer's.
DIGITS = re.compile(r"(?<!\d)(?:\d{2}[\s.]?)?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}\s?[-+−–]?\s?\d{4}(?!\d)")
# One that is mistyped, or a reserve number with letters, when written as such; `260301-0415` is a period.
DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
DAY_OF_SOMEBODY = r"(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])"
AS_WRITTEN = re.compile(rf"(?<![\w-])(?:\d\d)?\d\d{DAY_OF_SOMEBODY}[-+](?!{DAY})(?:\d{{4}}|[A-Z][A-Z\d]\d\d)(?![\w-])")
PHONE = re.compile(r"(?<![\w-])(?:\+46|0046|0)[\s-]?(?:\(0\)[\s-]?)?[1-9](?:[\s-]?\d){6,10}(?!\d)")
# lengths are bounded, so that no text takes long to look through
EMAIL = re.compile(r"[^\s@,;<>]{1,64}@[^\s@,;<>]{1,250}\.[^\s@,;<>]{2}")


def holds_personal_number(text: str) -> bool:
    """Whether a personal, co-ordination or reserve number stands in the text, a valid one however it is spaced."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    valid = any(personnummer.valid(re.sub(r"\D", "", match.group())) for match in DIGITS.finditer(plain))
    return valid or AS_WRITTEN.search(plain) is not None


def no_personal_number(text: str) -> None:
    """Refuse text that holds a personal number. Raises ValidationError."""
    if holds_personal_number(text):
        raise ValidationError(_("Texten innehåller ett personnummer. Ta bort det. Inget är sparat."), code="identifier")


def no_identifiers(text: str) -> None:
    """Refuse text that holds a personal number, a phone number or an e-mail address. Raises ValidationError."""
    no_personal_number(text)
    if EMAIL.search(text):
        raise ValidationError(_("Texten innehåller en e-postadress. Ta bort den. Inget är sparat."), code="identifier")
    if PHONE.search(text):
        raise ValidationError(
            _("Texten innehåller ett telefonnummer. Ta bort det. Inget är sparat."), code="identifier"
        )


class FreeText(models.TextField):
    """Text in a person's own words, looked through for identifiers before it is stored."""

    default_validators = [no_identifiers]


class Code(models.CharField):
    """A code out of a dataset or made by the system: short, and never a personal number."""

    default_validators = [no_identifiers]

    def __init__(self, *args, max_length: int = 60, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)


class Stored(str):
    """Text as the column holds it, sealed or found fit to stand open, and the place it was read from."""

    place: str | None = None


class OpenedWhenRead(DeferredAttribute):
    """The text in the open, which is worked out the first time somebody asks for it."""

    def __get__(self, row, cls=None):
        text = super().__get__(row, cls)
        if row is not None and isinstance(text, Stored):
            text = keys.unseal(text, text.place or self.field.place(row))
            row.__dict__[self.field.attname] = text
        return text

    def __set__(self, row, text):
        if isinstance(text, Stored) and set(self.field.bound_to) <= row.__dict__.keys():
            text.place = self.field.place(row)  # the row may be given another place before its text is read
        row.__dict__[self.field.attname] = text


class SealedText(FreeText):
    """Free text about a client: sealed in the database, and open in the row for whoever reached it.

    `bound_to` names the fields (by column, above this one in the model) that say which row it is. They are known before
    the row has a number, and the text opens nowhere else. Rows are stored by `save` and `bulk_create`; `update` is
    refused, since it does not say where the text goes.
    """

    descriptor_class = OpenedWhenRead

    def __init__(self, *args, bound_to: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.bound_to = tuple(bound_to)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "bound_to": self.bound_to}

    def is_secret(self, row) -> bool:
        """Whether what the row holds here is to be sealed; a text that is empty never is."""
        return True

    def place(self, row) -> str:
        return self.place_of(getattr(row, name) for name in self.bound_to)

    def place_of(self, values) -> str:
        return "|".join([self.model._meta.db_table, self.column, *map(_as_words, values)])

    def opened(self, text, values):
        """A value out of `values_list`, read together with the columns of `bound_to`, in the open."""
        return keys.unseal(text, self.place_of(values)) if keys.is_sealed(text) else text

    def sealed(self, row) -> Stored:
        """What is to stand in the column for the row as it is now."""
        text = getattr(row, self.attname) or ""
        return Stored(keys.seal(text, self.place(row)) if text and self.is_secret(row) else text)

    def pre_save(self, row, add):
        return self.sealed(row)

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str) and value and not isinstance(value, Stored):
            raise TypeError(f"{self.model.__name__}.{self.name} is sealed: store it by save or bulk_create.")
        return super().get_db_prep_save(value, connection)

    def get_prep_value(self, value):
        return str(value) if isinstance(value, Stored) else super().get_prep_value(value)

    def from_db_value(self, value, expression, connection):
        return Stored(value) if keys.is_sealed(value) else value


def _as_words(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
