"""The least and the greatest of the values, numbers or dates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.definitions.framework import CalculatedColumn
from roundtable_cli.indicators.frames.scaled import Quotient, ScaledInteger, align_units, to_exact_number
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import (
    AnswersByGroup,
    GroupAnswer,
    MeasureQuery,
    aggregate_groups,
    choose_long_numbers,
)
from roundtable_cli.indicators.measures.rollup_context import RollupContext, RollupExpressions

# Over the rows of a view


def find_minimum(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The least of the values."""
    if query.operand.field.has_long_numbers:
        return choose_long_numbers(view, keys, query.operand, min)
    return _extreme_answers(view, keys, view[query.operand], view[query.operand].min())


def find_maximum(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The greatest of the values."""
    if query.operand.field.has_long_numbers:
        return choose_long_numbers(view, keys, query.operand, max)
    return _extreme_answers(view, keys, view[query.operand], view[query.operand].max())


def _extreme_answers(view: TableView, keys: Sequence[str], column: nw.Expr, extreme: nw.Expr) -> AnswersByGroup:
    groups = aggregate_groups(view, keys, present=column.count(), value=extreme)
    return {
        key: GroupAnswer(to_exact_number(group["value"]), group["rows"], group["rows"] - group["present"])
        for key, group in groups.items()
    }


# Over the rows that belong to a row


def rollup_minimum(context: RollupContext) -> RollupExpressions:
    """The least of the values."""
    return _rollup_extreme(context, context.part("").min())


def rollup_maximum(context: RollupContext) -> RollupExpressions:
    """The greatest of the values."""
    return _rollup_extreme(context, context.part("").max())


def _rollup_extreme(context: RollupContext, extreme: nw.Expr) -> RollupExpressions:
    per_row = {"": context.null_unless_holds(context.operand)}
    return RollupExpressions(per_row, {"e": extreme}, context.own_value(context.part("e")))


# Over columns of a row


def minimum_terms(numbers: Sequence[ScaledInteger]) -> Quotient:
    """The least of those that are present."""
    return _extreme_terms(numbers, nw.min_horizontal)


def maximum_terms(numbers: Sequence[ScaledInteger]) -> Quotient:
    """The greatest of those that are present."""
    return _extreme_terms(numbers, nw.max_horizontal)


def _extreme_terms(numbers: Sequence[ScaledInteger], choose: Callable[..., nw.Expr]) -> Quotient:
    aligned = align_units(numbers, times=1)
    is_present = nw.any_horizontal(*(number.is_present for number in aligned), ignore_nulls=False)
    chosen = _choose_value(choose, [nw.when(number.is_present).then(number.number) for number in aligned]).fill_null(0)
    largest = max(number.largest for number in aligned)
    # The choice between numbers that may be missing is a float on pandas.
    number = chosen.cast(nw.Int64) if aligned[0].is_exact else chosen
    return Quotient(aligned[0]._replace(number=number, is_present=is_present, largest=largest))


def earliest_date(dates: Sequence[nw.Expr], _: CalculatedColumn) -> nw.Expr:
    """The earliest of the dates that are present."""
    return _choose_value(nw.min_horizontal, dates)


def latest_date(dates: Sequence[nw.Expr], _: CalculatedColumn) -> nw.Expr:
    """The latest of the dates that are present."""
    return _choose_value(nw.max_horizontal, dates)


def first_text(texts: Sequence[nw.Expr]) -> nw.Expr:
    """The first in order of the texts that are present: that of their signs' numbers in Unicode."""
    return reduce(lambda chosen, text: _replace_text(chosen, text, text < chosen), texts)


def last_text(texts: Sequence[nw.Expr]) -> nw.Expr:
    """The last in order of the texts that are present."""
    return reduce(lambda chosen, text: _replace_text(chosen, text, text > chosen), texts)


def _replace_text(chosen: nw.Expr, text: nw.Expr, is_better: nw.Expr) -> nw.Expr:
    return nw.when(chosen.is_null() | is_better.fill_null(value=False)).then(text).otherwise(chosen)


def _choose_value(choose: Callable[..., nw.Expr], values: Sequence[nw.Expr]) -> nw.Expr:
    return choose(*values) if len(values) > 1 else values[0]  # Spark chooses between two values at least
