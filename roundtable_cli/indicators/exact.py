"""Numbers without rounding: a column's values as whole numbers, shifted by the decimals that it has."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.columns import Column
from roundtable_cli.indicators.view import View

DIGITS = 6  # decimals up to which a column of numbers is summed as scaled integers
EXACT = 2**53  # integers up to this one are exact in a float
INT64 = 2**63


def exact(value: Any) -> Any:
    """A number of a frame as an exact one: a float is the decimal that it is written as."""
    return Fraction(Decimal(repr(value))) if isinstance(value, float) else value


def scale(view: View, column: Column) -> int | None:
    """The decimals that a column's numbers have at the most; None where whole numbers can't hold them or their sum."""
    if column not in view.scales:
        view.scales[column] = _probe(view, view[column], column.field.type == "integer")
    return view.scales[column]


def whole(view: View, column: Column) -> tuple[nw.Expr, int]:
    """A column as whole numbers in floats, and the decimals they were shifted by; as it is where they can't hold it."""
    number, digits = view[column].cast(nw.Float64), scale(view, column)
    return ((number * 10**digits).round(0), digits) if digits else (number, 0)


def quotient(top: nw.Expr, bottom: nw.Expr, factor: int | Decimal = 1, decimals: int | None = None) -> nw.Expr:
    """Top / bottom × factor of whole numbers in floats: one division, and so the float nearest to the exact number.

    Rounded, where `decimals` asks for it, half away from zero. Missing where the divisor is 0.
    """
    times = Fraction(factor)
    top, bottom = top * times.numerator, bottom * times.denominator
    if decimals is not None:
        steps = ((top.abs() * (2 * 10**decimals) + bottom.abs()) / (bottom.abs() * 2)).floor()
        negative = (top < 0) != (bottom < 0)
        top, bottom = nw.when(negative).then(-steps).otherwise(steps), nw.when(bottom != 0).then(nw.lit(10.0**decimals))
    return nw.when(bottom != 0).then(top / bottom)


def _probe(view: View, column: nw.Expr, whole: bool) -> int | None:
    scales = range(1) if whole else range(DIGITS + 1)
    fits = [(((column * 10**k).round(0) / 10**k == column) | column.is_null()).all().alias(f"k{k}") for k in scales]
    asked = view.whole.select(nw.len().alias("n"), column.min().alias("low"), column.max().alias("high"), *fits)
    ((size, low, high, *fitting),) = view.engine.fetch(asked)
    if high is None:
        return 0
    most = max(-low, high)
    scale = next((k for k, fit in zip(scales, fitting, strict=True) if fit), None)
    if scale is None or float(most) * 10**scale * size >= INT64 or (not whole and float(most) * 10**scale >= EXACT):
        return None
    return scale
