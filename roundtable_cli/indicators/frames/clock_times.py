"""The time between two moments, exact to the microsecond: a fraction of hours or minutes."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.frames.dates import day_number
from roundtable_cli.indicators.frames.scaled import SCALED_ONE, Quotient, ScaledInteger
from roundtable_cli.indicators.frames.view import TableView

_SECONDS_PER_UNIT = {"minutes": 60, "hours": 3600}
_MICROSECONDS = 10**6  # of a second
_DAY = 86_400 * _MICROSECONDS


def clock_difference(view: TableView, columns: Sequence[BoundColumn], unit: str) -> Quotient:
    """The first of two columns of moments less the second, in hours or minutes; missing where one of them is."""
    later, earlier = (view[column] for column in columns)
    is_present = nw.all_horizontal(~later.is_null(), ~earlier.is_null(), ignore_nulls=False)
    number = _microsecond(later) - _microsecond(earlier)
    seconds = _SECONDS_PER_UNIT[unit]
    elapsed = ScaledInteger(number, is_present, _MICROSECONDS, _find_longest(view, columns))
    return Quotient(elapsed, SCALED_ONE._replace(number=nw.lit(seconds, dtype=nw.Int64), largest=seconds))


def _microsecond(moment: nw.Expr) -> nw.Expr:
    """The number of a moment since the calendar's first day; 0 where it is missing."""
    parts = (
        (day_number(moment), _DAY),
        (moment.dt.hour(), 3600 * _MICROSECONDS),
        (moment.dt.minute(), 60 * _MICROSECONDS),
        (moment.dt.second(), _MICROSECONDS),
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
