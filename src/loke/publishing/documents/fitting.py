"""Whether a process description has room on one A4, in PDF and in Word alike."""

from loke.publishing.documents.content import Sheet, tidied
from loke.publishing.documents.fit import PHASES, Fit, TooLong
from loke.publishing.documents.pdf import fits_pdf
from loke.publishing.documents.word_base import Room, room_on
from loke.publishing.documents.word_room import fits_word

PLAIN = Room(773.8, 513.2)  # what there is on an A4 without a base document; a test compares


def fits(sheet: Sheet, base: bytes | None = None) -> Fit:
    """One page in both, or what to shorten; `base` is the municipality's document, whose header takes room."""
    both = fits_pdf(sheet), fits_word(tidied(sheet), room_on(base) if base else PLAIN)
    most: dict[int, int] = {}
    for each in (part for fit in both for part in fit.too_long):
        most[each.part] = max(most.get(each.part, 0), each.letters)
    if PHASES in most:  # the columns may have room when that has been mended
        most = {PHASES: most[PHASES]}
    return Fit(tuple(TooLong(*part) for part in sorted(most.items())), min(fit.size for fit in both))
