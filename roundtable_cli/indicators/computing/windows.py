"""Which rows a period counts: its own, all up to its end, or those of its latest date; and each person once."""

from __future__ import annotations

from datetime import date

import narwhals.stable.v2 as nw

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod
from roundtable_cli.indicators.frames import dates
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.values import date_forms

_PRECISIONS = ("year", "month", "day")  # from coarse to fine


def check_date_precision(bound: BoundIndicator, period: ReportingPeriod | None, fiscal_year_start: int) -> None:
    """Refused where a period, or a breakdown by time, is finer than the dates it is asked of."""
    if bound.date is None:
        return
    precision = date_forms.date_precision(bound.date.field)
    needed = [(period.name, period.required_precision)] if period else []
    whole_years = fiscal_year_start == 1 and all(
        breakdown.dimension.name == "fiscal-year" for breakdown in bound.breakdowns if breakdown.date
    )
    units = [
        breakdown.dimension.name
        for breakdown in bound.breakdowns
        if breakdown.date and breakdown.dimension.name in MONTHS_PER_UNIT
    ]
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


def assign_categories(bound: BoundIndicator, view: TableView, key: str, which: str) -> TableView:
    """Each person in one category: that of their first, or latest, dated row that records one."""
    if bound.column is None or not bound.indicator.traits.counts_distinct:
        return view
    person = view.column_names[bound.column]

    def pick_edge_rows(rows: TableView, name: str, column: nw.Expr) -> TableView:
        """Of each person the rows with the least, or greatest, value of a column."""
        with_edge = rows.with_column(name, (column.min() if which == "first" else column.max()).over(person))
        return with_edge.filter_rows((column == nw.col(name)) | nw.col(name).is_null())

    rows = view.filter_rows(~nw.col(key).is_null(), ~nw.col(person).is_null())
    rows = pick_edge_rows(rows, "edge", view[bound.date]) if bound.date else rows
    # Of several rows of one date the order in the file decides, so that every engine assigns the same category.
    chosen = pick_edge_rows(rows, "row", view[row_number()]).frame
    assigned = chosen.group_by(person).agg(nw.col(key).min().alias("assigned")).rename({person: "person"})
    joined = view.frame.join(assigned, left_on=person, right_on="person", how="left")
    known = nw.when(nw.col(person).is_null()).then(nw.col(key)).otherwise(nw.col("assigned"))
    return view.with_frame(joined.with_columns(known.alias(key)).drop("assigned"))


def find_date_range(view: TableView, day: BoundColumn) -> tuple[date, date] | None:
    """The first and the last date of a column."""
    ((first, last),) = view.engine.fetch_rows(
        view.frame.select(view[day].min().alias("first"), view[day].max().alias("last"))
    )
    return (first.date(), last.date()) if first else None
