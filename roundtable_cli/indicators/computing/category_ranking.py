"""Breakdowns sorted by value: the largest first, and of many the first few, the others taken together in one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.computing import cell_answers
from roundtable_cli.indicators.computing.computed_answers import ComputedAnswers, IndicatorAnswers
from roundtable_cli.indicators.computing.windows import PeriodQuery
from roundtable_cli.indicators.definitions.dimensions import NONE_OF_THESE, NOT_RECORDED, Category, Dimension
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.measures.answers import ExactNumber
from roundtable_cli.indicators.results import CellKey, Note


class _Ranking(NamedTuple):
    """The categories of a dimension in the order of their values, as the indicator that decides has them.

    Those `apart`, such as `not recorded`, stand behind them and are never taken together with others. Of those with a
    value that must not be shown, `hidden_count`, no place may tell it: they stand as those without any.
    """

    dimension: Dimension
    indicator: Indicator
    values: Mapping[str, Any]
    categories: Sequence[Category]
    apart: Sequence[Category]
    hidden_count: int = 0

    def cell(self, category: Category) -> CellKey:
        return ((self.dimension.name, category.code),)


class _Merging(NamedTuple):
    """The keys of the categories that are shown, the cells of the others, and the cell that these have together."""

    shown: Sequence[str]
    others: Sequence[CellKey]
    cell: CellKey


def rank_categories(computed: ComputedAnswers, find_query: Callable[[str], PeriodQuery]) -> ComputedAnswers:
    """The answers with the categories of each sorted breakdown in order, and the answers of those taken together.

    `find_query` gives what is asked of an indicator, by its code.
    """
    for name in computed.request.sorted_names:
        ranking = _sort_categories(computed, computed.framework.find_dimension(name))
        is_told = len(computed.request.codes) > 1
        notes = [Note("sorted-by", ranking.indicator, {"dimension": name})] if is_told else []
        if ranking.hidden_count:
            notes.append(Note("not-ranked", ranking.indicator, {"dimension": name, "rows": ranking.hidden_count}))
        computed = replace(computed, ranking_notes=(*computed.ranking_notes, *notes))
        computed = _merge_others(computed, find_query, ranking)
    return computed


def _sort_categories(computed: ComputedAnswers, dimension: Dimension) -> _Ranking:
    """The categories in the order of their values in the first indicator that has any; those without one last."""
    categories = computed.shown[dimension.name]
    is_apart = {NOT_RECORDED, *([NONE_OF_THESE] if dimension.has_conditions else [])}
    apart = [category for category in categories if category.code in is_apart]
    named = [category for category in categories if category.code not in is_apart]
    values, decisive, hidden_count = _choose_values(computed, dimension, named)
    if not all(isinstance(value, ExactNumber | datetime) for value in values.values()):
        fault = f"the values of {decisive.code} are texts, which have no largest one to sort {dimension.name} by"
        raise definition_error(fault, "leave out top and sort")
    ordered = sorted((one for one in named if one.code in values), key=lambda one: values[one.code], reverse=True)
    ordered += [one for one in named if one.code not in values]
    return _Ranking(dimension, decisive, values, ordered, apart, hidden_count)


def _choose_values(
    computed: ComputedAnswers, dimension: Dimension, named: Sequence[Category]
) -> tuple[dict[str, Any], Indicator, int]:
    """The values that decide the order, the first indicator that has any shown, and how many of its own are hidden."""
    first = None
    for indicator in (computed.framework.indicators[code] for code in computed.request.codes):
        answers = {one.code: computed.answer_in_cell(indicator, ((dimension.name, one.code),)) for one in named}
        if computed.tells_few_people(indicator):
            answers = {code: answer.hide_value() for code, answer in answers.items()}
        values = {code: answer.value for code, answer in answers.items() if answer.value is not None}
        found = values, indicator, sum(answer.is_hidden for answer in answers.values())
        if values:
            return found
        first = first or found
    return first or ({}, computed.framework.indicators[computed.request.codes[0]], 0)


def _merge_others(
    computed: ComputedAnswers, find_query: Callable[[str], PeriodQuery], ranking: _Ranking
) -> ComputedAnswers:
    """The answers with those of the categories behind the first few, taken together, where there are any."""
    name, top = ranking.dimension.name, computed.request.top
    kept, others = ranking.categories[:top], ranking.categories[top:]
    if not top or not others:
        return replace(computed, shown={**computed.shown, name: (*ranking.categories, *ranking.apart)})
    merged = Category(f"others ({len(others)})", merged_count=len(others))
    if merged.code in {category.code for category in ranking.categories}:
        raise definition_error(f'{name} has a category "{merged.code}" already', "ask for all with --top 0")
    merging = _Merging(
        [category.code for category in (*kept, *ranking.apart)], [*map(ranking.cell, others)], ranking.cell(merged)
    )
    least = computed.framework.least_people
    answers_by_code = {
        code: _add_merged_answer(answers, find_query(code), merging, least)
        for code, answers in computed.answers_by_code.items()
    }
    least_shown = ranking.values.get(kept[-1].code)
    tied = [one for one in others if least_shown is not None and ranking.values.get(one.code) == least_shown]
    notes = [Note("tied", ranking.indicator, {"rows": len(tied), "dimension": name})] if tied else []
    shown = (*kept, merged, *ranking.apart)
    return replace(
        computed,
        answers_by_code=answers_by_code,
        shown={**computed.shown, name: shown},
        ranking_notes=(*computed.ranking_notes, *notes),
    )


def _add_merged_answer(
    answers: IndicatorAnswers, query: PeriodQuery, merging: _Merging, least_people: int
) -> IndicatorAnswers:
    """An indicator's answers with that of the categories taken together, in a cell of its own.

    It is hidden where it is of few people, or where one of these categories is: by the others it would be told.
    """
    if answers.lacks_date or not query.bound.breakdowns:
        return answers
    shown, others, cell = merging
    answer, undated = cell_answers.answer_merged_categories(query, shown)
    own_hidden = query.bound.personal_values and 0 < (answer.people or 0) < least_people
    if own_hidden or any(answers.by_cell[other].is_hidden for other in others if other in answers.by_cell):
        answer = answer.hide_value()
    undated_rows = {**answers.undated_rows, cell: undated} if undated else answers.undated_rows
    return answers._replace(by_cell={**answers.by_cell, cell: answer}, undated_rows=undated_rows)
