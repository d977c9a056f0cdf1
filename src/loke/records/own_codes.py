"""The unit's own list of codes, looked through before it is taken over: no person's number or name may be in it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.accounts.fields import DIGITS, no_identifiers
from loke.records.pseudonyms import is_ours

MOST, LONGEST = 2000, 40  # codes, characters
HEADINGS = {"kod", "koder", "klientkod"}
WORD = re.compile(r"[^\W\d_]{3,}")
SEVERAL = re.compile(r"[;,\t]")
# 870412 alone, or before a dash or a plus; among other signs six figures are as likely a number of the unit's
SHORT_DAY_OF_BIRTH = re.compile(r"(\d\d)(\d\d)(\d\d)(?![^-+\s])")
DAY_OF_BIRTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-. ]?(\d\d)[-. ]?(\d\d)(?!\d)")


@dataclass(frozen=True)
class Looked:
    """The codes in their order, what is wrong in the list, and codes that look like words."""

    codes: list[str]
    faults: list[str]
    doubtful: list[str]


def look_through(text: str) -> Looked:
    lines = [(n, line.strip().strip('"')) for n, line in enumerate(text.splitlines(), 1)]
    lines = [(n, line) for n, line in lines if line and not (n == 1 and line.lower() in HEADINGS)]
    codes = [line for _n, line in lines]
    faults = [f"{_('Rad %(n)s') % {'n': n}}: {fault}" for n, line in lines for fault in faults_of(line)]
    times = Counter(code.casefold() for code in codes)
    twice = sorted({code for code in codes if times[code.casefold()] > 1})
    faults += [_("%(code)s står mer än en gång.") % {"code": code} for code in twice]
    if len(codes) > MOST:
        faults.append(_("Listan är för lång. Högst %(n)s koder får plats på en gång.") % {"n": MOST})
    return Looked(codes, faults, [code for code in codes if _looks_like_a_name(code)])


def fault_of(code: str) -> str:
    """The first fault of one code alone, as a sentence; nothing where there is none."""
    fault = next(faults_of(code), "")
    return _("Koden %(is)s") % {"is": fault} if fault[:1].islower() else fault


def faults_of(line: str) -> Iterator[str]:
    """Why the line can be no code of the unit's own; no message repeats it, since it may be what must not be spread."""
    if DIGITS.search(line) or _holds_day_of_birth(line):
        yield _("ser ut som ett personnummer. Använd koder som inte säger vem det är.")
        return
    if _may_be_day_of_birth(line):
        yield _("kan vara en födelsedag. Är det ett löpnummer, så sätt en bokstav framför det.")
        return
    if is_ours(line):
        yield _("är skriven som Lokes egna koder. Är den enhetens egen, så skriv till exempel ett bindestreck i den.")
        return
    try:
        no_identifiers(line)
    except ValidationError as error:
        yield from error.messages
        return
    if SEVERAL.search(line):
        yield _("har flera uppgifter. Skriv bara koden, en på varje rad.")
    elif len(line) > LONGEST:
        yield _("är för lång. En kod har högst %(n)s tecken.") % {"n": LONGEST}
    elif not line.isprintable():
        yield _("har tecken som inte går att läsa.")


def _holds_day_of_birth(line: str) -> bool:
    return any(_is_day(*map(int, found.groups())) for found in DAY_OF_BIRTH.finditer(line))


def _may_be_day_of_birth(line: str) -> bool:
    """Whether the line begins with the two last figures of a year, in this century or the last, a month and a day."""
    if found := SHORT_DAY_OF_BIRTH.match(line):
        year, month, day = map(int, found.groups())
        return _is_day(1900 + year, month, day) or _is_day(2000 + year, month, day)
    return False


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _looks_like_a_name(code: str) -> bool:
    """A word without a figure beside it, or one written as names are."""
    words = WORD.findall(code)
    return bool(words) and (not any(c.isdigit() for c in code) or any(word.istitle() for word in words))
