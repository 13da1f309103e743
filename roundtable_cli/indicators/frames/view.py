"""A table's rows with every column that a request reads, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import Column
from roundtable_cli.tables.engines.engine import Engine, Frame
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.source import Source

NEAR = 1000  # values on each side of one, among which it may be misspelled


def different(frame: Frame) -> Frame:
    """The rows of a frame without their copies."""
    names = frame.collect_schema().names()
    if isinstance(frame, nw.DataFrame):  # pandas finds the values of one column sooner than rows
        return frame.unique() if len(names) > 1 else frame.get_column(names[0]).unique().to_frame()
    # SQL engines find groups sooner than one row of each.
    return frame.group_by(*names).agg(nw.len().alias("copies")).select(*names)


def settled(tests: Sequence[nw.Expr]) -> Sequence[nw.Expr]:
    """Tests that may stand together: what is not known does not hold, for pandas joins no unknown of two kinds."""
    return [test.fill_null(value=False) for test in tests] if len(tests) > 1 else tests


class View:
    """The frame, and under which internal name each column stands in it.

    `whole` is the frame before any condition; `extents` remembers how fine and how large the numbers of a column are,
    `known` which values it has in all rows, and `looked_for` whether it has some. `codes` are columns that stand in for
    others where values are told apart. Where it is `partial`, calculated columns are as known at a date, and may lack
    values that they have by now.
    """

    def __init__(
        self, engine: Engine, source: Source, frame: Frame, names: Mapping[Column, str], partial: bool = False
    ) -> None:
        self.codes: Mapping[Column, str] = {}
        self.engine, self.source, self.frame, self.whole = engine, source, frame, frame
        self.names, self.partial = names, partial
        self.extents: dict[Column, Any] = {}
        self.known: dict[Column, list[Any]] = {}
        self.looked_for: dict[Column, dict[Any, bool]] = {}

    def narrowed(self, frame: Frame) -> View:
        """Some of the same rows, or each more than once: what is known of all of them still holds."""
        view = copy(self)
        view.frame = frame
        return view

    def grown(self, frame: Frame, names: Mapping[Column, str]) -> View:
        """The same rows with more columns."""
        view = copy(self)
        view.frame, view.whole, view.names = frame, frame, {**self.names, **names}
        return view

    def over(self, frame: Frame, names: Mapping[Column, str]) -> View:
        """Other rows, of which nothing is known yet."""
        return View(self.engine, self.source, frame, names, self.partial)

    def __getitem__(self, column: Column) -> nw.Expr:
        """The expression that reads a column."""
        return nw.col(self.names[column])

    def coded(self, column: Column) -> nw.Expr:
        """The expression by which the values of a column are told apart: the column itself, or a quicker one."""
        return nw.col(self.codes.get(column, self.names[column]))

    def only(self, columns: Iterable[Column]) -> View:
        """The same rows with the columns that some task reads alone: of these all are filtered with each condition."""
        names = [name for column in columns for name in (self.names[column], self.codes.get(column)) if name]
        return self.narrowed(self.frame.select(*dict.fromkeys(names))) if names else self

    @property
    def everything(self) -> View:
        """All rows again, whatever conditions have been put on this view."""
        return self.narrowed(self.whole)

    def where(self, *tests: nw.Expr) -> View:
        """The rows for which all tests hold."""
        return self.narrowed(self.frame.filter(*settled(tests))) if tests else self

    def with_column(self, name: str, expression: nw.Expr) -> View:
        """One column more."""
        return self.narrowed(self.frame.with_columns(expression.alias(name)))

    def values(self, column: Column) -> list[Any]:
        """The different values that a column has in all rows, in order; asked of the engine once."""
        if column not in self.known:
            self.known[column] = self.everything.distinct(self[column])
        return self.known[column]

    def lacking(self, column: Column, wanted: Sequence[Any]) -> list[Any]:
        """Those of some values that a column has in no row; the engine is asked for each of them once."""
        found = self.looked_for.setdefault(column, {})
        if new := [value for value in wanted if value not in found]:
            there = self.everything.where(self[column].is_in(new)).distinct(self[column])
            found |= {value: value in there for value in new}
        return [value for value in wanted if not found[value]]

    def around(self, column: Column, value: Any) -> list[Any]:
        """The different values that a column has in all rows; of many those next to a value, in order."""
        found = list[Any]()
        for side, descending in ((self[column] < value, True), (self[column] >= value, False)):
            values = different(self.whole.filter(side).select(self[column].alias("value")))
            nearest = values.sort("value", descending=descending).head(NEAR)
            found += [one for (one,) in self.engine.fetch(nearest)]
        return sorted(found)

    def distinct(self, expression: nw.Expr) -> list[object]:
        """The different values of an expression, the missing left out, in order."""
        values = different(self.frame.select(expression.alias("value")))
        found = [value for (value,) in self.engine.fetch(values) if value is not None]
        return sorted(found, key=lambda value: (str(type(value)), value))

    def places(self, rows: Iterable[int]) -> list[tuple[str, int | None]]:
        """The file and the spreadsheet's row of each record, by its ordinal; the table alone where no file holds it."""
        if isinstance(self.source, KeySource):
            return [(self.source.table.name, None) for _ in rows]
        wanted = list(rows)
        asked = {*wanted}
        found = {row: place for row, place in enumerate(self.source.places()) if row in asked}
        return [found[row] for row in wanted]
