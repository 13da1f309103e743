"""Weighted measures: rows of a survey stand for the people that their weight says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import narwhals.stable.v2 as nw

from roundtable_cli.errors import CONSTRAINT_ERROR, Finding, Refused
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.frames.scaled import INT64_LIMIT, scale_columns, to_exact_number
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures import row_columns
from roundtable_cli.indicators.measures.catalogue import (
    MAX_ROWS_ONE_BY_ONE,
    AnswersByGroup,
    ExactNumber,
    GroupAnswer,
    GroupKey,
    MeasureQuery,
    aggregate_groups,
)


def sum_weights(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The sum of the weights."""
    return _sum_products(view, keys, [_checked_weight_column(question, view)])


def sum_weighted_values(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The sum of the values times their weights."""
    return _sum_products(view, keys, [_checked_weight_column(question, view), *filter(None, (question.column,))])


def compute_weighted_mean(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The sum of the values times their weights, over the sum of the weights of those."""
    weight, column = _checked_weight_column(question, view), question.column
    there = view.filter_rows(~view[column].is_null()) if column else view
    weights = _sum_products(there, keys, [weight])
    return {
        key: _divide_by_weights(answer, weights.get(key))
        for key, answer in sum_weighted_values(question, view, keys).items()
    }


def compute_weighted_share(question: MeasureQuery, view: TableView, keys: Sequence[str]) -> AnswersByGroup:
    """The weights of the rows that meet the condition, over all of them."""
    weight = _checked_weight_column(question, view)
    meeting = _sum_products(view.filter_rows(question.meets) if question.meets is not None else view, keys, [weight])
    answers = {}
    for key, every in _sum_products(view, keys, [weight]).items():
        part = meeting.get(key, GroupAnswer(0))
        value = _divide_by_weights(part, every).value
        parts = (
            (part.value, every.value)
            if isinstance(part.value, ExactNumber) and isinstance(every.value, ExactNumber)
            else None
        )
        answers[key] = every._replace(value=value, parts=parts)
    return answers


WEIGHTED_AGGREGATIONS: Mapping[str, Callable[[MeasureQuery, TableView, Sequence[str]], AnswersByGroup]] = {
    "count": sum_weights,
    "sum": sum_weighted_values,
    "mean": compute_weighted_mean,
    "share": compute_weighted_share,
}


def _divide_by_weights(answer: GroupAnswer, weights: GroupAnswer | None) -> GroupAnswer:
    whole = weights.value if weights else None
    if not isinstance(answer.value, ExactNumber) or not isinstance(whole, ExactNumber) or not whole:
        return answer._replace(value=None)
    return answer._replace(value=Fraction(answer.value) / whole)


def _checked_weight_column(question: MeasureQuery, view: TableView) -> BoundColumn:
    """The column of weights. Refused where a row of the view has none, or a negative one; every such row is named."""
    weight = question.weight
    if weight is None:
        raise TypeError(question)
    faulty = view.filter_rows(view[weight].is_null() | (view[weight] < 0))
    rows = view.engine.fetch_rows(
        faulty.frame.select(view[row_number()].alias("row"), view[weight].is_null().alias("none"))
    )
    if rows:
        words = {True: "a weight is missing", False: "a weight is negative"}
        remedy, name = "correct it, or leave the row out with where", weight.field.name
        told = sorted(rows)
        places = view.locate_rows(row for row, _ in told)
        found = [(words[none], *place) for (_, none), place in zip(told, places, strict=True)]
        raise Refused(*(Finding(CONSTRAINT_ERROR, fault, remedy, file, at, name) for fault, file, at in found))
    return weight


def _sum_products(view: TableView, keys: Sequence[str], columns: Sequence[BoundColumn]) -> AnswersByGroup:
    """Sums of products, one by one, or of many rows all together."""
    if len(view.source) > MAX_ROWS_ONE_BY_ONE:
        return _sum_scaled_products(view, keys, columns)
    products: dict[GroupKey, list[ExactNumber | None]] = {} if keys else {(): []}
    selected = [view[column].alias(f"p{index}") for index, column in enumerate(columns)]
    for row in view.engine.fetch_rows(view.frame.select(*keys, *selected)):
        key, factors = row[: len(keys)], row[len(keys) :]
        product_ = None if None in factors else _multiply_exact([to_exact_number(factor) for factor in factors])
        products.setdefault(key, []).append(product_)
    return {key: _sum_present(values) for key, values in products.items()}


def _sum_scaled_products(view: TableView, keys: Sequence[str], columns: Sequence[BoundColumn]) -> AnswersByGroup:
    """Sums of products as whole numbers; in floats, and said so, where these would grow too large."""
    one, _ = row_columns.product_terms(scale_columns(view, *columns))
    holds = one.is_exact and one.largest * len(view.source) < INT64_LIMIT
    number = one.number if holds else one.number.cast(nw.Float64) / one.unit
    there = nw.when(one.is_present).then(nw.lit(1)).otherwise(nw.lit(0))
    products = view.with_column("product", number).with_column("there", there)
    answers = {}
    for key, got in aggregate_groups(
        products, keys, sum=nw.col("product").sum(), present=nw.col("there").sum()
    ).items():
        value = Fraction(int(got["sum"] or 0), one.unit) if holds else to_exact_number(got["sum"] or 0.0)
        answers[key] = _weighted_answer(value, got["rows"], int(got["present"] or 0), inexact=not holds)
    return answers


def _multiply_exact(factors: Sequence[ExactNumber]) -> ExactNumber:
    product: ExactNumber = 1
    for factor in factors:
        product *= factor
    return product


def _sum_present(values: Sequence[ExactNumber | None]) -> GroupAnswer:
    there = [value for value in values if value is not None]
    return _weighted_answer(sum(there, Fraction(0)), len(values), len(there), False)


def _weighted_answer(value: ExactNumber, rows: int, present: int, inexact: bool) -> GroupAnswer:
    return GroupAnswer(value if present or not rows else None, rows, rows - present, inexact=inexact)
