"""Numbers without rounding: a column's values as whole numbers, shifted by the decimals that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.frames.view import TableView

USUAL_DECIMALS = 2  # decimals that most numbers have at the most
MAX_DECIMALS = 12  # decimals up to which numbers are added, multiplied and divided as scaled integers
MAX_EXACT_FLOAT = 2**53  # integers up to this one are exact in a float
INT64_LIMIT = 2**63


class NumberExtent(NamedTuple):
    """How many decimals the numbers of a column have at the most, the largest as a whole number, and the rows.

    The decimals are none where no whole numbers hold them.
    """

    decimals: int | None
    largest: int = 0
    row_count: int = 0


class ScaledInteger(NamedTuple):
    """Numbers as whole ones, 0 where they are missing: a number is `number` / `unit`, and at the most `most` / `unit`.

    `exact` where they are integers; else they are the floats themselves, of the unit 1.
    """

    number: nw.Expr
    is_present: nw.Expr
    unit: int = 1
    largest: int = 0
    is_exact: bool = True

    def rescale_to_unit(self, unit: int) -> ScaledInteger:
        """The same in a smaller unit."""
        times = unit // self.unit
        return self._replace(number=self.number * times, unit=unit, largest=self.largest * times) if times > 1 else self


SCALED_ONE = ScaledInteger(nw.lit(1), nw.lit(value=True), largest=1)


def to_exact_number(value: Any) -> Any:
    """A number of a frame as an exact one: a float is the decimal that it is written as."""
    return Fraction(Decimal(repr(value))) if isinstance(value, float) else value


def find_sum_decimals(view: TableView, column: BoundColumn) -> int | None:
    """The decimals to sum a column by; None where whole numbers can't hold its values or their sum."""
    (extent,) = _find_extents(view, [column])
    return None if extent.largest * extent.row_count >= INT64_LIMIT else extent.decimals


def scale_columns(view: TableView, *columns: BoundColumn) -> list[ScaledInteger]:
    """Columns as whole numbers."""
    found = []
    for column, extent in zip(columns, _find_extents(view, columns), strict=True):
        there = ~view[column].is_null()
        if extent.decimals is None:
            found.append(ScaledInteger(view[column].cast(nw.Float64).fill_null(0), there, is_exact=False))
        else:
            unit = 10**extent.decimals
            found.append(ScaledInteger(scale_values(view[column], column, unit), there, unit, extent.largest))
    return found


def scale_values(number: nw.Expr, column: BoundColumn, unit: int) -> nw.Expr:
    """Numbers of a column in a unit, as whole ones. No integer passes through a float, which would lose digits."""
    if column.field.type == "integer":
        return number.fill_null(0).cast(nw.Int64)
    return (number.cast(nw.Float64).fill_null(0) * unit).round(0).cast(nw.Int64)


def align_units(numbers: Sequence[ScaledInteger]) -> list[ScaledInteger]:
    """The same numbers in one unit; as floats, where one of them is no whole number, or their sum grows too large."""
    unit = max(number.unit for number in numbers)
    common = [number.rescale_to_unit(unit) for number in numbers]
    if all(number.is_exact for number in common) and sum(number.largest for number in common) < INT64_LIMIT:
        return common
    return as_floats(numbers)


def as_floats(numbers: Sequence[ScaledInteger]) -> list[ScaledInteger]:
    """The same numbers as floats."""
    return [
        ScaledInteger(number.number.cast(nw.Float64) / number.unit, number.is_present, is_exact=False)
        for number in numbers
    ]


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


def _divide_half_up(top: nw.Expr, bottom: nw.Expr) -> nw.Expr:
    """The whole number nearest to top / bottom, the larger of two: less the remainder, the division loses nothing."""
    twice, halved = top * 2 + bottom, bottom * 2
    return ((twice - twice % halved).cast(nw.Float64) / halved.cast(nw.Float64)).round(0)


def _find_extents(view: TableView, columns: Sequence[BoundColumn]) -> list[NumberExtent]:
    """How fine and how large the numbers of columns are, in all rows."""
    asked = [column for column in dict.fromkeys(columns) if column not in view.number_extents]
    usual = {column: () if column.field.type == "integer" else (0, USUAL_DECIMALS) for column in asked}
    found = _query_extents(view, usual) if asked else {}
    fine = {
        column: range(MAX_DECIMALS + 1) for column, tried in usual.items() if tried and found[column].decimals is None
    }
    found |= _query_extents(view, fine) if fine else {}
    view.number_extents |= found
    return [view.number_extents[column] for column in columns]


def _query_extents(view: TableView, scales: Mapping[BoundColumn, Sequence[int]]) -> dict[BoundColumn, NumberExtent]:
    """Of each column the first of some scales that makes whole numbers of all values."""
    asked = [nw.len()]
    for column, tried in scales.items():
        number = view[column]
        asked += [number.min(), number.max()]
        asked += [(((number * 10**k).round(0) / 10**k == number) | number.is_null()).all() for k in tried]
    ((rows, *answers),) = view.engine.fetch_rows(
        view.unfiltered_frame.select(*(one.alias(f"a{n}") for n, one in enumerate(asked)))
    )
    found, told = {}, iter(answers)
    for column, tried in scales.items():
        low, high = next(told), next(told)
        found[column] = _build_extent(column, low, high, [k for k in tried if next(told)])._replace(row_count=rows)
    return found


def _build_extent(column: BoundColumn, low: float | None, high: float | None, fitting: Sequence[int]) -> NumberExtent:
    """What is known of numbers between two, which are whole in some scales."""
    if low is None or high is None:
        return NumberExtent(0)
    if column.field.type == "integer":
        return NumberExtent(0, int(max(-low, high, 0)) + 1)
    if not fitting:
        return NumberExtent(None)
    most = int(Fraction(max(-low, high, 0)) * 10 ** fitting[0]) + 1
    return NumberExtent(None) if most >= MAX_EXACT_FLOAT else NumberExtent(fitting[0], most)
