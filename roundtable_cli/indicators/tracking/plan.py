"""The plan: baselines, milestones, targets and notes, set in the definitions or in a file of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.errors import Finding, Refused, nearest
from roundtable_cli.indicators.definitions import periods
from roundtable_cli.indicators.definitions.framework import LOP, TOTAL, Framework
from roundtable_cli.indicators.results import Cell, Number
from roundtable_cli.tables.reading.table_file import Records
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

PLAN_ERROR = "plan-error"
SET = ("code", "period", "baseline", "milestone", "target", "note")
# What `track` computes stands in the file that it writes, and is passed over where that file is read as a plan.
COMPUTED = ("indicator", "value", "unit", "rows", "repeats", "missing", "outside", "to_date", "achievement", "status")
Place = tuple[str, str, Cell]  # code, period, cell; the dimensions of the cell in order of their names


class Entry(NamedTuple):
    """What is set for one indicator, period and cell; `row` is where a plan sets it."""

    target: Number | None = None
    note: str = ""
    row: int | None = None


class Plan(NamedTuple):
    """All that is set: targets and notes by code, period and cell, baselines by code and cell."""

    entries: Mapping[Place, Entry] = MappingProxyType({})
    baselines: Mapping[tuple[str, Cell], Number] = MappingProxyType({})

    def baseline(self, code: str, cell: Cell) -> Number | None:
        """The value before the project."""
        return self.baselines.get((code, tuple(sorted(cell))))

    def target(self, code: str, period: str, cell: Cell) -> Number | None:
        """What is set for just this period."""
        return self.entries.get((code, period, tuple(sorted(cell))), Entry()).target

    def note(self, code: str, period: str, cell: Cell) -> str:
        """What somebody noted."""
        return self.entries.get((code, period, tuple(sorted(cell))), Entry()).note

    def milestone(self, framework: Framework, code: str, period: periods.Period | None, cell: Cell) -> Number | None:
        """The one set for the period itself, else the latest due by its end; life of project only at the end."""
        last = period.end if period else None
        over = last is None or (framework.end is not None and last >= framework.end)
        own = self.target(code, period.name, cell) if period else None
        whole = self.target(code, LOP, cell) if over else None
        if own is not None or whole is not None:
            return whole if own is None else own
        due: list[tuple[date, int, Number]] = []
        for (other, name, where), entry in self.entries.items():
            if (other, where) == (code, tuple(sorted(cell))) and name != LOP and entry.target is not None:
                one = periods.parse(name, framework.fiscal_year_start)
                if one.end and (last is None or one.end <= last):
                    # Of two that end together the longer one reaches further.
                    due.append((one.end, -(one.start or date.min).toordinal(), entry.target))
        return max(due)[2] if due else None


def declared(framework: Framework) -> Plan:
    """The targets and baselines that the indicators themselves declare."""
    indicators = framework.indicators.values()
    targets: dict[Place, Entry] = {
        (one.code, period, ()): Entry(target) for one in indicators for period, target in one.targets.items()
    }
    return Plan(targets, {(one.code, ()): one.baseline.value for one in indicators if one.baseline})


def read(framework: Framework, records: Records) -> Plan:
    """The plan that a file holds, beside what is declared. Refused with every faulty row, and where the two differ.

    Its columns are `code, period, <dimensions…>, baseline, target, note`, the target that of the row's period. Where
    there is a column `milestone` too, as in the file that `track` writes, that is the period's, and `target` the one
    for the life of project.
    """
    reader = _Reader(framework, records)
    reader.read()
    if reader.faults:
        raise Refused(*reader.faults)
    return Plan({**reader.before.entries, **reader.entries}, {**reader.before.baselines, **reader.baselines})


class _Reader:
    """Reads the rows of a plan and keeps what is wrong with them."""

    def __init__(self, framework: Framework, records: Records) -> None:
        self.framework, self.records = framework, records
        self.before = declared(framework)
        self.faults: list[Finding] = []
        self.entries: dict[Place, Entry] = {}
        self.baselines: dict[tuple[str, Cell], Number] = {}
        self.dimensions = sorted(name for name in records.header if name not in (*SET, *COMPUTED))

    def fault(self, row: int | None, column: str, fault: str, remedy: str) -> None:
        """Report a fault of one cell, or of the header."""
        self.faults.append(Finding(PLAN_ERROR, fault, remedy, self.records.label, row, column))

    def read(self) -> None:
        """Read the rows, if the header is right."""
        known = (*SET, *self.framework.dimensions)
        for name in self.dimensions:
            if name not in self.framework.dimensions:
                self.fault(None, name, f'unknown column "{name}"', nearest(name, known))
        if "code" not in self.records.header:
            self.fault(None, "", "no column code", "a plan has code, period, baseline, target and note")
        for number, cells in zip(self.records.numbers, self.records.rows, strict=True) if not self.faults else ():
            self.row(number, {name: cell.strip() for name, cell in zip(self.records.header, cells, strict=True)})

    def row(self, number: int, row: Mapping[str, str]) -> None:
        """What one row sets: for its period, and, beside a milestone, for the life of project."""
        code, period = row["code"], self.period(number, row)
        if period is None:
            return
        cell = tuple((name, row[name]) for name in self.dimensions if row[name] not in {"", TOTAL})
        if code not in self.framework.indicators:
            self.fault(number, "code", f'no indicator "{code}"', nearest(code, self.framework.indicators))
        milestone, target, baseline = (
            self.number(number, name, row.get(name, "")) for name in ("milestone", "target", "baseline")
        )
        if "milestone" in row and period != LOP:
            self.put(number, (code, LOP, cell), Entry(target))
            target = milestone
        self.put(
            number, (code, period, cell), Entry(milestone if target is None else target, row.get("note", ""), number)
        )
        if baseline is not None and self.baselines.setdefault((code, cell), baseline) != baseline:
            fault = f"another baseline than {self.baselines[code, cell]}, in a row above"
            self.fault(number, "baseline", fault, "keep one of them")

    def put(self, number: int, place: Place, entry: Entry) -> None:
        """Keep an entry; two rows that set the same otherwise are a fault."""
        old = self.entries.get(place) or self.before.entries.get(place, Entry())
        twice = entry.row is not None and old.row is not None
        if twice or (None not in (old.target, entry.target) and old.target != entry.target):
            fault = f"row {old.row} is for the same" if twice else f"another target than {old.target} for {place[1]}"
            self.fault(number, "target", fault, "keep one of them")
        target = old.target if entry.target is None else entry.target
        if target is not None or entry.row is not None:
            self.entries[place] = Entry(target, entry.note or old.note, entry.row or old.row)

    def period(self, number: int, row: Mapping[str, str]) -> str | None:
        """The name of a row's period, or None where it names none; without one it is the life of project."""
        written = row.get("period") or LOP
        try:
            return written if written == LOP else self.framework.reporting_period(written).name
        except ValueError as error:
            self.fault(number, "period", str(error), f'or write "{LOP}", the life of project')
            return None

    def number(self, number: int, name: str, text: str) -> Number | None:
        """A baseline, milestone or target, exact."""
        if not text:
            return None
        try:
            parsing.parser(Field(name, "number"))(text)
        except ValueError as error:
            self.fault(number, name, f'"{text}" {error}', "write it plainly: 61933.5")
            return None
        return Decimal(text)
