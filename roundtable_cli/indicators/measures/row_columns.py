"""Columns worked out for one row from columns of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from math import prod
from operator import add, mul

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import Made
from roundtable_cli.indicators.definitions.framework import Calculated
from roundtable_cli.indicators.frames import durations, predicates
from roundtable_cli.indicators.frames.scaled import INT64, ONE, Whole, aligned, as_floats, quotient, whole
from roundtable_cli.indicators.frames.view import View
from roundtable_cli.tables.values.parsing import SEPARATOR


def value(view: View, made: Made) -> nw.Expr:
    """The value of each row from columns of its own."""
    definition = made.definition
    if definition is None:
        texts = [view[column].cast(nw.String) for column in made.columns]
        return nw.concat_str(*texts, separator=SEPARATOR)
    measure = definition.rule.measure
    if measure in _CATEGORICAL:
        return _CATEGORICAL[measure](view, made, definition)
    if made.columns[0].timed:
        dates = [view[column] for column in made.columns]
        if measure == "difference":
            return durations.between(dates[0], dates[1], definition.rule.unit(""))
        return _HORIZONTAL[measure](*dates) if len(dates) > 1 else dates[0]
    numbers = whole(view, *made.columns)
    top, bottom = _NUMERIC[measure](numbers)
    return quotient(top, bottom, definition.rule.factor, definition.decimals)


def _ratio(numbers: Sequence[Whole]) -> tuple[Whole, Whole]:
    return numbers[0], numbers[1]


def _difference(numbers: Sequence[Whole]) -> tuple[Whole, Whole]:
    first, second = aligned(numbers)
    there, most = first.there & second.there, first.most + second.most
    return first._replace(number=first.number - second.number, there=there, most=most), ONE


def product(numbers: Sequence[Whole]) -> tuple[Whole, Whole]:
    """Of those that are there, over 1; none where one of them is not."""
    if not all(number.exact for number in numbers) or prod(max(number.most, 1) for number in numbers) >= INT64:
        numbers = as_floats(numbers)
    multiplied = reduce(mul, (number.number for number in numbers))
    there = nw.all_horizontal(*(number.there for number in numbers), ignore_nulls=False)
    unit, most = prod(number.unit for number in numbers), prod(number.most for number in numbers)
    return Whole(multiplied, there, unit, most, numbers[0].exact), ONE


def _sum(numbers: Sequence[Whole]) -> tuple[Whole, Whole]:
    """Of those that are there; none where none is."""
    common = aligned(numbers)
    total = reduce(add, (number.number for number in common))
    there = nw.any_horizontal(*(number.there for number in common), ignore_nulls=False)
    return common[0]._replace(number=total, there=there, most=sum(number.most for number in common)), ONE


def _mean(numbers: Sequence[Whole]) -> tuple[Whole, Whole]:
    return _sum(numbers)[0], ONE._replace(number=_tally(number.there for number in numbers))


def _least(numbers: Sequence[Whole]) -> tuple[Whole, Whole]:
    return _extreme(numbers, nw.min_horizontal), ONE


def _most(numbers: Sequence[Whole]) -> tuple[Whole, Whole]:
    return _extreme(numbers, nw.max_horizontal), ONE


def _extreme(numbers: Sequence[Whole], choose: Callable[..., nw.Expr]) -> Whole:
    common = aligned(numbers)
    there = nw.any_horizontal(*(number.there for number in common), ignore_nulls=False)
    known = [nw.when(number.there).then(number.number) for number in common]
    chosen = (choose(*known) if len(known) > 1 else known[0]).fill_null(0)  # Spark chooses from two, at least
    most = max(number.most for number in common)
    number = chosen.cast(nw.Int64) if common[0].exact else chosen
    return common[0]._replace(number=number, there=there, most=most)


def _tally(tests: Iterable[nw.Expr]) -> nw.Expr:
    """How many of some tests hold."""
    return reduce(add, (nw.when(test).then(nw.lit(1)).otherwise(nw.lit(0)) for test in tests))


def _among(view: View, made: Made) -> nw.Expr:
    pairs = zip(made.among, made.columns, strict=True)
    return _tally(predicates.column_expression(condition, column, view) for condition, column in pairs)


def _there(view: View, made: Made) -> nw.Expr:
    return _tally(~view[column].is_null() for column in made.columns)


def _count(view: View, made: Made, _: Calculated) -> nw.Expr:
    return _among(view, made) if made.among else _there(view, made)


def _share(view: View, made: Made, definition: Calculated) -> nw.Expr:
    size = len(made.columns)
    top, bottom = (ONE._replace(number=number, most=size) for number in (_among(view, made), _there(view, made)))
    return quotient(top, bottom, definition.rule.scale, definition.decimals)


def _unique(view: View, made: Made, _: Calculated) -> nw.Expr:
    """Each value counts where no earlier column of the row has it."""
    values = [view[column] for column in made.columns]
    tests = []
    for index, value in enumerate(values):
        earlier = [(value != other) | other.is_null() for other in values[:index]]
        tests.append(nw.all_horizontal(~value.is_null(), *earlier, ignore_nulls=False))
    return _tally(tests)


_CATEGORICAL: Mapping[str, Callable[[View, Made, Calculated], nw.Expr]] = {
    "count": _count,
    "share": _share,
    "unique": _unique,
}
_HORIZONTAL: Mapping[str, Callable[..., nw.Expr]] = {"min": nw.min_horizontal, "max": nw.max_horizontal}
_NUMERIC: Mapping[str, Callable[[Sequence[Whole]], tuple[Whole, Whole]]] = {
    "ratio": _ratio,
    "difference": _difference,
    "product": product,
    "sum": _sum,
    "mean": _mean,
    "min": _least,
    "max": _most,
}
