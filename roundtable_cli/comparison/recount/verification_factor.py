"""How much of what was reported a recount has found: the verification factor, and how sure it is.

The factor is what was found, divided by what was reported, as in the Routine Data Quality Assessment tool (RDQA) of
MEASURE Evaluation; there data are accepted within ten percent of 1. Of a sample the factor is an estimate. Its interval
is one of 95 percent: for rows found or not found that of Wilson (1927), which holds for few rows and for shares near 0
and 1; for amounts, and for several categories of which different shares were drawn, that of the ratio estimator
(Cochran, Sampling Techniques, 1977, section 6.4), with the correction for what is a large part of all rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

ACCEPTED_DISTANCE = 0.1  # from 1: RDQA's rule
_NORMAL_QUANTILE = 1.959963984540054  # of 97.5 percent of the normal distribution
_MIN_ROWS = 2  # of which something can be said about how far they differ


class CheckedRow(NamedTuple):
    """What a row was reported to be, and what was found: a 1 and a 1 or 0 where rows are counted, or amounts."""

    reported: float
    verified: float


class CheckedGroup(NamedTuple):
    """The checked rows of one category, and how many rows it has in all."""

    rows: Sequence[CheckedRow]
    rows_in_category: int


class VerificationFactor(NamedTuple):
    """The factor with its interval; None where nothing was reported, or where so few rows say nothing of others."""

    factor: float | None
    low: float | None = None
    high: float | None = None

    @property
    def is_accepted(self) -> bool | None:
        """Whether it is within ten percent of 1."""
        return None if self.factor is None else abs(self.factor - 1) <= ACCEPTED_DISTANCE + 1e-9


def estimate_factor(groups: Sequence[CheckedGroup], *, counts_rows: bool) -> VerificationFactor:
    """The factor of one category, or of several together, each with the weight of all its rows.

    `counts_rows` says that each row was reported as 1. Groups without a checked row tell nothing of their rows, and are
    left out.
    """
    checked = [group for group in groups if group.rows]
    weights = [group.rows_in_category / len(group.rows) for group in checked]
    reported = sum(weight * sum(row.reported for row in group.rows) for weight, group in _pair(weights, checked))
    if not reported:
        return VerificationFactor(None)
    verified = sum(weight * sum(row.verified for row in group.rows) for weight, group in _pair(weights, checked))
    factor = verified / reported
    if counts_rows and len(checked) == 1 and len(checked[0].rows) < checked[0].rows_in_category:
        return VerificationFactor(factor, *_wilson_interval(factor, len(checked[0].rows)))
    if any(len(group.rows) < min(_MIN_ROWS, group.rows_in_category) for group in checked):
        return VerificationFactor(factor)
    variance = sum(_residual_variance(group, factor) for group in checked) / reported**2
    if not variance and any(len(group.rows) < group.rows_in_category for group in checked):
        return VerificationFactor(factor)  # that all agree so far says nothing certain of the others
    margin = _NORMAL_QUANTILE * math.sqrt(variance)
    return VerificationFactor(factor, max(factor - margin, 0.0), factor + margin)


def _pair(weights: Sequence[float], groups: Sequence[CheckedGroup]) -> list[tuple[float, CheckedGroup]]:
    return list(zip(weights, groups, strict=True))


def _wilson_interval(share: float, rows: int) -> tuple[float, float]:
    square = _NORMAL_QUANTILE**2
    middle = share + square / (2 * rows)
    margin = _NORMAL_QUANTILE * math.sqrt(share * (1 - share) / rows + square / (4 * rows**2))
    low, high = ((middle + sign * margin) / (1 + square / rows) for sign in (-1, 1))
    return max(low, 0.0), min(high, 1.0)


def _residual_variance(group: CheckedGroup, factor: float) -> float:
    """The variance of what a category's rows add to the estimate, for all rows of it."""
    rows, every = len(group.rows), max(group.rows_in_category, len(group.rows))
    if rows == every or rows < _MIN_ROWS:
        return 0.0
    residuals = [row.verified - factor * row.reported for row in group.rows]
    mean = sum(residuals) / rows
    spread = sum((residual - mean) ** 2 for residual in residuals) / (rows - 1)
    return every**2 * (1 - rows / every) * spread / rows
