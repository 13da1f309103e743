"""Percentiles, and the median, which is the 50th: of numbers in order, the one that so many per cent do not exceed.

The values stand at the ranks 0 to n − 1, and the percentile p is at the rank (n − 1) · p / 100. Between two ranks it is
taken in proportion: that is the method of PERCENTILE.INC in Excel, of numpy and pandas, and type 7 of Hyndman and Fan
(1996, Sample quantiles in statistical packages). Of an even number of values the median is the mean of the two in the
middle. Numbers only: the middle of two dates may be half a day, which no date column has.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial, reduce
from operator import add

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.frames.scaled import (
    SCALED_ONE,
    Quotient,
    ScaledInteger,
    align_units,
    as_floats,
    to_exact_number,
)
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
from roundtable_cli.indicators.measures.sums import count_scaled
from roundtable_cli.tables.values.numerals import INT64_LIMIT

_HALF = Fraction(1, 2)

# Over the rows of a view


def find_median(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The median of the values."""
    return _find_quantile(_HALF, query, view, keys)


def find_percentile(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The percentile of the values that the query asks for."""
    return _find_quantile(_quantile_of(query.at), query, view, keys)


def _quantile_of(percent: int | Decimal | None) -> Fraction:
    """A percentile as a part of 1."""
    if percent is None:
        raise TypeError(percent)  # the definitions are refused before
    return Fraction(percent) / 100


def _find_quantile(quantile: Fraction, query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """A quantile of each group: the engine finds the two values beside its rank, and Python goes between, exactly."""
    if query.operand.field.has_long_numbers:
        return choose_long_numbers(view, keys, query.operand, partial(_quantile_of_sorted, quantile))
    column = view[query.operand]
    groups = aggregate_groups(view, keys, present=column.count())
    rank, count = column.rank(method="ordinal"), column.count()
    if keys:
        rank, count = rank.over(*keys), count.over(*keys)
    ranked = view.filter_rows(~column.is_null()).with_column("rank", rank).with_column("count", count)
    beside = ranked.filter_rows(_is_beside_quantile(quantile, "rank", "count"))
    found = aggregate_groups(beside, keys, low=column.min(), high=column.max())
    return {
        key: GroupAnswer(
            _between(quantile, group["present"], found[key]["low"], found[key]["high"]) if group["present"] else None,
            group["rows"],
            group["rows"] - group["present"],
        )
        for key, group in groups.items()
    }


def _quantile_of_sorted(quantile: Fraction, numbers: Sequence[ExactNumber]) -> Fraction:
    """A quantile of numbers in order."""
    rank = (len(numbers) - 1) * quantile
    low = rank.numerator // rank.denominator
    return Fraction(numbers[low]) + (rank - low) * (numbers[min(low + 1, len(numbers) - 1)] - numbers[low])


def _between(quantile: Fraction, count: int, low: float, high: float) -> Fraction:
    """The number that lies between the two beside the rank of a quantile as the rank does between theirs."""
    first, second = Fraction(to_exact_number(low)), Fraction(to_exact_number(high))
    return first + (count - 1) * quantile % 1 * (second - first)


def _is_beside_quantile(quantile: Fraction, rank: str, count: str) -> nw.Expr:
    """Whether a rank, from 1, is that of a quantile of so many values, or one of the two next to it."""
    distance = (nw.col(count) - 1) * quantile.numerator - (nw.col(rank) - 1) * quantile.denominator
    return (distance > -quantile.denominator) & (distance < quantile.denominator)


# Over the rows that belong to a row


def rollup_median(context: RollupContext) -> RollupExpressions:
    """The median of the values."""
    return _rollup_quantile(_HALF, context)


def rollup_percentile(context: RollupContext) -> RollupExpressions:
    """The percentile of the values that the definition asks for."""
    return _rollup_quantile(_quantile_of(context.definition.rule.at), context)


def _rollup_quantile(quantile: Fraction, context: RollupContext) -> RollupExpressions:
    """The two values beside the rank of a quantile, the lower one as often as the rank is nearer to it."""
    value, keys = context.part("v"), context.rows.keys
    per_row = {
        "v": context.null_unless_holds(context.operand),
        "r": value.rank(method="ordinal").over(*keys),
        "c": value.count().over(*keys),
        "": nw.when(_is_beside_quantile(quantile, context.name + "r", context.name + "c")).then(value),
    }
    per_group = {"l": context.part("").min(), "h": context.part("").max(), "n": value.count()}
    low, high = align_units([context.scale_operand(context.part(name)) for name in ("l", "h")])
    times, largest = quantile.denominator, low.largest * quantile.denominator
    if largest >= INT64_LIMIT:
        low, high = as_floats([low, high])
    above = (context.part("n") - 1) * quantile.numerator % times
    top = low._replace(number=low.number * (times - above) + high.number * above, largest=largest)
    bottom = SCALED_ONE._replace(number=nw.lit(times), largest=times)
    return RollupExpressions(per_row, per_group, context.scale_value(top, bottom))


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
