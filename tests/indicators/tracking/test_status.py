"""Achievement and status of a value against its baseline and milestone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.indicators.results import NumericValue
from roundtable_cli.indicators.tracking.status import achievement_kind, compute_achievement, compute_status

UP = Indicator("n", LocalizedText(), "count")
DOWN = UP._replace(direction="decrease")


@pytest.mark.parametrize(
    ("indicator", "actual", "milestone", "expected"),
    [
        (UP, 100, 100, "achieved"),
        (UP, 85, 100, "on-track"),
        (UP, 84, 100, "off-track"),
        (UP, Decimal("84.99"), 100, "off-track"),
        (DOWN, 100, 100, "achieved"),
        (DOWN, 115, 100, "on-track"),
        (DOWN, 116, 100, "off-track"),
        (DOWN, 0, 0, "achieved"),
        (DOWN, 1, 0, "off-track"),
        (UP._replace(tolerance=Decimal("0.2")), 80, 100, "on-track"),
        (UP._replace(tolerance=0), 99, 100, "off-track"),
        (UP, -85, -100, "achieved"),
        (UP, -115, -100, "on-track"),
        (UP, None, 100, "no-data"),
        (UP, None, None, "no-data"),
        (UP, 5, None, "no-target"),
    ],
)
def test_status(
    indicator: Indicator, actual: NumericValue | None, milestone: NumericValue | None, expected: str
) -> None:
    """The band is a part of the milestone, its edge still on track; for a decrease it lies above."""
    assert compute_status(indicator, actual, milestone) == expected


@pytest.mark.parametrize(
    ("actual", "target", "baseline", "expected"),
    [
        (15, 30, None, 0.5),
        (15, 30, 0, 0.5),
        (15, 30, 10, 0.25),
        (14, 14, 14, None),
        (5, 0, None, None),
        (5, None, 3, None),
        (None, 30, 0, None),
    ],
)
def test_achievement(
    actual: NumericValue | None, target: NumericValue | None, baseline: NumericValue | None, expected: float | None
) -> None:
    """(actual − baseline) ÷ (target − baseline); none where there is nothing to go."""
    assert compute_achievement(UP, actual, target, baseline) == expected


@pytest.mark.parametrize(
    ("actual", "target", "baseline", "expected"),
    [
        (7, 6, 14, 0.875),
        (6, 6, 14, 1.0),
        (4, 6, 14, 1.25),
        (20, 6, 14, -0.75),
        (7, 6, None, None),
        (7, 14, 6, None),
        (7, 0, 0, None),
    ],
)
def test_achievement_of_a_decrease(
    actual: NumericValue, target: NumericValue, baseline: NumericValue | None, expected: float | None
) -> None:
    """Right at, above and below the target; none without a baseline, nor where the target is above it."""
    assert compute_achievement(DOWN, actual, target, baseline) == expected


def test_an_increase_to_less_than_the_baseline_has_no_achievement() -> None:
    """The direction was forgotten, or a number is wrong: half of that way is no success."""
    assert compute_achievement(UP, 10, 6, 14) is None


def test_the_declared_alternative_formula() -> None:
    """Actual ÷ target, whatever the baseline; progress from it is the default where there is one."""
    assert compute_achievement(UP._replace(achievement="actual/target"), 15, 30, 10) == 0.5
    assert compute_achievement(UP._replace(achievement="progress"), 15, 30, 10) == 0.25
    assert [achievement_kind(UP, baseline) for baseline in (None, 0, 10)] == ["actual/target", "progress", "progress"]
    assert compute_achievement(DOWN._replace(achievement="actual/target"), 15, 30, None) == 0.5


@pytest.mark.parametrize(("actual", "expected"), [(0, "not-yet-due"), (30, "not-yet-due"), (None, "no-data")])
def test_what_is_early_is_not_judged(actual: NumericValue | None, expected: str) -> None:
    """Before the end of the project its target is not yet due, however far or near it is."""
    assert compute_status(UP, actual, 30, is_early=True) == expected
    assert compute_status(UP, 3, None, is_early=True) == "no-target"


def test_what_periods_add_up_to_begins_with_nothing() -> None:
    """Of a baseline of 40 in the year before, the targets of periods know nothing: achievement is actual ÷ target.

    Unless progress is asked for, or what is counted does not add up: then the baseline is where the value began.
    """
    count = UP._replace(measure="count")
    assert achievement_kind(count, 40, "periods") == "actual/target"
    assert achievement_kind(count, 40, "milestones") == "progress"
    assert achievement_kind(count._replace(achievement="progress"), 40, "periods") == "progress"
    assert achievement_kind(UP._replace(measure="mean"), 40, "periods") == "progress"
    assert achievement_kind(count._replace(direction="decrease"), 40, "periods") == "progress"
