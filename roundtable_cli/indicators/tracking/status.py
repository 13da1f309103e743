"""A value against its baseline, milestone and target: achievement and status."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from roundtable_cli.indicators.definitions import periods
from roundtable_cli.indicators.definitions.framework import LOP, Framework, Indicator
from roundtable_cli.indicators.results import Cell, Number, Result, Value
from roundtable_cli.indicators.tracking.plan import Plan

ACHIEVED, ON_TRACK, OFF_TRACK = "achieved", "on-track", "off-track"
NO_TARGET, NO_DATA = "no-target", "no-data"


class Tracked(NamedTuple):
    """A line of the indicator performance tracking table.

    `result` is the value in the period; `to_date` the value of all records up to its end. `achievement` is a part of
    1: of the target, or, where none is set for the life of project, of the milestone. `milestone` is what is due
    by then, `target` what is set for the life of project.
    """

    result: Result
    period: str
    to_date: Value
    baseline: Number | None = None
    milestone: Number | None = None
    target: Number | None = None
    achievement: float | None = None
    status: str = NO_TARGET
    note: str = ""

    @property
    def indicator(self) -> Indicator:
        """Whose line it is."""
        return self.result.indicator

    @property
    def cell(self) -> Cell:
        """Its category in each dimension; `()` is the total."""
        return self.result.cell


def track(framework: Framework, plan: Plan, period: periods.Period | None, result: Result, to_date: Value) -> Tracked:
    """A value against what is set for it. `period` None is the life of project."""
    indicator, cell, name = result.indicator, result.cell, period.name if period else LOP
    milestone = plan.milestone(framework, indicator.code, period, cell)
    target = plan.target(indicator.code, LOP, cell)
    baseline = plan.baseline(indicator.code, cell)
    aim = milestone if target is None else target
    return Tracked(
        result,
        name,
        to_date,
        baseline,
        milestone,
        target,
        achievement(indicator, to_date, aim, baseline),
        status(indicator, to_date, milestone),
        plan.note(indicator.code, name, cell),
    )


def achievement(indicator: Indicator, actual: Value, target: Number | None, baseline: Number | None) -> float | None:
    """(actual − baseline) / (target − baseline), or actual / target where so declared; none where that divides by 0."""
    if target is None or not isinstance(actual, Number):
        return None
    start = Fraction(0) if indicator.achievement == "actual/target" else Fraction(baseline or 0)
    distance = Fraction(target) - start
    return float((Fraction(actual) - start) / distance) if distance else None


def status(indicator: Indicator, actual: Value, milestone: Number | None) -> str:
    """Achieved, on track within the tolerance of the milestone, or off track; the sign turned for a decrease."""
    if not isinstance(actual, Number):
        return NO_DATA
    if milestone is None:
        return NO_TARGET
    ahead = Fraction(actual) - Fraction(milestone)
    if indicator.direction == "decrease":
        ahead = -ahead
    if ahead >= 0:
        return ACHIEVED
    return ON_TRACK if -ahead <= Fraction(indicator.tolerance) * abs(Fraction(milestone)) else OFF_TRACK
