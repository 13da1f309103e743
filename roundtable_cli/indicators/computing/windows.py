"""Which rows a period counts: its own, all up to its end, or those of its latest date; and each person once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import narwhals.stable.v2 as nw

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.values import parsing

_PRECISIONS = ("year", "month", "day")


def check_date_precision(task: BoundIndicator, period: ReportingPeriod | None, fiscal_year_start: int) -> None:
    """Refused where a period, or a breakdown by time, is finer than the dates it is asked of."""
    if task.date is None:
        return
    told = parsing.date_precision(task.date.field)
    asked = [(period.name, period.required_precision)] if period else []
    whole_years = fiscal_year_start == 1 and all(
        breakdown.dimension.name == "fiscal-year" for breakdown in task.breakdowns if breakdown.date
    )
    units = [
        breakdown.dimension.name
        for breakdown in task.breakdowns
        if breakdown.date and breakdown.dimension.name in MONTHS_PER_UNIT
    ]
    asked += [(unit, "year" if unit == "year" or whole_years else "month") for unit in units]
    for name, fineness in asked:
        if _PRECISIONS.index(fineness) > _PRECISIONS.index(told):
            what = f"{task.indicator.table}.{task.date.field.name} tells only the {told}"
            raise definition_error(f"{task.indicator.code}: {name} asks for more than {what}", f"ask for a {told}")


def rows_in_period(
    task: BoundIndicator, view: TableView, period: ReportingPeriod | None, latest: bool = True
) -> TableView:
    """The rows that a period counts, as the indicator accumulates; of all of them where no period is asked.

    An indicator that shows the latest state counts the rows of the latest date alone, unless `latest` is off.
    """
    if task.date is None:
        return view
    accumulation, day = task.indicator.accumulation, view[task.date]
    if period:
        view = view.filter_rows(*_date_bounds(day, None if accumulation == "cumulative" else period.start, period.end))
    return view.filter_rows(day == day.max()) if accumulation == "latest" and latest else view


def latest_rows_per_group(task: BoundIndicator, view: TableView, key: str) -> TableView:
    """In each group of a breakdown by time, the rows of its latest date; undated rows are a group of their own."""
    assert task.date is not None  # noqa: S101 - an indicator that accumulates has a date
    dated = view.with_column("latest", view[task.date].max().over(key))
    return dated.filter_rows((view[task.date] == nw.col("latest")) | nw.col(key).is_null())


def rows_without_date(task: BoundIndicator, view: TableView) -> TableView:
    """The rows without a date."""
    return view.filter_rows(view[task.date].is_null()) if task.date else view


def first_dated_rows(task: BoundIndicator, view: TableView) -> TableView:
    """Where an indicator counts each person once ever: only the rows of their first date, and those never dated."""
    if task.indicator.dedupe != "first" or task.column is None or task.date is None:
        return view
    day = view[task.date]
    dated = view.with_column("first", day.min().over(view.column_names[task.column]))
    nobody = view[task.column].is_null()
    return dated.filter_rows((day == nw.col("first")) | nw.col("first").is_null() | nobody)


def assign_categories(task: BoundIndicator, view: TableView, key: str, which: str) -> TableView:
    """Each person in one category: that of their first, or latest, dated row that records one."""
    if task.column is None or not task.indicator.traits.counts_distinct:
        return view
    person = view.column_names[task.column]

    def pick_dated_rows(rows: TableView, name: str, column: nw.Expr) -> TableView:
        chosen = rows.with_column(name, (column.min() if which == "first" else column.max()).over(person))
        return chosen.filter_rows((column == nw.col(name)) | nw.col(name).is_null())

    rows = view.filter_rows(~nw.col(key).is_null(), ~nw.col(person).is_null())
    rows = pick_dated_rows(rows, "edge", view[task.date]) if task.date else rows
    first = pick_dated_rows(rows, "row", view[row_number()]).frame
    one = first.group_by(person).agg(nw.col(key).min().alias("assigned")).rename({person: "person"})
    joined = view.frame.join(one, left_on=person, right_on="person", how="left")
    known = nw.when(nw.col(person).is_null()).then(nw.col(key)).otherwise(nw.col("assigned"))
    return view.with_frame(joined.with_columns(known.alias(key)).drop("assigned"))


def find_date_range(view: TableView, day: BoundColumn) -> tuple[date, date] | None:
    """The first and the last date of a column."""
    ((first, last),) = view.engine.fetch_rows(
        view.frame.select(view[day].min().alias("first"), view[day].max().alias("last"))
    )
    return (first.date(), last.date()) if first else None


def _date_bounds(day: nw.Expr, start: date | None, end: date | None) -> list[nw.Expr]:
    tests = [day >= _start_of_day(start)] if start else [~day.is_null()]
    return [*tests, day < _start_of_day(end) + timedelta(1)] if end and end < date.max else tests


def _start_of_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
