"""The plan: baselines, milestones, targets and notes, set in the definitions or in a file of their own."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.errors import Finding, Refused, refuse_findings, suggest_nearest
from roundtable_cli.file_identity import is_inside
from roundtable_cli.finding_codes import DEFINITION, PLAN_ERROR
from roundtable_cli.indicators.definitions.data_columns import (
    COUNT_COLUMNS,
    OCCASIONAL_COLUMNS,
    REFUSED_COLUMN,
    TO_DATE_COLUMNS,
    TRACKING_COLUMNS,
)
from roundtable_cli.indicators.definitions.dimensions import TOTAL
from roundtable_cli.indicators.definitions.framework import (
    LIFE_OF_PROJECT,
    PERIODS,
    TARGET_KINDS,
    Indicator,
    ResultsFramework,
)
from roundtable_cli.indicators.definitions.periods import ReportingPeriod, parse_period
from roundtable_cli.indicators.results import CellKey, NumericValue
from roundtable_cli.indicators.tracking.plan_numbers import NUMBER_COLUMNS, find_mixed_percents, parse_plan_number
from roundtable_cli.indicators.tracking.target_sums import add_up_targets, takes_in_project
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.reading.table_file import FileRecords
from roundtable_cli.tables.table import Table

PLAN_COLUMNS = ("code", "period", "baseline", "milestone", "target", "targets_are", "note")
# What `track` computes stands in the file that it writes, and is passed over where that file is read as a plan.
_WRITTEN_COLUMNS = {
    "indicator",
    "value",
    "unit",
    *COUNT_COLUMNS,
    *OCCASIONAL_COLUMNS,
    *TRACKING_COLUMNS,
    *TO_DATE_COLUMNS,
}
COMPUTED_COLUMNS = _WRITTEN_COLUMNS - {*PLAN_COLUMNS, REFUSED_COLUMN}  # in its data the status says what is refused
PlanKey = tuple[str, str, CellKey]  # code, period, cell; the dimensions of the cell in order of their names


class PlanEntry(NamedTuple):
    """What is set for one indicator, period and cell: a target, a note, or both.

    `period` is None for the life of project. `row` is the row of the plan that sets it, None where the definitions do.
    """

    target: NumericValue | None = None
    note: str = ""
    row: int | None = None
    period: ReportingPeriod | None = None


class RowFault(NamedTuple):
    """A fault of a row of a plan, with the code of the indicator that it is, or may be, for; "" where there is none."""

    code: str
    finding: Finding


class TargetPlan(NamedTuple):
    """All that is set: targets and notes by code, period and cell, baselines by code and cell.

    `kinds` says of an indicator what its targets of periods are, "milestones" or "periods"; one of which nobody says it
    is not there, and its targets are read as milestones. `faults` are those of the plan's rows, where these are kept so
    that each refuses its own indicator alone. `doubts` are warnings about the numbers of an indicator, by its code.
    """

    entries: Mapping[PlanKey, PlanEntry] = MappingProxyType({})
    baselines: Mapping[tuple[str, CellKey], NumericValue] = MappingProxyType({})
    kinds: Mapping[str, str] = MappingProxyType({})
    faults: tuple[RowFault, ...] = ()
    doubts: tuple[tuple[str, Finding], ...] = ()

    @property
    def planned_codes(self) -> frozenset[str]:
        """The indicators for which a target or a baseline is set, also of a single period or category."""
        targets = {code for (code, _, _), entry in self.entries.items() if entry.target is not None}
        return frozenset(targets | {code for code, _ in self.baselines})

    def find_baseline(self, code: str, cell: CellKey) -> NumericValue | None:
        """The value before the project."""
        return self.baselines.get((code, tuple(sorted(cell))))

    def find_target(self, code: str, period: str, cell: CellKey) -> NumericValue | None:
        """What is set for just this period."""
        return self.entries.get((code, period, tuple(sorted(cell))), PlanEntry()).target

    def find_period_target(self, code: str, period: ReportingPeriod, cell: CellKey) -> NumericValue | None:
        """What is set for a period, also under another name for the same days: 2026Q2, 2026-04..2026-06."""
        own = self.find_target(code, period.name, cell)
        days, targets = (period.start, period.end), self.period_targets(code, tuple(sorted(cell)))
        alike = (target for one, target in targets if (one.start, one.end) == days)
        return next(alike, None) if own is None else own

    def find_note(self, code: str, period: str, cell: CellKey) -> str:
        """What somebody noted."""
        return self.entries.get((code, period, tuple(sorted(cell))), PlanEntry()).note

    def find_milestone(
        self, framework: ResultsFramework, code: str, period: ReportingPeriod | None, cell: CellKey
    ) -> NumericValue | None:
        """The one set for the period itself, else the latest due by its end; life of project only at the end."""
        last = period.end if period else None
        is_over = last is None or (framework.end is not None and last >= framework.end)
        own = self.find_period_target(code, period, cell) if period else None
        whole = self.find_target(code, LIFE_OF_PROJECT, cell) if is_over else None
        if own is not None or whole is not None:
            return whole if own is None else own
        due: list[tuple[date, int, NumericValue]] = []
        for entry_period, target in self.period_targets(code, tuple(sorted(cell))):
            if entry_period.end and (last is None or entry_period.end <= last):
                # Of two that end together the longer one reaches further.
                due.append((entry_period.end, -(entry_period.start or date.min).toordinal(), target))
        return max(due)[2] if due else None

    def find_own_target(
        self, framework: ResultsFramework, indicator: Indicator, period: ReportingPeriod | None, cell: CellKey
    ) -> NumericValue | None:
        """The target for the value of a period alone: the one set for it, else the sum of those that make it up.

        A sum is made only where values add up over time. `period` None is the life of project, as is a period that
        takes in all of it.
        """
        code = indicator.code
        own = self.find_period_target(code, period, cell) if period else self.find_target(code, LIFE_OF_PROJECT, cell)
        if own is None and period and takes_in_project(framework, period):
            own = self.find_target(code, LIFE_OF_PROJECT, cell)
        if own is not None or not indicator.adds_up_over_time:
            return own
        return add_up_targets(dict(self.period_targets(code, tuple(sorted(cell)))), period)

    def find_end(self, framework: ResultsFramework, code: str) -> date | None:
        """The last day of the project, or where none is declared, of the periods with a target; None without either."""
        entries = (entry for (one, _, _), entry in self.entries.items() if one == code and entry.target is not None)
        days = (entry.period.end for entry in entries if entry.period)
        return framework.end or max(filter(None, days), default=None)

    def list_codes(self) -> list[str]:
        """The codes of the indicators for which a target is set, each once."""
        return [*dict.fromkeys(code for (code, _, _), entry in self.entries.items() if entry.target is not None)]

    def period_targets(self, code: str, cell: CellKey) -> Iterator[tuple[ReportingPeriod, NumericValue]]:
        """The targets of an indicator's cell for periods, not that for the life of project."""
        for (entry_code, _, entry_cell), entry in self.entries.items():
            if (entry_code, entry_cell) == (code, cell) and entry.period and entry.target is not None:
                yield entry.period, entry.target


class _PlanRow(NamedTuple):
    """What one row of a plan sets, and what is wrong with it."""

    number: int
    entries: tuple[tuple[PlanKey, PlanEntry], ...] = ()
    baseline: NumericValue | None = None
    baseline_key: tuple[str, CellKey] = ("", ())
    targets_are: str = ""
    findings: tuple[Finding, ...] = ()


def declared_plan(framework: ResultsFramework) -> TargetPlan:
    """The targets and baselines that the indicators themselves declare."""
    entries: dict[PlanKey, PlanEntry] = {}
    for indicator in framework.indicators.values():
        for name, target in indicator.targets.items():
            period = None if name == LIFE_OF_PROJECT else parse_period(name, framework.fiscal_year_start)
            entries[indicator.code, period.name if period else name, ()] = PlanEntry(target, period=period)
    baselines: dict[tuple[str, CellKey], NumericValue] = {
        (indicator.code, ()): indicator.baseline.value
        for indicator in framework.indicators.values()
        if indicator.baseline
    }
    kinds = {code: framework.targets_kind(indicator) for code, indicator in framework.indicators.items()}
    return TargetPlan(entries, baselines, {code: kind for code, kind in kinds.items() if kind})


def read_project_plan(framework: ResultsFramework, folder: Path, keeps_faults: bool = False) -> TargetPlan:
    """The targets and milestones in the definitions and in the plan file; see `read_plan`."""
    if not framework.plan:
        return declared_plan(framework)
    path = folder / framework.plan
    if not is_inside(path, folder):
        fault = f'the plan "{framework.plan}" is outside the folder of the project'
        remedy = "put the file into the folder"
        raise Refused(Finding(DEFINITION, fault, remedy, framework.file, column="[project] plan"))
    return read_plan(framework, open_files.read_setting_records(path, Table("plan", (path,))), keeps_faults)


def read_plan(framework: ResultsFramework, records: FileRecords, keeps_faults: bool = False) -> TargetPlan:
    """The plan that a file holds, beside what is declared. Refused with every faulty row, and where the two differ.

    Where it `keeps_faults`, it is refused for those of its headings alone, and has the faults of its rows.

    Its columns are `code, period, <dimensions…>, baseline, target, note`, the target that of the row's period. Where
    there is a column `milestone` too, as in the file that `track` writes, that is the period's, and `target` the one
    for the life of project. A column `targets_are` says what the targets of an indicator's periods are.
    """
    refuse_findings(_name_file(finding, records) for finding in _header_findings(framework, records.header))
    faults, declared = list[RowFault](), declared_plan(framework)
    entries: dict[PlanKey, PlanEntry] = {}
    baselines: dict[tuple[str, CellKey], NumericValue] = {}
    kinds = {code: one.targets_are for code, one in framework.indicators.items() if one.targets_are}
    for row in _parse_rows(framework, records):
        findings, code = [*row.findings], row.baseline_key[0]
        for key, entry in row.entries:
            known = entries.get(key) or declared.entries.get(key, PlanEntry())
            if conflict := _describe_conflict(key, entry, known):
                findings.append(_plan_fault(row.number, "target", conflict, "delete one of the two"))
            merged = _merge_entries(entry, known)
            if merged.target is not None or merged.row is not None:
                entries[key] = merged
        if row.baseline is not None and baselines.setdefault(row.baseline_key, row.baseline) != row.baseline:
            fault = f"another baseline than {baselines[row.baseline_key]}, in a row above"
            findings.append(_plan_fault(row.number, "baseline", fault, "delete one of the two"))
        if row.targets_are and kinds.setdefault(code, row.targets_are) != row.targets_are:
            fault = f"the targets of {code} are {kinds[code]}, as was said before"
            findings.append(_plan_fault(row.number, "targets_are", fault, "delete one of the two"))
        faults += (RowFault(_find_meant_code(framework, code), _name_file(finding, records)) for finding in findings)
    if not keeps_faults:
        refuse_findings(fault.finding for fault in faults)
    return TargetPlan(
        {**declared.entries, **entries},
        {**declared.baselines, **baselines},
        {**declared.kinds, **kinds},
        tuple(faults),
        tuple(find_mixed_percents(framework, records)),
    )


def _find_meant_code(framework: ResultsFramework, code: str) -> str:
    """The code of the indicator that a row is for, or the nearest where it is misspelt; "" where none is like it."""
    near = [code] if code in framework.indicators else difflib.get_close_matches(code, framework.indicators, n=1)
    return near[0] if near else ""


def _name_file(finding: Finding, records: FileRecords) -> Finding:
    return finding._replace(file=records.label)


def _header_findings(framework: ResultsFramework, header: Sequence[str]) -> Iterator[Finding]:
    """The columns that a plan can't have, or has twice, and the one that it must have."""
    for name, count in Counter(header).items():
        if count > 1 and name not in COMPUTED_COLUMNS:
            yield _plan_fault(None, name, f'{count} columns are called "{name}"', "delete or rename one of them")
    for name in _dimension_columns(header):
        if name not in framework.dimensions:
            remedy = suggest_nearest(name, (*PLAN_COLUMNS, *framework.dimensions))
            yield _plan_fault(None, name, f'unknown column "{name}"', remedy)
    if "code" not in header:
        remedy = "add a column code: a plan has the columns code, period, baseline, target and note"
        yield _plan_fault(None, "", "no column code", remedy)


def _dimension_columns(header: Iterable[str]) -> list[str]:
    return sorted(name for name in header if name not in (*PLAN_COLUMNS, *COMPUTED_COLUMNS))


def _parse_rows(framework: ResultsFramework, records: FileRecords) -> Iterator[_PlanRow]:
    dimensions = _dimension_columns(records.header)
    for number, cells in zip(records.row_numbers, records.rows, strict=True):
        yield _parse_row(framework, number, dict(zip(records.header, map(str.strip, cells), strict=True)), dimensions)


def _parse_row(framework: ResultsFramework, number: int, row: Mapping[str, str], dimensions: Iterable[str]) -> _PlanRow:
    """What one row sets: for its period, and, beside a milestone, for the life of project."""
    code, name = row["code"], row.get("period") or LIFE_OF_PROJECT
    try:
        period = None if name == LIFE_OF_PROJECT else framework.reporting_period(name)
    except ValueError as error:
        remedy = f'correct it, or write "{LIFE_OF_PROJECT}" for the life of project'
        return _refuse_row(number, code, _plan_fault(number, "period", str(error), remedy))
    if period and period.start == period.end and ".." not in name:
        # A spreadsheet makes the first day of a month that is typed into it.
        fault = f"{name} is one day"
        remedy = f"for the month write {name[:7]}, in a cell formatted as text; for the day {name}..{name}"
        return _refuse_row(number, code, _plan_fault(number, "period", fault, remedy))
    findings, numbers = list[Finding](), dict[str, NumericValue | None]()
    if code not in framework.indicators:
        remedy = suggest_nearest(code, framework.indicators)
        findings.append(_plan_fault(number, "code", f'no indicator "{code}"', remedy))
    for column in NUMBER_COLUMNS:
        try:
            numbers[column] = parse_plan_number(framework.indicators.get(code), column, row.get(column, ""))
        except ValueError as error:
            numbers[column] = None
            findings.append(_plan_fault(number, column, *map(str, error.args)))
    if kind_fault := _check_targets_are(framework, code, row.get("targets_are", "")):
        findings.append(_plan_fault(number, "targets_are", *kind_fault))
    cell = tuple((dimension, row[dimension]) for dimension in dimensions if row[dimension] not in {"", TOTAL})
    milestone, target, baseline = numbers.values()
    entries: list[tuple[PlanKey, PlanEntry]] = []
    if "milestone" in row and period:
        # As `track` writes it: 2018Q4, milestone 400, target 1000. The 1000 are for the life of project.
        entries.append(((code, LIFE_OF_PROJECT, cell), PlanEntry(target)))
        own_target = milestone
    else:
        # A plan without milestones: 2018Q4, target 400. In the row of the life of project the two are one number.
        own_target = milestone if target is None else target
    own = PlanEntry(own_target, row.get("note", ""), number, period)
    entries.append(((code, period.name if period else LIFE_OF_PROJECT, cell), own))
    return _PlanRow(number, tuple(entries), baseline, (code, cell), row.get("targets_are", ""), tuple(findings))


def _refuse_row(number: int, code: str, finding: Finding) -> _PlanRow:
    """A row that sets nothing, as it is not known of which period it is."""
    return _PlanRow(number, baseline_key=(code, ()), findings=(finding,))


def _check_targets_are(framework: ResultsFramework, code: str, text: str) -> tuple[str, str] | None:
    """The fault and the remedy of what a row says of an indicator's targets; None where it is right, or blank."""
    if text and text not in TARGET_KINDS:
        return f'unknown value "{text}"', suggest_nearest(text, TARGET_KINDS)
    if text == PERIODS and code in framework.indicators and framework.indicators[code].accumulation == "cumulative":
        return f"{code} is cumulative and has no value of one period alone", "write milestones"
    return None


def _describe_conflict(key: PlanKey, entry: PlanEntry, known: PlanEntry) -> str:
    """Two rows for the same are a fault, and two targets for it. Rows with milestones may repeat one target."""
    if entry.row is not None and known.row is not None:
        return f"row {known.row} is for the same indicator, period and categories"
    is_other = None not in (known.target, entry.target) and known.target != entry.target
    return f"another target than {known.target} for {key[1]}" if is_other else ""


def _merge_entries(entry: PlanEntry, known: PlanEntry) -> PlanEntry:
    """What a row sets, with what is known from the definitions and the rows above where it sets nothing."""
    target = known.target if entry.target is None else entry.target
    return PlanEntry(target, entry.note or known.note, entry.row or known.row, entry.period or known.period)


def _plan_fault(row: int | None, column: str, fault: str, remedy: str) -> Finding:
    """The finding for a cell, a row or the header of the plan; which file that is, the caller knows."""
    return Finding(PLAN_ERROR, fault, remedy, row=row, column=column)
