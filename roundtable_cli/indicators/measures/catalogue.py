"""Which function computes which measure: one table per use, keyed by the measure's name.

What else distinguishes measures is in their records (`definitions.measures`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import Derivation
from roundtable_cli.indicators.definitions.framework import CalculatedColumn
from roundtable_cli.indicators.frames.scaled import Quotient, ScaledInteger
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures import counts, extremes, formulas, latest, percentiles, shares, sums
from roundtable_cli.indicators.measures.answers import Aggregation
from roundtable_cli.indicators.measures.rollup_context import Rollup

# An indicator: the answer of each group of rows.
AGGREGATIONS: Mapping[str, Aggregation] = {
    "count": counts.count_rows,
    "unique": counts.count_distinct,
    "sum": sums.sum_values,
    "mean": sums.compute_mean,
    "median": percentiles.find_median,
    "percentile": percentiles.find_percentile,
    "min": extremes.find_minimum,
    "max": extremes.find_maximum,
    "latest": latest.find_latest,
    "share": shares.compute_share,
}

# An indicator with a weight: each row stands for as many people as its weight says.
WEIGHTED_AGGREGATIONS: Mapping[str, Aggregation] = {
    "count": sums.sum_weights,
    "sum": sums.sum_weighted_values,
    "mean": sums.compute_weighted_mean,
    "share": shares.compute_weighted_share,
}

# A calculated column over the rows of another table that belong to each row.
ROLLUPS: Mapping[str, Rollup] = {
    "count": counts.rollup_count,
    "unique": counts.rollup_distinct,
    "sum": sums.rollup_sum,
    "mean": sums.rollup_mean,
    "median": percentiles.rollup_median,
    "percentile": percentiles.rollup_percentile,
    "min": extremes.rollup_minimum,
    "max": extremes.rollup_maximum,
    "latest": latest.rollup_latest,
    "share": shares.rollup_share,
}

# A calculated column over columns of the row: of any type, of dates, of texts, and of numbers.
CATEGORICAL_OPERATIONS: Mapping[str, Callable[[TableView, Derivation, CalculatedColumn], nw.Expr]] = {
    "count": counts.count_columns,
    "unique": counts.count_distinct_columns,
    "share": shares.share_of_columns,
}
DATE_OPERATIONS: Mapping[str, Callable[[Sequence[nw.Expr], CalculatedColumn], nw.Expr]] = {
    "min": extremes.earliest_date,
    "max": extremes.latest_date,
    "difference": formulas.days_between,
}
TEXT_OPERATIONS: Mapping[str, Callable[[Sequence[nw.Expr]], nw.Expr]] = {
    "min": extremes.first_text,
    "max": extremes.last_text,
}
NUMERIC_OPERATIONS: Mapping[str, Callable[[Sequence[ScaledInteger]], Quotient]] = {
    "sum": sums.sum_terms,
    "mean": sums.mean_terms,
    "median": percentiles.median_terms,
    "min": extremes.minimum_terms,
    "max": extremes.maximum_terms,
    "ratio": formulas.ratio_terms,
    "difference": formulas.difference_terms,
    "product": formulas.product_terms,
}
