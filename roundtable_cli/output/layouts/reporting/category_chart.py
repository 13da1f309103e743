"""A chart of one indicator by the categories of one dimension, where its values can be compared."""

from __future__ import annotations

from math import isfinite

from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED, TOTAL
from roundtable_cli.indicators.results import NumericValue, Result, Results
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.report_document import BarChart, ChartBar

MAX_BARS = 15  # of more categories, a chart shows the largest and the others together


def category_count(results: Results) -> int:
    """How many categories the one breakdown of results has."""
    return sum(len(results.categories[dimension.name]) for dimension in results.by)


def build_category_chart(cells: CellTexts) -> BarChart | None:
    """The bars of the one indicator by the one dimension; None where nothing can be compared.

    That is where fewer than two categories have a number, or amounts are in several currencies. A hidden value has no
    bar, only its sign.
    """
    (dimension,), (indicator,) = cells.results.by, cells.results.indicators
    bars, units = list[ChartBar](), set[str]()
    for key, label in cells.category_labels(dimension).items():
        result = cells.results.of(indicator.code, ((dimension.name, key),))
        if key != TOTAL and result:
            bars.append(ChartBar(label, _bar_length(result), str(cells.value_text(result)), key == NOT_RECORDED))
            units.add(result.unit("") if _bar_length(result) is not None else "")
    if sum(bar.length is not None for bar in bars) < 2 or len(units - {""}) > 1:
        return None
    title = f"{cells.indicator_label(indicator)} – {cells.dimension_label(dimension)}"
    description = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return BarChart(title, description, tuple(bars))


def _bar_length(result: Result) -> float | None:
    """A number to draw; None for what is hidden, missing or no number."""
    if result.is_hidden or not isinstance(result.value, NumericValue):
        return None
    length = float(result.value)
    return length if isfinite(length) else None
