"""Targets of periods added up: only of those that follow each other without a gap."""

from __future__ import annotations

import pytest

from roundtable_cli.indicators.definitions.periods import parse_period
from roundtable_cli.indicators.tracking.target_sums import add_up_targets

QUARTERS = {parse_period(f"2026Q{number}"): number * 10 for number in (1, 2, 4)}


@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("2026S1", 30),
        ("..2026-06-30", 30),
        ("2026Q2", 20),
        ("2026", None),  # the third quarter has no target
        ("2026-01..2026-02", None),  # a part of a quarter
        ("2025Q4..2026Q1", None),
        ("..2025-12-31", None),  # before the first target nothing was planned: a sum of 0 would judge the value
    ],
)
def test_targets_without_a_gap_add_up(asked: str, total: int | None) -> None:
    """10 + 20 for the first half of the year; nothing where a period among them has no target."""
    assert add_up_targets(QUARTERS, parse_period(asked)) == total


def test_the_longer_of_two_targets_holds() -> None:
    """That of the half of the year stands in place of those of its quarters; none make no sum."""
    half = {parse_period("2026S1"): 25, parse_period("2026Q3"): 5}
    assert add_up_targets(QUARTERS | half, parse_period("2026")) == 25 + 5 + 40
    assert add_up_targets({}, None) is None
