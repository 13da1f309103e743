"""A table's rows with every column that a request reads, and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.columns import Column
from roundtable_cli.tables.engines import Engine, Frame
from roundtable_cli.tables.source import Source


@dataclass(frozen=True)
class View:
    """The frame, and under which internal name each column stands in it.

    `whole` is the frame before any condition; `scales` remembers how many decimals the numbers of a column have, and
    `known` which values it has in all rows. Where it is `partial`, calculated columns are as known at a date, and may
    lack values that they have by now.
    """

    engine: Engine
    source: Source
    frame: Frame
    whole: Frame
    names: Mapping[Column, str]
    scales: dict[Column, int | None] = field(default_factory=dict)
    known: dict[Column, list[Any]] = field(default_factory=dict)
    partial: bool = False

    def __getitem__(self, column: Column) -> nw.Expr:
        """The expression that reads a column."""
        return nw.col(self.names[column])

    @property
    def everything(self) -> View:
        """All rows again, whatever conditions have been put on this view."""
        return replace(self, frame=self.whole)

    def where(self, *tests: nw.Expr) -> View:
        """The rows for which all tests hold."""
        return replace(self, frame=self.frame.filter(*tests)) if tests else self

    def with_column(self, name: str, expression: nw.Expr) -> View:
        """One column more."""
        return replace(self, frame=self.frame.with_columns(expression.alias(name)))

    def values(self, column: Column) -> list[Any]:
        """The different values that a column has in all rows, in order; asked of the engine once."""
        if column not in self.known:
            self.known[column] = self.everything.distinct(self[column])
        return self.known[column]

    def distinct(self, expression: nw.Expr) -> list[object]:
        """The different values of an expression, the missing left out, in order."""
        frame = self.frame.select(expression.alias("value")).unique()
        found = [value for (value,) in self.engine.fetch(frame) if value is not None]
        return sorted(found, key=lambda value: (str(type(value)), value))

    def place(self, row: int) -> tuple[str, int]:
        """The file and the spreadsheet's row of a record, by its ordinal."""
        return next(place for ordinal, place in enumerate(self.source.places()) if ordinal == row)
