"""One closed year of a service, published alone, so that no sum reaches over other years."""

from datetime import date
from functools import cached_property

import numpy as np

from loke.analysis.calculation import analyse
from loke.analysis.disclosure.admission import let_in
from loke.analysis.disclosure.columns import Columns
from loke.analysis.disclosure.cube import Cube, Place, Rows, cube_of_year
from loke.analysis.disclosure.declared import DECLARED
from loke.analysis.disclosure.hiding import Hidden
from loke.analysis.disclosure.knowledge import key_of
from loke.analysis.disclosure.publishable import PublishableTable, publishable
from loke.analysis.disclosure.questions import Where, where_of
from loke.analysis.options import Options
from loke.dataset.snapshot import Snapshot

# Of the tables with rules of their own only the counts of comparable services: series and curves reach over years.
TABLES = (*(name for name, declared in DECLARED.items() if not declared.apart), "services")


class Year:
    """A year of the only service in a dataset, of everybody and by at most one variable."""

    def __init__(self, snapshot: Snapshot, as_of: date, year: str, by: tuple[str, ...] = ()) -> None:
        self.result = analyse(snapshot, Options(as_of=as_of, by=by, period="year"))
        (self.service,) = self.result.summary.services
        self.rows = {name: [row for row in self.result.tables[name] if row.period == year] for name in TABLES}
        counted = [(name, row) for name, rows in self.rows.items() if name != "services" for row in rows]
        cube = cube_of_year(self.service.service, year, counted, self.result.summary)
        self.columns = Columns(self._hidden(cube, counted), self.service)

    @cached_property
    def tables(self) -> dict[str, PublishableTable]:
        everyone = {self.service.service: self.columns}
        return {name: publishable(everyone, name, rows, rows) for name, rows in self.rows.items()}

    def _hidden(self, cube: Cube, rows: Rows) -> Hidden:
        """Every count that is not let in, and every whole that nothing is said of."""
        shown = let_in([(table, vars(row)) for table, row in rows], self.service)
        several, places = self.service.several, dict[tuple[str | Where, Place], bool]()
        for table, row in rows:
            for column in DECLARED[table].parts:
                at = where_of(table, row, column), cube.place(row)
                places[at] = places.get(at, False) or key_of(table, vars(row), column, several) not in shown
        found = Hidden(cube, whole={name: np.ones(whole.shape, bool) for name, whole in cube.whole.items()})
        nowhere = np.zeros((len(cube.groups), len(cube.periods)), bool)
        for (where, place), hidden in places.items():
            if isinstance(where, str):
                found.whole.setdefault(where, ~nowhere)[place] = hidden
            else:
                found.counts.setdefault(where, nowhere.copy())[place] = hidden
        return found
