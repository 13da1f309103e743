"""Numbers without rounding: a column's values as whole numbers, shifted by the decimals that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import Column
from roundtable_cli.indicators.frames.view import View

CENTS = 2  # decimals that most numbers have at the most
FINEST = 12  # decimals up to which numbers are added, multiplied and divided as scaled integers
EXACT = 2**53  # integers up to this one are exact in a float
INT64 = 2**63


class Extent(NamedTuple):
    """How many decimals the numbers of a column have at the most, the largest as a whole number, and the rows.

    The decimals are none where no whole numbers hold them.
    """

    digits: int | None
    most: int = 0
    rows: int = 0


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
    (extent,) = _probe(view, [column])
    return None if extent.most * extent.rows >= INT64 else extent.digits


def whole(view: View, *columns: Column) -> list[Whole]:
    """Columns as whole numbers."""
    found = []
    for column, extent in zip(columns, _probe(view, columns), strict=True):
        there = ~view[column].is_null()
        if extent.digits is None:
            found.append(Whole(view[column].cast(nw.Float64).fill_null(0), there, exact=False))
        else:
            unit = 10**extent.digits
            found.append(Whole(shifted(view[column], column, unit), there, unit, extent.most))
    return found


def shifted(number: nw.Expr, column: Column, unit: int) -> nw.Expr:
    """Numbers of a column in a unit, as whole ones. No integer passes through a float, which would lose digits."""
    if column.field.type == "integer":
        return number.fill_null(0).cast(nw.Int64)
    return (number.cast(nw.Float64).fill_null(0) * unit).round(0).cast(nw.Int64)


def aligned(numbers: Sequence[Whole]) -> list[Whole]:
    """The same numbers in one unit; as floats, where one of them is no whole number, or their sum grows too large."""
    unit = max(number.unit for number in numbers)
    common = [number.in_unit(unit) for number in numbers]
    if all(number.exact for number in common) and sum(number.most for number in common) < INT64:
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
    holds = top.exact and bottom.exact and 3 * largest < INT64
    if not holds:
        top, bottom = as_floats([top, bottom])
        times = Fraction(factor) * (1 if decimals is None else 10**decimals)
    above, below = top.number * times.numerator, bottom.number * times.denominator
    some = top.there & bottom.there & (bottom.number != 0)
    if decimals is None:
        return nw.when(some).then(above.cast(nw.Float64) / below.cast(nw.Float64))
    steps = _halves_up(above.abs(), below.abs()) if holds else (above.abs() / below.abs() + 0.5).floor()
    sign = nw.when((above < 0) != (below < 0)).then(nw.lit(-1)).otherwise(nw.lit(1))
    return nw.when(some).then(steps * sign / 10.0**decimals)


def _halves_up(top: nw.Expr, bottom: nw.Expr) -> nw.Expr:
    """The whole number nearest to top / bottom, the larger of two: less the remainder, the division loses nothing."""
    twice, halved = top * 2 + bottom, bottom * 2
    return ((twice - twice % halved).cast(nw.Float64) / halved.cast(nw.Float64)).round(0)


def _probe(view: View, columns: Sequence[Column]) -> list[Extent]:
    """How fine and how large the numbers of columns are, in all rows."""
    asked = [column for column in dict.fromkeys(columns) if column not in view.extents]
    usual = {column: () if column.field.type == "integer" else (0, CENTS) for column in asked}
    found = _extents(view, usual) if asked else {}
    fine = {column: range(FINEST + 1) for column, tried in usual.items() if tried and found[column].digits is None}
    found |= _extents(view, fine) if fine else {}
    view.extents |= found
    return [view.extents[column] for column in columns]


def _extents(view: View, scales: Mapping[Column, Sequence[int]]) -> dict[Column, Extent]:
    """Of each column the first of some scales that makes whole numbers of all values."""
    asked = [nw.len()]
    for column, tried in scales.items():
        number = view[column]
        asked += [number.min(), number.max()]
        asked += [(((number * 10**k).round(0) / 10**k == number) | number.is_null()).all() for k in tried]
    ((rows, *answers),) = view.engine.fetch(view.whole.select(*(one.alias(f"a{n}") for n, one in enumerate(asked))))
    found, told = {}, iter(answers)
    for column, tried in scales.items():
        low, high = next(told), next(told)
        found[column] = _extent(column, low, high, [k for k in tried if next(told)])._replace(rows=rows)
    return found


def _extent(column: Column, low: float | None, high: float | None, fitting: Sequence[int]) -> Extent:
    """What is known of numbers between two, which are whole in some scales."""
    if low is None or high is None:
        return Extent(0)
    if column.field.type == "integer":
        return Extent(0, int(max(-low, high, 0)) + 1)
    if not fitting:
        return Extent(None)
    most = int(Fraction(max(-low, high, 0)) * 10 ** fitting[0]) + 1
    return Extent(None) if most >= EXACT else Extent(fitting[0], most)
