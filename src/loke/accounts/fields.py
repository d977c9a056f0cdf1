"""Fields that keep out what must never be stored: text that names or identifies a client."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from personnummer import personnummer

# Ten or twelve digits as people write them; the check that it is a real number is personnummer's.
DIGITS = re.compile(r"(?<!\d)(?:\d{2}[\s.]?)?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}\s?[-+−–]?\s?\d{4}(?!\d)")
PHONE = re.compile(r"(?<![\w-])(?:\+46|0046|0)[\s-]?(?:\(0\)[\s-]?)?[1-9](?:[\s-]?\d){6,10}(?!\d)")
# lengths are bounded, so that no text takes long to look through
EMAIL = re.compile(r"[^\s@,;<>]{1,64}@[^\s@,;<>]{1,250}\.[^\s@,;<>]{2}")


def holds_personal_number(text: str) -> bool:
    """Whether a valid Swedish personal or co-ordination number stands in the text, however it is spaced."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    return any(personnummer.valid(re.sub(r"\D", "", match.group())) for match in DIGITS.finditer(plain))


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
