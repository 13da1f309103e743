"""Weighted measures: rows of a survey stand for the people that their weight says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.indicators.binding.bound_columns import Column, row_number
from roundtable_cli.indicators.frames.scaled import INT64, exact, whole
from roundtable_cli.indicators.frames.view import View
from roundtable_cli.indicators.measures import row_columns
from roundtable_cli.indicators.measures.catalogue import FEW, Answer, Answers, Exact, Key, Question, query


def count(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """The sum of the weights."""
    return _sums(view, keys, [_weight(question, view)])


def total(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """The sum of the values times their weights."""
    return _sums(view, keys, [_weight(question, view), *filter(None, (question.column,))])


def mean(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """The sum of the values times their weights, over the sum of the weights of those."""
    weight, column = _weight(question, view), question.column
    there = view.where(~view[column].is_null()) if column else view
    weights = _sums(there, keys, [weight])
    return {key: _over(answer, weights.get(key)) for key, answer in total(question, view, keys).items()}


def share(question: Question, view: View, keys: Sequence[str]) -> Answers:
    """The weights of the rows that meet the condition, over all of them."""
    weight = _weight(question, view)
    meeting = _sums(view.where(question.meets) if question.meets is not None else view, keys, [weight])
    answers = {}
    for key, every in _sums(view, keys, [weight]).items():
        part = meeting.get(key, Answer(0))
        value = _over(part, every).value
        parts = (part.value, every.value) if isinstance(part.value, Exact) and isinstance(every.value, Exact) else None
        answers[key] = every._replace(value=value, parts=parts)
    return answers


MEASURES: Mapping[str, Callable[[Question, View, Sequence[str]], Answers]] = {
    "count": count,
    "sum": total,
    "mean": mean,
    "share": share,
}


def _over(answer: Answer, weights: Answer | None) -> Answer:
    whole = weights.value if weights else None
    if not isinstance(answer.value, Exact) or not isinstance(whole, Exact) or not whole:
        return answer._replace(value=None)
    return answer._replace(value=Fraction(answer.value) / whole)


def _weight(question: Question, view: View) -> Column:
    """The column of weights. Refused where a row of the view has none, or a negative one; every such row is named."""
    weight = question.weight
    if weight is None:
        raise TypeError(question)
    faulty = view.where(view[weight].is_null() | (view[weight] < 0))
    rows = view.engine.fetch(faulty.frame.select(view[row_number()].alias("row"), view[weight].is_null().alias("none")))
    if rows:
        words = {True: "a weight is missing", False: "a weight is negative"}
        remedy, name = "correct it, or leave the row out with where", weight.field.name
        told = sorted(rows)
        places = view.places(row for row, _ in told)
        found = [(words[none], *place) for (_, none), place in zip(told, places, strict=True)]
        raise Refused(*(Finding("constraint-error", fault, remedy, file, at, name) for fault, file, at in found))
    return weight


def _sums(view: View, keys: Sequence[str], columns: Sequence[Column]) -> Answers:
    """Sums of products, one by one, or of many rows all together."""
    if len(view.source) > FEW:
        return _together(view, keys, columns)
    products: dict[Key, list[Exact | None]] = {} if keys else {(): []}
    selected = [view[column].alias(f"p{index}") for index, column in enumerate(columns)]
    for row in view.engine.fetch(view.frame.select(*keys, *selected)):
        key, factors = row[: len(keys)], row[len(keys) :]
        product_ = None if None in factors else _product([exact(factor) for factor in factors])
        products.setdefault(key, []).append(product_)
    return {key: _summed(values) for key, values in products.items()}


def _together(view: View, keys: Sequence[str], columns: Sequence[Column]) -> Answers:
    """Sums of products as whole numbers; in floats, and said so, where these would grow too large."""
    one, _ = row_columns.product(whole(view, *columns))
    holds = one.exact and one.most * len(view.source) < INT64
    number = one.number if holds else one.number.cast(nw.Float64) / one.unit
    there = nw.when(one.there).then(nw.lit(1)).otherwise(nw.lit(0))
    products = view.with_column("product", number).with_column("there", there)
    answers = {}
    for key, got in query(products, keys, sum=nw.col("product").sum(), present=nw.col("there").sum()).items():
        value = Fraction(int(got["sum"] or 0), one.unit) if holds else exact(got["sum"] or 0.0)
        answers[key] = _answer(value, got["rows"], int(got["present"] or 0), inexact=not holds)
    return answers


def _product(factors: Sequence[Exact]) -> Exact:
    product: Exact = 1
    for factor in factors:
        product *= factor
    return product


def _summed(values: Sequence[Exact | None]) -> Answer:
    there = [value for value in values if value is not None]
    return _answer(sum(there, Fraction(0)), len(values), len(there), False)


def _answer(value: Exact, rows: int, present: int, inexact: bool) -> Answer:
    return Answer(value if present or not rows else None, rows, rows - present, inexact=inexact)
