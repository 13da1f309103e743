"""A value against its baseline, milestone and target: achievement and status."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from roundtable_cli.indicators.definitions.framework import (
    ACTUAL_BY_TARGET,
    LIFE_OF_PROJECT,
    PERIODS,
    PROGRESS,
    Indicator,
    ResultsFramework,
)
from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.results import CellKey, NumericValue, Result, ResultValue, to_output_number
from roundtable_cli.indicators.tracking.hidden_periods import PeriodResults
from roundtable_cli.indicators.tracking.plan import TargetPlan

ACHIEVED, ON_TRACK, OFF_TRACK = "achieved", "on-track", "off-track"
NOT_YET_DUE, NO_TARGET, NO_DATA = "not-yet-due", "no-target", "no-data"
REFUSED = "refused"  # of an indicator without a value because of a fault; nothing is judged
STATUSES = (ACHIEVED, ON_TRACK, OFF_TRACK, NOT_YET_DUE, NO_TARGET, NO_DATA)


class Tracked(NamedTuple):
    """A line of the indicator performance tracking table.

    `result` is the value in the period; `to_date` the value of all records up to its end. `milestone` is what is due
    by then, `target` what is set for the life of project. `achievement` is a part of 1: of the target by the value to
    date, or, where none is set for the life of project, of the milestone. `milestone_met` is the part of the milestone
    that is met by the value which the status is of. Where targets are those of each period alone
    (`targets_are` "periods"), the milestone is the period's own target, and its own value is held against it. Where
    they add up, `target_to_date` is their sum to the period's end, and `status_to_date` that of the value to date. The
    value to date may be hidden where it would tell what few people have.
    """

    result: Result
    period: str
    to_date: ResultValue
    baseline: NumericValue | None = None
    milestone: NumericValue | None = None
    target: NumericValue | None = None
    achievement: NumericValue | None = None
    milestone_met: NumericValue | None = None
    status: str = NO_TARGET
    note: str = ""
    targets_are: str = ""
    is_to_date_hidden: bool = False
    target_to_date: NumericValue | None = None
    status_to_date: str = ""

    @property
    def indicator(self) -> Indicator:
        """Whose line it is."""
        return self.result.indicator

    @property
    def has_target(self) -> bool:
        """Whether anything is set that an achievement can be told of."""
        return self.milestone is not None or self.target is not None

    @property
    def achievement_kind(self) -> str:
        """How its achievement is computed: "progress" from the baseline, or "actual/target"."""
        return achievement_kind(self.indicator, self.baseline, self.targets_are)

    @property
    def cell(self) -> CellKey:
        """Its category in each dimension; `()` is the total."""
        return self.result.cell


def track_result(
    framework: ResultsFramework,
    plan: TargetPlan,
    values: PeriodResults,
    until: date | None,
) -> Tracked:
    """A value, and that to date, against what is set for it.

    Whether the life of project, or a period without an end, is over is told by the day `until` which it is known: the
    end of the period asked for, or else the last dated record. None is no day: then it is not over.
    """
    period, result, to_date = values
    indicator, cell, name = result.indicator, result.cell, period.name if period else LIFE_OF_PROJECT
    value_to_date = to_date.value if to_date else None
    kind = plan.kinds.get(indicator.code, "")
    if kind == PERIODS:
        milestone, judged = plan.find_own_target(framework, indicator, period, cell), result.value
    else:
        milestone, judged = plan.find_milestone(framework, indicator.code, period, cell), value_to_date
    due = _find_target_to_date(framework, plan, result, period) if kind == PERIODS else None
    target = plan.find_target(indicator.code, LIFE_OF_PROJECT, cell)
    baseline = plan.find_baseline(indicator.code, cell)
    # What periods add up to is not measured from where the project began, but from 0.
    start = 0 if baseline is not None and _is_flow(indicator, kind) else baseline
    actual, aim = (judged, milestone) if target is None else (value_to_date, target)
    end = plan.find_end(framework, indicator.code) if period is None or period.end is None else None
    is_early = end is not None and (until is None or until < end)
    return Tracked(
        result,
        name,
        value_to_date,
        baseline,
        milestone,
        target,
        compute_achievement(indicator, actual, aim, start if indicator.achievement != PROGRESS else baseline),
        compute_achievement(indicator, judged, milestone, start),
        compute_status(indicator, judged, milestone, is_early),
        plan.find_note(indicator.code, name, cell),
        kind,
        to_date is not None and to_date.is_hidden,
        due,
        compute_status(indicator, value_to_date, due) if due is not None else "",
    )


def _find_target_to_date(
    framework: ResultsFramework, plan: TargetPlan, result: Result, period: ReportingPeriod | None
) -> NumericValue | None:
    """What the targets of all periods to the end of one add up to; None where they do not, or the period has no end."""
    if not (period and period.end and result.indicator.adds_up_over_time):
        return None
    until = ReportingPeriod(f"..{period.end}", None, period.end)
    return plan.find_own_target(framework, result.indicator, until, result.cell)


def _is_flow(indicator: Indicator, targets_are: str) -> bool:
    """Whether the targets of periods, and what the indicator adds in each of them, make up the whole."""
    return targets_are == PERIODS and indicator.adds_up_over_time and indicator.direction == "increase"


def achievement_kind(indicator: Indicator, baseline: NumericValue | None, targets_are: str = "") -> str:
    """How an achievement is computed, as is declared, or else from the baseline where there is one.

    What adds up to its target period by period begins with 0, and not with the value before the project.
    """
    is_from_zero = baseline is None or _is_flow(indicator, targets_are)
    return indicator.achievement or (ACTUAL_BY_TARGET if is_from_zero else PROGRESS)


def compute_achievement(
    indicator: Indicator, actual: ResultValue, target: NumericValue | None, baseline: NumericValue | None
) -> NumericValue | None:
    """(actual − baseline) / (target − baseline), or actual / target where so declared; none where that divides by 0.

    There is none either of a decrease without a baseline: from what the value has fallen is not known. Nor is there one
    where the target lies on the other side of the baseline than the value is to go.
    """
    if target is None or not isinstance(actual, NumericValue):
        return None
    if lacks_baseline(indicator, baseline) or is_target_astray(indicator, target, baseline):
        return None
    is_progress = achievement_kind(indicator, baseline) == PROGRESS
    start = Fraction(baseline or 0) if is_progress else Fraction(0)
    distance = Fraction(target) - start
    return to_output_number((Fraction(actual) - start) / distance, quotient=True) if distance else None


def lacks_baseline(indicator: Indicator, baseline: NumericValue | None) -> bool:
    """Whether no achievement can be told for want of a baseline: of a decrease, unless it is declared without one."""
    return indicator.direction == "decrease" and baseline is None and indicator.achievement != ACTUAL_BY_TARGET


def is_target_astray(indicator: Indicator, target: NumericValue, baseline: NumericValue | None) -> bool:
    """Whether a target lies below the baseline of what is to increase, or above that of what is to decrease."""
    if baseline is None:
        return False
    distance = Fraction(target) - Fraction(baseline)
    return distance > 0 if indicator.direction == "decrease" else distance < 0


def compute_status(
    indicator: Indicator, actual: ResultValue, milestone: NumericValue | None, is_early: bool = False
) -> str:
    """Achieved, on track within the tolerance of the milestone, or off track; the sign turned for a decrease.

    What is set for the life of project is not yet due where that `is_early`: nothing is judged before its end.
    """
    if not isinstance(actual, NumericValue):
        return NO_DATA
    if milestone is None:
        return NO_TARGET
    if is_early:
        return NOT_YET_DUE
    ahead = Fraction(actual) - Fraction(milestone)
    if indicator.direction == "decrease":
        ahead = -ahead
    if ahead >= 0:
        return ACHIEVED
    return ON_TRACK if -ahead <= Fraction(indicator.tolerance) * abs(Fraction(milestone)) else OFF_TRACK
