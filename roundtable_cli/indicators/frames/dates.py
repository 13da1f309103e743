"""Dates in frames: whether a row is dated between two days, and the time between two dates, by the calendar.

A frame's dates are moments: a day is its midnight (see `Engine.open_frame`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import narwhals.stable.v2 as nw


def between_days(moment: nw.Expr, start: date | None, end: date | None) -> list[nw.Expr]:
    """The tests that a moment lies within two days, both included; None, as `date.max`, is open. A blank date fails."""
    tests = [moment >= _start_of_day(start)] if start else [~moment.is_null()]
    return [*tests, moment < start_of_next_day(end)] if end and end < date.max else tests


def start_of_next_day(day: date) -> datetime:
    """The first moment after a day: a day with a time of 23:59 is still in it."""
    return _start_of_day(day) + timedelta(1)


def month_ordinal(day: nw.Expr) -> nw.Expr:
    """The number of the month that a date is in, counted from year 0."""
    return day.dt.year() * 12 + day.dt.month() - 1


def _start_of_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def date_difference(later: nw.Expr, earlier: nw.Expr, unit: str) -> nw.Expr:
    """`later` − `earlier` in whole "days", or completed "months" or "years"; negative where it comes before."""
    if unit == "days":
        return (day_number(later) - day_number(earlier)).cast(nw.Float64)
    measure = completed_years if unit == "years" else _completed_months
    whole = nw.when(later >= earlier).then(measure(later, earlier)).otherwise(-measure(earlier, later))
    return nw.when(~later.is_null(), ~earlier.is_null()).then(whole).cast(nw.Float64)


def completed_years(day: nw.Expr, born: nw.Expr) -> nw.Expr:
    """Completed years of age on a day."""
    return _completed_months(day, born) // 12


def _completed_months(later: nw.Expr, earlier: nw.Expr) -> nw.Expr:
    """Completed months."""
    unfinished = nw.when(later.dt.day() < earlier.dt.day()).then(nw.lit(1)).otherwise(nw.lit(0))
    return (later.dt.year() - earlier.dt.year()) * 12 + later.dt.month() - earlier.dt.month() - unfinished


def day_number(day: nw.Expr) -> nw.Expr:
    """The number of a day since the calendar's first one."""
    past = day.dt.year() - 1
    return past * 365 + past // 4 - past // 100 + past // 400 + day.dt.ordinal_day()
