"""The words for the codes in a service's tables, each kind by itself: an expectation and a phase may share a code."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from loke.analysis.better import measure_of
from loke.dataset.definitions import Instrument, Service
from loke.publishing.groups import age_groups, number_groups

Names = dict[str, dict[str, str]]


def names_of(service: Service, instruments: Sequence[Instrument], titles: Mapping[str, str]) -> Names:
    """By column of the tables, as `loke.publishing.tables.table` takes them; `titles` by instrument."""
    variables = {one.variable: one.name for one in service.variables}
    options = {f"{v.variable}.{option.option}": option.name for v in service.variables for option in v.options}
    named = {one.instrument: titles.get(one.instrument) or one.instrument for one in instruments}
    due = {f"{moment}.{code}": name for moment in ("opening", "closing") for code, name in variables.items()}
    return {
        "variable": variables,
        "by": variables,
        "category": options,
        "group": options,
        "intervention": {one.intervention: one.name for one in service.interventions},
        "ending": {one.ending: one.name for one in service.endings},
        "phase": {one.phase: one.name for one in service.phases},
        "expectation": {one.expectation: one.text for one in service.expectations},
        "instrument": named,
        "scale": {f"{i.instrument}.{scale.scale}": scale.name for i in instruments for scale in i.scales},
        "norm": {f"{i.instrument}.{norm.norm}": norm.name for i in instruments for norm in i.norms},
        "against": options,
        "what": named | due,
        "measure": {
            measure_of(i.instrument, scale.scale): _("%(scale)s, bättre") % {"scale": scale.name}
            for i in instruments
            for scale in i.scales
        },
    }


def quartile_names(by: str, cuts: Mapping[tuple[int, ...], Sequence[float]], language: str) -> dict[str, str]:
    """The groups 1–4 of a number by the limits they were cut at; nothing when `by` is no number."""
    found = next((limits for limits in cuts.values() if len(limits) == 3), None)
    if found is None:
        return {}
    words = (age_groups if by == "age" else number_groups)(found, language)
    return {f"{by}.{number}": name for number, name in enumerate(words, 1)}
