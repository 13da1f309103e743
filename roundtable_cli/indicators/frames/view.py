"""A table's rows as a frame of the engine, with the columns that a request reads, and what is known of their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.tables.engines.engine import Engine, Frame
from roundtable_cli.tables.source import RowOrTablePlace, Source

MAX_NEIGHBOURS = 1000  # a value that no row has may be a misspelling of so many in order before it, or after it


def distinct_rows(frame: Frame) -> Frame:
    """The rows of a frame without their copies."""
    names = frame.collect_schema().names()
    if isinstance(frame, nw.DataFrame):  # pandas finds the values of one column sooner than rows
        return frame.unique() if len(names) > 1 else frame.get_column(names[0]).unique().to_frame()
    # SQL engines find groups sooner than one row of each.
    return frame.group_by(*names).agg(nw.len().alias("copies")).select(*names)


def nulls_as_false(tests: Sequence[nw.Expr]) -> Sequence[nw.Expr]:
    """Tests that can be joined by "and": where a test is null, as of a missing value, it is false, as a filter has it.

    pandas can't join two tests of one row that are both null and of different types ("boolean value of NA is
    ambiguous"). One test alone stays as it is: a filter leaves out the rows where it is null.
    """
    return [test.fill_null(value=False) for test in tests] if len(tests) > 1 else tests


class TableView:
    """Rows of a table as a frame, and the name under which each column stands in it.

    `sources` are the tables that the rows are of: one, or several under one another, whose ordinals run on.
    `code_names` are columns that stand in for others where values are only told apart. `unfiltered_frame` is the frame
    before any condition. Where the view `is_partial`, calculated columns are as known at a date, and may lack values
    that they have by now. What is asked of all rows is remembered, for all the views made of this one: how fine and
    large the numbers of a column are, its values, and whether it has some; and of the texts of a column, which spell
    the same (`spelling_indexes`) and which a condition took for another (`matched_spellings`), or took as
    equal to one of another column (`compared_spellings`); and of dimensions by
    condition, whether any row is in several categories (`overlapping_dimensions`). `rounding_limits` say of calculated
    columns, by their full names, from which size on their numbers are rounded. `banded_columns` are the columns of
    numbers that were put in bands, with the dimension of the bands and its name.
    """

    def __init__(  # noqa: PLR0913 - the last two are named
        self,
        engine: Engine,
        sources: Sequence[Source],
        frame: Frame,
        column_names: Mapping[BoundColumn, str],
        *,
        code_names: Mapping[BoundColumn, str] = MappingProxyType({}),
        is_partial: bool = False,
    ) -> None:
        self.engine, self.sources, self.frame, self.unfiltered_frame = engine, sources, frame, frame
        self.column_names, self.code_names, self.is_partial = column_names, code_names, is_partial
        self._number_extents: dict[BoundColumn, Any] = {}
        self._known_values: dict[BoundColumn, list[Any]] = {}
        self._value_presence: dict[BoundColumn, dict[Any, bool]] = {}
        self._blank_presence: dict[BoundColumn, bool] = {}
        self.spelling_indexes: dict[BoundColumn, dict[str, list[str]]] = {}
        self.matched_spellings: dict[BoundColumn, dict[str, str]] = {}
        self.compared_spellings: dict[tuple[BoundColumn, BoundColumn], nw.Expr] = {}
        self.rounding_limits: dict[str, Fraction] = {}
        self.banded_columns: dict[tuple[BoundColumn, str], Dimension] = {}
        self.overlapping_dimensions: dict[str, bool] = {}

    @property
    def source(self) -> Source:
        """The table, the first of several."""
        return self.sources[0]

    @property
    def record_count(self) -> int:
        """The number of records in all files of the table: about as many rows as the view has without conditions."""
        return sum(map(len, self.sources))

    def with_frame(self, frame: Frame) -> TableView:
        """Some of the same rows, or each more than once: what is known of all of them still holds."""
        view = copy(self)
        view.frame = frame
        return view

    def with_added_columns(self, frame: Frame, names: Mapping[BoundColumn, str]) -> TableView:
        """The view with more columns, in a frame of the same rows."""
        view = copy(self)
        view.frame, view.unfiltered_frame, view.column_names = frame, frame, {**self.column_names, **names}
        return view

    def with_other_rows(
        self, frame: Frame, names: Mapping[BoundColumn, str], sources: Sequence[Source] = ()
    ) -> TableView:
        """Other rows, of the same table unless `sources` names others; nothing is known of their values yet."""
        return TableView(self.engine, sources or self.sources, frame, names, is_partial=self.is_partial)

    def __getitem__(self, column: BoundColumn) -> nw.Expr:
        """The expression that reads a column."""
        return nw.col(self.column_names[column])

    def distinct_expression(self, column: BoundColumn) -> nw.Expr:
        """The expression by which the values of a column are told apart: the column itself, or a quicker one."""
        return nw.col(self.code_names.get(column, self.column_names[column]))

    def select_columns(self, columns: Iterable[BoundColumn]) -> TableView:
        """The view with these columns alone: a filter copies every column of the frame, so there should be few."""
        names = [
            name for column in columns for name in (self.column_names[column], self.code_names.get(column)) if name
        ]
        if isinstance(self.frame, nw.DataFrame) and {*names} == {*self.frame.columns}:
            return self
        return self.with_frame(self.frame.select(*dict.fromkeys(names))) if names else self

    @property
    def all_rows(self) -> TableView:
        """All rows again, whatever conditions have been put on this view."""
        return self.with_frame(self.unfiltered_frame)

    def filter_rows(self, *tests: nw.Expr) -> TableView:
        """The rows for which all tests hold."""
        return self.with_frame(self.frame.filter(*nulls_as_false(tests))) if tests else self

    def with_column(self, name: str, expression: nw.Expr) -> TableView:
        """One column more."""
        return self.with_frame(self.frame.with_columns(expression.alias(name)))

    def list_values(self, column: BoundColumn) -> list[Any]:
        """The different values that a column has in all rows, in order; asked of the engine once."""
        if column not in self._known_values:
            self._known_values[column] = self.all_rows.distinct_values(self[column])
        return self._known_values[column]

    def list_few_values(self, column: BoundColumn, most: int) -> list[Any] | None:
        """As `list_values`; None where there are more than `most`, which are too many to be fetched."""
        if column not in self._known_values:
            values = distinct_rows(self.unfiltered_frame.select(self[column].alias("value")))
            # One more than `most`, and one for what is missing.
            found = [value for (value,) in self.engine.fetch_rows(values.head(most + 2)) if value is not None]
            if len(found) > most:
                return None
            self._known_values[column] = sorted(found, key=lambda value: (str(type(value)), value))
        return self._known_values[column]

    def count_rows(self) -> int:
        """The number of its rows."""
        ((rows,),) = self.engine.fetch_rows(self.frame.select(nw.len().alias("rows")))
        return int(rows)

    def find_absent_values(self, column: BoundColumn, wanted: Sequence[Any]) -> list[Any]:
        """Those of some values that a column has in no row; the engine is asked for each of them once."""
        is_present = self._value_presence.setdefault(column, {})
        is_present |= {value: False for value in wanted if isinstance(value, Decimal)}  # which no float is
        if new := [value for value in wanted if value not in is_present]:
            present = self.all_rows.filter_rows(self[column].is_in(new)).distinct_values(self[column])
            is_present |= {value: value in present for value in new}
        return [value for value in wanted if not is_present[value]]

    def has_blanks(self, column: BoundColumn) -> bool:
        """Whether a column has no value in any of all rows; asked of the engine once."""
        if column not in self._blank_presence:
            counts = self.all_rows.frame.select(nw.len().alias("rows"), self[column].count().alias("present"))
            ((rows, present),) = self.engine.fetch_rows(counts)
            self._blank_presence[column] = rows > present
        return self._blank_presence[column]

    def known_extents(
        self, columns: Iterable[BoundColumn], query: Callable[[Sequence[BoundColumn]], Mapping[BoundColumn, Any]]
    ) -> list[Any]:
        """How fine and how large the numbers of columns are in all rows; `query` finds it of those not yet known."""
        wanted = list(columns)
        if new := [column for column in dict.fromkeys(wanted) if column not in self._number_extents]:
            self._number_extents |= query(new)
        return [self._number_extents[column] for column in wanted]

    def nearby_values(self, column: BoundColumn, value: Any) -> list[Any]:
        """The different values that a column has in all rows; of many those next to a value, in order."""
        nearby = list[Any]()
        for side, descending in ((self[column] < value, True), (self[column] >= value, False)):
            values = distinct_rows(self.unfiltered_frame.filter(side).select(self[column].alias("value")))
            nearest = values.sort("value", descending=descending).head(MAX_NEIGHBOURS)
            nearby += [neighbour for (neighbour,) in self.engine.fetch_rows(nearest)]
        return sorted(nearby)

    def distinct_values(self, expression: nw.Expr) -> list[object]:
        """The different values of an expression, the missing left out, in order."""
        values = distinct_rows(self.frame.select(expression.alias("value")))
        present = [value for (value,) in self.engine.fetch_rows(values) if value is not None]
        return sorted(present, key=lambda value: (str(type(value)), value))

    def fetch_ordinals(self) -> list[int]:
        """The ordinals of the rows, in order. The view must have the column of row numbers."""
        return sorted(row for (row,) in self.engine.fetch_rows(self.frame.select(self[row_number()].alias("row"))))

    def locate_rows(self, ordinals: Iterable[int]) -> list[RowOrTablePlace]:
        """The file and the spreadsheet's row of some rows; of a table of keys its name, and no row.

        Ordinals count the records of all sources, one source after another, from 0.
        """
        wanted, places, first = list(ordinals), dict[int, RowOrTablePlace](), 0
        for source in self.sources:
            own = [ordinal for ordinal in wanted if first <= ordinal < first + len(source)]
            places |= zip(own, source.locate_rows(ordinal - first for ordinal in own), strict=True)
            first += len(source)
        return [places[ordinal] for ordinal in wanted]
