"""Values of periods that are hidden in a tracking table, because its lines together tell what few people have.

A period's own value is what the value to date grows by, and the life of project holds them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.results import CellKey, Result
from roundtable_cli.indicators.small_groups import tells_few_people


class PeriodResults(NamedTuple):
    """The value of one indicator in one cell: in a period (None: life of project), and to date."""

    period: ReportingPeriod | None
    result: Result
    to_date: Result | None

    def hide_values(self) -> PeriodResults:
        """The results without both values."""
        return self._replace(result=self.result.hide_value(), to_date=self.to_date and self.to_date.hide_value())


def hide_telling_values(
    by_cell: Mapping[CellKey, Sequence[PeriodResults]], least: int
) -> dict[CellKey, list[PeriodResults]]:
    """The lines of one indicator by cell, in order, without the values that together tell what few people have.

    Of several periods with the life of project all are shown or none: in all cells, as the others and their total give
    back what is hidden in one. Of one period alone the values to date are hidden.
    """
    is_telling = any(_is_telling(lines, least) for lines in by_cell.values())
    return {
        cell: [_hide_line(line, len(lines) > 1) if is_telling else line for line in lines]
        for cell, lines in by_cell.items()
    }


def _is_telling(lines: Sequence[PeriodResults], least: int) -> bool:
    """Whether the periods of one cell together tell what few people have."""
    periods = [line for line in lines if line.period]
    if not any(line.result.size or line.result.is_hidden for line in lines) or not periods:
        return False
    if len(lines) == 1:
        (line,) = lines
        return not line.result.is_hidden and _differ_by_few(line.result, line.to_date, least)
    shown = chain.from_iterable((line.result, line.to_date) for line in lines)
    whole = next((line.result for line in lines if not line.period), None)
    return (
        any(result and result.is_hidden for result in shown)
        or _differ_by_few(periods[0].result, periods[0].to_date, least)
        or _differ_by_few(periods[-1].to_date, whole, least)
    )


def _hide_line(line: PeriodResults, is_one_of_several: bool) -> PeriodResults:
    """A line of a period without its values; of one period alone, without the value to date."""
    if line.period and is_one_of_several:
        return line.hide_values()
    return line._replace(to_date=line.to_date.hide_value()) if line.period and line.to_date else line


def _differ_by_few(part: Result | None, whole: Result | None, least: int) -> bool:
    """Whether one value less the other is over too few people; not where one of them is not shown."""
    if not (part and whole and part.size and whole.size) or part.is_hidden or whole.is_hidden:
        return False
    return tells_few_people(part.size, whole.size, least)
