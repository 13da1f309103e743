"""Targets that can be read in two ways, as milestones to date or as those of each period alone, and contradictory ones.

Targets of which nobody says what they are (`targets_are`) are read as milestones: what the value to date is to reach by
the end of a period. Donors set targets of each period alone as often. Arithmetic tells where that is likely meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import AMBIGUOUS_TARGETS, TARGET_DIRECTION
from roundtable_cli.indicators.definitions.framework import LIFE_OF_PROJECT, Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.results import CellKey, NumericValue
from roundtable_cli.indicators.tracking.plan import TargetPlan
from roundtable_cli.indicators.tracking.status import is_target_astray

PeriodTarget = tuple[ReportingPeriod, NumericValue]


def find_target_warnings(framework: ResultsFramework, plan: TargetPlan) -> Iterator[Finding]:
    """A warning for each indicator whose targets can be read in two ways, and for each target on the wrong side."""
    for indicator in framework.indicators.values():
        cells = dict.fromkeys(cell for code, _, cell in plan.entries if code == indicator.code)
        if indicator.code not in plan.kinds:
            doubts = (doubt for cell in cells if (doubt := describe_doubt(framework, plan, indicator, cell)))
            if doubt := next(doubts, ""):
                yield _ambiguity_warning(framework, indicator, doubt)
        for cell in cells:
            yield from _direction_warnings(framework, plan, indicator, cell)


def _ambiguity_warning(framework: ResultsFramework, indicator: Indicator, doubt: str) -> Finding:
    fault = (
        f"{doubt}. They are read as milestones: what must be reached by the end of the period, in all periods up to it"
    )
    remedy = 'if each target is for its own period alone, write targets_are = "periods"; if not, "milestones"'
    section = f"[indicators.{indicator.code}] targets"
    return Finding(AMBIGUOUS_TARGETS, fault, remedy, framework.file, column=section, severity=WARNING)


def describe_doubt(framework: ResultsFramework, plan: TargetPlan, indicator: Indicator, cell: CellKey) -> str:
    """Why the targets of a cell may be those of each period alone, in words with the numbers; "" where nothing says so.

    Asked for are two targets or more, none of them 0, of periods of one length. It is doubtful what they are where they

    - add up to the target for the life of project, or of a longer period that takes them in;
    - differ from the target of a longer period, or of the project, that ends on the same day: to date, both would hold;
    - fall, though the indicator is to increase;
    - are three or more and all the same, and what is counted adds up over time: after the first period, nothing more
      would be planned.
    """
    whole = plan.find_target(indicator.code, LIFE_OF_PROJECT, cell)
    dated = [(period, target) for period, target in plan.period_targets(indicator.code, cell) if target]
    by_months: dict[int, list[PeriodTarget]] = {}
    for period, target in sorted(dated, key=lambda one: one[0].end or date.max):
        if months := _month_count(period):
            by_months.setdefault(months, []).append((period, target))
    for parts in by_months.values():
        longer = {period: target for period, target in dated if _month_count(period) > _month_count(parts[0][0])}
        if len(parts) > 1:
            doubt = _sum_doubt(parts, longer, whole) or _end_doubt(framework, parts, longer, whole)
            if doubt := doubt or _course_doubt(indicator, parts, whole):
                return doubt
    return ""


def _month_count(period: ReportingPeriod) -> int:
    """The months that a period takes in; 0 where it is open."""
    if not (period.start and period.end):
        return 0
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


def _sum_doubt(
    parts: Sequence[PeriodTarget], longer: Mapping[ReportingPeriod, NumericValue], whole: NumericValue | None
) -> str:
    """What to say where the targets of some periods add up to that of the whole; "" where they do not."""
    candidates: list[tuple[Sequence[PeriodTarget], NumericValue | None, str]] = []
    candidates.append((parts, whole, "the target for the life of project"))
    for period, target in longer.items():
        candidates.append(([part for part in parts if _is_within(part[0], period)], target, f"that of {period.name}"))
    for within, all_of_it, name in candidates:
        is_sum = all_of_it is not None and sum(Fraction(number) for _, number in within) == Fraction(all_of_it)
        if is_sum and len(within) > 1:
            added = " + ".join(str(number) for _, number in within)
            return f"the targets of periods add up to {name} ({added} = {all_of_it})"
    return ""


def _is_within(part: ReportingPeriod, whole: ReportingPeriod) -> bool:
    if not (part.start and part.end and whole.start and whole.end):
        return False
    return whole.start <= part.start and part.end <= whole.end


def _end_doubt(
    framework: ResultsFramework,
    parts: Sequence[PeriodTarget],
    longer: Mapping[ReportingPeriod, NumericValue],
    whole: NumericValue | None,
) -> str:
    """What to say where a period and a longer one end on one day, and have different targets; else ""."""
    ends = {period.end: (period.name, target) for period, target in longer.items()}
    if whole is not None and framework.end:
        ends[framework.end] = "the life of project", whole
    for period, target in parts:
        name, other = ends.get(period.end, ("", target))
        if other != target:
            return f"{period.name} and {name} end on one day, and their targets are {target} and {other}"
    return ""


def _course_doubt(indicator: Indicator, parts: Sequence[PeriodTarget], whole: NumericValue | None) -> str:
    """What to say where the targets fall, or stay the same, though the value to date is to rise; else ""."""
    numbers = [number for _, number in parts]
    for (earlier, before), (later, after) in pairwise(parts):
        if after < before and indicator.direction == "increase":
            return f"the target falls from {before} in {earlier.name} to {after} in {later.name}"
    is_short = whole is None or whole > numbers[0]
    if (
        len(numbers) > 2
        and len({*numbers}) == 1
        and indicator.adds_up_over_time
        and is_short
        and indicator.direction == "increase"
    ):
        return f"the target is {numbers[0]} in each of {len(numbers)} periods"
    return ""


def _direction_warnings(
    framework: ResultsFramework, plan: TargetPlan, indicator: Indicator, cell: CellKey
) -> Iterator[Finding]:
    """A warning for a target for the life of project on the wrong side of the baseline."""
    baseline, target = plan.find_baseline(indicator.code, cell), plan.find_target(indicator.code, LIFE_OF_PROJECT, cell)
    if target is None or not is_target_astray(indicator, target, baseline):
        return
    side, other = ("above", "increase") if indicator.direction == "decrease" else ("below", "decrease")
    fault = f"the target {target} is {side} the baseline {baseline}, and the indicator is to {indicator.direction}"
    remedy = f'write direction = "{other}", or correct the two numbers'
    section = f"[indicators.{indicator.code}] direction"
    yield Finding(TARGET_DIRECTION, fault, remedy, framework.file, column=section, severity=WARNING)
