"""Why the parts do not add up to the whole: arithmetic on values already computed, that closes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from roundtable_cli.indicators.definitions.framework import Dimension, Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS
from roundtable_cli.indicators.measures.formulas import number
from roundtable_cli.indicators.results import Cell, Number, Result, Value

ADDITIVE = ("count", "unique", "sum")


class Equation(NamedTuple):
    """sum of the parts along a dimension − overlap = whole."""

    indicator: Indicator
    dimension: Dimension
    cell: Cell
    parts: Number
    overlap: Number
    whole: Number


def adds_up(indicator: Indicator, dimension: Dimension) -> bool:
    """Whether parts along a dimension are parts of a whole: not of means or shares, nor of values to date."""
    running = indicator.accumulation != "non-cumulative" and dimension.name in MONTHS
    return indicator.measure in ADDITIVE and not running


def equations(results: Iterable[Result], by: Sequence[Dimension]) -> dict[tuple[Cell, str], Equation]:
    """For each whole cell of one indicator, and each dimension that it totals, the arithmetic that closes."""
    wholes, parts = {result.cell: result for result in results}, dict[tuple[Cell, str], Fraction]()
    dimensions = {dimension.name: dimension for dimension in by}
    for result in wholes.values():
        for name, _ in result.cell:
            if result.value is not None and adds_up(result.indicator, dimensions[name]):
                whole = tuple(pair for pair in result.cell if pair[0] != name)
                parts[whole, name] = parts.get((whole, name), Fraction(0)) + _exact(result.value)
    return {
        (cell, name): _equation(wholes[cell], dimensions[name], added)
        for (cell, name), added in parts.items()
        if wholes[cell].value is not None  # amounts in several currencies have parts and no whole
    }


def _equation(whole: Result, dimension: Dimension, added: Fraction) -> Equation:
    total = _exact(whole.value)
    return Equation(whole.indicator, dimension, whole.cell, number(added), number(added - total), number(total))


def _exact(value: Value) -> Fraction:
    return Fraction(value) if isinstance(value, Number) else Fraction(0)
