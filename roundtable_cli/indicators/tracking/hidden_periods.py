"""Values of periods that are hidden in a tracking table, because its lines together tell what few people have.

A period's own value is what the value to date grows by, and the life of project holds them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.results import Result
from roundtable_cli.indicators.small_groups import tells_few_people


class PeriodResults(NamedTuple):
    """The value of one indicator in one cell: in a period (None: life of project), and to date."""

    period: ReportingPeriod | None
    result: Result
    to_date: Result | None

    def hide_values(self) -> PeriodResults:
        """The results without both values."""
        return self._replace(result=self.result.hide_value(), to_date=self.to_date and self.to_date.hide_value())


def hide_telling_values(lines: Sequence[PeriodResults], least: int) -> list[PeriodResults]:
    """The lines of one indicator and cell, in order, without the values that together tell what few people have.

    Of several periods with the life of project all are shown or none. Of one alone the value to date is hidden.
    """
    periods = [line for line in lines if line.period]
    if not any(line.result.size or line.result.is_hidden for line in lines) or not periods:
        return [*lines]
    if len(lines) == 1:
        (line,) = lines
        is_telling = not line.result.is_hidden and _differ_by_few(line.result, line.to_date, least)
        return [line._replace(to_date=line.to_date.hide_value()) if is_telling and line.to_date else line]
    shown = chain.from_iterable((line.result, line.to_date) for line in periods)
    whole = next((line.result for line in lines if not line.period), None)
    is_telling = (
        any(result and result.is_hidden for result in shown)
        or _differ_by_few(periods[0].result, periods[0].to_date, least)
        or _differ_by_few(periods[-1].to_date, whole, least)
    )
    return [line.hide_values() if is_telling and line.period else line for line in lines]


def _differ_by_few(part: Result | None, whole: Result | None, least: int) -> bool:
    """Whether one value less the other is over too few people; not where one of them is not shown."""
    if not (part and whole and part.size and whole.size) or part.is_hidden or whole.is_hidden:
        return False
    return tells_few_people(part.size, whole.size, least)
