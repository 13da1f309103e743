"""A computation asked for all of many periods together, before it is asked for the results of each.

The tracking table alone imports this: other requests are of one period.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from roundtable_cli.indicators.computing import prepared_rows
from roundtable_cli.indicators.computing.computation import IndicatorComputation
from roundtable_cli.indicators.computing.many_periods import known_rows
from roundtable_cli.indicators.computing.many_periods.period_answers import answer_periods
from roundtable_cli.indicators.computing.many_periods.period_grid import PeriodGrid, find_period_grid
from roundtable_cli.indicators.computing.many_periods.timed_rows import KNOWN_FROM, KNOWN_TO
from roundtable_cli.indicators.computing.windows import PeriodQuery
from roundtable_cli.indicators.definitions.periods import ReportingPeriod


def answer_all_periods(computation: IndicatorComputation, periods: Sequence[ReportingPeriod]) -> None:
    """Answers at once for all of some periods, and for all records to the end of each, as far as these add up.

    `compute_results` then looks the answers up. It works out those that are refused here, or do not add up.
    """
    grid = find_period_grid(periods)
    for code, bound in computation.bound_request.by_code.items() if grid else ():
        computation.report_progress(f"computing {code} in {len(periods)} periods")
        if grid and (answers := answer_periods(bound, partial(_follow_indicator, computation, code, grid), grid)):
            for period, own, to_date in zip(periods, *answers, strict=True):
                computation.keep_answers(code, period, own, to_date)


def _follow_indicator(computation: IndicatorComputation, code: str, grid: PeriodGrid) -> PeriodQuery | None:
    """What is asked of an indicator in all periods; None where its calculated columns can't be followed."""
    bound, tables = computation.bound_request.by_code[code], computation.tables
    if not bound.depends_on_date:
        return computation.period_query(code, None, {})
    if not known_rows.can_follow(bound):
        return None
    view = known_rows.follow_known_rows(tables, grid, bound.indicator.table, [*bound.columns])
    if view is None:
        return None
    prepared = prepared_rows.apply_conditions(tables, bound, [view], (KNOWN_FROM, KNOWN_TO))
    return PeriodQuery(bound, prepared.rows, prepared.query, tables.categories)
