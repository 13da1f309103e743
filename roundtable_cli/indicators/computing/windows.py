"""Which rows a period counts: its own, all up to its end, or those of its latest date; and each person once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing import category_columns
from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.frames import dates
from roundtable_cli.indicators.frames.dimension_categories import DimensionCategories
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import GroupKey, MeasureQuery
from roundtable_cli.tables.values.calendar_texts import date_forms

_PRECISIONS = ("year", "month", "day")  # from coarse to fine


class PeriodQuery(NamedTuple):
    """What is asked of an indicator: its rows, which meet its conditions and the request's, in one period or in all.

    `periods` are those of each breakdown by time, by the name of its unit.
    """

    bound: BoundIndicator
    rows: TableView
    measure_query: MeasureQuery
    categories: DimensionCategories
    period: ReportingPeriod | None = None
    periods: Mapping[str, Sequence[ReportingPeriod]] = MappingProxyType({})


class Window(NamedTuple):
    """Rows that count for a set of breakdowns, and the columns that hold their category in each.

    For cumulative values each period of a breakdown by time has a window of its own, as a row counts in several:
    then `period_key` is the period, and `position` its place in the key of a group.
    """

    view: TableView
    keys: Sequence[str]
    position: int | None = None
    period_key: str | None = None

    def group_key(self, key: GroupKey) -> GroupKey:
        """The key of a group with the category of every breakdown, that of the window's own period too."""
        return key if self.position is None else (*key[: self.position], self.period_key, *key[self.position :])


def iter_windows(query: PeriodQuery, breakdowns: Sequence[BoundBreakdown]) -> Iterator[Window]:
    """The rows that count for one set of breakdowns: each in one window, unless values are cumulative over time."""
    bound, accumulation = query.bound, query.bound.indicator.accumulation
    by_time = next((breakdown for breakdown in breakdowns if breakdown.is_by_time), None)
    if by_time and accumulation == "cumulative":
        yield from _iter_cumulative_windows(query, breakdowns, by_time)
        return
    # A person who is counted once ever belongs to the period of their first row. So the other rows go before the period
    # is looked at. Without any period there is nothing to belong to: each different person is counted once anyway. That
    # is so for cumulative values too, which count all rows up to an end, and return above.
    is_timed = query.period or any(breakdown.is_by_time for breakdown in bound.breakdowns)
    rows = first_dated_rows(bound, query.rows) if is_timed else query.rows
    view = rows_in_period(bound, rows, query.period, latest=not by_time)
    view, keys = category_columns.add_category_columns(bound, view, query.categories, breakdowns)
    if by_time and accumulation == "latest":
        view = latest_rows_per_group(bound, view, keys[list(breakdowns).index(by_time)])
    yield Window(view, keys)


def _iter_cumulative_windows(
    query: PeriodQuery, breakdowns: Sequence[BoundBreakdown], by_time: BoundBreakdown
) -> Iterator[Window]:
    """For each period all rows up to its end; the rows without a date apart, where no period is asked for."""
    others = [breakdown for breakdown in breakdowns if breakdown is not by_time]
    views: dict[str | None, TableView] = {
        period.name: rows_in_period(query.bound, query.rows, period.clip_end(query.period))
        for period in query.periods[by_time.dimension.name]
    }
    if not query.period:
        views[None] = rows_without_date(query.bound, query.rows)
    for name, rows in views.items():
        view, keys = category_columns.add_category_columns(query.bound, rows, query.categories, others)
        yield Window(view, keys, list(breakdowns).index(by_time), name)


def check_date_precision(bound: BoundIndicator, period: ReportingPeriod | None, fiscal_year_start: int) -> None:
    """Refused where a period, or a breakdown by time, is finer than the dates it is asked of."""
    if bound.date is None:
        return
    precision = date_forms.date_precision(bound.date.field)
    if precision == "period":  # of which each cell tells its own length: see `period_dates`
        return
    needed = [(period.name, period.required_precision)] if period else []
    whole_years = fiscal_year_start == 1 and all(
        breakdown.dimension.name == "fiscal-year" for breakdown in bound.breakdowns if breakdown.date
    )
    units = [breakdown.dimension.name for breakdown in bound.breakdowns if breakdown.is_by_time]
    needed += [(unit, "year" if unit == "year" or whole_years else "month") for unit in units]
    for name, fineness in needed:
        if _PRECISIONS.index(fineness) > _PRECISIONS.index(precision):
            column = f"{bound.indicator.table}.{bound.date.field.name}"
            fault = f"{bound.indicator.code}: {name} needs more than {column}, which tells only the {precision}"
            raise definition_error(fault, f"ask for a {precision}")


def rows_in_period(
    bound: BoundIndicator, view: TableView, period: ReportingPeriod | None, latest: bool = True
) -> TableView:
    """The rows that a period counts, as the indicator accumulates; of all of them where no period is asked.

    An indicator that shows the latest state counts the rows of the latest date alone, unless `latest` is off.
    """
    if bound.date is None:
        return view
    accumulation, day = bound.indicator.accumulation, view[bound.date]
    if period:
        view = view.filter_rows(
            *dates.between_days(day, None if accumulation == "cumulative" else period.start, period.end)
        )
    return view.filter_rows(day == day.max()) if accumulation == "latest" and latest else view


def latest_rows_per_group(bound: BoundIndicator, view: TableView, key: str) -> TableView:
    """In each group of a breakdown by time, the rows of its latest date; undated rows are a group of their own."""
    assert bound.date is not None  # noqa: S101 - an indicator that accumulates has a date
    dated = view.with_column("latest", view[bound.date].max().over(key))
    return dated.filter_rows((view[bound.date] == nw.col("latest")) | nw.col(key).is_null())


def rows_without_date(bound: BoundIndicator, view: TableView) -> TableView:
    """The rows without a date."""
    return view.filter_rows(view[bound.date].is_null()) if bound.date else view


def first_dated_rows(bound: BoundIndicator, view: TableView) -> TableView:
    """Where an indicator counts each person once ever: only the rows of their first date, and those never dated."""
    if bound.indicator.dedupe != "first" or bound.column is None or bound.date is None:
        return view
    day = view[bound.date]
    dated = view.with_column("first", day.min().over(view.column_names[bound.column]))
    nobody = view[bound.column].is_null()
    return dated.filter_rows((day == nw.col("first")) | nw.col("first").is_null() | nobody)


def find_date_range(view: TableView, day: BoundColumn) -> tuple[date, date] | None:
    """The first and the last date of a column."""
    ((first, last),) = view.engine.fetch_rows(
        view.frame.select(view[day].min().alias("first"), view[day].max().alias("last"))
    )
    return (first.date(), last.date()) if first else None
