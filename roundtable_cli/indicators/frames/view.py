"""A table's rows with every column that a request reads, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.tables.engines.engine import Engine, Frame
from roundtable_cli.tables.source import Source

MAX_NEIGHBOURS = 1000  # values on each side of one, among which it may be misspelled


def distinct_rows(frame: Frame) -> Frame:
    """The rows of a frame without their copies."""
    names = frame.collect_schema().names()
    if isinstance(frame, nw.DataFrame):  # pandas finds the values of one column sooner than rows
        return frame.unique() if len(names) > 1 else frame.get_column(names[0]).unique().to_frame()
    # SQL engines find groups sooner than one row of each.
    return frame.group_by(*names).agg(nw.len().alias("copies")).select(*names)


def unknown_as_false(tests: Sequence[nw.Expr]) -> Sequence[nw.Expr]:
    """Tests that may stand together: what is not known does not hold, for pandas joins no unknown of two kinds."""
    return [test.fill_null(value=False) for test in tests] if len(tests) > 1 else tests


class TableView:
    """The frame, and under which internal name each column stands in it.

    `whole` is the frame before any condition; `extents` remembers how fine and how large the numbers of a column are,
    `known` which values it has in all rows, and `looked_for` whether it has some. `codes` are columns that stand in for
    others where values are told apart. Where it is `partial`, calculated columns are as known at a date, and may lack
    values that they have by now.
    """

    def __init__(
        self, engine: Engine, source: Source, frame: Frame, names: Mapping[BoundColumn, str], partial: bool = False
    ) -> None:
        self.code_names: Mapping[BoundColumn, str] = {}
        self.engine, self.source, self.frame, self.unfiltered_frame = engine, source, frame, frame
        self.column_names, self.is_partial = names, partial
        self.number_extents: dict[BoundColumn, Any] = {}
        self.known_values: dict[BoundColumn, list[Any]] = {}
        self.value_presence: dict[BoundColumn, dict[Any, bool]] = {}

    def with_frame(self, frame: Frame) -> TableView:
        """Some of the same rows, or each more than once: what is known of all of them still holds."""
        view = copy(self)
        view.frame = frame
        return view

    def with_added_columns(self, frame: Frame, names: Mapping[BoundColumn, str]) -> TableView:
        """The same rows with more columns."""
        view = copy(self)
        view.frame, view.unfiltered_frame, view.column_names = frame, frame, {**self.column_names, **names}
        return view

    def with_other_rows(self, frame: Frame, names: Mapping[BoundColumn, str]) -> TableView:
        """Other rows, of which nothing is known yet."""
        return TableView(self.engine, self.source, frame, names, self.is_partial)

    def __getitem__(self, column: BoundColumn) -> nw.Expr:
        """The expression that reads a column."""
        return nw.col(self.column_names[column])

    def distinct_expression(self, column: BoundColumn) -> nw.Expr:
        """The expression by which the values of a column are told apart: the column itself, or a quicker one."""
        return nw.col(self.code_names.get(column, self.column_names[column]))

    def select_columns(self, columns: Iterable[BoundColumn]) -> TableView:
        """The same rows with the columns that some task reads alone: of these all are filtered with each condition."""
        names = [
            name for column in columns for name in (self.column_names[column], self.code_names.get(column)) if name
        ]
        return self.with_frame(self.frame.select(*dict.fromkeys(names))) if names else self

    @property
    def all_rows(self) -> TableView:
        """All rows again, whatever conditions have been put on this view."""
        return self.with_frame(self.unfiltered_frame)

    def filter_rows(self, *tests: nw.Expr) -> TableView:
        """The rows for which all tests hold."""
        return self.with_frame(self.frame.filter(*unknown_as_false(tests))) if tests else self

    def with_column(self, name: str, expression: nw.Expr) -> TableView:
        """One column more."""
        return self.with_frame(self.frame.with_columns(expression.alias(name)))

    def list_values(self, column: BoundColumn) -> list[Any]:
        """The different values that a column has in all rows, in order; asked of the engine once."""
        if column not in self.known_values:
            self.known_values[column] = self.all_rows.distinct_values(self[column])
        return self.known_values[column]

    def find_absent_values(self, column: BoundColumn, wanted: Sequence[Any]) -> list[Any]:
        """Those of some values that a column has in no row; the engine is asked for each of them once."""
        found = self.value_presence.setdefault(column, {})
        if new := [value for value in wanted if value not in found]:
            there = self.all_rows.filter_rows(self[column].is_in(new)).distinct_values(self[column])
            found |= {value: value in there for value in new}
        return [value for value in wanted if not found[value]]

    def nearby_values(self, column: BoundColumn, value: Any) -> list[Any]:
        """The different values that a column has in all rows; of many those next to a value, in order."""
        found = list[Any]()
        for side, descending in ((self[column] < value, True), (self[column] >= value, False)):
            values = distinct_rows(self.unfiltered_frame.filter(side).select(self[column].alias("value")))
            nearest = values.sort("value", descending=descending).head(MAX_NEIGHBOURS)
            found += [one for (one,) in self.engine.fetch_rows(nearest)]
        return sorted(found)

    def distinct_values(self, expression: nw.Expr) -> list[object]:
        """The different values of an expression, the missing left out, in order."""
        values = distinct_rows(self.frame.select(expression.alias("value")))
        found = [value for (value,) in self.engine.fetch_rows(values) if value is not None]
        return sorted(found, key=lambda value: (str(type(value)), value))

    def locate_rows(self, rows: Iterable[int]) -> list[tuple[str, int | None]]:
        """The file and the spreadsheet's row of each record, by its ordinal; the table alone where no file holds it."""
        return self.source.locate_rows(rows)
