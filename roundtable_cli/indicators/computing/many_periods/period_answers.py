"""The answers of an indicator in each of many periods, and in each to date, from a few queries for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from roundtable_cli.errors import EngineFailure, Refused
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing import category_columns, cell_answers, windows
from roundtable_cli.indicators.computing.computed_answers import IndicatorAnswers
from roundtable_cli.indicators.computing.many_periods import running_answers
from roundtable_cli.indicators.computing.many_periods.period_grid import PeriodGrid
from roundtable_cli.indicators.computing.many_periods.running_answers import TimedQuery
from roundtable_cli.indicators.computing.many_periods.running_tallies import (
    RunningTally,
    TallyArithmetic,
    choose_arithmetic,
)
from roundtable_cli.indicators.computing.many_periods.timed_rows import (
    POSITION,
    TimedRows,
    time_rows,
    time_undated_rows,
)
from roundtable_cli.indicators.computing.windows import PeriodQuery
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupAnswer
from roundtable_cli.indicators.results import CellKey

Cells = dict[CellKey, GroupAnswer]


class PeriodAnswers(NamedTuple):
    """The answers in each period of a grid, in order: of its own rows, and of all rows to its end."""

    own: Sequence[IndicatorAnswers]
    to_date: Sequence[IndicatorAnswers]


def answer_periods(
    bound: BoundIndicator, follow: Callable[[], PeriodQuery | None], grid: PeriodGrid
) -> PeriodAnswers | None:
    """The answers of an indicator in all periods of a grid; None where each period must be asked for alone.

    `follow` gives the query over the rows of all time: where their calculated columns depend on the date, with the
    positions from which and to which each row is as it stands (see `known_rows`); None where these are not known.
    """
    may_leave = bound.depends_on_date
    arithmetic = choose_arithmetic(bound, may_leave)
    try:
        query = follow() if arithmetic else None
        return _answer_together(query, arithmetic, grid, may_leave) if query and arithmetic else None
    except EngineFailure:
        raise
    except Refused:
        return None  # one period alone may not be refused, or its refusal says more


def _answer_together(
    query: PeriodQuery, arithmetic: TallyArithmetic, grid: PeriodGrid, may_leave: bool
) -> PeriodAnswers | None:
    bound = query.bound
    if bound.date is None:
        return None
    view = time_rows(windows.first_dated_rows(bound, query.rows), bound.date, grid, may_leave)
    own: list[Cells] = [{} for _ in grid.periods]
    to_date: list[Cells] = [{} for _ in grid.periods]
    for breakdowns in _subsets(bound.breakdowns):
        with_keys = category_columns.add_category_columns(bound, view, query.categories, breakdowns)
        timed = TimedQuery(query, arithmetic, TimedRows(*with_keys, may_leave))
        groups = _answer_groups(timed, len(grid.periods))
        if groups is None:
            return None
        for position, (of_period, running) in enumerate(groups):
            for cells, answers in ((own, of_period), (to_date, running)):
                cell_of = {key: cell_answers.cell_of_group(breakdowns, key) for key in answers}
                cells[position] |= {cell_of[key]: answer for key, answer in answers.items()}
    undated = _count_undated_rows(query, bound.date, grid)
    in_period = query._replace(period=grid.periods[-1])
    finished = [
        [
            IndicatorAnswers(bound, cell_answers.hide_small_groups(in_period, cells), undated[position])
            for position, cells in enumerate(of_periods)
        ]
        for of_periods in (own, to_date)
    ]
    return PeriodAnswers(*finished)


def _subsets(breakdowns: Sequence[BoundBreakdown]) -> Iterator[tuple[BoundBreakdown, ...]]:
    """Some of the breakdowns, all of them, and none."""
    for size in range(len(breakdowns) + 1):
        yield from combinations(breakdowns, size)


def _answer_groups(timed: TimedQuery, count: int) -> list[tuple[AnswersByGroup, AnswersByGroup]] | None:
    """The answers of each group in so many periods: of the rows of each, and of all to its end.

    None where they do not add up.
    """
    bound = timed.query.bound
    is_state = bound.indicator.accumulation == "latest"
    if is_state:
        timed = timed.with_view(windows.latest_rows_per_group(bound, timed.rows.view, POSITION))
    own = running_answers.measure_own_periods(timed)
    if any(answer.inexact or isinstance(answer.value, str) for groups in own.values() for answer in groups.values()):
        return None  # sums of floats depend on their order, and the order of texts on the engine
    run = running_answers.carry_forward if is_state else running_answers.add_up
    to_date = run(timed, own, count)
    if to_date is None:
        return None
    # Without a breakdown there is a group in every period, even over no rows.
    nothing: AnswersByGroup = {} if timed.rows.keys else {(): timed.make_answer(RunningTally())}
    is_cumulative = bound.indicator.accumulation == "cumulative"
    return [
        (nothing | (running if is_cumulative else own.get(position, {})), nothing | running)
        for position, running in enumerate(to_date)
    ]


def _count_undated_rows(query: PeriodQuery, day: BoundColumn, grid: PeriodGrid) -> list[dict[CellKey, int]]:
    """In each cell the rows without a date, which no period counts, as known at the end of each period."""
    if not query.bound.depends_on_date:
        return [cell_answers.count_undated_rows(query._replace(period=grid.periods[-1]))] * len(grid.periods)
    counts: list[dict[CellKey, int]] = [{} for _ in grid.periods]
    undated = time_undated_rows(query.rows, day, grid)
    for breakdowns in _subsets(query.bound.breakdowns):
        with_keys = category_columns.add_category_columns(query.bound, undated, query.categories, breakdowns)
        for (*key, first), step in TimedRows(*with_keys, may_leave=True).count_steps(None).items():
            cell = cell_answers.cell_of_group(breakdowns, tuple(key))
            for position in range(first, len(grid.periods)):
                counts[position][cell] = counts[position].get(cell, 0) + step
    return counts
