"""Evidence out of what the service has written down and decided: no figures about people, so nothing to hide."""

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from loke.description.models import ProcessDescription, Service
from loke.followup.models import FollowUp
from loke.improvement.models import ImprovementCycle, Outcome
from loke.measures.burden import plans_of
from loke.measures.listing import moments_of
from loke.promising_practice.found import evidence, figure
from loke.promising_practice.ground import Ground
from loke.publishing.numbers import period_name

MOST = 5  # of the latest


def goals_written(ground: Ground) -> dict[str, Any] | None:
    """The intended results of the adopted process description, and for which of them it can be seen if they come."""
    process = ground.service.processes.adopted().first()
    rows = list(process.rows.there().filter(column="outcome").prefetch_related("expectations")) if process else []
    if not rows:
        return None
    counted = [row for row in rows if row.expectations.all()]
    words = {"n": len(rows), "version": process.version, "day": process.adopted.isoformat(), "counted": len(counted)}
    said = ngettext(
        "Processbeskrivningen (version %(version)s, antagen %(day)s) har %(n)s avsett resultat.",
        "Processbeskrivningen (version %(version)s, antagen %(day)s) har %(n)s avsedda resultat.",
        len(rows),
    )
    how = _("För %(counted)s av %(n)s är det bestämt vad som ska synas i uppgifterna.")
    figures = [figure(row.text, "; ".join(dict.fromkeys(one.text for one in row.expectations.all()))) for row in rows]
    return evidence(ground, _("Mål i processbeskrivningen"), [said % words, how % words], figures, ongoing=True)


def moments(service: Service) -> list[str]:
    """When each questionnaire of the plan is answered."""
    told = [{"name": plan.instrument, "when": moments_of(plan)} for plan in plans_of(service)]
    return [_("%(name)s besvaras %(when)s.") % one for one in told]


def tool(ground: Ground) -> dict[str, Any] | None:
    """The questionnaires and variables of the plan."""
    plans = plans_of(ground.service)
    variables = [one.name for one in ground.reading.service.variables]
    counts = {"n": len(plans), "variables": len(variables)}
    forms = ngettext("%(n)s formulär", "%(n)s formulär", len(plans))
    others = ngettext("%(variables)s annan uppgift", "%(variables)s andra uppgifter", len(variables))
    said = _("Uppgifterna samlas i Loke: %(forms)s och %(others)s.") % {"forms": forms, "others": others} % counts
    figures = [figure(str(plan.instrument), moments_of(plan)) for plan in plans]
    if variables:
        figures.append(figure(_("Andra uppgifter"), ", ".join(variables)))
    return evidence(ground, _("Verktyg"), [said], figures, ongoing=True) if plans or variables else None


def report(ground: Ground) -> dict[str, Any] | None:
    """The follow-ups that have been adopted, the latest first."""
    found = list(ground.service.follow_ups.adopted())
    if not found:
        return None
    said = ngettext("%(n)s uppföljning är antagen.", "%(n)s uppföljningar är antagna.", len(found))
    figures = [figure(_name(one), _("antagen %(day)s") % {"day": one.adopted.isoformat()}) for one in found[:MOST]]
    return evidence(ground, _("Antagna uppföljningar"), [said % {"n": len(found)}], figures, ongoing=True)


def _name(one: FollowUp) -> str:
    return period_name(one.period, get_language() or "sv")


def discussed(ground: Ground) -> dict[str, Any] | None:
    """The meetings at which a follow-up was gone through, and what was read out of it and decided."""
    met = list(ground.service.follow_ups.adopted().exclude(met=None).order_by("-met", "-pk"))
    if not met:
        return None
    said = ngettext(
        "Resultaten har gåtts igenom på %(n)s möte, senast %(day)s.",
        "Resultaten har gåtts igenom på %(n)s möten, senast %(day)s.",
        len(met),
    ) % {"n": len(met), "day": met[0].met.isoformat()}
    figures = [figure(f"{one.met.isoformat()}, {_name(one)}", _came_of_it(one)) for one in met[:MOST]]
    return evidence(ground, _("Möten om resultaten"), [said], figures, ongoing=True)


def _came_of_it(one: FollowUp) -> str:
    counts = {
        "readings": one.readings.exclude(text="").count(),
        "answers": one.answers.given().count(),
        "decisions": one.decisions.there().count(),
    }
    readings = ngettext("%(readings)s läsning", "%(readings)s läsningar", counts["readings"])
    answers = ngettext("%(answers)s svar på en avvikelse", "%(answers)s svar på avvikelser", counts["answers"])
    return ", ".join([readings, answers, _("%(decisions)s beslut")]) % counts


def adapted(ground: Ground) -> dict[str, Any] | None:
    """The improvements that were kept, and why the process description got new versions."""
    versions = list(ground.service.processes.in_force().order_by("-adopted", "-pk"))[:-1]
    kept = list(ground.service.cycles.ended().filter(outcome=Outcome.KEEP))
    figures = [figure(_("Förbättring, %(day)s") % {"day": one.ended.isoformat()}, one.title) for one in kept[:MOST]]
    figures += [
        figure(_("Version %(version)s, %(day)s") % {"version": one.version, "day": one.adopted.isoformat()}, one.reason)
        for one in versions[:MOST]
    ]
    return evidence(ground, _("Ändringar av arbetssättet"), [_kept(kept), _versions(versions)], figures, ongoing=True)


def _kept(cycles: list[ImprovementCycle]) -> str:
    if not cycles:
        return ""
    said = ngettext(
        "%(n)s förbättring har prövats och behållits, senast %(day)s.",
        "%(n)s förbättringar har prövats och behållits, senast %(day)s.",
        len(cycles),
    )
    return said % {"n": len(cycles), "day": cycles[0].ended.isoformat()}


def _versions(versions: list[ProcessDescription]) -> str:
    if not versions:
        return ""
    said = ngettext(
        "Processbeskrivningen har ändrats %(n)s gång sedan den första versionen, senast %(day)s.",
        "Processbeskrivningen har ändrats %(n)s gånger sedan den första versionen, senast %(day)s.",
        len(versions),
    )
    return said % {"n": len(versions), "day": versions[0].adopted.isoformat()}
