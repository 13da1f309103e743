"""Dates in frames: days are counted by the calendar, and a period takes in its last day to the last moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.indicators.frames import dates

MOMENTS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(lambda day: datetime(day.year, day.month, day.day))


def evaluated(expression: nw.Expr, **columns: list[Any]) -> list[Any]:
    """The values of an expression over columns; None where there is none."""
    values = nw.from_native(pd.DataFrame(columns)).select(expression.alias("value")).get_column("value").to_list()
    return [None if pd.isna(value) else value for value in values]


@given(later=MOMENTS, earlier=MOMENTS)
def test_days_are_those_between_two_dates(later: datetime, earlier: datetime) -> None:
    """As Python counts them, over leap years and centuries, and backwards."""
    days = dates.date_difference(nw.col("a"), nw.col("b"), "days")
    assert evaluated(days, a=[later], b=[earlier]) == [(later - earlier).days]


@pytest.mark.parametrize(
    ("later", "earlier", "months", "years"),
    [
        ("2018-03-31", "2018-02-28", 1, 0),
        ("2018-03-30", "2018-01-31", 1, 0),
        ("2020-02-28", "2000-02-29", 239, 19),
        ("2018-01-01", "2019-01-01", -12, -1),
    ],
)
def test_months_and_years_are_completed_ones(later: str, earlier: str, months: int, years: int) -> None:
    """As an age is: whoever is born on the 29th of February is a year older in March."""
    columns = {"a": [datetime.fromisoformat(later)], "b": [datetime.fromisoformat(earlier)]}
    assert evaluated(dates.date_difference(nw.col("a"), nw.col("b"), "months"), **columns) == [months]
    assert evaluated(dates.date_difference(nw.col("a"), nw.col("b"), "years"), **columns) == [years]


def test_a_day_is_in_a_period_to_its_last_moment() -> None:
    """Both ends are included; what has no date is in none, an open one too."""
    moments = [datetime(2018, 1, 1), datetime(2018, 1, 31, 23, 59), datetime(2018, 2, 1), None]

    def inside(start: date | None, end: date | None) -> list[bool]:
        tests = dates.between_days(nw.col("day"), start, end)
        expression = nw.all_horizontal(*(test.fill_null(value=False) for test in tests), ignore_nulls=False)
        return [bool(value) for value in evaluated(expression, day=moments)]

    assert inside(date(2018, 1, 1), date(2018, 1, 31)) == [True, True, False, False]
    assert inside(None, date.max) == [True, True, True, False]
