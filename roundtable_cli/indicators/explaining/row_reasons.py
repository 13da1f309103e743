"""The rows of an indicator one by one, each with its status, its reason, and what it adds to the value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.explaining.counted_rows import CountedRow, CountedRows
from roundtable_cli.indicators.explaining.explained_rows import (
    BLANK,
    COUNTED,
    DECIDES,
    EARLIER,
    LEFT_OUT,
    NOT_LATEST,
    ONLY_DENOMINATOR,
    REPEAT,
    UNDECIDED,
    UNREADABLE,
    ExplainedRow,
    Reason,
    RowLocation,
)
from roundtable_cli.indicators.explaining.record_places import RecordPlaces
from roundtable_cli.indicators.explaining.row_checks import RowCheck, select_answers
from roundtable_cli.indicators.explaining.shown_columns import column_path
from roundtable_cli.indicators.frames.scaled import to_exact_number
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.results import NumericValue, ResultValue, to_output_number
from roundtable_cli.tables.engines.engine import Row
from roundtable_cli.tables.values import parsing

ROWS_AT_ONCE = 50_000  # are asked of the engine: more take memory, fewer take time


class ExplainedTable(NamedTuple):
    """One table behind an indicator: all its rows, what they are asked, and what is shown of them.

    `offset` is how many rows the tables before it have, where several are counted together.
    """

    bound: BoundIndicator
    view: TableView
    files: RecordPlaces
    checks: Sequence[RowCheck]
    shown: Mapping[str, BoundColumn]
    offset: int

    @property
    def counted_name(self) -> str:
        """The column that is counted, as definitions name it; "" where rows are."""
        return column_path(self.bound.column) if self.bound.column else ""


class RowTeller:
    """Tells the rows of one indicator, of all its tables, in the order of files and rows."""

    def __init__(self, tables: Sequence[ExplainedTable], counted: CountedRows, decisive: object) -> None:
        """`decisive` is the value that one of the rows has, where the measure chooses one; else None."""
        self.tables, self.counted, self.decisive = tables, counted, decisive
        self.indicator = counted.query.bound.indicator
        self.last_day = self._find_last_day()

    def iter_rows(self) -> Iterator[ExplainedRow]:
        """Every row of every table, those between them too that are no records."""
        for table in self.tables:
            waiting = iter(table.files.no_records)
            following = next(waiting, None)
            for ordinal, told in self._iter_records(table):
                here = (table.files.file_of(ordinal), told.location.row or 0)
                while following and (following.file, following.number) < here:
                    yield self._tell_no_record(table, table.files.locate_no_record(following), following.kind)
                    following = next(waiting, None)
                yield told
            while following:
                yield self._tell_no_record(table, table.files.locate_no_record(following), following.kind)
                following = next(waiting, None)

    def iter_numbered(self) -> Iterator[tuple[int, ExplainedRow]]:
        """The records alone, each with its ordinal among those of all tables."""
        for table in self.tables:
            yield from ((ordinal + table.offset, told) for ordinal, told in self._iter_records(table))

    def _tell_no_record(self, table: ExplainedTable, location: RowLocation, kind: str) -> ExplainedRow:
        return ExplainedRow(self.indicator.code, table.bound.indicator.table, location, LEFT_OUT, Reason(kind))

    def _iter_records(self, table: ExplainedTable) -> Iterator[tuple[int, ExplainedRow]]:
        frame = select_answers(table.view, table.bound, table.checks, table.shown, self.counted.query)
        for start in range(0, table.view.record_count, ROWS_AT_ONCE):
            end = start + ROWS_AT_ONCE
            rows = table.view.engine.fetch_rows(frame.filter(nw.col("row") >= start, nw.col("row") < end))
            counted = self.counted.fetch(start + table.offset, end + table.offset)
            categories = self.counted.fetch_categories(start + table.offset, end + table.offset)
            for row in sorted(rows, key=lambda row: int(row[0])):
                ordinal = int(row[0])
                own, cells = counted.get(ordinal + table.offset), categories.get(ordinal + table.offset, ())
                yield ordinal, self._tell_row(table, ordinal, row, own)._replace(categories=cells)

    def _tell_row(self, table: ExplainedTable, ordinal: int, row: Row, counted: CountedRow | None) -> ExplainedRow:
        bound, checks = table.bound, table.checks
        failed, rest = row[1 : 1 + len(checks)], [*row[1 + len(checks) :]]
        value = rest.pop(0) if bound.column else None
        weight = rest.pop(0) if bound.weight else None
        cells = {name: _cell_text(text, column) for (name, column), text in zip(table.shown.items(), rest, strict=True)}
        told = ExplainedRow(
            self.indicator.code,
            bound.indicator.table,
            table.files.locate(ordinal),
            COUNTED,
            cells=cells,
            value=None if bound.column is None or bound.column.field.personal else output_value(value, bound.column),
        )
        if counted is None:
            return told._replace(status=LEFT_OUT, reason=self._find_reason(table, failed, cells))
        if bound.column and value is None:
            return told._replace(status=LEFT_OUT, reason=_blank_reason(bound.column, cells))
        if counted.is_blank and self.counted.query.measure_query.excludes_blanks:
            return told._replace(status=LEFT_OUT, reason=Reason(UNDECIDED, _blank_cells(bound, cells)))
        return self._tell_counted(told, counted, ordinal + table.offset, (value, weight), bound)

    def _find_reason(self, table: ExplainedTable, failed: Row, cells: Mapping[str, str | None]) -> Reason:
        """Why a row does not count: the first check that it fails; else that another row of its value does."""
        for index, (check, fails) in enumerate(zip(table.checks, failed, strict=True)):
            if fails:
                named = dict.fromkeys(map(column_path, check.columns))
                return Reason(check.kind, tuple((name, cells.get(name)) for name in named), index)
        return Reason(NOT_LATEST if self.indicator.accumulation == "latest" else EARLIER)

    def _tell_counted(
        self, told: ExplainedRow, counted: CountedRow, ordinal: int, numbers: tuple[Any, Any], bound: BoundIndicator
    ) -> ExplainedRow:
        """A row that counts, with what it adds; a repeat where an earlier row has the same value."""
        traits, is_repeat = self.indicator.traits, False
        if self.counted.tells_apart and counted.first is not None and counted.first != ordinal:
            is_repeat = True
            told = told._replace(status=REPEAT, repeat_of=self._locate(counted.first))
        value, weight = (
            to_exact_number(number, column)
            for number, column in zip(numbers, (bound.column, bound.weight), strict=True)
        )
        once: Fraction | int = 1 if weight is None else weight
        adds: Fraction | int | None = None
        below: Fraction | int | None = None
        if traits.is_proportion:
            is_first_meeting = counted.first_meeting == ordinal if self.counted.tells_apart else counted.meets
            adds, below = once if is_first_meeting else 0, 0 if is_repeat else once
            told = told if counted.meets else told._replace(reason=Reason(ONLY_DENOMINATOR))
        elif traits.counts_distinct or traits.counts_rows:
            adds = 0 if is_repeat else once
        elif traits.may_be_weighted and isinstance(value, int | Fraction):  # sums, and means
            adds, below = value * once, once if traits.is_quotient else None
        elif self._is_decisive(value, counted):
            told = told._replace(reason=Reason(DECIDES))
        if bound.personal_values:
            return told
        return told._replace(adds=_output_number(adds), adds_below=_output_number(below))

    def _locate(self, ordinal: int) -> RowLocation:
        table = next(table for table in reversed(self.tables) if table.offset <= ordinal)
        return table.files.locate(ordinal - table.offset)

    def _is_decisive(self, value: object, counted: CountedRow) -> bool:
        """Whether a row has the value that the measure has chosen, on the day of which it is."""
        traits = self.indicator.traits
        if not traits.is_own_value or self.decisive is None or value != self.decisive:
            return False
        return not traits.needs_date or (counted.day is not None and counted.day == self.last_day)

    def _find_last_day(self) -> datetime | None:
        """The last date of the rows that have a value, for a measure that takes the latest."""
        query, view = self.counted.query.measure_query, self.counted.view
        if not self.indicator.traits.needs_date or query.date is None:
            return None
        dated = view.filter_rows(~view[query.operand].is_null())
        ((day,),) = view.engine.fetch_rows(dated.frame.select(view[query.date].max().alias("day")))
        return day if isinstance(day, datetime) else None


def output_value(value: Any, column: BoundColumn) -> ResultValue:
    """A value of a column as results have it: a number, a date, or a text."""
    if value is None or isinstance(value, str):
        return _as_number(value, column)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        if column.field.type == "year":
            return value.year
        return value.date() if column.field.type != "datetime" else parsing.value_to_text(value, column.field)
    exact = to_exact_number(value, column)
    return to_output_number(exact) if isinstance(exact, int | Fraction) else str(value)


def _as_number(text: str | None, column: BoundColumn) -> Decimal | str | None:
    """A text; the number that it stands for in a column of long numbers."""
    return Decimal(text) if text is not None and column.field.has_long_numbers else text


def _output_number(value: Fraction | int | None) -> NumericValue | None:
    return None if value is None else to_output_number(value)


def _cell_text(value: Any, column: BoundColumn) -> str | None:
    """A cell as it is shown: nothing of a personal one."""
    if value is None or column.field.personal:
        return None
    return parsing.value_to_text(value, column.field)


def _blank_reason(column: BoundColumn, cells: Mapping[str, str | None]) -> Reason:
    """That what is counted is blank, or can't be read."""
    name, text = column_path(column), cells.get(column_path(column))
    unreadable = {text for text, _ in column.field.unreadable_rows}
    is_unreadable = text is not None and text.strip() in unreadable
    return Reason(UNREADABLE if is_unreadable else BLANK, ((name, text),))


def _blank_cells(bound: BoundIndicator, cells: Mapping[str, str | None]) -> tuple[tuple[str, str | None], ...]:
    names = dict.fromkeys(column_path(column) for test in bound.meets for column in test.columns)
    return tuple((name, None) for name in names if cells.get(name) is None)
