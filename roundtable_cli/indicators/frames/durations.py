"""Time between two dates: days, and completed months and years, by the calendar."""

from __future__ import annotations

import narwhals.stable.v2 as nw


def date_difference(later: nw.Expr, earlier: nw.Expr, unit: str) -> nw.Expr:
    """`later` − `earlier` in whole "days", or completed "months" or "years"; negative where it comes before."""
    if unit == "days":
        return (_day_number(later) - _day_number(earlier)).cast(nw.Float64)
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


def _day_number(day: nw.Expr) -> nw.Expr:
    """The number of a day since the calendar's first one."""
    past = day.dt.year() - 1
    return past * 365 + past // 4 - past // 100 + past // 400 + day.dt.ordinal_day()
