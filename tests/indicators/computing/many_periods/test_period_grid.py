"""Periods of one length that follow one another."""

from __future__ import annotations

from datetime import date, datetime

import narwhals.stable.v2 as nw
import pandas as pd
import pytest

from roundtable_cli.indicators.computing.many_periods.period_grid import BEFORE, find_period_grid
from roundtable_cli.indicators.definitions.periods import ReportingPeriod, iter_periods


@pytest.mark.parametrize("unit", ["month", "quarter", "half", "year", "fiscal-quarter", "fiscal-half", "fiscal-year"])
def test_each_day_has_the_position_of_its_period(unit: str) -> None:
    """The first and last day of each, and all days before as one; only what is after the last is left out."""
    periods = [*iter_periods(unit, date(2017, 11, 5), date(2021, 3, 1), 4)]
    grid = find_period_grid(periods)
    assert grid is not None
    days = [day for period in periods for day in (period.start, period.end) if day]
    moments = [datetime(1990, 5, 5), *(datetime(day.year, day.month, day.day, 23) for day in days), None]
    frame = nw.from_native(pd.DataFrame({"day": pd.Series(moments, dtype="datetime64[us]")}), eager_only=True)
    within = frame.filter(*grid.tests_before_end(nw.col("day")))
    positions = within.select(grid.position(nw.col("day")).alias("position"))["position"].to_list()
    assert positions == [BEFORE, *(index for index in range(len(periods)) for _ in range(2))]
    later = frame.filter(*grid._replace(periods=periods[:1]).tests_before_end(nw.col("day")))
    assert len(later) == 3


def test_other_periods_have_no_grid() -> None:
    """One alone, of several lengths, with a gap, or not of whole months."""
    months = [*iter_periods("month", date(2018, 1, 1), date(2018, 4, 1))]
    assert find_period_grid(months) is not None
    quarter = ReportingPeriod("2018Q2", date(2018, 4, 1), date(2018, 6, 30))
    half_month = ReportingPeriod("..", date(2018, 1, 1), date(2018, 1, 15))
    for periods in ([], months[:1], [*months[:3], quarter], [months[0], months[2]], [half_month, *months[1:]]):
        assert find_period_grid(periods) is None
    assert find_period_grid([months[0], ReportingPeriod("", date(2018, 2, 1), None)]) is None
