"""The median: the value in the middle, or the mean of the two middle values of an even number. Numbers only.

The middle of two dates may be half a day, which no date column has, so dates have no median.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from operator import add

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.frames.scaled import SCALED_ONE, Quotient, ScaledInteger, align_units, to_exact_number
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import (
    AnswersByGroup,
    ExactNumber,
    GroupAnswer,
    MeasureQuery,
    aggregate_groups,
    choose_long_numbers,
)
from roundtable_cli.indicators.measures.rollup_context import RollupContext, RollupExpressions
from roundtable_cli.indicators.measures.sums import count_scaled, sum_terms

# Over the rows of a view


def find_median(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The median of the values: the engine finds those in the middle, and Python takes their mean, exactly."""
    if query.operand.field.has_long_numbers:
        return choose_long_numbers(view, keys, query.operand, _middle_of)
    column = view[query.operand]
    groups = aggregate_groups(view, keys, present=column.count())
    rank, count = column.rank(method="ordinal"), column.count()
    if keys:
        rank, count = rank.over(*keys), count.over(*keys)
    ranked = view.filter_rows(~column.is_null()).with_column("rank", rank).with_column("count", count)
    middle = aggregate_groups(
        ranked.filter_rows(_is_middle("rank", "count")), keys, low=column.min(), high=column.max()
    )
    return {
        key: GroupAnswer(
            _mean_of_two(middle[key]["low"], middle[key]["high"]) if group["present"] else None,
            group["rows"],
            group["rows"] - group["present"],
        )
        for key, group in groups.items()
    }


def _middle_of(numbers: Sequence[ExactNumber]) -> Fraction:
    return Fraction(numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2]) / 2


def _mean_of_two(low: float, high: float) -> Fraction:
    return Fraction(to_exact_number(low) + to_exact_number(high)) / 2


def _is_middle(rank: str, count: str) -> nw.Expr:
    """Whether a rank, from 1, is the middle one of so many, or one of the two middle ones."""
    distance = nw.col(rank) * 2 - nw.col(count) - 1
    return (distance >= -1) & (distance <= 1)


# Over the rows that belong to a row


def rollup_median(context: RollupContext) -> RollupExpressions:
    """The median of the values."""
    value, keys = context.part("v"), context.rows.keys
    per_row = {
        "v": context.null_unless_holds(context.operand),
        "r": value.rank(method="ordinal").over(*keys),
        "c": value.count().over(*keys),
        "": nw.when(_is_middle(context.name + "r", context.name + "c")).then(value),
    }
    per_group = {"l": context.part("").min(), "h": context.part("").max()}
    low, high = (context.scale_operand(context.part(name)) for name in per_group)
    return RollupExpressions(per_row, per_group, context.scale_value(sum_terms([low, high]).top, _SCALED_TWO))


_SCALED_TWO = SCALED_ONE._replace(number=nw.lit(2), largest=2)

# Over columns of a row


def median_terms(numbers: Sequence[ScaledInteger]) -> Quotient:
    """The median of those that are present: the sum of the two numbers in the middle, over 2.

    Of an odd number the one in the middle is taken twice. Frames can't sort the columns of a row, so each number has as
    its rank how many others come before it.
    """
    aligned, count = align_units(numbers, times=2), count_scaled(numbers).number
    middle = [_times_in_the_middle(index, aligned, count) for index, _ in enumerate(aligned)]
    total = reduce(add, (number.number * times for number, times in zip(aligned, middle, strict=True)))
    largest = 2 * max(number.largest for number in aligned)
    return Quotient(aligned[0]._replace(number=total, is_present=count > 0, largest=largest), _SCALED_TWO)


def _times_in_the_middle(index: int, numbers: Sequence[ScaledInteger], count: nw.Expr) -> nw.Expr:
    """2 where a number is the middle one of those present, 1 where it is one of two, else 0."""
    own = numbers[index]
    before = [
        other.is_present & ((other.number <= own.number) if position < index else (other.number < own.number))
        for position, other in enumerate(numbers)
        if position != index
    ]
    one, zero = nw.lit(1), nw.lit(0)
    rank = reduce(add, (nw.when(test).then(one).otherwise(zero) for test in before), one)
    distance = rank * 2 - count - 1
    is_one_of_two = own.is_present & ((distance == 1) | (distance == -1))
    return (
        nw.when(own.is_present & (distance == 0))
        .then(nw.lit(2))
        .otherwise(nw.when(is_one_of_two).then(one).otherwise(zero))
    )
