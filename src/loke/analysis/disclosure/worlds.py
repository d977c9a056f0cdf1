"""Worlds that fit everything shown, found by linear programming: the same equations asked again and again.

HiGHS is spoken to directly. SciPy's `linprog` takes the equations in anew for every question and begins from nothing,
which takes five times as long as going on from the answer before.
"""

from typing import Any

import numpy as np

from loke.analysis.counts import Array

WHOLE = 1e-6  # how far from a whole number a float may be


class Worlds:
    """Numbers from `least` to `most` with matrix times numbers = right."""

    def __init__(self, matrix: Any, right: Array, least: Array, most: Array) -> None:
        import highspy as highs

        matrix = matrix.tocsc()
        rows, columns = matrix.shape
        model = highs.HighsLp()
        model.num_col_, model.num_row_ = columns, rows
        model.col_cost_ = np.zeros(columns)
        model.col_lower_, model.col_upper_ = np.asarray(least, float), np.asarray(most, float)
        model.row_lower_ = model.row_upper_ = np.asarray(right, float)
        table = model.a_matrix_
        table.format_ = highs.MatrixFormat.kColwise
        table.num_col_, table.num_row_ = columns, rows
        table.start_, table.index_ = matrix.indptr, matrix.indices
        table.value_ = matrix.data.astype(float)
        self._highs, self._found = highs.Highs(), highs.HighsModelStatus.kOptimal  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1)):
            self._highs.setOptionValue(name, value)
        self._highs.passModel(model)
        self._columns = np.arange(columns, dtype=np.int32)

    def with_most(self, wanted: Array) -> Array:
        """The one with as much as can be of what is wanted, where people may be split; no numbers if there is none."""
        self._highs.changeColsCost(len(self._columns), self._columns, -np.asarray(wanted, float))
        self._highs.run()
        fine = self._highs.getModelStatus() == self._found
        return np.array(self._highs.getSolution().col_value) if fine else np.full(len(wanted), np.nan)
