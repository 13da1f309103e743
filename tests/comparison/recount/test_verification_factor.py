"""The verification factor and its interval, by numbers from textbooks and worked by hand."""

from __future__ import annotations

import math
import random

import pytest

from roundtable_cli.comparison.recount.verification_factor import CheckedGroup, CheckedRow, estimate_factor


def found(yes: int, no: int, rows: int = 1000) -> CheckedGroup:
    """Rows that were found, and some that were not."""
    return CheckedGroup([CheckedRow(1, 1)] * yes + [CheckedRow(1, 0)] * no, rows)


def test_rows_found_have_the_interval_of_wilson() -> None:
    """18 of 20: 0.699 to 0.972, as tables of the Wilson interval have it; of 20 of 20 it does not shrink to a point."""
    factor = estimate_factor([found(18, 2)], counts_rows=True)
    assert factor.factor == pytest.approx(0.9)
    assert (factor.low, factor.high) == pytest.approx((0.6990, 0.9721), abs=1e-4)
    every = estimate_factor([found(20, 0)], counts_rows=True)
    assert (every.factor, every.low, every.high) == pytest.approx((1, 0.8389, 1), abs=1e-4)


@pytest.mark.parametrize(("yes", "is_accepted"), [(20, True), (18, True), (17, False), (0, False)])
def test_ten_percent_are_accepted(yes: int, is_accepted: bool) -> None:
    """As RDQA has it; the limit itself too."""
    assert estimate_factor([found(yes, 20 - yes)], counts_rows=True).is_accepted is is_accepted


def test_amounts_have_the_interval_of_the_ratio_estimator() -> None:
    """Three of 10 amounts, 100, 200 and 300, found as 100, 180 and 300: 580 / 600, and the error by hand."""
    rows = [CheckedRow(100, 100), CheckedRow(200, 180), CheckedRow(300, 300)]
    factor = estimate_factor([CheckedGroup(rows, 10)], counts_rows=False)
    ratio = 580 / 600
    residuals = [100 - 100 * ratio, 180 - 200 * ratio, 300 - 300 * ratio]  # they add up to 0
    error = math.sqrt(0.7 * sum(value**2 for value in residuals) / 2 / 3) / 200
    assert factor.factor == pytest.approx(ratio)
    assert (factor.low, factor.high) == pytest.approx((ratio - 1.96 * error, ratio + 1.96 * error), rel=1e-4)


def test_categories_weigh_as_much_as_their_rows() -> None:
    """Half of 90 rows and all of 10: 55 of 100, not three of four; what was checked whole adds no doubt."""
    groups = [found(1, 1, rows=90), found(2, 0, rows=10)]
    factor = estimate_factor(groups, counts_rows=True)
    assert factor.factor == pytest.approx(0.55)
    whole = estimate_factor([found(45, 45, rows=90), found(10, 0, rows=10)], counts_rows=True)
    assert (whole.factor, whole.low, whole.high) == pytest.approx((0.55, 0.55, 0.55))


def test_nothing_is_said_of_nothing() -> None:
    """Without a checked row, or where all that was reported is 0, there is no factor; of one amount no interval."""
    assert estimate_factor([], counts_rows=True).factor is None
    assert estimate_factor([CheckedGroup([CheckedRow(0, 5)], 9)], counts_rows=False).is_accepted is None
    for rows in (2, 9):
        assert estimate_factor([CheckedGroup([CheckedRow(5, 4)], rows)], counts_rows=False)[1:] == (None, None)


def test_that_all_agree_is_no_certainty() -> None:
    """20 of 20 amounts of 1,000, or of several categories, say nothing certain of the others."""
    rows = [CheckedRow(amount, amount) for amount in range(1, 21)]
    assert estimate_factor([CheckedGroup(rows, 1000)], counts_rows=False) == (1, None, None)
    assert estimate_factor([found(5, 0), found(9, 0)], counts_rows=True) == (1, None, None)
    assert estimate_factor([CheckedGroup(rows, 20)], counts_rows=False) == (1, 1, 1)


def test_the_interval_holds_what_it_promises() -> None:
    """Of 400 samples of amounts with known truth, about 95 percent of the intervals have the true factor in them."""
    choose = random.Random(7)  # noqa: S311 - no secret
    every = [(amount := choose.uniform(50, 500), amount if choose.random() < 0.8 else amount * 0.5) for _ in range(500)]
    truth = sum(pair[1] for pair in every) / sum(pair[0] for pair in every)
    hits = 0
    for _ in range(400):
        rows = [CheckedRow(*pair) for pair in choose.sample(every, 60)]
        factor = estimate_factor([CheckedGroup(rows, len(every))], counts_rows=False)
        hits += factor.low is not None and factor.high is not None and factor.low <= truth <= factor.high
    assert 365 <= hits <= 396
