"""The indicator performance tracking table: values and values to date, against what is set for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import overload

from roundtable_cli.errors import Finding, Refused, refuse_findings, suggest_nearest
from roundtable_cli.finding_codes import PLAN_ERROR
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.request import IndicatorRequest
from roundtable_cli.indicators.computing.computation import IndicatorComputation, load_computation
from roundtable_cli.indicators.computing.dated_rows import last_records
from roundtable_cli.indicators.computing.loading.table_loading import MessageCallback
from roundtable_cli.indicators.computing.many_periods.all_periods import answer_all_periods
from roundtable_cli.indicators.definitions.dimensions import NONE_OF_THESE, NOT_RECORDED, Category
from roundtable_cli.indicators.definitions.framework import PERIODS, PROGRESS, Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod
from roundtable_cli.indicators.refused_indicators import add_refused_indicators
from roundtable_cli.indicators.results import CellKey, Note, Result, Results
from roundtable_cli.indicators.tracking import period_overlaps, status, target_readings, undated_values
from roundtable_cli.indicators.tracking.hidden_periods import PeriodResults, hide_telling_values
from roundtable_cli.indicators.tracking.plan import TargetPlan
from roundtable_cli.indicators.tracking.status import Tracked
from roundtable_cli.tables.engines.engine import Engine

_UNDATED_NOTES = ("outside", "no-date", "which-date")


@dataclass(frozen=True)
class Tracking(Sequence[Tracked]):
    """The lines of a tracking table, in order, with the results of life of project and of a single period asked for.

    With `unit` there is a line per month, quarter, … and one for the life of project last.
    """

    lines: tuple[Tracked, ...]
    results: Results
    unit: str = ""

    @overload
    def __getitem__(self, index: int) -> Tracked: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Tracked, ...]: ...
    def __getitem__(self, index: int | slice) -> Tracked | tuple[Tracked, ...]:
        """By position."""
        return self.lines[index]

    def __len__(self) -> int:
        return len(self.lines)

    def of(self, indicator: Indicator) -> list[Tracked]:
        """The lines of one indicator."""
        return [line for line in self.lines if line.indicator.code == indicator.code]

    @property
    def categories(self) -> Mapping[str, tuple[Category, ...]]:
        """The categories of each dimension that it is broken down by."""
        return self.results.categories

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a reader must know of the numbers."""
        return self.results.notes

    @property
    def has_hidden(self) -> bool:
        """Whether any value is hidden, as it would tell what few people have."""
        return any(line.result.is_hidden or line.is_to_date_hidden for line in self.lines)

    @property
    def refused(self) -> tuple[Finding, ...]:
        """Why some of the indicators are refused."""
        return self.results.refused

    @property
    def assumptions(self) -> tuple[Finding, ...]:
        """What was left out of the files that were read, or assumed about them."""
        return self.results.assumptions

    def has(self, statuses: Sequence[str]) -> bool:
        """Whether any line has one of these statuses."""
        return any(line.status in statuses for line in self.lines)


def build_tracking(
    binder: Binder,
    engine: Engine,
    request: IndicatorRequest,
    plan: TargetPlan,
    report_progress: MessageCallback | None = None,
) -> Tracking:
    """The tracking table of a request: of its period, of each period of a breakdown by time, or of life of project."""
    refuse_findings(fault.finding for fault in plan.faults if fault.code in request.codes)
    refuse_findings(target_readings.find_ambiguous_targets(binder.framework, plan, request.codes))
    units = [name for name in request.by if name in MONTHS_PER_UNIT]
    others = tuple(name for name in request.by if name not in MONTHS_PER_UNIT)
    computation = load_computation(binder, engine, request._replace(by=others, per_period=bool(units)), report_progress)
    periods: list[ReportingPeriod | None] = [request.period]
    if units:
        _check_public_dates(binder, request.codes)
        reached = _planned_days(binder.framework, plan, request.codes)
        periods = [*computation.list_periods(units[0], request.period, reached), None]
        answer_all_periods(computation, [period for period in periods if period])
    undated_ends = undated_values.find_undated_ends(binder, plan, request.codes)
    computed, results, undated_notes = _compute_periods(computation, periods, undated_ends)
    if findings := [*_unknown_plan_categories(plan, binder, results, request.codes)]:
        raise Refused(*findings)
    day_reached = _find_day_reached(computation, plan, request, periods)
    in_order = tuple(_track_lines(binder.framework, plan, computed, day_reached))
    told = [note for note in results.notes if note.kind != "hidden-values"]
    notes = [*told, *_hidden_notes(binder.framework, in_order), *(note for note in undated_notes if note not in told)]
    notes += [*_missing_baseline_notes(in_order), *_last_record_notes(computation, request.codes, periods)]
    notes += undated_values.find_undated_notes(in_order, undated_ends)
    if units:
        notes += period_overlaps.find_period_notes(computation, request, in_order, results, periods)
    notes += [*_not_yet_due_notes(computation, plan, in_order, day_reached), *_achievement_notes(in_order)]
    assumptions = (*results.assumptions, *target_readings.find_target_warnings(binder.framework, plan, request.codes))
    of_no_indicator = tuple(fault.finding for fault in plan.faults if not fault.code)
    shown = replace(
        results, notes=tuple(notes), assumptions=assumptions, period=request.period, refused=of_no_indicator
    )
    return Tracking(in_order, shown, units[0] if units else "")


def _compute_periods(
    computation: IndicatorComputation, periods: Sequence[ReportingPeriod | None], undated_ends: Mapping[str, date]
) -> tuple[list[PeriodResults], Results, list[Note]]:
    """The values of each period, and those to date; the results of the last one; the notes on rows without a date.

    What is said of rows without a date is said once, though it is true of every period. Where a table has no dates at
    all, the value to date is that of all records from the end of the project on (`undated_ends`).
    """
    to_dates = {
        period: ReportingPeriod(f"..{period.end}", None, period.end) if period and period.end else None
        for period in periods
    }
    is_over = any(undated_values.is_known_by(period, end) for period in periods for end in undated_ends.values())
    asked = list(dict.fromkeys([*periods, *to_dates.values(), *([None] if is_over else [])]))
    results_by_period = dict(zip(asked, computation.compute_periods(asked), strict=True))
    computed: list[PeriodResults] = []
    undated_notes: list[Note] = []
    for period in periods:
        results, to_date = results_by_period[period], results_by_period[to_dates[period]]
        undated_notes = undated_notes or [note for note in results.notes if period and note.kind in _UNDATED_NOTES]
        for result in results:
            is_known = undated_values.is_known_by(period, undated_ends.get(result.code))
            known = results_by_period[None] if is_known else to_date
            computed.append(PeriodResults(period, result, known.of(result.code, result.cell)))
    return computed, results, undated_notes


def add_refused_lines(
    tracking: Tracking, refused: Mapping[str, Sequence[Finding]], framework: ResultsFramework, codes: Sequence[str]
) -> Tracking:
    """The table with a line for each period and cell of the refused indicators, too; all in the order of `codes`."""
    if not refused:
        return tracking
    results = add_refused_indicators(tracking.results, refused, framework, codes)
    first = tracking.of(tracking.results.indicators[0])
    lines: list[Tracked] = []
    for code in codes:
        if code in refused:
            own = (Result(framework.indicators[code], line.cell, None, is_refused=True) for line in first)
            lines += (
                Tracked(result, line.period, None, status=status.REFUSED)
                for result, line in zip(own, first, strict=True)
            )
        else:
            lines += (line for line in tracking if line.indicator.code == code)
    return replace(tracking, lines=tuple(lines), results=results)


def _find_day_reached(
    computation: IndicatorComputation,
    plan: TargetPlan,
    request: IndicatorRequest,
    periods: Iterable[ReportingPeriod | None],
) -> date | None:
    """The day by which it is told whether the project has ended: the end of the period asked, or the last record."""
    if request.period and request.period.end:
        return request.period.end
    planned = {code for (code, _, _), entry in plan.entries.items() if entry.target is not None}
    ends = (plan.find_end(computation.binder.framework, code) for code in request.codes if code in planned)
    end = max(filter(None, ends), default=None)
    is_asked = any(period is None or period.end is None for period in periods)
    return computation.find_last_record(end) if end and is_asked else None


def _track_lines(
    framework: ResultsFramework, plan: TargetPlan, computed: Iterable[PeriodResults], until: date | None
) -> Iterator[Tracked]:
    """The lines of each indicator, period by period, without values that tell what few people have."""
    in_order: dict[str, list[PeriodResults]] = defaultdict(list)
    by_cell: dict[str, dict[CellKey, list[PeriodResults]]] = defaultdict(lambda: defaultdict(list))
    for line in computed:
        in_order[line.result.code].append(line)
        by_cell[line.result.code][line.result.cell].append(line)
    for code, lines in in_order.items():
        shown = {cell: iter(own) for cell, own in hide_telling_values(by_cell[code], framework.least_people).items()}
        for line in lines:
            yield status.track_result(framework, plan, next(shown[line.result.cell]), until)


def _hidden_notes(framework: ResultsFramework, lines: Iterable[Tracked]) -> Iterator[Note]:
    """A note for each indicator of which a value is hidden."""
    hidden = {line.indicator.code: line for line in lines if line.result.is_hidden or line.is_to_date_hidden}
    yield from (Note("hidden-values", line.indicator, {"least": framework.least_people}) for line in hidden.values())


def _planned_days(framework: ResultsFramework, plan: TargetPlan, codes: Iterable[str]) -> list[date]:
    """The first and last days of the project, and of the periods for which a target is set: each has its line."""
    days = [framework.start, framework.end]
    for (code, _, _), entry in plan.entries.items():
        if code in codes and entry.period and entry.target is not None:
            days += [entry.period.start, entry.period.end]
    return [day for day in days if day and day < date.max]


def _missing_baseline_notes(lines: Iterable[Tracked]) -> Iterator[Note]:
    """A note for each indicator that is to decrease and has no baseline, so that it has no achievement."""
    for line in {line.indicator.code: line for line in lines if line.has_target}.values():
        if status.lacks_baseline(line.indicator, line.baseline):
            yield Note("no-baseline", line.indicator)


def _not_yet_due_notes(
    computation: IndicatorComputation, plan: TargetPlan, lines: Iterable[Tracked], day_reached: date | None
) -> Iterator[Note]:
    """A note for each indicator whose life of project is not yet due: when it ends, and what tells that it has not.

    To judge it, a period can be asked for that ends then; not of an indicator whose rows have no dates.
    """
    framework, period = computation.binder.framework, computation.request.period
    for line in {line.indicator.code: line for line in lines if line.status == status.NOT_YET_DUE}.values():
        code = line.indicator.code
        about = {"last_day": plan.find_end(framework, code), "day": day_reached}
        is_dated = any(last_records.list_dated_tables(computation.binder, framework.with_parts([code])))
        kind = "not-yet-due" if is_dated else "not-yet-due-undated" if day_reached else "not-yet-due-unknown"
        yield Note("not-yet-due-period" if period and period.end else kind, line.indicator, about)


def _achievement_notes(lines: Iterable[Tracked]) -> Iterator[Note]:
    """How each achievement is computed, where those of a table are not computed alike, or only of each period."""
    by_code = {line.indicator.code: line for line in reversed([*lines]) if line.has_target}
    kinds = {code: (line.achievement_kind == PROGRESS, _is_of_period(line)) for code, line in by_code.items()}
    for code, line in reversed(by_code.items()):
        is_progress, is_of_period = kinds[code]
        if is_of_period or len({*kinds.values()}) > 1:
            of_whole = "achievement-progress" if is_progress else "achievement-actual"
            of_period = "achievement-progress-period" if is_progress else "achievement-actual-period"
            yield Note(of_period if is_of_period else of_whole, line.indicator)


def _is_of_period(line: Tracked) -> bool:
    """Whether an achievement is that of a period's own value and target: nothing is set for the life of project."""
    return line.targets_are == PERIODS and line.target is None


def _last_record_notes(
    computation: IndicatorComputation, codes: Iterable[str], periods: Iterable[ReportingPeriod | None]
) -> Iterator[Note]:
    """Until when there are records, where a period begins later: its 0 may be that of files that are not complete.

    Where any of the indicators has later records, the others have a true 0.
    """
    starts = [period.start for period in periods if period and period.start]
    ends = {code: last for code in codes if starts and (last := computation.find_last_date(code))}
    if ends and max(ends.values()) < max(starts):
        for code in ends:
            yield Note("records-end", computation.binder.framework.indicators[code], {"day": max(ends.values())})


def _check_public_dates(binder: Binder, codes: Iterable[str]) -> None:
    """Refused where a line for each period would tell personal dates."""
    for indicator in binder.framework.with_parts(codes):
        for part in indicator.per_table if not indicator.is_formula else ():
            binder.check_public_date(part.table, binder.resolve_date(part))


def _unknown_plan_categories(
    plan: TargetPlan, binder: Binder, results: Results, codes: Iterable[str]
) -> Iterator[Finding]:
    """The categories of a plan that its dimension does not have, as far as the breakdown that was asked for tells."""
    asked = ((cell, entry) for (code, _, cell), entry in plan.entries.items() if code in codes)
    for cell, entry in asked:
        for name, code in cell:
            categories = results.categories.get(name) or binder.framework.dimensions[name].categories
            known = [category.code for category in categories]
            if known and code not in (*known, NONE_OF_THESE, NOT_RECORDED):
                remedy, file = suggest_nearest(code, known), binder.framework.plan
                yield Finding(PLAN_ERROR, f'{name} has no category "{code}"', remedy, file, entry.row, name)
