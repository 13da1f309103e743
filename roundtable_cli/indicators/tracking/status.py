"""A value against its baseline, milestone and target: achievement and status."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from roundtable_cli.indicators.definitions import periods
from roundtable_cli.indicators.definitions.framework import LIFE_OF_PROJECT, Indicator, ResultsFramework
from roundtable_cli.indicators.results import CellKey, NumericValue, Result, ResultValue
from roundtable_cli.indicators.tracking.plan import TargetPlan

ACHIEVED, ON_TRACK, OFF_TRACK = "achieved", "on-track", "off-track"
NO_TARGET, NO_DATA = "no-target", "no-data"
STATUSES = (ACHIEVED, ON_TRACK, OFF_TRACK, NO_TARGET, NO_DATA)


class Tracked(NamedTuple):
    """A line of the indicator performance tracking table.

    `result` is the value in the period; `to_date` the value of all records up to its end. `achievement` is a part of
    1: of the target, or, where none is set for the life of project, of the milestone. `milestone` is what is due
    by then, `target` what is set for the life of project.
    """

    result: Result
    period: str
    to_date: ResultValue
    baseline: NumericValue | None = None
    milestone: NumericValue | None = None
    target: NumericValue | None = None
    achievement: float | None = None
    status: str = NO_TARGET
    note: str = ""

    @property
    def indicator(self) -> Indicator:
        """Whose line it is."""
        return self.result.indicator

    @property
    def cell(self) -> CellKey:
        """Its category in each dimension; `()` is the total."""
        return self.result.cell


def track_result(
    framework: ResultsFramework,
    plan: TargetPlan,
    period: periods.ReportingPeriod | None,
    result: Result,
    to_date: ResultValue,
) -> Tracked:
    """A value against what is set for it. `period` None is the life of project."""
    indicator, cell, name = result.indicator, result.cell, period.name if period else LIFE_OF_PROJECT
    milestone = plan.find_milestone(framework, indicator.code, period, cell)
    target = plan.find_target(indicator.code, LIFE_OF_PROJECT, cell)
    baseline = plan.find_baseline(indicator.code, cell)
    aim = milestone if target is None else target
    return Tracked(
        result,
        name,
        to_date,
        baseline,
        milestone,
        target,
        compute_achievement(indicator, to_date, aim, baseline),
        compute_status(indicator, to_date, milestone),
        plan.find_note(indicator.code, name, cell),
    )


def compute_achievement(
    indicator: Indicator, actual: ResultValue, target: NumericValue | None, baseline: NumericValue | None
) -> float | None:
    """(actual − baseline) / (target − baseline), or actual / target where so declared; none where that divides by 0."""
    if target is None or not isinstance(actual, NumericValue):
        return None
    start = Fraction(0) if indicator.achievement == "actual/target" else Fraction(baseline or 0)
    distance = Fraction(target) - start
    return float((Fraction(actual) - start) / distance) if distance else None


def compute_status(indicator: Indicator, actual: ResultValue, milestone: NumericValue | None) -> str:
    """Achieved, on track within the tolerance of the milestone, or off track; the sign turned for a decrease."""
    if not isinstance(actual, NumericValue):
        return NO_DATA
    if milestone is None:
        return NO_TARGET
    ahead = Fraction(actual) - Fraction(milestone)
    if indicator.direction == "decrease":
        ahead = -ahead
    if ahead >= 0:
        return ACHIEVED
    return ON_TRACK if -ahead <= Fraction(indicator.tolerance) * abs(Fraction(milestone)) else OFF_TRACK
