"""An indicator's rows as one request sees them: which of them count in each cell, and the answers of its measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, row_number
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing import windows
from roundtable_cli.indicators.computing.results_table import IndicatorAnswers
from roundtable_cli.indicators.definitions.framework import NOT_RECORDED
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod
from roundtable_cli.indicators.frames import category_keys
from roundtable_cli.indicators.frames.dimension_categories import DimensionCategories
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures import currency
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupAnswer, GroupKey, MeasureQuery
from roundtable_cli.indicators.measures.catalogue import AGGREGATIONS, WEIGHTED_AGGREGATIONS
from roundtable_cli.indicators.measures.counts import count_rows
from roundtable_cli.indicators.results import CellKey
from roundtable_cli.tables.source import RowLocation


class PeriodQuery(NamedTuple):
    """What is asked of an indicator: its rows, which meet its conditions and the request's, in one period or in all.

    `periods` are those of each breakdown by time, by the name of its unit.
    """

    bound: BoundIndicator
    rows: TableView
    measure_query: MeasureQuery
    categories: DimensionCategories
    period: ReportingPeriod | None = None
    periods: Mapping[str, Sequence[ReportingPeriod]] = MappingProxyType({})


class Window(NamedTuple):
    """Rows that count for a set of breakdowns, and the columns that hold their category in each.

    For cumulative values each period of a breakdown by time has a window of its own, as a row counts in several:
    then `period_key` is the period, and `position` its place in the key of a group.
    """

    view: TableView
    keys: Sequence[str]
    position: int | None = None
    period_key: str | None = None

    def group_key(self, key: GroupKey) -> GroupKey:
        """The key of a group with the category of every breakdown, that of the window's own period too."""
        return key if self.position is None else (*key[: self.position], self.period_key, *key[self.position :])


def answer_query(query: PeriodQuery) -> IndicatorAnswers:
    """The answers for every subset of the breakdowns, the empty one too: a group per combination of categories."""
    if query.period is not None and query.bound.date is None:
        return IndicatorAnswers(query.bound, lacks_date=True)
    cells: dict[CellKey, GroupAnswer] = {}
    undated: dict[CellKey, int] = {}
    for size in range(len(query.bound.breakdowns) + 1):
        for breakdowns in combinations(query.bound.breakdowns, size):
            for window in iter_windows(query, breakdowns):
                for key, answer in _apply_measure(query, window).items():
                    cells[cell_of_group(breakdowns, window.group_key(key))] = answer
            undated |= _count_undated_rows(query, breakdowns)
    return IndicatorAnswers(query.bound, cells, undated)


def iter_windows(query: PeriodQuery, breakdowns: Sequence[BoundBreakdown]) -> Iterator[Window]:
    """The rows that count for one set of breakdowns: each in one window, unless values are cumulative over time."""
    bound, accumulation = query.bound, query.bound.indicator.accumulation
    by_time = next((breakdown for breakdown in breakdowns if _is_by_time(breakdown)), None)
    if by_time and accumulation == "cumulative":
        yield from _iter_cumulative_windows(query, breakdowns, by_time)
        return
    is_timed = query.period or any(breakdown.dimension.name in MONTHS_PER_UNIT for breakdown in bound.breakdowns)
    rows = windows.first_dated_rows(bound, query.rows) if is_timed else query.rows
    view = windows.rows_in_period(bound, rows, query.period, latest=not by_time)
    view, keys = _add_category_keys(query, view, breakdowns)
    if by_time and accumulation == "latest":
        view = windows.latest_rows_per_group(bound, view, keys[list(breakdowns).index(by_time)])
    yield Window(view, keys)


def _iter_cumulative_windows(
    query: PeriodQuery, breakdowns: Sequence[BoundBreakdown], by_time: BoundBreakdown
) -> Iterator[Window]:
    """For each period all rows up to its end; the rows without a date apart, where no period is asked for."""
    others = [breakdown for breakdown in breakdowns if breakdown is not by_time]
    views: dict[str | None, TableView] = {
        period.name: windows.rows_in_period(query.bound, query.rows, period.clip_end(query.period))
        for period in query.periods[by_time.dimension.name]
    }
    if not query.period:
        views[None] = windows.rows_without_date(query.bound, query.rows)
    for name, view in views.items():
        yield Window(*_add_category_keys(query, view, others), list(breakdowns).index(by_time), name)


def cell_of_group(breakdowns: Sequence[BoundBreakdown], key: GroupKey) -> CellKey:
    """The cell of a group: a category per breakdown, `not recorded` where the row has none."""
    pairs = zip(breakdowns, key, strict=True)
    return tuple((breakdown.dimension.name, NOT_RECORDED if part is None else part) for breakdown, part in pairs)


def _is_by_time(breakdown: BoundBreakdown) -> bool:
    return breakdown.date is not None and breakdown.dimension.name in MONTHS_PER_UNIT


def _add_category_keys(
    query: PeriodQuery, view: TableView, breakdowns: Sequence[BoundBreakdown]
) -> tuple[TableView, list[str]]:
    """The view with a column of category keys for each breakdown, and those columns' names."""
    keys: list[str] = []
    for index, breakdown in enumerate(breakdowns):
        keys.append(f"d{index}")
        view = category_keys.add_category_column(breakdown, view, query.categories, keys)
        if breakdown.dimension.assign:
            view = windows.assign_categories(query.bound, view, keys[-1], breakdown.dimension.assign)
            view = category_keys.drop_repeated_rows(view, keys) if breakdown.is_list else view
    return view, keys


def _apply_measure(query: PeriodQuery, window: Window) -> AnswersByGroup:
    """The answer of each group; of amounts with the currency that they are in."""
    bound, indicator = query.bound, query.bound.indicator
    aggregations = WEIGHTED_AGGREGATIONS if bound.weight else AGGREGATIONS
    answers = aggregations[indicator.measure](query.measure_query, window.view, window.keys)
    if bound.column is None or not indicator.traits.keeps_unit:
        return answers
    if bound.currency:
        framework = query.categories.binder.framework
        return currency.attach_currencies(bound, window.view, window.keys, answers, framework)
    if not bound.column.field.currency:
        return answers
    return {key: answer._replace(currencies=(bound.column.field.currency,)) for key, answer in answers.items()}


def _count_undated_rows(query: PeriodQuery, breakdowns: Sequence[BoundBreakdown]) -> dict[CellKey, int]:
    """The rows without a date, which no period counts."""
    if query.period is None or any(breakdown.dimension.name in MONTHS_PER_UNIT for breakdown in breakdowns):
        return {}
    view, keys = _add_category_keys(query, windows.rows_without_date(query.bound, query.rows), breakdowns)
    counts = count_rows(MeasureQuery(), view, keys)
    return {cell_of_group(breakdowns, key): answer.rows for key, answer in counts.items()}


def locate_counted_rows(query: PeriodQuery, cell: CellKey = ()) -> list[RowLocation]:
    """The file and the spreadsheet's row of each row that counts in a cell, in the order of the files.

    A row that counts there for several values, as one of a list does, is named once. The indicator must be bound so
    that its rows can be located.
    """
    if query.period is not None and query.bound.date is None:
        return []
    by_name = {breakdown.dimension.name: breakdown for breakdown in query.bound.breakdowns}
    breakdowns = [by_name[name] for name, _ in cell]
    ordinals: set[int] = set()
    for window in iter_windows(query, breakdowns):
        selected = window.view.frame.select(*window.keys, window.view[row_number()].alias("row"))
        for *key, ordinal in window.view.engine.fetch_rows(selected):
            if cell_of_group(breakdowns, window.group_key(tuple(key))) == cell:
                ordinals.add(ordinal)
    return query.rows.locate_rows(sorted(ordinals))
