"""Numbers without rounding: a column's values as whole numbers, shifted by the decimals that it has."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.columns import Column
from roundtable_cli.indicators.view import View

CENTS = 2  # decimals that most numbers have at the most
DIGITS = 6  # decimals up to which a column of numbers is summed as scaled integers
FINEST = 12  # decimals up to which it is divided and multiplied so: that asks for no sum
EXACT = 2**53  # integers up to this one are exact in a float
INT64 = 2**63


class Extent(NamedTuple):
    """How many decimals the numbers of a column have at the most, and the largest as a whole number.

    None where no whole numbers hold them.
    """

    digits: int | None
    most: int = 0


class Whole(NamedTuple):
    """Numbers as whole ones, 0 where they are missing: a number is `number` / `unit`, and at the most `most` / `unit`.

    `exact` where they are integers; else they are the floats themselves, of the unit 1.
    """

    number: nw.Expr
    there: nw.Expr
    unit: int = 1
    most: int = 0
    exact: bool = True

    def in_unit(self, unit: int) -> Whole:
        """The same in a smaller unit."""
        times = unit // self.unit
        return self._replace(number=self.number * times, unit=unit, most=self.most * times) if times > 1 else self


ONE = Whole(nw.lit(1), nw.lit(value=True), most=1)


def exact(value: Any) -> Any:
    """A number of a frame as an exact one: a float is the decimal that it is written as."""
    return Fraction(Decimal(repr(value))) if isinstance(value, float) else value


def scale(view: View, column: Column) -> int | None:
    """The decimals to sum a column by; None where whole numbers can't hold its values or their sum."""
    if column not in view.scales:
        view.scales[column] = _summed(view, column)
    return view.scales[column]


def _summed(view: View, column: Column) -> int | None:
    extent = _probe(view, column, DIGITS)
    ((size,),) = view.engine.fetch(view.whole.select(nw.len().alias("n")))
    return None if extent.most * size >= INT64 else extent.digits


def whole(view: View, column: Column) -> Whole:
    """A column as whole numbers."""
    there, extent = ~view[column].is_null(), _probe(view, column, FINEST)
    number = view[column].cast(nw.Float64).fill_null(0)
    if extent.digits is None:
        return Whole(number, there, exact=False)
    return Whole((number * 10**extent.digits).round(0).cast(nw.Int64), there, 10**extent.digits, extent.most)


def aligned(numbers: Sequence[Whole]) -> list[Whole]:
    """The same numbers in one unit; as floats, where one of them is no whole number, or grows too large."""
    unit = max(number.unit for number in numbers)
    common = [number.in_unit(unit) for number in numbers]
    if all(number.exact and number.most < INT64 for number in common):
        return common
    return as_floats(numbers)


def as_floats(numbers: Sequence[Whole]) -> list[Whole]:
    """The same numbers as floats."""
    return [Whole(number.number.cast(nw.Float64) / number.unit, number.there, exact=False) for number in numbers]


def quotient(top: Whole, bottom: Whole, factor: int | Decimal = 1, decimals: int | None = None) -> nw.Expr:
    """Top / bottom × factor: one division of whole numbers, and so the float nearest to the exact number.

    Rounded, where `decimals` asks for it, half away from zero. Missing where one of them is, or the divisor is 0.
    """
    times = Fraction(factor) * bottom.unit / top.unit * (1 if decimals is None else 10**decimals)
    largest = max(top.most * abs(times.numerator), bottom.most * times.denominator)
    holds = top.exact and bottom.exact and 2 * largest < INT64
    if not holds:
        top, bottom = as_floats([top, bottom])
        times = Fraction(factor) * (1 if decimals is None else 10**decimals)
    above, below = top.number * times.numerator, bottom.number * times.denominator
    some = top.there & bottom.there & (bottom.number != 0)
    if decimals is None:
        return nw.when(some).then(above.cast(nw.Float64) / below.cast(nw.Float64))
    below = nw.when(some).then(below).otherwise(nw.lit(1))
    steps = _halves_up(above.abs(), below.abs()) if holds else (above.abs() / below.abs() + 0.5).floor()
    signed = nw.when((above < 0) != (below < 0)).then(-steps).otherwise(steps)
    return nw.when(some).then(signed / 10.0**decimals)


def _halves_up(top: nw.Expr, bottom: nw.Expr) -> nw.Expr:
    """The whole number nearest to top / bottom, the larger of two: by the remainder, which loses nothing."""
    rest = top % bottom
    down = ((top - rest).cast(nw.Float64) / bottom.cast(nw.Float64)).round(0)
    return nw.when(rest * 2 >= bottom).then(down + 1).otherwise(down)


def _probe(view: View, column: Column, finest: int) -> Extent:
    """How fine and how large the numbers of a column are, in all rows."""
    usual = (0,) if column.field.type == "integer" else (0, CENTS)
    extent = _extent(view, column, usual)
    return extent if extent.digits is not None or len(usual) == 1 else _extent(view, column, range(finest + 1))


def _extent(view: View, column: Column, scales: Sequence[int]) -> Extent:
    """The first of some scales that makes whole numbers of all values."""
    number, integer = view[column], column.field.type == "integer"
    fits = [(((number * 10**k).round(0) / 10**k == number) | number.is_null()).all().alias(f"k{k}") for k in scales]
    ((low, high, *fitting),) = view.engine.fetch(
        view.whole.select(number.min().alias("low"), number.max().alias("high"), *fits)
    )
    if high is None:
        return Extent(0)
    digits = next((k for k, fit in zip(scales, fitting, strict=True) if fit), None)
    most = 0 if digits is None else int(Fraction(max(-low, high, 0)) * 10**digits) + 1
    return Extent(None) if digits is None or (not integer and most >= EXACT) else Extent(digits, most)
