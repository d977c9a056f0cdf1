"""What the service's own follow-up can say where the guide asks: by the kind that guide.toml names for a row.

The same is made of figures as they are and of figures that may leave the unit; what would be said out of something
hidden is left out, and nothing is made where nothing is left.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.analysis.participation import asked_during
from loke.analysis.summary import Row
from loke.promising_practice import costing, work
from loke.promising_practice.found import evidence, figure, part
from loke.promising_practice.ground import Ground, readable
from loke.publishing.numbers import number
from loke.publishing.readings import verdict

Found = dict[str, Any]
MOST_SCALES = 3  # said in words; the others stand in the table
BACKGROUND = ("range", "category")  # kinds of expectations about who comes


def outcome(ground: Ground) -> Found | None:
    """Better, unchanged and worse by scale, and how far the means moved."""
    reading, rows = ground.reading, ground.seen("better", "pairs")
    changes = {_scale(row): row for row in reading.rows("change")}
    says: list[str | None] = []
    for row in rows[:MOST_SCALES]:
        name = reading.scale_name(row)
        says.append(readable(lambda row=row, name=name: reading.say.better(row, name, reading.words)))
        says.append(readable(lambda row=row, name=name: reading.say.change(changes[_scale(row)], name)))
    return evidence(
        ground, _("Egen uppföljning av utfallet"), says, _ways(ground, rows), n=_first(rows, "pairs"), anchor="battre"
    )


def _scale(row: Row) -> tuple[str, str, str | None]:
    return row.instrument, row.scale, row.respondent


def _ways(ground: Ground, rows: Iterable[Row]) -> list[Found | None]:
    ways = {"better": _("%(scale)s, bättre"), "unchanged": _("%(scale)s, oförändrat"), "worse": _("%(scale)s, sämre")}
    return [
        _part(ground, words % {"scale": ground.reading.scale_name(row)}, row, way, "pairs")
        for row in rows
        for way, words in ways.items()
    ]


def _part(ground: Ground, name: str, row: Row, n: str, of: str) -> Found | None:
    return readable(lambda: part(ground, name, getattr(row, n), getattr(row, of)))


def _first(rows: list[Row], column: str) -> int | None:
    return readable(lambda: getattr(rows[0], column)) if rows else None


def goals_followed(ground: Ground) -> Found | None:
    """How far the goals that were judged in the period were reached."""
    reading, rows = ground.reading, ground.seen("goals", "of")
    says = [readable(lambda: reading.say.results.goals(rows, 0))] if rows else []
    figures = [_part(ground, reading.name("attainment", row.attainment).capitalize(), row, "n", "of") for row in rows]
    return evidence(ground, _("Mål som har bedömts"), says, figures, n=_first(rows, "of"), anchor="mal")


def target_group(ground: Ground) -> Found | None:
    """Who came, beside who the description says that the service is there for."""
    rows = [row for row in ground.seen("expectations", "assessable") if row.kind in BACKGROUND]
    says = [readable(lambda row=row: ground.say.fitting(row.text, row)) for row in rows]
    figures = [_part(ground, row.text, row, "within", "assessable") for row in rows]
    return evidence(ground, _("Målgruppen och de som kom"), says, figures, n=_first(rows, "assessable"), anchor="vilka")


def before_during_after(ground: Ground) -> Found | None:
    """How many were asked at start, meanwhile, at end and after, of the first scale that has pairs."""
    reading, rows, closed = ground.reading, ground.seen("change", "pairs"), ground.closed()
    if not rows or closed is None:
        return None
    row, name = rows[0], reading.scale_name(rows[0])
    during = None if ground.outside else asked_during(reading.snapshot, row.instrument, *ground.days)
    after = [one for one in ground.seen("lasting", "eligible") if _scale(one) == _scale(row)]
    says = [readable(lambda: ground.say.asked(row, closed, during, name))]
    says += [readable(lambda one=one: ground.say.asked_after(one)) for one in after]
    figures = [
        readable(lambda: part(ground, _("Svarade vid start"), row.started, closed)),
        None if during is None else part(ground, _("Svarade under tiden"), during, closed),
        readable(lambda: part(ground, _("Svarade vid start och slut"), row.pairs, closed)),
        *(_part(ground, _after(one), one, "reached", "eligible") for one in after),
    ]
    return evidence(ground, _("Före, under och efter"), says, figures, n=closed, anchor="forandring")


def _after(row: Row) -> str:
    words = ngettext("Svarade %(n)s månad efter avslut", "Svarade %(n)s månader efter avslut", row.months_after)
    return words % {"n": row.months_after}


def routines(ground: Ground) -> Found | None:
    """What is to be asked when, and how much of it was."""
    reading, rows = ground.reading, ground.seen("completeness", "due")
    says = [*work.moments(ground.service), readable(lambda: reading.say.completeness(rows, reading.names["what"]))]
    figures = [_part(ground, _due(ground, row), row, "done", "due") for row in rows]
    return evidence(ground, _("Rutiner och fullständighet"), says, figures, anchor="fullstandigt")


def _due(ground: Ground, row: Row) -> str:
    names = ground.reading.names["what"]
    name = names.get(row.what) or names.get(f"{row.occasion}.{row.what}") or row.what
    when = ground.reading.say.occasion(row.occasion)
    return name if name.endswith(when) else f"{name}, {when}"


def compilation(ground: Ground) -> Found | None:
    """How many the compilation is about, and how many of the expectations it could judge."""
    reading, closed = ground.reading, ground.closed()
    rows = reading.rows("expectations")
    judged = readable(lambda: sum(verdict(row) in ("met", "not_met") for row in rows))
    if closed is None:
        return None
    figures = [figure(_("Avslutade"), number(closed, language=reading.language), closed)]
    if judged is not None and rows:
        words = _("%(n)s av %(of)s") % {"n": judged, "of": len(rows)}
        figures.append(figure(_("Förväntningar med ett ganska säkert svar"), words))
    about = ngettext(
        "Uppgifterna om den som avslutade är sammanställda i Följ upp.",
        "Uppgifterna om de %(n)s som avslutade är sammanställda i Följ upp.",
        closed,
    ) % {"n": closed}
    says = [about, readable(lambda: reading.say.expectations(rows)) if rows else None]
    return evidence(ground, _("Sammanställning"), says, figures, n=closed, anchor="idea")


BUILDERS: Mapping[str, Callable[[Ground], Found | None]] = {
    "outcome": outcome,
    "goals_written": work.goals_written,
    "goals_followed": goals_followed,
    "cost": costing.cost,
    "cost_per_participant": costing.cost_per_participant,
    "cost_per_helped": costing.cost_per_helped,
    "target_group": target_group,
    "before_during_after": before_during_after,
    "routines": routines,
    "tool": work.tool,
    "compilation": compilation,
    "report": work.report,
    "discussed": work.discussed,
    "adapted": work.adapted,
}


def offer(ground: Ground, kind: str) -> Found | None:
    """The evidence of a kind; None where there is nothing to say."""
    found = BUILDERS[kind](ground) if kind in BUILDERS else None
    return found and {"kind": kind, **found}
