"""Which rows a period counts: its own, all up to its end, or those of its latest date; and each person once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import narwhals.stable.v2 as nw

from roundtable_cli.errors import fault
from roundtable_cli.indicators.binding.bound_columns import Column, row_number
from roundtable_cli.indicators.binding.bound_indicator import Task
from roundtable_cli.indicators.definitions.framework import TOLD_APART
from roundtable_cli.indicators.definitions.periods import MONTHS, Period
from roundtable_cli.indicators.frames.view import View
from roundtable_cli.tables.values import parsing

_FINENESS = ("year", "month", "day")


def check(task: Task, period: Period | None, fiscal_year_start: int) -> None:
    """Refused where a period, or a breakdown by time, is finer than the dates it is asked of."""
    if task.date is None:
        return
    told = parsing.precision(task.date.field)
    asked = [(period.name, period.fineness)] if period else []
    whole_years = fiscal_year_start == 1 and all(
        breakdown.dimension.name == "fiscal-year" for breakdown in task.breakdowns if breakdown.date
    )
    units = [
        breakdown.dimension.name
        for breakdown in task.breakdowns
        if breakdown.date and breakdown.dimension.name in MONTHS
    ]
    asked += [(unit, "year" if unit == "year" or whole_years else "month") for unit in units]
    for name, fineness in asked:
        if _FINENESS.index(fineness) > _FINENESS.index(told):
            what = f"{task.indicator.table}.{task.date.field.name} tells only the {told}"
            raise fault(f"{task.indicator.code}: {name} asks for more than {what}", f"ask for a {told}")


def within(task: Task, view: View, period: Period | None, latest: bool = True) -> View:
    """The rows that a period counts, as the indicator accumulates; of all of them where no period is asked.

    An indicator that shows the latest state counts the rows of the latest date alone, unless `latest` is off.
    """
    if task.date is None:
        return view
    accumulation, day = task.indicator.accumulation, view[task.date]
    if period:
        view = view.where(*_bounds(day, None if accumulation == "cumulative" else period.start, period.end))
    return view.where(day == day.max()) if accumulation == "latest" and latest else view


def latest_in(task: Task, view: View, key: str) -> View:
    """In each group of a breakdown by time, the rows of its latest date; undated rows are a group of their own."""
    assert task.date is not None  # noqa: S101 - an indicator that accumulates has a date
    dated = view.with_column("latest", view[task.date].max().over(key))
    return dated.where((view[task.date] == nw.col("latest")) | nw.col(key).is_null())


def undated(task: Task, view: View) -> View:
    """The rows without a date."""
    return view.where(view[task.date].is_null()) if task.date else view


def first_only(task: Task, view: View) -> View:
    """Where an indicator counts each person once ever: only the rows of their first date, and those never dated."""
    if task.indicator.dedupe != "first" or task.column is None or task.date is None:
        return view
    day = view[task.date]
    dated = view.with_column("first", day.min().over(view.names[task.column]))
    nobody = view[task.column].is_null()
    return dated.where((day == nw.col("first")) | nw.col("first").is_null() | nobody)


def assigned(task: Task, view: View, key: str, which: str) -> View:
    """Each person in one category: that of their first, or latest, dated row that records one."""
    if task.column is None or task.indicator.measure not in TOLD_APART:
        return view
    person = view.names[task.column]

    def pick(rows: View, name: str, column: nw.Expr) -> View:
        chosen = rows.with_column(name, (column.min() if which == "first" else column.max()).over(person))
        return chosen.where((column == nw.col(name)) | nw.col(name).is_null())

    rows = view.where(~nw.col(key).is_null(), ~nw.col(person).is_null())
    rows = pick(rows, "edge", view[task.date]) if task.date else rows
    first = pick(rows, "row", view[row_number()]).frame
    one = first.group_by(person).agg(nw.col(key).min().alias("assigned")).rename({person: "person"})
    joined = view.frame.join(one, left_on=person, right_on="person", how="left")
    known = nw.when(nw.col(person).is_null()).then(nw.col(key)).otherwise(nw.col("assigned"))
    return view.narrowed(joined.with_columns(known.alias(key)).drop("assigned"))


def span(view: View, day: Column) -> tuple[date, date] | None:
    """The first and the last date of a column."""
    ((first, last),) = view.engine.fetch(
        view.frame.select(view[day].min().alias("first"), view[day].max().alias("last"))
    )
    return (first.date(), last.date()) if first else None


def _bounds(day: nw.Expr, start: date | None, end: date | None) -> list[nw.Expr]:
    tests = [day >= _midnight(start)] if start else [~day.is_null()]
    return [*tests, day < _midnight(end) + timedelta(1)] if end and end < date.max else tests


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
