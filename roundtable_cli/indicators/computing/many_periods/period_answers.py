"""The answers of an indicator in each of many periods, and in each to date, from a few queries for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from roundtable_cli.errors import EngineFailure, Refused
from roundtable_cli.indicators.computing import category_columns, cell_answers, windows
from roundtable_cli.indicators.computing.computed_answers import IndicatorAnswers
from roundtable_cli.indicators.computing.many_periods import running_answers
from roundtable_cli.indicators.computing.many_periods.period_grid import PeriodGrid
from roundtable_cli.indicators.computing.many_periods.running_answers import TimedQuery
from roundtable_cli.indicators.computing.many_periods.running_tallies import RunningTally, choose_arithmetic
from roundtable_cli.indicators.computing.many_periods.timed_rows import POSITION, TimedRows, time_rows
from roundtable_cli.indicators.computing.windows import PeriodQuery
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupAnswer
from roundtable_cli.indicators.results import CellKey

Cells = dict[CellKey, GroupAnswer]


class PeriodAnswers(NamedTuple):
    """The answers in each period of a grid, in order: of its own rows, and of all rows to its end."""

    own: Sequence[IndicatorAnswers]
    to_date: Sequence[IndicatorAnswers]


def answer_periods(query: PeriodQuery, grid: PeriodGrid, may_leave: bool = False) -> PeriodAnswers | None:
    """The answers in all periods of a grid; None where they must be asked for one period at a time.

    The query is of the rows of all time; where these `may_leave`, they are as `known_rows` gives them.
    """
    try:
        return _answer_together(query, grid, may_leave)
    except EngineFailure:
        raise
    except Refused:
        return None  # one period alone may not be refused, or its refusal says more


def _answer_together(query: PeriodQuery, grid: PeriodGrid, may_leave: bool) -> PeriodAnswers | None:
    bound, arithmetic = query.bound, choose_arithmetic(query.bound, may_leave)
    if bound.date is None or arithmetic is None:
        return None
    view = time_rows(windows.first_dated_rows(bound, query.rows), bound.date, grid, may_leave)
    own: list[Cells] = [{} for _ in grid.periods]
    to_date: list[Cells] = [{} for _ in grid.periods]
    for size in range(len(bound.breakdowns) + 1):
        for breakdowns in combinations(bound.breakdowns, size):
            with_keys = category_columns.add_category_columns(bound, view, query.categories, breakdowns)
            timed = TimedQuery(query, arithmetic, TimedRows(*with_keys, may_leave))
            groups = _answer_groups(timed, len(grid.periods))
            if groups is None:
                return None
            for position, (of_period, running) in enumerate(groups):
                for cells, answers in ((own, of_period), (to_date, running)):
                    cell_of = {key: cell_answers.cell_of_group(breakdowns, key) for key in answers}
                    cells[position] |= {cell_of[key]: answer for key, answer in answers.items()}
    finished = [[*_finish_cells(query, grid, cells)] for cells in (own, to_date)]
    return PeriodAnswers(*finished)


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


def _finish_cells(query: PeriodQuery, grid: PeriodGrid, cells: Iterable[Cells]) -> Iterator[IndicatorAnswers]:
    """The answers of each period, without values that would tell what few people have."""
    in_period = query._replace(period=grid.periods[-1])
    undated = cell_answers.count_undated_rows(in_period)
    for of_period in cells:
        yield IndicatorAnswers(query.bound, cell_answers.hide_small_groups(in_period, of_period), undated)
