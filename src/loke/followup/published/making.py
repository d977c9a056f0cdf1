"""From an adopted follow-up to what may be published of it, held against every release before; or why it may not be."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.analysis.disclosure.publishable import PublishableTable
from loke.analysis.disclosure.releases import ACROSS, Earlier, Proposal, Refusal, is_news, propose
from loke.analysis.disclosure.rounding import rounded
from loke.analysis.disclosure.year import TABLES, Year
from loke.dataset.snapshot import Snapshot
from loke.description.models import Service
from loke.followup.choices import granularity, is_over, splits
from loke.followup.dataset import snapshot_for
from loke.followup.frozen import Altered, Frozen, read, without_few, written
from loke.followup.models import FollowUp, Release
from loke.followup.published.content import published
from loke.followup.published.disclosed import Disclosed, told
from loke.followup.published.reading import basis_of
from loke.publishing.columns import LAYOUTS
from loke.publishing.layout import Column, Layout

LONGEST = 600  # letters of what the service is
MOST_NAMED = 5  # numbers in one refusal
Stored = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Made:
    """What a release will hold: `content` is what is read, `basis` the exact disclosed tables behind it.

    `beside` are the keys of the earlier releases of the year that it was held against.
    """

    follow_up: FollowUp
    level: str
    content: str
    basis: str
    beside: tuple[int, ...]


def may_be_published(follow_up: FollowUp) -> bool:
    """Only a year that was over when it was adopted: beside a shorter period its year would tell of the rest."""
    return (
        follow_up.adopted is not None
        and granularity(follow_up.period) == "year"
        and is_over(follow_up.period, follow_up.adopted)
    )


def make(follow_up: FollowUp, level: str) -> Made:
    """Raises ValidationError in words when it cannot be published, or not now."""
    frozen, service = _unaltered(follow_up), follow_up.service
    if not may_be_published(follow_up):
        raise ValidationError(_("Bara ett helt år som var slut när uppföljningen antogs kan publiceras."))
    before = list(Release.objects.of_year(service, follow_up.period))
    _check_split(before, follow_up)
    by = (follow_up.split,) if follow_up.split else ()
    snapshot = snapshot_for(service)
    if follow_up.split not in dict(splits(snapshot.services[0])):
        raise ValidationError(_("Uppgiften som uppföljningen är uppdelad efter finns inte längre."))
    year = Year(snapshot, date.fromisoformat(frozen.head.as_of), follow_up.period, by)
    _check_same(frozen, year, follow_up)
    proposal = propose(year, _earlier(before))
    _check_beside(proposal, before, level)
    basis = _rows(proposal.tables.items())
    stored = _rounded(proposal) if level == Release.Level.PUBLIC else basis
    reading = _reading(snapshot, follow_up, frozen, stored)
    content = published(reading, frozen.head, _about(service), level, stored)
    return Made(follow_up, level, written(content), written(basis), tuple(one.pk for one in before))


def _reading(snapshot: Snapshot, follow_up: FollowUp, frozen: Frozen, stored: Stored) -> Disclosed:
    """The follow-up read from what is published of it, with no people behind it."""
    return Disclosed(
        snapshot.services[0],
        snapshot.instruments,
        dict(follow_up.service.plans.values_list("instrument__code", "instrument__name")),
        None,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        date.fromisoformat(frozen.head.as_of),
        follow_up.period,
        follow_up.split,
        frozen.head.language,
        person_by_person=False,
        published=told(stored),
    )


def _unaltered(follow_up: FollowUp) -> Frozen:
    try:
        return read(follow_up)
    except Altered:
        raise ValidationError(_("Innehållet stämmer inte med sin kontrollsumma och kan inte publiceras.")) from None


def _earlier(before: Sequence[Release]) -> list[Earlier]:
    try:
        return [basis_of(one) for one in before]
    except Altered:
        raise ValidationError(
            _("En tidigare publicering av året stämmer inte med sin kontrollsumma, så inget nytt kan prövas mot den.")
        ) from None


def _check_split(before: Sequence[Release], follow_up: FollowUp) -> None:
    """The numbers that are hidden are chosen together with those of the split."""
    if any(one.follow_up.split != follow_up.split for one in before):
        raise ValidationError(
            _("Året är redan publicerat med en annan uppdelning. En ny version behöver ha samma uppdelning.")
        )


def _check_same(frozen: Frozen, year: Year, follow_up: FollowUp) -> None:
    """The figures are those that were adopted; what has been registered or corrected since is not in them."""
    now = {name: _of_year(name, map(vars, year.rows[name]), follow_up) for name in TABLES}
    then = {name: _of_year(name, frozen.tables.get(name, ()), follow_up) for name in TABLES}
    if differ := [_in_words(LAYOUTS[name]) for name in TABLES if now[name] != then[name]]:
        raise ValidationError(
            _(
                "Uppgifter har ändrats sedan uppföljningen antogs (%(tables)s). "
                "Börja en ny uppföljning av året och anta den, så kan den publiceras."
            )
            % {"tables": ", ".join(differ)}
        )


def _of_year(name: str, rows: Iterable[Mapping[str, Any]], follow_up: FollowUp) -> list[dict[str, Any]]:
    own = [row for row in rows if row["period"] == follow_up.period]
    asked = [row for row in own if name == "services" or row.get("by") in (None, follow_up.split)]
    unsplit = ("by", "group") if name == "services" or not follow_up.split else ()
    left_out = {*ACROSS.get(name, ()), *unsplit}
    plain = json.loads(json.dumps([{k: v for k, v in row.items() if k not in left_out} for row in asked]))
    return [without_few(name, row) for row in plain]


def _check_beside(proposal: Proposal, before: Sequence[Release], level: str) -> None:
    if proposal.refused:
        raise ValidationError(_refused(proposal.refused))
    if proposal.together:
        raise ValidationError(
            _("Tillsammans med det som redan är publicerat om året skulle tal som är färre än fem gå att räkna ut.")
        )
    out = [one for one in before if one.level == level and one.withdrawn is None]
    if out and not is_news(proposal.tables, basis_of(out[-1])):
        raise ValidationError(_("Det här är redan publicerat. Inget tal har ändrats sedan dess."))


def _refused(found: Sequence[Refusal]) -> str:
    named = "; ".join(dict.fromkeys(_named(one) for one in found[:MOST_NAMED]))
    rest = _(" och %(n)s till") % {"n": len(found) - MOST_NAMED} if len(found) > MOST_NAMED else ""
    return _(
        "Det här skulle tillsammans med en tidigare publicering av året berätta om färre än fem personer: %(what)s. "
        "Det som är publicerat får stå tills fler har ändrats."
    ) % {"what": named + rest}


def _named(refusal: Refusal) -> str:
    columns = LAYOUTS[refusal.table].columns
    column = next((_in_words(one) for one in columns if refusal.column in one.columns), refusal.column)
    words = {"table": _in_words(LAYOUTS[refusal.table]), "column": column, "n": refusal.differ}
    if refusal.differ is None:
        return _("%(table)s, %(column)s (samma personer som förut)") % words
    return _("%(table)s, %(column)s (skiljer sig med %(n)s)") % words


def _in_words(one: Layout | Column) -> str:
    return one.en if get_language() == "en" else one.sv


def _rows(tables: Iterable[tuple[str, PublishableTable]]) -> Stored:
    return {name: [row.with_hidden() for row in rows] for name, rows in tables}


def _rounded(proposal: Proposal) -> Stored:
    return {name: [dict(row) for row in rounded(name, table)] for name, table in proposal.tables.items()}


def _about(service: Service) -> str:
    """What the service is for, in the words of the description that is in force."""
    described = service.descriptions.adopted().first()
    passage = described and described.passages.filter(part=None, field="purpose").first()
    text = " ".join(passage.text.split()) if passage else ""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
