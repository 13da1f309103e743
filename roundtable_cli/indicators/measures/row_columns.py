"""Columns worked out for one row from columns of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from math import prod
from operator import add, mul

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import Derivation
from roundtable_cli.indicators.definitions.framework import CalculatedColumn
from roundtable_cli.indicators.frames import durations, predicates
from roundtable_cli.indicators.frames.scaled import (
    INT64_LIMIT,
    SCALED_ONE,
    ScaledInteger,
    align_units,
    as_floats,
    divide_scaled,
    scale_columns,
)
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR


def row_column_expression(view: TableView, made: Derivation) -> nw.Expr:
    """The value of each row from columns of its own."""
    definition = made.definition
    if definition is None:
        texts = [view[column].cast(nw.String) for column in made.columns]
        return nw.concat_str(*texts, separator=LIST_SEPARATOR)
    measure = definition.rule.measure
    if measure in _CATEGORICAL_OPERATIONS:
        return _CATEGORICAL_OPERATIONS[measure](view, made, definition)
    if made.columns[0].is_date:
        return _DATE_OPERATIONS[measure]([view[column] for column in made.columns], definition)
    numbers = scale_columns(view, *made.columns)
    top, bottom = _NUMERIC_OPERATIONS[measure](numbers)
    return divide_scaled(top, bottom, definition.rule.factor, definition.decimals)


def _ratio_terms(numbers: Sequence[ScaledInteger]) -> tuple[ScaledInteger, ScaledInteger]:
    return numbers[0], numbers[1]


def _difference_terms(numbers: Sequence[ScaledInteger]) -> tuple[ScaledInteger, ScaledInteger]:
    first, second = align_units(numbers)
    there, most = first.is_present & second.is_present, first.largest + second.largest
    return first._replace(number=first.number - second.number, is_present=there, largest=most), SCALED_ONE


def product_terms(numbers: Sequence[ScaledInteger]) -> tuple[ScaledInteger, ScaledInteger]:
    """Of those that are there, over 1; none where one of them is not."""
    if (
        not all(number.is_exact for number in numbers)
        or prod(max(number.largest, 1) for number in numbers) >= INT64_LIMIT
    ):
        numbers = as_floats(numbers)
    multiplied = reduce(mul, (number.number for number in numbers))
    there = nw.all_horizontal(*(number.is_present for number in numbers), ignore_nulls=False)
    unit, most = prod(number.unit for number in numbers), prod(number.largest for number in numbers)
    return ScaledInteger(multiplied, there, unit, most, numbers[0].is_exact), SCALED_ONE


def _sum_terms(numbers: Sequence[ScaledInteger]) -> tuple[ScaledInteger, ScaledInteger]:
    """Of those that are there; none where none is."""
    common = align_units(numbers)
    total = reduce(add, (number.number for number in common))
    there = nw.any_horizontal(*(number.is_present for number in common), ignore_nulls=False)
    return common[0]._replace(
        number=total, is_present=there, largest=sum(number.largest for number in common)
    ), SCALED_ONE


def _mean_terms(numbers: Sequence[ScaledInteger]) -> tuple[ScaledInteger, ScaledInteger]:
    return _sum_terms(numbers)[0], SCALED_ONE._replace(number=_count_true(number.is_present for number in numbers))


def _minimum_terms(numbers: Sequence[ScaledInteger]) -> tuple[ScaledInteger, ScaledInteger]:
    return _extreme_number(numbers, nw.min_horizontal), SCALED_ONE


def _maximum_terms(numbers: Sequence[ScaledInteger]) -> tuple[ScaledInteger, ScaledInteger]:
    return _extreme_number(numbers, nw.max_horizontal), SCALED_ONE


def _extreme_number(numbers: Sequence[ScaledInteger], choose: Callable[..., nw.Expr]) -> ScaledInteger:
    common = align_units(numbers)
    there = nw.any_horizontal(*(number.is_present for number in common), ignore_nulls=False)
    known = [nw.when(number.is_present).then(number.number) for number in common]
    chosen = (choose(*known) if len(known) > 1 else known[0]).fill_null(0)  # Spark chooses from two, at least
    most = max(number.largest for number in common)
    number = chosen.cast(nw.Int64) if common[0].is_exact else chosen
    return common[0]._replace(number=number, is_present=there, largest=most)


def _count_true(tests: Iterable[nw.Expr]) -> nw.Expr:
    """How many of some tests hold."""
    return reduce(add, (nw.when(test).then(nw.lit(1)).otherwise(nw.lit(0)) for test in tests))


def _count_matching(view: TableView, made: Derivation) -> nw.Expr:
    pairs = zip(made.value_conditions, made.columns, strict=True)
    return _count_true(predicates.column_predicate(condition, column, view) for condition, column in pairs)


def _count_present(view: TableView, made: Derivation) -> nw.Expr:
    return _count_true(~view[column].is_null() for column in made.columns)


def _count_columns(view: TableView, made: Derivation, _: CalculatedColumn) -> nw.Expr:
    return _count_matching(view, made) if made.value_conditions else _count_present(view, made)


def _share_of_columns(view: TableView, made: Derivation, definition: CalculatedColumn) -> nw.Expr:
    size = len(made.columns)
    top, bottom = (
        SCALED_ONE._replace(number=number, largest=size)
        for number in (_count_matching(view, made), _count_present(view, made))
    )
    return divide_scaled(top, bottom, definition.rule.total_factor, definition.decimals)


def _count_distinct_columns(view: TableView, made: Derivation, _: CalculatedColumn) -> nw.Expr:
    """Each value counts where no earlier column of the row has it."""
    values = [view[column] for column in made.columns]
    tests = []
    for index, value in enumerate(values):
        earlier = [(value != other) | other.is_null() for other in values[:index]]
        tests.append(nw.all_horizontal(~value.is_null(), *earlier, ignore_nulls=False))
    return _count_true(tests)


def _earliest_date(dates: Sequence[nw.Expr], _: CalculatedColumn) -> nw.Expr:
    return nw.min_horizontal(*dates) if len(dates) > 1 else dates[0]  # Spark chooses from two, at least


def _latest_date(dates: Sequence[nw.Expr], _: CalculatedColumn) -> nw.Expr:
    return nw.max_horizontal(*dates) if len(dates) > 1 else dates[0]


def _date_difference(dates: Sequence[nw.Expr], definition: CalculatedColumn) -> nw.Expr:
    return durations.date_difference(dates[0], dates[1], definition.rule.unit(""))


_CATEGORICAL_OPERATIONS: Mapping[str, Callable[[TableView, Derivation, CalculatedColumn], nw.Expr]] = {
    "count": _count_columns,
    "share": _share_of_columns,
    "unique": _count_distinct_columns,
}
_DATE_OPERATIONS: Mapping[str, Callable[[Sequence[nw.Expr], CalculatedColumn], nw.Expr]] = {
    "min": _earliest_date,
    "max": _latest_date,
    "difference": _date_difference,
}
_NUMERIC_OPERATIONS: Mapping[str, Callable[[Sequence[ScaledInteger]], tuple[ScaledInteger, ScaledInteger]]] = {
    "ratio": _ratio_terms,
    "difference": _difference_terms,
    "product": product_terms,
    "sum": _sum_terms,
    "mean": _mean_terms,
    "min": _minimum_terms,
    "max": _maximum_terms,
}
