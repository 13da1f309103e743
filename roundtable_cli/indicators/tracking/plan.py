"""The plan: baselines, milestones, targets and notes, set in the definitions or in a file of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.errors import PLAN_ERROR, Finding, Refused, suggest_nearest
from roundtable_cli.indicators.definitions import periods
from roundtable_cli.indicators.definitions.framework import LIFE_OF_PROJECT, TOTAL, ResultsFramework
from roundtable_cli.indicators.results import CellKey, NumericValue
from roundtable_cli.tables.reading.table_file import FileRecords
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

PLAN_COLUMNS = ("code", "period", "baseline", "milestone", "target", "note")
# What `track` computes stands in the file that it writes, and is passed over where that file is read as a plan.
COMPUTED_COLUMNS = (
    "indicator",
    "value",
    "unit",
    "rows",
    "repeats",
    "missing",
    "outside",
    "to_date",
    "achievement",
    "status",
)
PlanKey = tuple[str, str, CellKey]  # code, period, cell; the dimensions of the cell in order of their names


class PlanEntry(NamedTuple):
    """What is set for one indicator, period and cell; `row` is where a plan sets it."""

    target: NumericValue | None = None
    note: str = ""
    row: int | None = None


class TargetPlan(NamedTuple):
    """All that is set: targets and notes by code, period and cell, baselines by code and cell."""

    entries: Mapping[PlanKey, PlanEntry] = MappingProxyType({})
    baselines: Mapping[tuple[str, CellKey], NumericValue] = MappingProxyType({})

    def find_baseline(self, code: str, cell: CellKey) -> NumericValue | None:
        """The value before the project."""
        return self.baselines.get((code, tuple(sorted(cell))))

    def find_target(self, code: str, period: str, cell: CellKey) -> NumericValue | None:
        """What is set for just this period."""
        return self.entries.get((code, period, tuple(sorted(cell))), PlanEntry()).target

    def find_note(self, code: str, period: str, cell: CellKey) -> str:
        """What somebody noted."""
        return self.entries.get((code, period, tuple(sorted(cell))), PlanEntry()).note

    def find_milestone(
        self, framework: ResultsFramework, code: str, period: periods.ReportingPeriod | None, cell: CellKey
    ) -> NumericValue | None:
        """The one set for the period itself, else the latest due by its end; life of project only at the end."""
        last = period.end if period else None
        over = last is None or (framework.end is not None and last >= framework.end)
        own = self.find_target(code, period.name, cell) if period else None
        whole = self.find_target(code, LIFE_OF_PROJECT, cell) if over else None
        if own is not None or whole is not None:
            return whole if own is None else own
        due: list[tuple[date, int, NumericValue]] = []
        for (other, name, where), entry in self.entries.items():
            if (other, where) == (code, tuple(sorted(cell))) and name != LIFE_OF_PROJECT and entry.target is not None:
                one = periods.parse_period(name, framework.fiscal_year_start)
                if one.end and (last is None or one.end <= last):
                    # Of two that end together the longer one reaches further.
                    due.append((one.end, -(one.start or date.min).toordinal(), entry.target))
        return max(due)[2] if due else None


def declared_plan(framework: ResultsFramework) -> TargetPlan:
    """The targets and baselines that the indicators themselves declare."""
    indicators = framework.indicators.values()
    targets: dict[PlanKey, PlanEntry] = {
        (one.code, period, ()): PlanEntry(target) for one in indicators for period, target in one.targets.items()
    }
    return TargetPlan(targets, {(one.code, ()): one.baseline.value for one in indicators if one.baseline})


def read_plan(framework: ResultsFramework, records: FileRecords) -> TargetPlan:
    """The plan that a file holds, beside what is declared. Refused with every faulty row, and where the two differ.

    Its columns are `code, period, <dimensions…>, baseline, target, note`, the target that of the row's period. Where
    there is a column `milestone` too, as in the file that `track` writes, that is the period's, and `target` the one
    for the life of project.
    """
    reader = _PlanReader(framework, records)
    reader.read_rows()
    if reader.findings:
        raise Refused(*reader.findings)
    return TargetPlan({**reader.declared.entries, **reader.entries}, {**reader.declared.baselines, **reader.baselines})


class _PlanReader:
    """Reads the rows of a plan and keeps what is wrong with them."""

    def __init__(self, framework: ResultsFramework, records: FileRecords) -> None:
        self.framework, self.records = framework, records
        self.declared = declared_plan(framework)
        self.findings: list[Finding] = []
        self.entries: dict[PlanKey, PlanEntry] = {}
        self.baselines: dict[tuple[str, CellKey], NumericValue] = {}
        self.dimensions = sorted(name for name in records.header if name not in (*PLAN_COLUMNS, *COMPUTED_COLUMNS))

    def report_fault(self, row: int | None, column: str, fault: str, remedy: str) -> None:
        """Report a fault of one cell, or of the header."""
        self.findings.append(Finding(PLAN_ERROR, fault, remedy, self.records.label, row, column))

    def read_rows(self) -> None:
        """Read the rows, if the header is right."""
        known = (*PLAN_COLUMNS, *self.framework.dimensions)
        for name in self.dimensions:
            if name not in self.framework.dimensions:
                self.report_fault(None, name, f'unknown column "{name}"', suggest_nearest(name, known))
        if "code" not in self.records.header:
            self.report_fault(None, "", "no column code", "a plan has code, period, baseline, target and note")
        for number, cells in zip(self.records.row_numbers, self.records.rows, strict=True) if not self.findings else ():
            self.read_row(number, {name: cell.strip() for name, cell in zip(self.records.header, cells, strict=True)})

    def read_row(self, number: int, row: Mapping[str, str]) -> None:
        """What one row sets: for its period, and, beside a milestone, for the life of project."""
        code, period = row["code"], self.parse_row_period(number, row)
        if period is None:
            return
        cell = tuple((name, row[name]) for name in self.dimensions if row[name] not in {"", TOTAL})
        if code not in self.framework.indicators:
            self.report_fault(
                number, "code", f'no indicator "{code}"', suggest_nearest(code, self.framework.indicators)
            )
        milestone, target, baseline = (
            self.parse_plan_number(number, name, row.get(name, "")) for name in ("milestone", "target", "baseline")
        )
        if "milestone" in row and period != LIFE_OF_PROJECT:
            self.add_entry(number, (code, LIFE_OF_PROJECT, cell), PlanEntry(target))
            target = milestone
        self.add_entry(
            number,
            (code, period, cell),
            PlanEntry(milestone if target is None else target, row.get("note", ""), number),
        )
        if baseline is not None and self.baselines.setdefault((code, cell), baseline) != baseline:
            fault = f"another baseline than {self.baselines[code, cell]}, in a row above"
            self.report_fault(number, "baseline", fault, "keep one of them")

    def add_entry(self, number: int, place: PlanKey, entry: PlanEntry) -> None:
        """Keep an entry; two rows that set the same otherwise are a fault."""
        old = self.entries.get(place) or self.declared.entries.get(place, PlanEntry())
        twice = entry.row is not None and old.row is not None
        if twice or (None not in (old.target, entry.target) and old.target != entry.target):
            fault = f"row {old.row} is for the same" if twice else f"another target than {old.target} for {place[1]}"
            self.report_fault(number, "target", fault, "keep one of them")
        target = old.target if entry.target is None else entry.target
        if target is not None or entry.row is not None:
            self.entries[place] = PlanEntry(target, entry.note or old.note, entry.row or old.row)

    def parse_row_period(self, number: int, row: Mapping[str, str]) -> str | None:
        """The name of a row's period, or None where it names none; without one it is the life of project."""
        written = row.get("period") or LIFE_OF_PROJECT
        try:
            return written if written == LIFE_OF_PROJECT else self.framework.reporting_period(written).name
        except ValueError as error:
            self.report_fault(number, "period", str(error), f'or write "{LIFE_OF_PROJECT}", the life of project')
            return None

    def parse_plan_number(self, number: int, name: str, text: str) -> NumericValue | None:
        """A baseline, milestone or target, exact."""
        if not text:
            return None
        try:
            parsing.make_text_parser(Field(name, "number"))(text)
        except ValueError as error:
            self.report_fault(number, name, f'"{text}" {error}', "write it plainly: 61933.5")
            return None
        return Decimal(text)
