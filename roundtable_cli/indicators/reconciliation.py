"""Why the parts of a breakdown do not add up to the total: arithmetic on computed values, that closes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.indicators.results import CellKey, NumericValue, Result, ResultValue, to_output_number


class OverlapEquation(NamedTuple):
    """Sum of the parts along a dimension − overlap = whole."""

    indicator: Indicator
    dimension: Dimension
    cell: CellKey
    parts: NumericValue
    overlap: NumericValue
    whole: NumericValue


def is_additive_along(indicator: Indicator, dimension: Dimension) -> bool:
    """Whether values along a dimension are parts of a whole; means and shares are not, nor values to date over time."""
    to_date = indicator.accumulation != "non-cumulative" and dimension.name in MONTHS_PER_UNIT
    return indicator.traits.is_additive and not to_date


def reconcile_totals(results: Iterable[Result], by: Sequence[Dimension]) -> dict[tuple[CellKey, str], OverlapEquation]:
    """The equation of each total of one indicator, by its cell and the name of the dimension that it totals."""
    wholes, parts = {result.cell: result for result in results}, dict[tuple[CellKey, str], Fraction]()
    dimensions = {dimension.name: dimension for dimension in by}
    for result in wholes.values():
        for name, _ in result.cell:
            if result.value is not None and is_additive_along(result.indicator, dimensions[name]):
                whole = tuple(pair for pair in result.cell if pair[0] != name)
                parts[whole, name] = parts.get((whole, name), Fraction(0)) + _exact_fraction(result.value)
    return {
        (cell, name): _overlap_equation(wholes[cell], dimensions[name], added)
        for (cell, name), added in parts.items()
        if wholes[cell].value is not None  # amounts in several currencies have parts and no whole
    }


def _overlap_equation(whole: Result, dimension: Dimension, added: Fraction) -> OverlapEquation:
    total = _exact_fraction(whole.value)
    return OverlapEquation(
        whole.indicator,
        dimension,
        whole.cell,
        to_output_number(added),
        to_output_number(added - total),
        to_output_number(total),
    )


def _exact_fraction(value: ResultValue) -> Fraction:
    return Fraction(value) if isinstance(value, NumericValue) else Fraction(0)
