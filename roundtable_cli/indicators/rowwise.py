"""Columns worked out for one row from columns of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import add, mul

import narwhals.stable.v2 as nw

from roundtable_cli.indicators import ages, filters
from roundtable_cli.indicators.columns import Column, Made
from roundtable_cli.indicators.exact import quotient, whole
from roundtable_cli.indicators.framework import Calculated
from roundtable_cli.indicators.view import View
from roundtable_cli.tables.values import SEPARATOR


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
            return ages.between(dates[0], dates[1], definition.rule.unit(""))
        return _HORIZONTAL[measure](*dates)
    top, bottom = _NUMERIC[measure](*_aligned(view, made.columns))
    return quotient(top, bottom, definition.rule.factor, definition.decimals)


def _aligned(view: View, columns: Sequence[Column]) -> tuple[list[nw.Expr], float]:
    """Columns as whole numbers of one unit, which is 1 / the second."""
    numbers = [whole(view, column) for column in columns]
    digits = max(shifted for _, shifted in numbers)
    return [number * 10 ** (digits - shifted) for number, shifted in numbers], 10.0**digits


def _ratio(numbers: list[nw.Expr], _: float) -> tuple[nw.Expr, nw.Expr]:
    return numbers[0], numbers[1]


def _difference(numbers: list[nw.Expr], unit: float) -> tuple[nw.Expr, nw.Expr]:
    return numbers[0] - numbers[1], nw.lit(unit)


def _product(numbers: list[nw.Expr], unit: float) -> tuple[nw.Expr, nw.Expr]:
    return reduce(mul, numbers), nw.lit(unit ** len(numbers))


def _sum(numbers: list[nw.Expr], unit: float) -> tuple[nw.Expr, nw.Expr]:
    """Of those that are there; none where none is."""
    there = nw.any_horizontal(*(~number.is_null() for number in numbers), ignore_nulls=False)
    return nw.when(there).then(reduce(add, (number.fill_null(0) for number in numbers))), nw.lit(unit)


def _mean(numbers: list[nw.Expr], unit: float) -> tuple[nw.Expr, nw.Expr]:
    return _sum(numbers, unit)[0], _tally(~number.is_null() for number in numbers).cast(nw.Float64) * unit


def _least(numbers: list[nw.Expr], unit: float) -> tuple[nw.Expr, nw.Expr]:
    return nw.min_horizontal(*numbers), nw.lit(unit)


def _most(numbers: list[nw.Expr], unit: float) -> tuple[nw.Expr, nw.Expr]:
    return nw.max_horizontal(*numbers), nw.lit(unit)


def _tally(tests: Iterable[nw.Expr]) -> nw.Expr:
    """How many of some tests hold."""
    return reduce(add, (nw.when(test).then(nw.lit(1)).otherwise(nw.lit(0)) for test in tests))


def _among(view: View, made: Made) -> nw.Expr:
    pairs = zip(made.among, made.columns, strict=True)
    return _tally(filters.expression(condition, view[column]) for condition, column in pairs)


def _there(view: View, made: Made) -> nw.Expr:
    return _tally(~view[column].is_null() for column in made.columns)


def _count(view: View, made: Made, _: Calculated) -> nw.Expr:
    return _among(view, made) if made.among else _there(view, made)


def _share(view: View, made: Made, definition: Calculated) -> nw.Expr:
    top, bottom = _among(view, made).cast(nw.Float64), _there(view, made).cast(nw.Float64)
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
_NUMERIC: Mapping[str, Callable[[list[nw.Expr], float], tuple[nw.Expr, nw.Expr]]] = {
    "ratio": _ratio,
    "difference": _difference,
    "product": _product,
    "sum": _sum,
    "mean": _mean,
    "min": _least,
    "max": _most,
}
