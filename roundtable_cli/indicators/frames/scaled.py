"""Numbers without rounding: a column's values as whole numbers, shifted by the decimals that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import isfinite, prod
from operator import mul
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.values.numerals import INT64_LIMIT, MAX_DIGITS

USUAL_DECIMALS = 2  # most numbers have no more: amounts of money, percentages
MAX_DECIMALS = 12  # numbers with more are added, multiplied and divided as floats
MAX_EXACT_FLOAT = 2**53  # whole numbers up to this one are exact in a float
MAX_EXACT_DECIMAL = 10**MAX_DIGITS  # shifted by some decimals, numbers below this one have a float each


class NumberExtent(NamedTuple):
    """How many decimals the numbers of a column have at the most, and how large they are as whole numbers.

    The decimals are None where no whole numbers hold them.
    """

    decimals: int | None
    largest: int = 0


class ScaledInteger(NamedTuple):
    """Numbers of rows as whole ones: each is `number` / `unit`, and `number` lies between -`largest` and `largest`.

    The number is 0 where it is missing, that is not `is_present`. Where it is not `is_exact`, no whole numbers hold the
    data: the number then is the float itself, and the unit 1.
    """

    number: nw.Expr
    is_present: nw.Expr
    unit: int = 1
    largest: int = 0
    is_exact: bool = True

    def rescale_to_unit(self, unit: int) -> ScaledInteger:
        """These numbers in a smaller unit, of which the present one is a multiple."""
        times = unit // self.unit
        return self._replace(number=self.number * times, unit=unit, largest=self.largest * times) if times > 1 else self

    def with_blanks_as_zero(self) -> ScaledInteger:
        """These numbers, of which none is missing: where one was, it is 0."""
        return self._replace(is_present=self.is_present | ~self.is_present)


SCALED_ONE = ScaledInteger(nw.lit(1), nw.lit(value=True), largest=1)


class Quotient(NamedTuple):
    """One number over another, not yet divided."""

    top: ScaledInteger
    bottom: ScaledInteger = SCALED_ONE


def to_exact_number(value: Any, column: BoundColumn | None = None) -> Any:
    """A number of a frame as an exact one: a float is the decimal that it is written as. Other values as they are.

    A long number is a text; that it is one only its `column` tells.
    """
    if column and column.field.has_long_numbers and value is not None:
        return Fraction(value)
    if isinstance(value, float) and not isfinite(value):
        fault = f"{column.field.name if column else 'a column'}: a value is too large to be computed with"
        raise definition_error(fault, "check its factor, and the numbers that are multiplied")
    return Fraction(Decimal(repr(value))) if isinstance(value, float) else value


def scale_columns(view: TableView, *columns: BoundColumn) -> list[ScaledInteger]:
    """Columns as whole numbers."""
    scaled = []
    for column, extent in zip(columns, _find_extents(view, columns), strict=True):
        is_present = ~view[column].is_null()
        if extent.decimals is None:
            scaled.append(ScaledInteger(view[column].cast(nw.Float64).fill_null(0), is_present, is_exact=False))
        else:
            unit = 10**extent.decimals
            scaled.append(ScaledInteger(scale_values(view[column], column, unit), is_present, unit, extent.largest))
    return scaled


def scale_values(number: nw.Expr, column: BoundColumn, unit: int) -> nw.Expr:
    """Numbers of a column in a unit, as whole ones. No integer passes through a float, which would lose digits."""
    if column.field.type == "integer":
        return number.fill_null(0).cast(nw.Int64)
    return (number.cast(nw.Float64).fill_null(0) * unit).round(0).cast(nw.Int64)


def align_units(numbers: Sequence[ScaledInteger], times: int | None = None) -> list[ScaledInteger]:
    """Numbers in one unit; as floats, where one is no whole number, or what is made of them grows too large.

    They are to be added, or, where `times` says so, no number of them is made that is more than so many times one.
    """
    unit = max(number.unit for number in numbers)
    common = [number.rescale_to_unit(unit) for number in numbers]
    sizes = [number.largest for number in common]
    if all(number.is_exact for number in common) and (max(sizes) * times if times else sum(sizes)) < INT64_LIMIT:
        return common
    return as_floats(numbers)


def as_floats(numbers: Sequence[ScaledInteger]) -> list[ScaledInteger]:
    """Scaled integers as the floats that they stand for, in the unit 1; no longer exact."""
    return [
        ScaledInteger(number.number.cast(nw.Float64) / number.unit, number.is_present, is_exact=False)
        for number in numbers
    ]


def multiply_scaled(numbers: Sequence[ScaledInteger]) -> ScaledInteger:
    """The product of numbers, missing where one of them is; in floats where it grows too large."""
    largest = prod(max(number.largest, 1) for number in numbers)
    if not all(number.is_exact for number in numbers) or largest >= INT64_LIMIT:
        numbers = as_floats(numbers)
    product = reduce(mul, (number.number for number in numbers))
    is_present = nw.all_horizontal(*(number.is_present for number in numbers), ignore_nulls=False)
    unit, largest = prod(number.unit for number in numbers), prod(number.largest for number in numbers)
    return ScaledInteger(product, is_present, unit, largest, numbers[0].is_exact)


def divide_scaled(
    top: ScaledInteger, bottom: ScaledInteger, factor: int | Decimal = 1, decimals: int | None = None
) -> nw.Expr:
    """Top / bottom × factor: one division of whole numbers, and so the float nearest to the exact number.

    Rounded, where `decimals` asks for it, half away from zero. Missing where one of them is, or the divisor is 0.
    """
    times = Fraction(factor) * bottom.unit / top.unit * (1 if decimals is None else 10**decimals)
    largest = max(top.largest * abs(times.numerator), bottom.largest * times.denominator)
    holds = top.is_exact and bottom.is_exact and 3 * largest < INT64_LIMIT
    if not holds:
        top, bottom = as_floats([top, bottom])
        times = Fraction(factor) * (1 if decimals is None else 10**decimals)
    above, below = top.number * times.numerator, bottom.number * times.denominator
    some = top.is_present & bottom.is_present & (bottom.number != 0)
    if decimals is None:
        return nw.when(some).then(above.cast(nw.Float64) / below.cast(nw.Float64))
    steps = _divide_half_up(above.abs(), below.abs()) if holds else (above.abs() / below.abs() + 0.5).floor()
    sign = nw.when((above < 0) != (below < 0)).then(nw.lit(-1)).otherwise(nw.lit(1))
    return nw.when(some).then(steps * sign / 10.0**decimals)


def rounding_limit(
    top: ScaledInteger, bottom: ScaledInteger, factor: int | Decimal, decimals: int | None, *, is_quotient: bool
) -> Fraction | None:
    """The size from which numbers made by `divide_scaled` are rounded; None where none can be, 0 where all may be.

    A number of 15 digits has a float of its own. A quotient is the float next to it in any case, and is rounded only
    where it has more digits than that before its decimal point.
    """
    times = Fraction(factor) * bottom.unit / top.unit
    if not (top.is_exact and bottom.is_exact):
        return Fraction(MAX_EXACT_DECIMAL) if is_quotient else Fraction(0)
    unit = 1 if is_quotient else times.denominator if decimals is None else 10**decimals
    largest = max(top.largest * abs(times.numerator), bottom.largest * times.denominator)
    if 3 * largest * (1 if decimals is None else 10**decimals) >= INT64_LIMIT and factor != 1 and not is_quotient:
        return Fraction(0)  # in floats, more than one of its steps may round
    return Fraction(MAX_EXACT_DECIMAL, unit) if top.largest * abs(times.numerator) >= MAX_EXACT_DECIMAL else None


def _divide_half_up(top: nw.Expr, bottom: nw.Expr) -> nw.Expr:
    """The whole number nearest to top / bottom, both positive: of two as near, the larger one.

    That is (2·top + bottom) / (2·bottom) without its fraction. The remainder is taken off first, so that the division
    has a whole number as its answer, which a float holds exactly; a division of integers the engines do not share.
    """
    twice, halved = top * 2 + bottom, bottom * 2
    return ((twice - twice % halved).cast(nw.Float64) / halved.cast(nw.Float64)).round(0)


def _find_extents(view: TableView, columns: Sequence[BoundColumn]) -> list[NumberExtent]:
    """How fine and how large the numbers of columns are, in all rows."""
    return view.known_extents(columns, lambda unknown: _query_extents(view, unknown))


def _query_extents(view: TableView, columns: Sequence[BoundColumn]) -> dict[BoundColumn, NumberExtent]:
    """The extents of columns: first the usual scales are tried, then, of columns that need it, all of them."""
    usual = {column: () if column.field.type == "integer" else (0, USUAL_DECIMALS) for column in columns}
    extents = _try_scales(view, usual)
    finer = [column for column, scales in usual.items() if scales and extents[column].decimals is None]
    return extents | _try_scales(view, dict.fromkeys(finer, range(MAX_DECIMALS + 1))) if finer else extents


def _try_scales(view: TableView, scales: Mapping[BoundColumn, Sequence[int]]) -> dict[BoundColumn, NumberExtent]:
    """The extent of each column, by the first of some decimals that make whole numbers of all its values; one query."""
    expressions: dict[tuple[BoundColumn, str | int], nw.Expr] = {}
    for column, decimals in scales.items():
        number = view[column]
        expressions |= {(column, "low"): number.min(), (column, "high"): number.max()}
        for k in decimals:
            expressions[column, k] = (((number * 10**k).round(0) / 10**k == number) | number.is_null()).all()
    selected = (expression.alias(f"a{index}") for index, expression in enumerate(expressions.values()))
    (row,) = view.engine.fetch_rows(view.unfiltered_frame.select(*selected))
    answers = dict(zip(expressions, row, strict=True))
    return {
        column: _build_extent(
            column, answers[column, "low"], answers[column, "high"], [k for k in decimals if answers[column, k]]
        )
        for column, decimals in scales.items()
    }


def _build_extent(column: BoundColumn, low: float | None, high: float | None, fitting: Sequence[int]) -> NumberExtent:
    """The extent of numbers from `low` to `high`, which so many decimals as are `fitting` make whole."""
    if low is None or high is None:
        return NumberExtent(0)
    if column.field.type == "integer":
        return NumberExtent(0, int(max(-low, high, 0)) + 1)
    if not fitting or not (isfinite(low) and isfinite(high)):
        return NumberExtent(None)
    largest = int(Fraction(max(-low, high, 0)) * 10 ** fitting[0]) + 1
    most = MAX_EXACT_DECIMAL if fitting[0] else MAX_EXACT_FLOAT
    return NumberExtent(None) if largest >= most else NumberExtent(fitting[0], largest)
