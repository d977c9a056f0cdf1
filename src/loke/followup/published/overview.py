"""Publicerat: the latest release of each service, what has none, and comparable services beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from loke.accounts.models import User
from loke.analysis.funnel import FEWEST, limits_of, outside
from loke.description.models import Service
from loke.followup.frozen import Altered
from loke.followup.models import Release
from loke.followup.published.content import Published
from loke.followup.published.reading import read_published
from loke.followup.published.status import said_of
from loke.followup.section import Chart
from loke.publishing import beside
from loke.publishing.groups import Group
from loke.publishing.labels import label
from loke.publishing.numbers import percent
from loke.publishing.sentences import sentences_in
from loke.publishing.tables import Cell, Table, TableRow, name_of


@dataclass(frozen=True)
class Standing:
    """One service: its latest release with what it says, those before it, and how its improvements stand."""

    service: Service
    release: Release | None
    said: Published | None
    older: Sequence[Release]
    improving: str = ""


@dataclass(frozen=True)
class Beside:
    """Comparable services in one year."""

    group: str
    period: str
    charts: Sequence[Chart]
    table: Table


@dataclass(frozen=True)
class Overview:
    standings: Sequence[Standing]

    @property
    def published(self) -> list[Standing]:
        return [one for one in self.standings if one.said]

    @property
    def without(self) -> list[Standing]:
        return [one for one in self.standings if not one.said]

    @cached_property
    def compared(self) -> list[Beside]:
        """Every group with two services or more whose latest releases are of the same year."""
        told = [one.said for one in self.published if one.said and one.said.head.group]
        keyed = sorted(told, key=lambda said: (said.head.group, said.head.period, said.head.service))
        found = (
            _beside(group, period, list(those))
            for (group, period), those in groupby(keyed, lambda said: (said.head.group, said.head.period))
        )
        return [one for one in found if one]


def overview_of(user: User, today: date) -> Overview:
    """The services that the person may read releases of, in the order of their names."""
    there: dict[int, list[Release]] = {}
    for release in Release.objects.for_user(user).there().with_service().without_content():
        there.setdefault(release.follow_up.service_id, []).append(release)
    whole = Release.objects.in_bulk([_latest(found).pk for found in there.values()])
    ordered = list(Service.objects.for_user(user, "release", "see").order_by("name"))
    improving = said_of(ordered, today)
    standings = [_standing(one, there.get(one.pk, []), whole) for one in ordered]
    return Overview([replace(one, improving=improving.get(one.service.pk, "")) for one in standings])


def _latest(found: Sequence[Release]) -> Release:
    """For leadership, else at all."""
    return next((one for one in found if one.level == Release.Level.OUTSIDE), found[0])


def _standing(service: Service, found: Sequence[Release], whole: Mapping[int, Release]) -> Standing:
    """`whole` has the latest of each service with what it holds."""
    if not found:
        return Standing(service, None, None, [])
    latest = _latest(found)
    try:
        said = read_published(whole[latest.pk])
    except Altered:
        said = None
    return Standing(service, latest, said, [one for one in found if one is not latest])


def _beside(group: str, period: str, those: Sequence[Published]) -> Beside | None:
    """Every measure that at least two of them tell."""
    measures: dict[str, list[tuple[Published, int, int]]] = {}
    for said in those:
        for row in said.tables.get("services", ()):
            if row.get("n") is not None and row.get("of"):
                measures.setdefault(row["measure"], []).append((said, row["n"], row["of"]))
    shown = {measure: found for measure, found in measures.items() if len(found) > 1}
    if not shown:
        return None
    return Beside(group, period, [_chart(*one) for one in shown.items()], _table(shown))


def _name(measure: str, said: Published) -> str:
    return name_of(measure, said.names.get("measure", {}), said.head.language)


def _chart(measure: str, found: Sequence[tuple[Published, int, int]]) -> Chart:
    """A funnel from five services; with fewer, words about each pair."""
    first, language = found[0][0], found[0][0].head.language
    if len(found) < FEWEST:
        groups = [Group(said.head.service, n, of) for said, n, of in found]
        return Chart(_name(measure, first), note=sentences_in(language).results.compared_services(groups, measure))
    services = [beside.Service(said.head.service, n, of) for said, n, of in found]
    spoken = _spoken(found, language)
    return Chart(_name(measure, first), [beside.funnel(services, language=language, description=spoken)], spoken)


def _spoken(found: Sequence[tuple[Published, int, int]], language: str) -> str:
    """How many services, all together, and which stand beside the limits of chance."""
    limits = limits_of([(n, of) for _said, n, of in found])
    assert limits
    together = label(language, "together", value=percent(limits.centre, language))
    apart = [said.head.service for said, n, of in found if outside(n / of, limits.of(of))]
    words = {"n": len(found), "together": together, "services": ", ".join(apart)}
    if not apart:
        return _("%(n)s verksamheter. %(together)s. Alla ligger inom det som slumpen brukar göra.") % words
    return _("%(n)s verksamheter. %(together)s. Värt att fråga om: %(services)s.") % words


def _table(shown: dict[str, list[tuple[Published, int, int]]]) -> Table:
    """In the order of their names, never of their figures."""
    heads = (_("Verksamhet"), _("Mått"), _("Antal"), _("Av"), _("Andel"))
    head = tuple(Cell(words, place > 1) for place, words in enumerate(heads))
    return Table(
        _("Verksamheterna bredvid varandra"), _("I bokstavsordning. De rangordnas inte."), head, tuple(_rows(shown))
    )


def _rows(shown: dict[str, list[tuple[Published, int, int]]]) -> Iterator[TableRow]:
    for measure, found in shown.items():
        for said, n, of in found:
            share = percent(n / of, said.head.language)
            figures = (Cell(str(n), True), Cell(str(of), True), Cell(share, True))
            yield TableRow((Cell(said.head.service), Cell(_name(measure, said)), *figures))
