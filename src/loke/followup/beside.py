"""Jämfört med liknande verksamheter: services of the same group whose figures the reader may see, never ranked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from loke.analysis.funnel import FEWEST, Counted, compared
from loke.analysis.summary import Row
from loke.followup.reading import Reading
from loke.followup.section import Chart, Part, Section
from loke.followup.split import by_columns
from loke.publishing import beside
from loke.publishing.groups import Group
from loke.publishing.numbers import percent, shortest
from loke.publishing.readings import TOO_FEW
from loke.publishing.tables import Cell, Table, TableRow


def beside_others(reading: Reading) -> Section | None:
    rows = _rows(reading)
    measures = [found for _key, found in by_columns(rows, "measure") if len(found) > 1 and _own(reading, found)]
    if not measures:
        return None
    shown = [row for found in measures for row in found]
    charts = [_chart(reading, found) for found in measures]
    made = reading.table("services", shown, groups=())
    if made and all(row.centre is None for row in shown):
        made = replace(made, note=_("I bokstavsordning. De rangordnas inte."))
    limits = _("Tonad yta: så mycket brukar slumpen göra, i 95 fall av 100. Tunna linjer: 998 av 1 000.")
    return Section(
        anchor="liknande",
        question=_("Jämfört med liknande verksamheter?"),
        says=[_("Verksamheter i samma jämförelsegrupp som du får läsa siffror om. De rangordnas inte.")],
        parts=[Part(charts)],
        twins=[table for table in (made, _mix(reading)) if table],
        notes=[
            _("Verksamheterna kan möta olika personer. Tabellen visar ålder och kön i var och en."),
            *([limits] if any(chart.pictures for chart in charts) else []),
        ],
    )


def _rows(reading: Reading) -> list[Row]:
    """The table services over all of them in the chosen period, in the order of their names."""
    told = [(code, one) for code, each in reading.beside.items() for one in each.shares]
    measures = list(dict.fromkeys(one.measure for _code, one in told))
    counted = (
        Counted(one.group, measures.index(one.measure), one.measure, one.period, code, one.n, one.of)
        for code, one in told
    )
    order = list(reading.comparable)
    return sorted(compared(counted), key=lambda row: (measures.index(row.measure), order.index(row.service)))


def _own(reading: Reading, rows: Sequence[Row]) -> Row | None:
    return next((row for row in rows if row.service == reading.service.service), None)


def _chart(reading: Reading, rows: Sequence[Row]) -> Chart:
    """A funnel from five services; with fewer, words about each pair."""
    own, title = _own(reading, rows), reading.name("measure", rows[0].measure)
    note = reading.say.over_time.beside(own, len(rows))
    if len(rows) < FEWEST:
        groups = [Group(reading.name("service", row.service), row.n, row.of) for row in rows]
        said = reading.say.results.compared_services(groups, rows[0].measure)
        return Chart(title, note=f"{note} {said}")
    services = [beside.Service(reading.name("service", row.service), row.n, row.of, row is own) for row in rows]
    return Chart(title, [beside.funnel(services, language=reading.language)], note)


def _mix(reading: Reading) -> Table:
    """Whom each service meets: how many began, their age and how many are women."""
    head = (_("Verksamhet"), _("Började"), _("Medianålder"), _("Kvinnor"))
    return Table(
        _("Vilka verksamheterna möter"),
        _("De som började under perioden."),
        tuple(Cell(words, bool(place)) for place, words in enumerate(head)),
        tuple(_met(reading)),
    )


def _met(reading: Reading) -> Iterator[TableRow]:
    for code, one in ((code, one) for code, each in reading.beside.items() for one in each.met):
        middle = "–" if one.age is None else shortest(one.age, reading.language, 1)
        share = percent(one.women / one.began, reading.language) if one.began >= TOO_FEW else "–"
        cells = (
            Cell(reading.name("service", code)),
            Cell(str(one.began), True),
            Cell(middle, True),
            Cell(share, True),
        )
        yield TableRow(cells, code == reading.service.service)
