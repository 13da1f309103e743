"""Sums and means of values, plain or weighted: exact to the last decimal of the data.

A weighted sum adds up products of a value and a weight; a plain sum is one of products of a single factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import prod
from operator import add

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import CONSTRAINT_ERROR
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.frames.scaled import (
    SCALED_ONE,
    Quotient,
    ScaledInteger,
    align_units,
    as_floats,
    multiply_scaled,
    scale_columns,
    to_exact_number,
)
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import (
    AnswersByGroup,
    ExactNumber,
    GroupAnswer,
    MeasureQuery,
    aggregate_groups,
    fetch_values,
)
from roundtable_cli.indicators.measures.rollup_context import RollupContext, RollupExpressions
from roundtable_cli.tables.values.numerals import INT64_LIMIT

MIN_ROWS_TO_SCALE = 1_000  # so many values are added up one by one in less time than it takes to find their scale
MAX_ROWS_ONE_BY_ONE = 1_000_000  # up to so many, values that no whole numbers can hold are added up one by one

# Over the rows of a view


def sum_values(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The sum of the values."""
    return sum_products(view, keys, [query.operand])


def sum_weighted_values(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The sum of the values times their weights."""
    return sum_products(view, keys, [check_weights(query, view), query.operand])


def sum_weights(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The sum of the weights: how many people the rows stand for."""
    return sum_products(view, keys, [check_weights(query, view)])


def compute_mean(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The sum of the values over their number."""
    sums = sum_values(query, view, keys)
    return {key: _divide_answer(answer, answer.rows - answer.missing) for key, answer in sums.items()}


def compute_weighted_mean(query: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The sum of the values times their weights, over the sum of the weights of the rows that have a value."""
    sums = sum_weighted_values(query, view, keys)
    weights = sum_weights(query, view.filter_rows(~view[query.operand].is_null()), keys)
    return {key: _divide_answer(answer, weights.get(key, GroupAnswer(0)).value) for key, answer in sums.items()}


def _divide_answer(answer: GroupAnswer, divisor: object) -> GroupAnswer:
    """An answer over a number; without a value where one of the two is none, or the number is 0."""
    if not isinstance(answer.value, ExactNumber) or not isinstance(divisor, ExactNumber) or not divisor:
        return answer._replace(value=None)
    return answer._replace(value=Fraction(answer.value) / divisor)


def check_weights(query: MeasureQuery, view: TableView) -> BoundColumn:
    """The column of weights. Refused where a row of the view has none, or a negative one; every such row is named."""
    weight = query.weight
    if weight is None:
        raise TypeError(query)
    is_long = weight.field.has_long_numbers
    is_negative = view[weight].str.starts_with("-") if is_long else view[weight] < 0
    faulty = view.filter_rows(view[weight].is_null() | is_negative)
    rows = sorted(
        view.engine.fetch_rows(
            faulty.frame.select(view[row_number()].alias("row"), view[weight].is_null().alias("is_missing"))
        )
    )
    if not rows:
        return weight
    faults = {True: "a weight is missing", False: "a weight is negative"}
    remedy = "correct it, or leave the row out by a condition in where"
    places = view.locate_rows(ordinal for ordinal, _ in rows)
    raise Refused(
        *(
            Finding(CONSTRAINT_ERROR, faults[is_missing], remedy, *place, weight.field.name)
            for (_, is_missing), place in zip(rows, places, strict=True)
        )
    )


def sum_products(view: TableView, keys: Sequence[str], columns: Sequence[BoundColumn]) -> AnswersByGroup:
    """The sum of the products of some columns, of rows where none of them is missing.

    Of few rows, and of long numbers, value by value; of more as whole numbers, in one query. Where these would grow too
    large, value by value again; of very many rows in floats, and the answer says so.
    """
    has_long_numbers = any(column.field.has_long_numbers for column in columns)
    if view.record_count <= MIN_ROWS_TO_SCALE or has_long_numbers:
        return _sum_one_by_one(view, keys, columns)
    product = multiply_scaled(scale_columns(view, *columns))
    is_exact = product.is_exact and product.largest * view.record_count < INT64_LIMIT
    if not is_exact and view.record_count <= MAX_ROWS_ONE_BY_ONE:
        return _sum_one_by_one(view, keys, columns)
    number = product.number if is_exact else product.number.cast(nw.Float64) / product.unit
    prepared = view.with_column("product", number)
    present = view[columns[0]].count()
    if len(columns) > 1:  # to count the values of one column takes no column more
        prepared = prepared.with_column("is_present", nw.when(product.is_present).then(nw.lit(1)))
        present = nw.col("is_present").count()
    answers = {}
    for key, group in aggregate_groups(prepared, keys, sum=nw.col("product").sum(), present=present).items():
        total = Fraction(int(group["sum"] or 0), product.unit) if is_exact else to_exact_number(group["sum"] or 0.0)
        answers[key] = _sum_answer(total, group["rows"], group["present"], inexact=not is_exact)
    return answers


def _sum_one_by_one(view: TableView, keys: Sequence[str], columns: Sequence[BoundColumn]) -> AnswersByGroup:
    answers = {}
    for key, rows in fetch_values(view, keys, columns).items():
        products = [prod(factor for factor in row if factor is not None) for row in rows if None not in row]
        answers[key] = _sum_answer(sum(products), len(rows), len(products))
    return answers


def _sum_answer(total: ExactNumber, rows: int, present: int, inexact: bool = False) -> GroupAnswer:
    """The answer for a sum: 0 over no rows, and none over rows that all lack a value."""
    return GroupAnswer(total if present or not rows else None, rows, rows - present, inexact=inexact)


# Over the rows that belong to a row


def rollup_sum(context: RollupContext) -> RollupExpressions:
    """The sum of the values; 0 where no row belongs, none where all of those that belong lack a value."""
    per_row, per_group, total = _rollup_sum_parts(context)
    total = total._replace(is_present=total.is_present | (context.part("n") == 0))
    return RollupExpressions(per_row, per_group, context.scale_value(total), adds_up=total.is_exact)


def rollup_mean(context: RollupContext) -> RollupExpressions:
    """The sum of the values over their number."""
    per_row, per_group, total = _rollup_sum_parts(context)
    value = context.scale_value(total, context.scale_count(context.part("c")))
    return RollupExpressions(per_row, per_group, value, adds_up=total.is_exact)


def _rollup_sum_parts(context: RollupContext) -> tuple[dict[str, nw.Expr], dict[str, nw.Expr], ScaledInteger]:
    """What is worked out and asked for a sum, the number of its values (`c`) and of its rows (`n`) too; and the sum."""
    (number,) = scale_columns(context.view, context.derivation.columns[0])
    if context.definition.blank_is_zero:
        number = number.with_blanks_as_zero()
    largest = number.largest * context.view.record_count
    if largest >= INT64_LIMIT:
        (number,) = as_floats([number])
    holds = nw.lit(value=True) if context.predicate is None else context.predicate
    is_present = nw.all_horizontal(holds, number.is_present, ignore_nulls=False)
    one, zero = nw.lit(1), nw.lit(0)
    per_row = {
        "": nw.when(is_present).then(number.number).otherwise(zero),
        "p": nw.when(is_present).then(one).otherwise(zero),
        "r": nw.when(holds).then(one).otherwise(zero),
    }
    per_group = {"s": context.part("").sum(), "c": context.part("p").sum(), "n": context.part("r").sum()}
    total = number._replace(number=context.part("s"), is_present=context.part("c") > 0, largest=largest)
    return per_row, per_group, total


# Over columns of a row


def sum_terms(numbers: Sequence[ScaledInteger]) -> Quotient:
    """The sum of those that are present; none where none is."""
    aligned = align_units(numbers)
    total = reduce(add, (number.number for number in aligned))
    is_present = nw.any_horizontal(*(number.is_present for number in aligned), ignore_nulls=False)
    largest = sum(number.largest for number in aligned)
    return Quotient(aligned[0]._replace(number=total, is_present=is_present, largest=largest))


def mean_terms(numbers: Sequence[ScaledInteger]) -> Quotient:
    """The sum of those that are present, over their number."""
    return Quotient(sum_terms(numbers).top, count_scaled(numbers))


def count_scaled(numbers: Sequence[ScaledInteger]) -> ScaledInteger:
    """How many of some numbers are present."""
    ones = [nw.when(number.is_present).then(nw.lit(1)).otherwise(nw.lit(0)) for number in numbers]
    return SCALED_ONE._replace(number=reduce(add, ones), largest=len(numbers))
