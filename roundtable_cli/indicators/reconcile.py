"""Why the parts do not add up to the whole: arithmetic on values already computed, that closes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from roundtable_cli.indicators.formulas import number
from roundtable_cli.indicators.framework import Dimension, Indicator
from roundtable_cli.indicators.periods import MONTHS
from roundtable_cli.indicators.results import Cell, Number, Result, Value

ADDITIVE = ("count", "unique", "sum")


@dataclass(frozen=True)
class Equation:
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


def overlap(results: Mapping[Cell, Result], cell: Cell, dimension: Dimension) -> Equation | None:
    """The equation of a whole cell along a dimension that it totals; None where parts don't make the whole."""
    whole = results[cell]
    if not adds_up(whole.indicator, dimension) or dimension.name in dict(cell):
        return None
    parts = [result.value for other, result in results.items() if _inner(other, cell, dimension)]
    if all(part is None for part in parts):
        return None
    added, total = sum(map(_exact, parts)), _exact(whole.value)
    return Equation(whole.indicator, dimension, cell, number(added), number(added - total), number(total))


def equations(results: Sequence[Result], by: Sequence[Dimension]) -> Iterator[Equation]:
    """For each whole whose parts don't add up to it, the arithmetic that explains it."""
    cells = {result.cell: result for result in results}
    for cell in cells:
        for dimension in by:
            equation = overlap(cells, cell, dimension)
            if equation and equation.overlap:
                yield equation


def _inner(other: Cell, cell: Cell, dimension: Dimension) -> bool:
    """Whether a cell is a part of another along one dimension."""
    return len(other) == len(cell) + 1 and tuple(pair for pair in other if pair[0] != dimension.name) == cell


def _exact(value: Value) -> Fraction:
    return Fraction(value) if isinstance(value, (int, Decimal, float)) else Fraction(0)
