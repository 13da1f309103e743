"""Rows with the period in which each of them enters the numbers, and what enters there that was not in before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.computing.many_periods.period_grid import PeriodGrid
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.engines.engine import Frame
from roundtable_cli.tables.table import Field

POSITION = "position"  # of the period in which a row is dated
ENTRY = "entry"  # of the first period to whose end a row counts
LEAVING = "leaving"  # of the first period, later on, to whose end it does not
# Of the first period to whose end a row is as it stands here, and of the first to whose end it is not any more.
KNOWN_FROM, KNOWN_TO = (BoundColumn(Field(name, "integer")) for name in ("known from", "known to"))
_VALUE, _STEP, _COUNT = "entering", "step", "steps"


def time_rows(view: TableView, day: BoundColumn, grid: PeriodGrid, may_leave: bool) -> TableView:
    """The rows that are dated before the end of a grid, each with its `POSITION` and `ENTRY`.

    Where rows `may_leave`, each has the columns `KNOWN_FROM` and `KNOWN_TO`, and gets a position of `LEAVING`: missing
    where it does not leave.
    """
    view = view.filter_rows(*grid.tests_before_end(view[day])).with_column(POSITION, grid.position(view[day]))
    if not may_leave:
        return view.with_column(ENTRY, nw.col(POSITION))
    later = nw.when(nw.col(POSITION) > view[KNOWN_FROM]).then(nw.col(POSITION)).otherwise(view[KNOWN_FROM])
    return _with_entry(view, later, len(grid.periods))


def time_undated_rows(view: TableView, day: BoundColumn, grid: PeriodGrid) -> TableView:
    """The rows without a date, with `ENTRY` and `LEAVING` for as long as they are as they stand here."""
    undated = view.filter_rows(view[day].is_null())
    return _with_entry(undated, view[KNOWN_FROM], len(grid.periods))


def _with_entry(view: TableView, entry: nw.Expr, count: int) -> TableView:
    known_to = view[KNOWN_TO]
    leaving = nw.when(known_to < count).then(known_to)
    return view.with_column(ENTRY, entry).with_column(LEAVING, leaving).filter_rows(nw.col(ENTRY) < known_to)


class TimedRows(NamedTuple):
    """Rows of groups that the columns `keys` tell apart, each with its `POSITION` and `ENTRY`.

    Where rows `may_leave`, each is there as often as what is calculated for it changes, and counts from its entry until
    it is `LEAVING`; else it counts from its entry on.
    """

    view: TableView
    keys: Sequence[str]
    may_leave: bool = False

    def with_view(self, view: TableView) -> TimedRows:
        """Other rows, of the same groups."""
        return self._replace(view=view)

    def rows_in_own_period(self) -> TableView:
        """The rows that count in the period in which they are dated, as they are at its end."""
        if not self.may_leave:
            return self.view
        return self.view.filter_rows(nw.col(ENTRY) == nw.col(POSITION))

    def rows_that_leave(self) -> TableView:
        """The rows that do not count to the end of the last period."""
        return self.view.filter_rows(~nw.col(LEAVING).is_null()).with_column(LEAVING, nw.col(LEAVING).cast(nw.Int64))

    def count_steps(self, value: nw.Expr | None) -> dict[tuple[Any, ...], int]:
        """By group and position, how many more different values there are than to the end of the period before.

        A missing value counts as one. Without a value it is how many more rows there are.
        """
        frame = self.view.frame.with_columns((nw.lit(1) if value is None else value).alias(_VALUE))
        of_value = [*self.keys, _VALUE]
        if value is None:
            steps = self._list_steps(frame)
        elif not self.may_leave:
            firsts = frame.group_by(*of_value).agg(nw.col(ENTRY).min().alias(POSITION))
            steps = firsts.with_columns(nw.lit(1).alias(_STEP))
        else:
            steps = _find_turns(self._list_steps(frame), of_value)
        counts = steps.group_by(*self.keys, POSITION).agg(nw.col(_STEP).sum().alias(_COUNT))
        rows = self.view.engine.fetch_rows(counts.select(*self.keys, POSITION, _COUNT))
        return {tuple(row[:-1]): int(row[-1]) for row in rows}

    def _list_steps(self, frame: Frame) -> Frame:
        """A row for each entry, of 1, and one of −1 for each time that a row leaves."""
        selected = [*self.keys, _VALUE]
        entries = frame.select(*selected, nw.col(ENTRY).alias(POSITION), nw.lit(1).alias(_STEP))
        if not self.may_leave:
            return entries
        left = frame.filter(~nw.col(LEAVING).is_null())
        exits = left.select(*selected, nw.col(LEAVING).cast(nw.Int64).alias(POSITION), nw.lit(-1).alias(_STEP))
        return nw.concat([entries, exits], how="vertical")


def _find_turns(steps: Frame, of_value: Sequence[str]) -> Frame:
    """A step of 1 where the first row of a value enters, and one of −1 where its last row leaves."""
    at_once = steps.group_by(*of_value, POSITION).agg(nw.col(_STEP).sum().alias(_STEP))
    count = nw.col(_STEP).cum_sum().over(*of_value, order_by=POSITION)
    counted = at_once.with_columns(count.alias(_COUNT))
    after, before = nw.col(_COUNT), nw.col(_COUNT) - nw.col(_STEP)
    turn = (
        nw.when((after > 0) & (before == 0)).then(nw.lit(1)).when((after == 0) & (before > 0)).then(nw.lit(-1))
    ).otherwise(nw.lit(0))
    return counted.with_columns(turn.alias(_STEP))
