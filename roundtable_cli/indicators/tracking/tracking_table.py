"""The indicator performance tracking table: values and values to date, against what is set for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from roundtable_cli.errors import PLAN_ERROR, Finding, Refused, suggest_nearest
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.request import IndicatorRequest
from roundtable_cli.indicators.computing.computation import load_computation
from roundtable_cli.indicators.computing.loading import MessageCallback
from roundtable_cli.indicators.definitions.framework import NOT_RECORDED, Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, ReportingPeriod
from roundtable_cli.indicators.results import Note, Results
from roundtable_cli.indicators.tracking import status
from roundtable_cli.indicators.tracking.plan import TargetPlan
from roundtable_cli.indicators.tracking.status import Tracked
from roundtable_cli.tables.engines.engine import Engine


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

    def has(self, statuses: Sequence[str]) -> bool:
        """Whether any line has one of these statuses."""
        return any(line.status in statuses for line in self.lines)


def build_tracking(
    names: Binder, engine: Engine, request: IndicatorRequest, plan: TargetPlan, watch: MessageCallback | None = None
) -> Tracking:
    """The tracking table of a request: of its period, of each period of a breakdown by time, or of life of project."""
    units = [name for name in request.by if name in MONTHS_PER_UNIT]
    computation = load_computation(
        names,
        engine,
        request._replace(by=tuple(name for name in request.by if name not in MONTHS_PER_UNIT), per_period=bool(units)),
        watch,
    )
    spans: list[ReportingPeriod | None] = [request.period]
    if units:
        _check_public_dates(names, request.codes)
        spans = [*computation.list_periods(units[0], request.period), None]
    tracked: dict[str, list[Tracked]] = {code: [] for code in request.codes}
    outside: list[Note] = []
    for span in spans:
        results = computation.compute_results(span)
        outside = outside or [
            note for note in results.notes if note.kind in {"outside", "no-date", "which-date"} and span
        ]
        until = ReportingPeriod(f"..{span.end}", None, span.end) if span and span.end else None
        to_date = computation.compute_results(until) if span else results
        for result in results:
            value = to_date.of(result.code, result.cell)
            line = status.track_result(names.framework, plan, span, result, value.value if value else None)
            tracked[result.code].append(line)
    _check_plan_categories(plan, names, results)
    said = (*results.notes, *(note for note in outside if note not in results.notes))
    lines = tuple(line for lines in tracked.values() for line in lines)
    return Tracking(lines, replace(results, notes=said), units[0] if units else "")


def _check_public_dates(names: Binder, codes: Iterable[str]) -> None:
    """Refused where a line for each period would tell personal dates."""
    for indicator in names.framework.with_parts(codes):
        for part in indicator.per_table if not indicator.is_formula else ():
            names.check_public_date(part.table, names.resolve_date(part))


def _check_plan_categories(plan: TargetPlan, names: Binder, results: Results) -> None:
    """A plan's categories are categories that there are, as far as the breakdown asked for tells."""
    findings = list(_unknown_plan_categories(plan, names, results))
    if findings:
        raise Refused(*findings)


def _unknown_plan_categories(plan: TargetPlan, names: Binder, results: Results) -> Iterator[Finding]:
    for (_, _, cell), entry in plan.entries.items():
        for name, category in cell:
            dimension = names.framework.dimensions[name]
            there = results.categories.get(name) or dimension.categories
            known = [one.code for one in there]
            if known and category not in (*known, NOT_RECORDED):
                remedy = suggest_nearest(category, known)
                yield Finding(PLAN_ERROR, f'{name} has no "{category}"', remedy, names.framework.plan, entry.row, name)
