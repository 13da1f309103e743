"""The answers of an indicator's measure in each cell, and the rows that count there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import narwhals.stable.v2 as nw

from roundtable_cli.indicators import small_groups
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, row_number
from roundtable_cli.indicators.computing import category_columns, windows
from roundtable_cli.indicators.computing.computed_answers import IndicatorAnswers
from roundtable_cli.indicators.computing.windows import PeriodQuery, Window
from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures import currency, people
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupAnswer, GroupKey, MeasureQuery
from roundtable_cli.indicators.measures.catalogue import AGGREGATIONS, WEIGHTED_AGGREGATIONS
from roundtable_cli.indicators.measures.counts import count_rows
from roundtable_cli.indicators.results import CellKey, GroupSize
from roundtable_cli.tables.source import RowOrTablePlace


def answer_query(query: PeriodQuery) -> IndicatorAnswers:
    """The answers for every subset of the breakdowns, the empty one too: a group per combination of categories."""
    if query.period is not None and query.bound.date is None:
        return IndicatorAnswers(query.bound, lacks_date=True)
    cells: dict[CellKey, GroupAnswer] = {}
    for size in range(len(query.bound.breakdowns) + 1):
        for breakdowns in combinations(query.bound.breakdowns, size):
            for window in windows.iter_windows(query, breakdowns):
                for key, answer in apply_measure(query, window).items():
                    cells[cell_of_group(breakdowns, window.group_key(key))] = answer
    return IndicatorAnswers(query.bound, hide_small_groups(query, cells), count_undated_rows(query))


def answer_merged_categories(query: PeriodQuery, kept: Sequence[str]) -> tuple[GroupAnswer, int]:
    """The answer over the rows of all categories of the only breakdown but those `kept`, and how many have no date.

    A row that is in several of them counts once, and so does a person; rows without a category do not count.
    """
    (breakdown,) = query.bound.breakdowns
    (window,) = windows.iter_windows(query, [breakdown])
    merged = Window(_rows_of_others(window.view, window.keys[0], breakdown, kept), ())
    answer = apply_measure(query, merged)[()]
    if query.period is None:
        return answer, 0
    undated = windows.rows_without_date(query.bound, query.rows)
    view, (key,) = category_columns.add_category_columns(query.bound, undated, query.categories, [breakdown])
    return answer, count_rows(MeasureQuery(), _rows_of_others(view, key, breakdown, kept), ())[()].rows


def _rows_of_others(view: TableView, key: str, breakdown: BoundBreakdown, kept: Sequence[str]) -> TableView:
    """The rows in other categories than those kept, each once."""
    others = view.filter_rows(~nw.col(key).is_null(), ~nw.col(key).is_in([*kept]))
    return category_columns.drop_repeated_rows(others, ()) if breakdown.is_list or breakdown.tests else others


def cell_of_group(breakdowns: Sequence[BoundBreakdown], key: GroupKey) -> CellKey:
    """The cell of a group: a category per breakdown, `not recorded` where the row has none."""
    pairs = zip(breakdowns, key, strict=True)
    return tuple((breakdown.dimension.name, NOT_RECORDED if part is None else part) for breakdown, part in pairs)


def apply_measure(query: PeriodQuery, window: Window) -> AnswersByGroup:
    """The answer of each group; of amounts with the currency that they are in."""
    bound, indicator = query.bound, query.bound.indicator
    aggregations = WEIGHTED_AGGREGATIONS if bound.weight else AGGREGATIONS
    answers = aggregations[indicator.measure](query.measure_query, window.view, window.keys)
    answers = people.attach_people(bound, window.view, window.keys, answers, query.measure_query.meets)
    return currency.attach_currencies(bound, window.view, window.keys, answers, query.categories.binder.framework)


def hide_small_groups(query: PeriodQuery, cells: Mapping[CellKey, GroupAnswer]) -> Mapping[CellKey, GroupAnswer]:
    """The answers without values that would tell what few people have: where personal values are added up."""
    if not query.bound.personal_values:
        return cells
    sizes = {cell: GroupSize(answer.rows, answer.people or 0) for cell, answer in cells.items()}
    names = (breakdown.dimension.name for breakdown in query.bound.breakdowns if breakdown.is_by_time)
    is_running = query.bound.indicator.accumulation == "cumulative"
    running = next((name for name in names if is_running), "")
    least = query.categories.binder.framework.least_people
    hidden = small_groups.choose_hidden_cells(sizes, least, running)
    return {cell: answer.hide_value() if cell in hidden else answer for cell, answer in cells.items()}


def count_undated_rows(query: PeriodQuery) -> dict[CellKey, int]:
    """In each cell the rows without a date, which no period counts; none where no period is asked."""
    counted: dict[CellKey, int] = {}
    undated = windows.rows_without_date(query.bound, query.rows)
    untimed = [breakdown for breakdown in query.bound.breakdowns if not breakdown.is_by_time]
    for size in range(len(untimed) + 1) if query.period else ():
        for breakdowns in combinations(untimed, size):
            view, keys = category_columns.add_category_columns(query.bound, undated, query.categories, breakdowns)
            counts = count_rows(MeasureQuery(), view, keys)
            counted |= {cell_of_group(breakdowns, key): answer.rows for key, answer in counts.items()}
    return counted


def locate_counted_rows(query: PeriodQuery, cell: CellKey = ()) -> list[RowOrTablePlace]:
    """The file and the spreadsheet's row of each row that counts in a cell, in the order of the files.

    A row that counts there for several values, as one of a list does, is named once. The indicator must be bound so
    that its rows can be located.
    """
    if query.period is not None and query.bound.date is None:
        return []
    by_name = {breakdown.dimension.name: breakdown for breakdown in query.bound.breakdowns}
    breakdowns = [by_name[name] for name, _ in cell]
    ordinals: set[int] = set()
    for window in windows.iter_windows(query, breakdowns):
        selected = window.view.frame.select(*window.keys, window.view[row_number()].alias("row"))
        for *key, ordinal in window.view.engine.fetch_rows(selected):
            if cell_of_group(breakdowns, window.group_key(tuple(key))) == cell:
                ordinals.add(ordinal)
    return query.rows.locate_rows(sorted(ordinals))
