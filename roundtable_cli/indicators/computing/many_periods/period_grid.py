"""Periods of one length that follow one another, and the position in which a date lies among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.frames import dates

BEFORE = -1  # the position of all dates before the first period


class PeriodGrid(NamedTuple):
    """Periods in order, each of as many `months`, the first of which begins with the month of this number."""

    periods: Sequence[ReportingPeriod]
    first_month: int
    months: int

    @property
    def last_day(self) -> date | None:
        """The end of the last period."""
        return self.periods[-1].end

    def tests_before_end(self, day: nw.Expr) -> list[nw.Expr]:
        """The tests that a date is there, and not after the last period."""
        return dates.between_days(day, None, self.last_day)

    def position(self, day: nw.Expr) -> nw.Expr:
        """The position of the period in which a date lies, from 0; `BEFORE` where it lies before the first."""
        month = dates.month_ordinal(day).cast(nw.Int64) - self.first_month
        return nw.when(month < 0).then(nw.lit(BEFORE)).otherwise(month // self.months).cast(nw.Int64)


def find_period_grid(periods: Sequence[ReportingPeriod]) -> PeriodGrid | None:
    """The grid of some periods; None where they are of different lengths, or do not follow one another."""
    starts = [period.start for period in periods if period.start and period.start.day == 1]
    if len(starts) < 2 or len(starts) < len(periods):
        return None
    ordinals = [start.year * 12 + start.month - 1 for start in starts]
    months = ordinals[1] - ordinals[0]
    follow = all(_is_day_before(period.end, later.start) for period, later in pairwise(periods))
    are_equal = all(later - earlier == months for earlier, later in pairwise(ordinals))
    last = periods[-1].end
    ends = last and (last == date.max or last.year * 12 + last.month == ordinals[-1] + months)
    return PeriodGrid(periods, ordinals[0], months) if months > 0 and follow and are_equal and ends else None


def _is_day_before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and (other - day).days == 1
