"""The time between two moments or two times of a day, exact to the microsecond: a fraction of hours or minutes."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import TYPE_ERROR
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.frames.dates import day_number
from roundtable_cli.indicators.frames.scaled import SCALED_ONE, Quotient, ScaledInteger
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.values.calendar_texts.clock_texts import MICROSECONDS, parse_clock_time

_SECONDS_PER_UNIT = {"minutes": 60, "hours": 3600}
_DAY = 86_400 * MICROSECONDS


def clock_difference(view: TableView, columns: Sequence[BoundColumn], unit: str) -> Quotient:
    """The first of two columns less the second, in hours or minutes; missing where one of them is.

    Both are moments, or times of a day: then one that is earlier in the day is less. Refused where a cell is no time.
    """
    later, earlier = (view[column] for column in columns)
    is_present = nw.all_horizontal(~later.is_null(), ~earlier.is_null(), ignore_nulls=False)
    if all(column.is_time_of_day for column in columns):
        times = [_read_times(view, column) for column in columns]
        first, second = (_map_times(view[column], known) for column, known in zip(columns, times, strict=True))
        number, longest = first - second, max((*times[0].values(), *times[1].values()), default=0)
    else:
        number, longest = _microsecond(later) - _microsecond(earlier), _find_longest(view, columns)
    seconds = _SECONDS_PER_UNIT[unit]
    elapsed = ScaledInteger(number, is_present, MICROSECONDS, longest)
    return Quotient(elapsed, SCALED_ONE._replace(number=nw.lit(seconds, dtype=nw.Int64), largest=seconds))


def _read_times(view: TableView, column: BoundColumn) -> dict[str, int]:
    """The microsecond of the day of each different text of a column. Refused where one is no time."""
    times = dict[str, int]()
    for text in view.list_values(column):
        try:
            times[text] = parse_clock_time(text)
        except ValueError as error:
            raise Refused(_wrong_time(view, column, text, str(error))) from None
    return times


def _wrong_time(view: TableView, column: BoundColumn, text: str, fault: str) -> Finding:
    """The finding for a text that is no time, with its row where the table itself has the column."""
    field, remedy = column.field, "correct the cell, or clear it"
    label, row = view.source.file_labels[0] if view.source.file_labels else view.source.table.name, None
    if not (column.path or column.derivation):
        records = view.source.iter_records([field])
        label, row = next(place for (cell,), place in records if cell.strip() == text.strip())
    return Finding(TYPE_ERROR, f"{field.quote_value(text)} {fault}", remedy, label, row, field.name)


def _map_times(column: nw.Expr, times: dict[str, int]) -> nw.Expr:
    """The microsecond of each row's time; 0 where it is missing."""
    if not times:  # the engines can't replace by nothing
        return nw.lit(0, dtype=nw.Int64)
    return column.replace_strict([*times], [*times.values()], default=nw.lit(0), return_dtype=nw.Int64)


def _microsecond(moment: nw.Expr) -> nw.Expr:
    """The number of a moment since the calendar's first day; 0 where it is missing."""
    parts = (
        (day_number(moment), _DAY),
        (moment.dt.hour(), 3600 * MICROSECONDS),
        (moment.dt.minute(), 60 * MICROSECONDS),
        (moment.dt.second(), MICROSECONDS),
        (moment.dt.microsecond(), 1),
    )
    number = nw.lit(0)
    for part, size in parts:
        number = number + part.fill_null(0).cast(nw.Int64) * size
    return number


def _find_longest(view: TableView, columns: Sequence[BoundColumn]) -> int:
    """A number of microseconds that no difference of the columns exceeds."""
    ends = [end.alias(f"{name}{index}") for index, column in enumerate(columns) for name, end in _ends_of(view[column])]
    (row,) = view.engine.fetch_rows(view.unfiltered_frame.select(*ends))
    years = [moment.year for moment in row if moment is not None]
    return (max(years) - min(years) + 1) * 366 * _DAY if years else 0


def _ends_of(moment: nw.Expr) -> tuple[tuple[str, nw.Expr], tuple[str, nw.Expr]]:
    return ("first", moment.min()), ("last", moment.max())
