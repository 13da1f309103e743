"""Targets of periods that follow each other, added up to that of the time which they make together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.results import NumericValue, to_output_number


def takes_in_project(framework: ResultsFramework, period: ReportingPeriod) -> bool:
    """Whether a period begins with the project or before, and ends with it or after."""
    begins = period.start is None or (framework.start is not None and period.start <= framework.start)
    return begins and (period.end is None or (framework.end is not None and period.end >= framework.end))


def add_up_targets(
    targets: Mapping[ReportingPeriod, NumericValue], period: ReportingPeriod | None
) -> NumericValue | None:
    """The sum of the targets of periods that follow each other without a gap from the start to the end of `period`.

    Where that is open, or None, it is from the first target or to the last. None where the targets leave a gap, and
    where the first of them is only for a time after `period`: nothing was planned for it.
    """
    closed = {one: target for one, target in targets.items() if one.start and one.end}
    last = (period.end if period else None) or max((one.end for one in closed if one.end), default=date.min)
    day = (period.start if period else None) or min((one.start for one in closed if one.start), default=None)
    if day is None or day > last:
        return None
    total = Fraction(0)
    while day and day <= last:
        following = [one for one in closed if one.start == day and one.end and one.end <= last]
        if not following:
            return None
        longest = max(following, key=lambda one: one.end or date.min)
        total += Fraction(closed[longest])
        day = longest.end + timedelta(1) if longest.end and longest.end < date.max else None
    return to_output_number(total)
