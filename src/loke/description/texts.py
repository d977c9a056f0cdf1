"""What people write, as it is stored: tidied, within its limits, and without anything that identifies a client."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.fields import no_identifiers, no_personal_number
from loke.description.headings import CHOICE, CONTACT, DATE, LINE, Field

LONGEST = {LINE: 300, CONTACT: 300, DATE: 10}
LONGEST_TEXT = 20_000  # characters: some six pages under one question


def clean(field: Field, text: str) -> str:
    """The text as it is stored. Raises ValidationError for an identifier, an unknown option or too long a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if len(text) > (longest := LONGEST.get(field.kind, LONGEST_TEXT)):
        words = _("Texten är för lång. Den får ha %(longest)s tecken och har %(n)s.")
        raise ValidationError(words % {"longest": longest, "n": len(text)})
    if field.kind == CHOICE and text and text not in dict(field.options):
        raise ValidationError(_("Välj ett av alternativen."))
    if field.kind == DATE and text:
        _check_day(text)
    (no_personal_number if field.kind == CONTACT else no_identifiers)(text if field.kind != DATE else "")
    return text


def without_identifiers(line: str) -> str:
    """A line out of somebody's file as it may be kept and shown: what points out a person is not."""
    try:
        no_identifiers(line)
    except ValidationError:
        return _("En rad som pekar ut en person är inte inläst.")
    return line


def _check_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(_("Skriv datumet som 2026-03-01.")) from error


def tidy(text: str) -> str:
    """One line without spaces at its ends or two in a row."""
    return " ".join(text.replace("\0", "").split())
