"""Targets that can be read in two ways, as milestones to date or as those of each period alone, and contradictory ones.

Targets of which nobody says what they are (`targets_are`) are read as milestones: what the value to date is to reach by
the end of a period. Donors set targets of each period alone as often. Arithmetic tells where that may be meant: targets
that fall, or add up to that of the whole, are refused; of weaker signs a warning tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import AMBIGUOUS_TARGETS, TARGET_DIRECTION
from roundtable_cli.indicators.definitions.framework import LIFE_OF_PROJECT, Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.results import CellKey, NumericValue
from roundtable_cli.indicators.tracking.plan import TargetPlan
from roundtable_cli.indicators.tracking.status import is_target_astray

PeriodTarget = tuple[ReportingPeriod, NumericValue]
MAX_READ = 6  # targets that are written out in each reading


class TargetDoubt(NamedTuple):
    """Why targets may be those of each period alone, in words with the numbers, and whether they are refused for it."""

    text: str
    is_refused: bool = False


def find_ambiguous_targets(framework: ResultsFramework, plan: TargetPlan, codes: Iterable[str]) -> Iterator[Finding]:
    """A fault for each of some indicators whose targets are refused until somebody says what they are."""
    for code in codes:
        for cell, doubt in _iter_doubts(framework, plan, framework.indicators[code]):
            if doubt.is_refused:
                yield _ambiguity_fault(framework, plan, framework.indicators[code], cell, doubt)
                break


def find_target_warnings(framework: ResultsFramework, plan: TargetPlan, codes: Iterable[str]) -> Iterator[Finding]:
    """A warning for each indicator whose targets can be read in two ways, and for each target on the wrong side.

    And for each of which some numbers have a percent sign and others none.
    """
    yield from (finding for code, finding in plan.doubts if code in {*codes})
    for code in codes:
        indicator = framework.indicators[code]
        doubts = [doubt for _, doubt in _iter_doubts(framework, plan, indicator)]
        if doubts and not any(doubt.is_refused for doubt in doubts):
            yield _ambiguity_warning(framework, indicator, doubts[0].text)
        for cell in _list_cells(plan, code):
            yield from _direction_warnings(framework, plan, indicator, cell)


def _iter_doubts(
    framework: ResultsFramework, plan: TargetPlan, indicator: Indicator
) -> Iterator[tuple[CellKey, TargetDoubt]]:
    """The doubt about the targets of each cell of an indicator; none where somebody says what they are."""
    for cell in _list_cells(plan, indicator.code) if indicator.code not in plan.kinds else ():
        if doubt := describe_doubt(framework, plan, indicator, cell):
            yield cell, doubt


def _list_cells(plan: TargetPlan, code: str) -> list[CellKey]:
    return [*dict.fromkeys(cell for one, _, cell in plan.entries if one == code)]


def _ambiguity_warning(framework: ResultsFramework, indicator: Indicator, doubt: str) -> Finding:
    fault = (
        f"{doubt}. They are read as milestones: what must be reached by the end of the period, in all periods up to it"
    )
    remedy = 'if each target is for its own period alone, write targets_are = "periods"; if not, "milestones"'
    section = f"[indicators.{indicator.code}] targets"
    return Finding(AMBIGUOUS_TARGETS, fault, remedy, framework.file, column=section, severity=WARNING)


def _ambiguity_fault(
    framework: ResultsFramework, plan: TargetPlan, indicator: Indicator, cell: CellKey, doubt: TargetDoubt
) -> Finding:
    """The fault with both readings written out, in the row of the plan or the section that sets a target."""
    targets = sorted(plan.period_targets(indicator.code, cell), key=lambda one: one[0].end or date.max)
    shown, more = targets[:MAX_READ], " …" if len(targets) > MAX_READ else ""
    to_date = ", ".join(f"{target} by the end of {period.name}" for period, target in shown)
    alone = ", ".join(f"{target} in {period.name}" for period, target in shown)
    fault = f"{doubt.text}. They can be read in two ways: as milestones to date, {to_date}{more}"
    fault += f"; or as targets of each period alone, {alone}{more}"
    keys = ((indicator.code, period.name, cell) for period, _ in targets)
    row = next((entry.row for key in keys if (entry := plan.entries[key]).row), None)
    if row:
        remedy = "write milestones or periods in a column targets_are, in one row of the indicator"
        return Finding(AMBIGUOUS_TARGETS, fault, remedy, framework.plan, row, "target")
    remedy = 'write targets_are = "milestones" or targets_are = "periods"'
    section = f"[indicators.{indicator.code}] targets"
    return Finding(AMBIGUOUS_TARGETS, fault, remedy, framework.file, column=section)


def describe_doubt(
    framework: ResultsFramework, plan: TargetPlan, indicator: Indicator, cell: CellKey
) -> TargetDoubt | None:
    """Why the targets of a cell may be those of each period alone; None where nothing says so.

    They are refused where there are two or more that

    - fall, though the indicator is to increase;
    - add up to the target for the life of project, or of a longer period that takes them in, and counts or sums do.

    It is doubtful what they are where those of periods of one length

    - add up so, though what is counted does not;
    - differ from the target of a longer period, or of the project, that ends on the same day: to date, both would hold;
    - fall, though the value to date of what is to decrease can only rise;
    - are three or more and all the same, and what is counted adds up over time: after the first period, nothing more
      would be planned.
    """
    whole = plan.find_target(indicator.code, LIFE_OF_PROJECT, cell)
    targets = [*plan.period_targets(indicator.code, cell)]
    doubts = [_fall_doubt(indicator, targets, whole)] if len(targets) > 1 else []
    for parts, longer in _group_by_length(targets):
        if len(parts) > 1:
            if text := _sum_doubt(parts, longer, whole):
                doubts.append(TargetDoubt(text, is_refused=indicator.traits.is_additive))
            if text := _end_doubt(framework, parts, longer, whole) or _same_doubt(indicator, parts, whole):
                doubts.append(TargetDoubt(text))
    found = [doubt for doubt in doubts if doubt]
    return next((doubt for doubt in found if doubt.is_refused), next(iter(found), None))


def _group_by_length(
    targets: Sequence[PeriodTarget],
) -> Iterator[tuple[list[PeriodTarget], dict[ReportingPeriod, NumericValue]]]:
    """The targets of periods of one length, in order, with those of longer periods; 0 says nothing of what is meant."""
    by_months: dict[int, list[PeriodTarget]] = {}
    for period, target in sorted(targets, key=lambda one: one[0].end or date.max):
        if target and (months := _month_count(period)):
            by_months.setdefault(months, []).append((period, target))
    for months, parts in by_months.items():
        yield parts, {period: target for period, target in targets if target and _month_count(period) > months}


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


def _fall_doubt(
    indicator: Indicator, targets: Sequence[PeriodTarget], whole: NumericValue | None
) -> TargetDoubt | None:
    """The doubt where a later target is lower than an earlier one, which the value to date is not to become.

    A decrease has such milestones, unless its value to date can only rise: that of what is counted period by period.
    """
    is_refused = indicator.direction == "increase"
    if not is_refused and not (indicator.traits.is_additive and indicator.accumulation == "non-cumulative"):
        return None
    course = sorted((period.end, f"in {period.name}", target) for period, target in targets if period.end)
    course += [(date.max, "for the life of project", whole)] if whole is not None and is_refused else []
    for (end, earlier, before), (later_end, later, after) in pairwise(course):
        if after < before and end < later_end:
            return TargetDoubt(f"the target falls from {before} {earlier} to {after} {later}", is_refused)
    return None


def _same_doubt(indicator: Indicator, parts: Sequence[PeriodTarget], whole: NumericValue | None) -> str:
    """What to say where three targets or more stay the same, though the value to date is to rise; else ""."""
    numbers = [number for _, number in parts]
    is_short = whole is None or whole > numbers[0]
    is_rising = indicator.adds_up_over_time and indicator.direction == "increase"
    if len(numbers) > 2 and len({*numbers}) == 1 and is_rising and is_short:
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
