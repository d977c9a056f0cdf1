"""What a release does not tell, question by question: what is hidden, whole or in part, and what was not answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.analysis.disclosure.declared import DECLARED
from loke.followup.section import Section

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Gap:
    """A question with what is not told of it; `whole` when nothing is."""

    question: str
    why: str
    whole: bool = False


def gaps_of(
    tables: Mapping[str, Sequence[Row]],
    sections: Sequence[Section],
    unknown: Mapping[str, str],
    answered_by: Mapping[str, Sequence[str]],
    rounded: bool = False,
) -> list[Gap]:
    """In the order of the questions; `unknown` are those that have no section, by anchor, `answered_by` their tables.

    Of rounded counts it is not said where answers are lacking.
    """
    shown = {one.anchor: one.question for one in sections}
    found = []
    for anchor, names in answered_by.items():
        rows = [(name, row) for name in names for row in tables.get(name, ())]
        question = shown.get(anchor) or unknown.get(anchor)
        if question and (why := " ".join(_why(rows, anchor not in shown, rounded))):
            found.append(Gap(question, why, anchor not in shown or not _tells(rows)))
    return found


def _why(rows: Sequence[tuple[str, Row]], whole: bool, rounded: bool) -> Iterator[str]:
    n, of = sum(bool(row["hidden"]) for _name, row in rows), len(rows)
    if whole or (n and not _tells(rows)):
        yield _("Visas inte alls.")
    elif n:
        yield _parts(n, of)
    asked = [row for name, row in rows if name == "completeness" and not row.get("by") and not rounded]
    told = [row for row in asked if None not in (row.get("done"), row.get("due"))]
    if lacking := sum(row["done"] < row["due"] for row in told):
        words = ngettext("Svar saknas i %(n)s uppgift av %(of)s.", "Svar saknas i %(n)s uppgifter av %(of)s.", lacking)
        yield words % {"n": lacking, "of": len(told)}


def _parts(n: int, of: int) -> str:
    if of == 1:
        return _("Delar är dolda.")
    some = ngettext("Delar är dolda, i %(n)s rad av %(of)s.", "Delar är dolda, i %(n)s rader av %(of)s.", n)
    words = _("Delar är dolda, i alla %(of)s rader.") if n == of else some
    return words % {"n": n, "of": of}


def _tells(rows: Sequence[tuple[str, Row]]) -> bool:
    """Whether any figure is left in them."""
    return any(row.get(column) is not None for name, row in rows for column in _figures(name))


def _figures(name: str) -> set[str]:
    """Its counts and all that is worked out from them."""
    of = DECLARED[name]
    return {*of.parts, *of.within, *of.figures, *of.averages, *of.loose, *of.never}


def in_words(gaps: Sequence[Gap]) -> list[str]:
    """The same where there is room for a few sentences only."""
    whole, parts = ([_ended(one.question) for one in gaps if one.whole is which] for which in (True, False))
    told = []
    if whole:
        words = _("Visas inte, så att små tal inte går att räkna ut: %(questions)s")
        told.append(words % {"questions": " ".join(whole)})
    if parts:
        told.append(_("Visas bara delvis: %(questions)s") % {"questions": " ".join(parts)})
    return told


def _ended(question: str) -> str:
    return question if question.endswith("?") else f"{question}."
