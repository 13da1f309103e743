"""What has moved in the tracking table of a report."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from roundtable_cli.comparison.freezing.frozen_report import FrozenTracking
from roundtable_cli.comparison.report_comparison import Cause, ReportComparison, ValueMove, compare_tracking


@dataclass
class TrackingReport:
    """As much of a report as tracking asks for."""

    tracking: list[FrozenTracking]
    labels: dict[str, str] = field(default_factory=lambda: {"a": "People"})


def test_each_number_that_has_moved_is_named() -> None:
    """A line that is gone has no numbers; what is hidden is not compared to date."""
    report = TrackingReport([FrozenTracking("a", to_date=5, target=10, status="on track"), FrozenTracking("b", 3)])
    now = {"a": FrozenTracking("a", to_date=6, target=10, status="met")}
    moves = [*compare_tracking(report, now, frozenset())]  # type: ignore[arg-type]
    assert [(move.code, move.label, move.what, move.old, move.new) for move in moves] == [
        ("a", "People", "to_date", 5, 6),
        ("a", "People", "status", "on track", "met"),
        ("b", "b", "to_date", 3, None),
    ]
    hidden = [*compare_tracking(report, now, frozenset("ab"))]  # type: ignore[arg-type]
    assert [move.what for move in hidden] == ["status"]


@pytest.mark.parametrize(("has_moved", "moved"), [(True, 1), (False, 0)])
def test_a_comparison_says_whether_anything_has_moved(has_moved: bool, moved: int) -> None:
    """By its values, where the tracking table is as it was."""
    value = ValueMove("a", "People", (), "people", 1, 2, causes=(Cause("late-rows"),), has_moved=has_moved)
    comparison = ReportComparison(None, (value,))  # type: ignore[arg-type]
    assert (comparison.has_moved, len(comparison.moved)) == (has_moved, moved)
